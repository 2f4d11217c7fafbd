import { describe, expect, test } from 'vitest';
import { customResourceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const link = (spec: object, labels: Readonly<Record<string, string>> = {}): string =>
  customResourceText(
    'IngressLink',
    'nginx',
    { virtualServerAddress: '10.8.3.11', selector: { matchLabels: { app: 'nginx' } }, ...spec },
    { labels },
  );

function nginx(name: string, ports: readonly number[], { created = '2024-01-01T00:00:00Z', shift = 0 } = {}): string {
  const metadata = { name, namespace: 'shop', labels: { app: 'nginx' }, creationTimestamp: created };
  const list = ports.map(port => ({ name: `p${port}`, port, targetPort: port + shift }));
  const subsets = [
    { addresses: [{ ip: '10.2.0.1' }], ports: list.map(({ name: own, targetPort: port }) => ({ name: own, port })) },
  ];
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: 'None', ports: list } },
    { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets },
  ]
    .map(object => JSON.stringify(object))
    .join('\n---\n');
}

const services = (shared: Readonly<Record<string, { class?: string }>>): string[] =>
  Object.keys(shared).filter(name => shared[name]?.class?.startsWith('Service_'));

describe('in one cluster', () => {
  test('has a virtual server a port but 8081, with a monitor of readiness', async () => {
    const { shared, accepted } = await renderCustom({ east: [link({}), nginx('nginx', [80, 443, 8081])] });
    expect(services(shared)).toEqual(['ingress_link_crd_10_8_3_11_443', 'ingress_link_crd_10_8_3_11_80']);
    expect(shared.nginx_80_shop_monitor).toEqual({
      class: 'Monitor',
      monitorType: 'http',
      adaptive: false,
      dscp: 0,
      interval: 10,
      timeout: 31,
      receive: 'none',
      send: 'GET /nginx-ready HTTP/1.1\r\n',
      targetAddress: '',
      targetPort: 8081,
    });
    expect(accepted).toEqual({ 'IngressLink nginx': true });
  });

  test('names pools with the target port and monitors with the service port', async () => {
    const { shared } = await renderCustom({ east: [link({}), nginx('nginx', [80], { shift: 8000 })] });
    expect(shared.nginx_8080_shop.monitors).toEqual([{ use: '/shops/Shared/nginx_80_shop_monitor' }]);
    expect(shared.nginx_8080_shop.members[0].servicePort).toBe(8080);
  });

  test('takes the oldest Service that has all labels', async () => {
    const young = nginx('a-young', [80], { created: '2024-05-01T00:00:00Z' });
    const { shared } = await renderCustom({ east: [link({}), young, nginx('b-old', [80])] });
    expect(shared).toHaveProperty('b_old_80_shop');
  });

  test('takes the first by name of Services that have one age', async () => {
    const { shared } = await renderCustom({ east: [link({}), nginx('b', [80]), nginx('a', [80])] });
    expect(shared).toHaveProperty('a_80_shop');
    expect(shared).not.toHaveProperty('b_80_shop');
  });

  test('takes no Service that has but some of the labels', async () => {
    const selector = { matchLabels: { app: 'nginx', tier: 'front' } };
    const { accepted } = await renderCustom({ east: [link({ selector }), nginx('nginx', [80])] });
    expect(accepted).toEqual({ 'IngressLink nginx': false });
  });

  test('stands in its partition, as a whole', async () => {
    const { declaration } = await renderCustom({ east: [link({ partition: 'other' }), nginx('nginx', [80])] });
    expect(declaration).toMatchObject({
      other: {
        Shared: { ingress_link_crd_10_8_3_11_80: { pool: { use: '/other/Shared/nginx_80_shop' } }, nginx_80_shop: {} },
      },
    });
  });

  test('waits for IPAM, and has an address from there', async () => {
    const spec = { virtualServerAddress: undefined, ipamLabel: 'prod' };
    const render = (config: string) =>
      renderCustom({ east: [link(spec), nginx('nginx', [80])], args: ['--ipam=true'], config });
    expect(await render('')).toMatchObject({ rules: ['ipam-address-missing'], shared: {}, accepted: {} });
    const { shared } = await render('ipam: {"shop/nginx_il": 10.8.3.20}\n');
    expect(services(shared)).toEqual(['ingress_link_crd_10_8_3_20_80']);
  });

  test.each([
    ['nodeport', 'NodePort', 38081],
    ['auto', 'NodePort', 38081],
    ['auto', 'ClusterIP', 8081],
    ['cluster', 'NodePort', 8081],
  ])(
    'with members of type %s and a Service of type %s asks port %d whether it is ready (§8.2)',
    async (members, type, port) => {
      const service = JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'nginx', namespace: 'shop', labels: { app: 'nginx' } },
        spec: {
          type,
          ports: [80, 8081].map(number => ({
            name: `p${number}`,
            port: number,
            ...(type === 'NodePort' && { nodePort: 30_000 + number }),
          })),
        },
      });
      const { shared } = await renderCustom({ east: [link({}), service], args: [`--pool-member-type=${members}`] });
      expect(shared.nginx_80_shop_monitor.targetPort).toBe(port);
    },
  );

  test('a name of its own is sanitised', async () => {
    const { shared } = await renderCustom({ east: [link({ virtualServerName: 'my-link.1' }), nginx('nginx', [80])] });
    expect(services(shared)).toEqual(['my_link_1_80']);
  });

  test.each([
    ['no selector', { selector: undefined }],
    ['no Service with its labels', { selector: { matchLabels: { app: 'other' } } }],
    ['no address', { virtualServerAddress: undefined }],
    ['partition Common', { partition: 'Common' }],
  ])('with %s is rejected', async (_, spec) => {
    const { accepted } = await renderCustom({ east: [link(spec), nginx('nginx', [80])] });
    expect(accepted).toEqual({ 'IngressLink nginx': false });
  });

  test('needs the label only with a selector of one’s own', async () => {
    const render = (label: string) =>
      renderCustom({ east: [link({}), nginx('nginx', [80])], args: [`--custom-resource-label=${label}`] });
    expect((await render('f5cr in (true)')).accepted).toEqual({ 'IngressLink nginx': true });
    expect((await render('team=shop')).accepted).toEqual({});
  });

  test('refers to monitors of the BIG-IP, and to nothing for others', async () => {
    const monitors = [
      { name: '/Common/ready', reference: 'bigip' },
      { name: '/Common/ready', reference: 'other' },
    ];
    const { shared, rules } = await renderCustom({ east: [link({ monitors }), nginx('nginx', [80])] });
    expect(shared.nginx_80_shop.monitors).toEqual([{ bigip: '/Common/ready' }, { use: '/shops/Shared/' }]);
    expect(rules).toContain('monitor-dropped');
  });
});

describe('with several clusters', () => {
  const entry = (clusterName: string) => ({ clusterName, service: 'nginx', namespace: 'shop' });
  const render = (mode: string, spec: object) =>
    renderCustom({
      east: [link(spec), nginx('nginx', [80, 443, 8081])],
      others: { west: [nginx('nginx', [80, 443, 8081])] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: `mode: ${mode}\nexternalClustersConfig: [{clusterName: west, secret: default/west}]`,
    });

  test('all pools have the members of the last port', async () => {
    const { shared, rules } = await render('default', { multiClusterServices: [entry('east'), entry('west')] });
    expect(shared.ingress_link_crd_10_8_3_11_80).toMatchObject({ class: 'Service_HTTP', layer4: 'tcp' });
    expect(shared.nginx_80_shop_west.members[0].servicePort).toBe(443);
    expect(shared.ingress_link_crd_10_8_3_11_80_ab_deployment_dg.records[0].value).toBe(
      'nginx_80_shop_east,0.500;nginx_80_shop_west,1.000',
    );
    expect(rules).toContain('ingress-link-ports-mixed');
  });

  test.each([
    ['default', { multiClusterServices: [entry('west'), entry('east')] }],
    ['default', {}],
    ['active-active', {}],
    ['active-standby', { multiClusterServices: [entry('east')] }],
    ['ratio', {}],
  ])('in mode %s with %j is rejected', async (mode, spec) => {
    const { accepted, view } = await render(mode, spec);
    expect(accepted).toEqual({ 'IngressLink nginx': false });
    expect(view.statuses[0]?.message).toBe('ingress service not found');
  });

  const tls = { clientSSLs: ['/Common/c'], serverSSLs: ['/Common/s', '/Common/t'], reference: 'bigip' };
  const both = { multiClusterServices: [entry('east'), entry('west')] };
  const [http, https] = ['ingress_link_crd_10_8_3_11_80', 'ingress_link_crd_10_8_3_11_443'];

  test('TLS of the BIG-IP is for port 443 alone, with the last server profile in a data group (§17.2)', async () => {
    const { shared } = await render('default', { ...both, host: '*.a.com', tls });
    expect(shared[https]).toMatchObject({
      class: 'Service_HTTPS',
      serverTLS: [{ bigip: '/Common/c' }],
      clientTLS: [{ bigip: '/Common/s' }, { bigip: '/Common/t' }],
      iRules: [`${https}_ab_deployment_path_irule`],
    });
    expect(shared[`${https}_ssl_reencrypt_serverssl_dg`].records).toEqual([{ key: '.a.com/', value: '/Common/t' }]);
    expect(shared[http]).not.toHaveProperty('serverTLS');
    expect(shared).not.toHaveProperty(`${http}_ssl_reencrypt_serverssl_dg`);
    expect(shared).not.toHaveProperty(`${https}_tls_irule`);
    expect(shared).not.toHaveProperty(`${https}_ssl_reencrypt_servername_dg`);
    const plain = await render('default', both);
    expect(plain.shared[`${https}_ab_deployment_path_irule`].iRule).not.toBe(
      shared[`${https}_ab_deployment_path_irule`].iRule,
    );
    expect(plain.shared[https].class).toBe('Service_HTTP');
  });

  test('TLS of Secrets makes TLS_Server, TLS_Client and the CA bundle (§17.2)', async () => {
    const secret = (name: string): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace: 'shop' },
        stringData: { 'tls.crt': `crt of ${name}`, 'tls.key': `key of ${name}` },
      });
    const spec = { ...both, host: 'a.com', tls: { clientSSLs: ['c'], serverSSLs: ['s'], reference: 'secret' } };
    const { shared } = await renderCustom({
      east: [link(spec), nginx('nginx', [80, 443]), secret('c'), secret('s')],
      others: { west: [] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: default\nexternalClustersConfig: [{clusterName: west, secret: default/west}]',
    });
    expect(shared[https]).toMatchObject({
      serverTLS: `/shops/Shared/${https}_tls_server`,
      clientTLS: `/shops/Shared/${https}_tls_client`,
    });
    expect(shared[`${https}_tls_server`].certificates).toEqual([{ certificate: `c-clientside-${https}_0` }]);
    expect(shared.serverssl_ca_bundle.bundle).toBe('\ncrt of s');
    expect(shared[`${https}_ssl_reencrypt_serverssl_dg`].records).toEqual([
      { key: 'a.com/', value: `${https}_tls_client` },
    ]);
  });

  test('TLS that cannot be had rejects it, and is not looked at elsewhere (§2.5)', async () => {
    const wrong = { ...tls, reference: 'hybrid' };
    const { accepted, told } = await render('default', { ...both, tls: wrong });
    expect(accepted).toEqual({ 'IngressLink nginx': false });
    expect(told('resource-rejected')).toEqual([
      'IngressLink nginx spec.tls.reference: IngressLink shop/nginx is rejected: tls.reference "hybrid" is neither bigip nor secret',
    ]);
    const alone = await renderCustom({ east: [link({ tls: wrong }), nginx('nginx', [443])] });
    expect(alone.accepted).toEqual({ 'IngressLink nginx': true });
    expect(alone.shared[https]).not.toHaveProperty('serverTLS');
  });

  test('entries count by weight, 100 unless they say one, and those of clusters that are not known do not', async () => {
    const multiClusterServices = [entry('east'), { ...entry('west'), weight: 300 }, entry('north')];
    const { shared } = await render('default', { multiClusterServices });
    expect(shared[`${http}_ab_deployment_dg`].records[0].value).toBe(
      'nginx_80_shop_east,0.250;nginx_80_shop_west,1.000',
    );
    expect(shared).not.toHaveProperty('nginx_80_shop_north');
  });

  test('an entry in a cluster that is no-pool gives nothing', async () => {
    const { shared } = await renderCustom({
      east: [link(both), nginx('nginx', [80])],
      others: { west: [nginx('nginx', [80])] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: default\nexternalClustersConfig: [{clusterName: west, secret: default/west, adminState: no-pool}]',
    });
    expect(shared[`${http}_ab_deployment_dg`].records[0].value).toBe('nginx_80_shop_east,1.000');
    expect(shared).not.toHaveProperty('nginx_80_shop_west');
  });

  test('a target port with another number makes pools that the data group does not name', async () => {
    const shifted = (shift: number) =>
      renderCustom({
        east: [link(both), nginx('nginx', [80], { shift })],
        others: { west: [nginx('nginx', [80], { shift })] },
        args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
        spec: 'mode: default\nexternalClustersConfig: [{clusterName: west, secret: default/west}]',
      });
    const { told } = await shifted(8000);
    const [message] = told('data-group-names-no-pool');
    expect(message).toMatch(/^IngressLink nginx spec\.multiClusterServices: /);
    expect(message).toContain(`${http}_ab_deployment_dg`);
    expect(message).toContain('nginx_80_shop_east, nginx_80_shop_west');
    // One port, and the same number: nothing to tell.
    const { rules } = await shifted(0);
    expect(rules).not.toContain('data-group-names-no-pool');
    expect(rules).not.toContain('ingress-link-ports-mixed');
  });

  test('without a mode it works as in one cluster', async () => {
    const { shared } = await render('""', {});
    expect(shared.ingress_link_crd_10_8_3_11_80.class).toBe('Service_TCP');
  });
});
