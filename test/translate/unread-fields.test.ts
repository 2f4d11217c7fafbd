import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const pool = { service: 'cafe', servicePort: 80 };
const virtualServer = (spec: object = {}): string =>
  customResourceText('VirtualServer', 'vs', {
    host: 'a.com',
    virtualServerAddress: '10.8.3.11',
    pools: [pool],
    ...spec,
  });
const transportServer = (spec: object = {}): string =>
  customResourceText('TransportServer', 'ts', {
    virtualServerAddress: '10.8.3.12',
    virtualServerPort: 1,
    mode: 'standard',
    pool,
    ...spec,
  });
const policy = (spec: object): string => customResourceText('Policy', 'p', spec);
const named = { policyName: 'p' };

/** Ids and messages of what is found. */
async function found(...east: string[]) {
  const { findings, rules } = await renderCustom({
    east: [...east, serviceText('cafe'), serviceText('idle', { addresses: [] })],
  });
  return { rules, messages: findings.map(({ message }) => message) };
}

describe('a field of a Policy', () => {
  const udp = policy({ profiles: { udp: '/Common/udp' } });
  const waf = policy({ l7Policies: { waf: '/Common/waf' } });

  test.each([
    ['for TransportServers, of a VirtualServer', udp, virtualServer(named), ['policy-field-ignored']],
    ['for TransportServers, of one', udp, transportServer(named), []],
    ['for VirtualServers, of one', waf, virtualServer(named), []],
    ['for VirtualServers, of a TransportServer', waf, transportServer(named), ['policy-field-ignored']],
    ['for none', policy({ profiles: { rewriteProfile: '/Common/r' } }), virtualServer(named), ['policy-field-ignored']],
  ])('%s', async (_, given, resource, rules) => {
    expect((await found(given, resource)).rules).toEqual(rules);
  });

  test('that counts for one of several users is used', async () => {
    expect((await found(udp, virtualServer(named), transportServer(named))).rules).toEqual([]);
    expect((await found(waf, virtualServer(named), transportServer(named))).rules).toEqual([]);
  });

  test('of a Policy in a host group may stand beside any member', async () => {
    const inBank = customResourceText(
      'VirtualServer',
      'a',
      {
        host: 'b.com',
        hostGroup: 'g',
        virtualServerAddress: '10.8.3.11',
        pools: [{ ...pool, serviceNamespace: 'shop' }],
      },
      { namespace: 'bank' },
    );
    const beside = customResourceText('Policy', 'p', { snat: 'none' }, { namespace: 'bank' });
    expect((await found(inBank, beside, virtualServer({ hostGroup: 'g', ...named }))).rules).toEqual([]);
  });
});

test('a TCP profile for servers alone takes away that of the Policy', async () => {
  const given = policy({ profiles: { tcp: { client: '/Common/tcp' } } });
  const { rules } = await found(given, virtualServer({ ...named, profiles: { tcp: { server: '/Common/lan' } } }));
  expect(rules).toEqual(['tcp-profile-removed']);
});

describe('a Service with annotations of the controller', () => {
  const service = (annotations: object, type = 'LoadBalancer'): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'lb', namespace: 'shop', annotations },
      spec: { type, clusterIP: 'None', ports: [] },
    });

  test.each([
    ['misspelt', service({ 'cis.f5.com/ipp': '10.8.3.1' }), ['load-balancer-ignored', 'service-annotation-unknown']],
    ['of another type', service({ 'cis.f5.com/ip': '10.8.3.1' }, 'NodePort'), ['load-balancer-ignored']],
    ['of another prefix', service({ 'metallb.io/ip': '10.8.3.1' }), []],
    ['with an address that is none', service({ 'cis.f5.com/ip': '10.8.3.300' }), ['virtual-address-invalid']],
  ])('%s', async (_, text, rules) => {
    expect((await found(text)).rules).toEqual(rules);
  });
});

test('an additional address that belongs to another virtual server is reported there', async () => {
  const { findings } = await renderCustom({
    east: [
      virtualServer({ additionalVirtualServerAddresses: ['10.8.3.12', '10.8.3.13'] }),
      customResourceText('VirtualServer', 'w', { host: 'b.com', virtualServerAddress: '10.8.3.13', pools: [pool] }),
      serviceText('cafe'),
    ],
  });
  expect(findings.map(({ rule, message }) => [rule, /10\.8\.3\.\d+:80/.exec(message)?.[0]])).toEqual([
    ['virtual-server-same-destination', '10.8.3.13:80'],
  ]);
});

describe('a Secret that is missing', () => {
  test('is reported at its entry', async () => {
    const { findings } = await renderCustom({
      east: [transportServer({ tls: { reference: 'secret', serverSSLs: ['a', 'b'] } }), serviceText('cafe')],
    });
    const [{ position } = {}] = findings;
    const text = transportServer({ tls: { reference: 'secret', serverSSLs: ['a', 'b'] } });
    // Behind the quote.
    expect(position?.column).toBe(text.indexOf('"a"') + 2);
  });
});

describe('TLS of reference hybrid', () => {
  const profile = (more: object): string =>
    customResourceText('TLSProfile', 't', {
      hosts: ['a.com'],
      tls: { termination: 'edge', reference: 'hybrid', clientSSL: '/Common/clientssl', ...more },
    });
  const secure = virtualServer({ tlsProfileName: 't' });

  test('answers in clear text without a reference for clients', async () => {
    const { rules, messages } = await found(profile({}), secure);
    expect(rules).toEqual(['tls-side-ignored']);
    expect(messages[0]).toContain('answers in clear text');
  });

  test('with a reference has a certificate', async () => {
    expect((await found(profile({ clientSSLParams: { profileReference: 'bigip' } }), secure)).rules).toEqual([]);
  });
});

describe('what cannot work as it is written', () => {
  const tcp = { type: 'tcp', interval: 5, timeout: 16 };
  const withPool = (more: object): string => virtualServer({ pools: [{ ...pool, ...more }] });
  const fixed = { staticPoolMembers: [{ address: '10.9.0.1', port: 80 }] };

  test.each([
    ['no pools', virtualServer({ pools: [] }), ['custom-resource-without-pools']],
    ['a default pool alone', virtualServer({ pools: [], defaultPool: { reference: 'bigip', name: '/Common/p' } }), []],
    ['more monitors than there are', withPool({ monitor: tcp, minimumMonitors: 2 }), ['minimum-monitors-missed']],
    ['as many as there are', withPool({ monitor: tcp, minimumMonitors: 1 }), []],
    ['a Service that is missing beside static members', withPool({ ...fixed, service: 'tea' }), ['pool-static-alone']],
    ['a Service without a member beside static ones', withPool({ ...fixed, service: 'idle' }), ['pool-static-alone']],
    ['static members beside a Service', withPool(fixed), []],
    ['ranges', virtualServer({ allowSourceRange: ['10.0.0.0/8', '2001:db8::/32', '10.1.1.1'] }), []],
    ['a length that is too long', virtualServer({ allowSourceRange: ['10.0.0.0/33'] }), ['source-range-invalid']],
    ['a range that is none', virtualServer({ allowSourceRange: ['10.0.0.0/8x'] }), ['source-range-invalid']],
  ])('%s', async (_, resource, rules) => {
    expect((await found(resource)).rules).toEqual(rules);
  });

  test('no pools, where the Policy has a default pool', async () => {
    const given = policy({ defaultPool: { reference: 'bigip', name: '/Common/p' } });
    expect((await found(given, virtualServer({ ...named, pools: [] }))).rules).toEqual([]);
  });
});
