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

  test('without a mode it works as in one cluster', async () => {
    const { shared } = await render('""', {});
    expect(shared.ingress_link_crd_10_8_3_11_80.class).toBe('Service_TCP');
  });
});
