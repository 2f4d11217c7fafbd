import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom, type Whatever } from './render-custom.ts';

const args = ['--cccl-gtm-agent=false', '--bigip-url=https://bigip.example.com:8443/'];
const pools = [{ path: '/', service: 'cafe', servicePort: 80 }];
const virtualServer = (name: string, spec: object): string =>
  customResourceText('VirtualServer', name, { virtualServerAddress: '10.8.3.11', pools, ...spec });
const dns = (spec: object): string => customResourceText('ExternalDNS', 'dns', { domainName: 'a.com', ...spec });
const render = async (...resources: string[]) => {
  const rendered = await renderCustom({ east: [...resources, serviceText('cafe')], args });
  return {
    ...rendered,
    gtm: rendered.declaration?.shops_gtm as { Shared: Record<string, Whatever> } & Record<string, unknown>,
  };
};

test('without an ExternalDNS the tenant is empty and has a label', async () => {
  const { gtm } = await render(virtualServer('a', { host: 'a.com' }));
  expect(gtm).toEqual({ class: 'Tenant', label: 'shops', Shared: { class: 'Application', template: 'shared' } });
});

test('a domain, its pool and its monitors', async () => {
  const monitors = [
    { type: 'http', send: 'GET /', recv: '200', interval: 5, timeout: 16 },
    { type: 'https', interval: 10 },
  ];
  const spec = {
    loadBalanceMethod: 'global-availability',
    persistCidrIpv4: 0,
    ttlPersistence: 60,
    clientSubnetPreferred: false,
    pools: [{ dataServerName: '/Common/dc1', ratio: 3, monitor: {}, monitors }],
  };
  const { gtm } = await render(virtualServer('a', { host: 'a.com' }), dns(spec));
  const pool = 'a.com_bigip_example_com_8443_shops_gtm';
  expect(gtm).not.toHaveProperty('label');
  expect(gtm.Shared['a.com']).toEqual({
    class: 'GSLB_Domain',
    domainName: 'a.com',
    clientSubnetPreferred: false,
    persistCidrIpv4: 32,
    persistCidrIpv6: 128,
    persistenceEnabled: false,
    poolLbMode: 'global-availability',
    pools: [{ use: pool, ratio: 3 }],
    resourceRecordType: 'A',
    ttlPersistence: 60,
  });
  expect(gtm.Shared[pool].members).toEqual([
    { enabled: true, server: { bigip: '/Common/dc1' }, virtualServer: '/shops/Shared/crd_10_8_3_11_80' },
  ]);
  expect(gtm.Shared[pool].monitors).toEqual([{ use: `${pool}_monitor0` }, { use: `${pool}_monitor1` }]);
  expect(gtm.Shared[`${pool}_monitor0`]).toEqual({
    class: 'GSLB_Monitor',
    interval: 5,
    monitorType: 'http',
    receive: '200',
    send: 'GET /',
    timeout: 16,
  });
});

test('a wildcard domain, its record types and networks', async () => {
  const spec = {
    domainName: '*.a.com',
    dnsRecordType: 'AAAA',
    persistCidrIpv4: 24,
    persistCidrIpv6: 64,
    persistenceEnabled: true,
    pools: [{ dataServerName: '/Common/dc1', dnsRecordType: 'AAAA', loadBalanceMethod: 'ratio', ratio: 1 }],
  };
  const { gtm } = await render(virtualServer('a', { host: '*.a.com' }), dns(spec));
  expect(gtm.Shared['wildcard.a.com']).toMatchObject({
    domainName: '*.a.com',
    resourceRecordType: 'AAAA',
    persistCidrIpv4: 24,
    persistCidrIpv6: 64,
    persistenceEnabled: true,
    ttlPersistence: 3600,
    poolLbMode: 'round-robin',
  });
  expect(gtm.Shared['wildcard.a.com']).not.toHaveProperty('clientSubnetPreferred');
  expect(gtm.Shared['wildcard.a.com_bigip_example_com_8443_shops_gtm']).toMatchObject({
    resourceRecordType: 'AAAA',
    lbModeAlternate: 'ratio',
    lbModeFallback: 'return-to-dns',
    members: [{ virtualServer: '/shops/Shared/crd_10_8_3_11_80' }],
  });
});

describe('members', () => {
  test('are all virtual servers that have the domain as their host', async () => {
    const metadata = { name: 'nginx', namespace: 'shop', labels: { app: 'nginx' } };
    const annotations = { 'cis.f5.com/ip': '10.8.3.14', 'cis.f5.com/host': 'a.com' };
    const ports = [{ port: 80 }];
    const { gtm } = await render(
      customResourceText('TransportServer', 'ts', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.12',
        virtualServerPort: 5432,
        mode: 'standard',
        pool: { service: 'cafe', servicePort: 80 },
      }),
      customResourceText('IngressLink', 'link', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.13',
        selector: { matchLabels: { app: 'nginx' } },
      }),
      JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } }),
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'lb', namespace: 'shop', annotations },
        spec: { type: 'LoadBalancer', ports },
      }),
      virtualServer('a', { host: 'b.com', hostAliases: ['a.com'] }),
      dns({ pools: [{ dataServerName: '/Common/dc1' }] }),
    );
    const { members } = gtm.Shared['a.com_bigip_example_com_8443_shops_gtm'];
    expect(members.map(({ virtualServer: path }: { virtualServer: string }) => path)).toEqual([
      '/shops/Shared/crd_10_8_3_11_80',
      '/shops/Shared/crd_10_8_3_12_5432',
      '/shops/Shared/ingress_link_crd_10_8_3_13_80',
      '/shops/Shared/vs_lb_svc_shop_lb_10_8_3_14_80',
    ]);
  });

  const profile = customResourceText('TLSProfile', 'edge', {
    hosts: ['a.com'],
    tls: { termination: 'edge', reference: 'bigip', clientSSL: '/Common/clientssl' },
  });

  test.each(['redirect', 'allow'])('are not those for HTTP of a leader with %s', async httpTraffic => {
    const { gtm } = await render(
      virtualServer('a', { host: 'a.com', tlsProfileName: 'edge', httpTraffic }),
      profile,
      dns({ pools: [{ dataServerName: '/Common/dc1' }] }),
    );
    const members = gtm.Shared['a.com_bigip_example_com_8443_shops_gtm'].members;
    expect(members.map(({ virtualServer: path }: { virtualServer: string }) => path)).toEqual([
      '/shops/Shared/crd_10_8_3_11_443',
    ]);
  });

  test('are none where no host is the domain', async () => {
    const { gtm, rules } = await render(
      virtualServer('b', { host: 'b.com' }),
      dns({ pools: [{ dataServerName: '/Common/dc1' }] }),
    );
    expect(gtm.Shared['a.com_bigip_example_com_8443_shops_gtm']).not.toHaveProperty('members');
    expect(rules).toEqual(['external-dns-without-virtual-server']);
  });
});

test('goes to another BIG-IP where one is named', async () => {
  const { declaration, rules } = await renderCustom({
    east: [
      virtualServer('a', { host: 'a.com' }),
      dns({ pools: [{ dataServerName: '/Common/dc1' }] }),
      serviceText('cafe'),
    ],
    args: [...args, '--gtm-bigip-url=dns.example.com'],
  });
  expect(declaration).not.toHaveProperty('shops_gtm');
  expect(rules).toEqual(['gslb-elsewhere']);
});

test('without --cccl-gtm-agent=false there is none', async () => {
  const { declaration, rules } = await renderCustom({
    east: [virtualServer('a', { host: 'a.com' }), dns({}), serviceText('cafe')],
  });
  expect(declaration).not.toHaveProperty('shops_gtm');
  expect(rules).toEqual(['custom-resource-field-ignored']);
});

describe('what is overwritten', () => {
  const a = virtualServer('a', { host: 'a.com' });
  const dc = (name: string) => ({ dataServerName: `/Common/${name}` });

  test('of two pools the first', async () => {
    const { rules, gtm } = await render(a, dns({ pools: [dc('one'), dc('two')] }));
    expect(rules).toEqual(['external-dns-pools-merged']);
    expect(gtm.Shared['a.com_bigip_example_com_8443_shops_gtm'].members[0].server).toEqual({ bigip: '/Common/two' });
  });

  test('of two of one domain the first', async () => {
    const second = customResourceText('ExternalDNS', 'second', { domainName: 'a.com', pools: [dc('two')] });
    expect((await render(a, dns({ pools: [dc('one')] }), second)).rules).toEqual(['external-dns-twice']);
  });
});
