import { describe, expect, test } from 'vitest';
import { customResourceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

interface Input {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ports?: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly spec?: object;
}

function service({ annotations = {}, ports = [{ port: 80, targetPort: 8080 }], spec = {} }: Input = {}): string {
  const own = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`cis.f5.com/${key}`, value]));
  const metadata = { name: 'lb', namespace: 'shop', annotations: { 'cis.f5.com/ip': '10.8.3.11', ...own } };
  const subsets = [{ addresses: [{ ip: '10.2.0.1' }], ports: [{ port: 8080 }] }];
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { type: 'LoadBalancer', clusterIP: 'None', ports, ...spec } },
    { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'lb', namespace: 'shop' }, subsets },
  ]
    .map(object => JSON.stringify(object))
    .join('\n---\n');
}

const virtual = 'vs_lb_svc_shop_lb_10_8_3_11_80';
const several = ['--multi-cluster-mode=standalone', '--local-cluster-name=east'];
const spec = (mode: string, more = ''): string =>
  `mode: ${mode}\nexternalClustersConfig: [{clusterName: west, secret: default/west${more}}]`;

test.each(['customresource', 'kubernetes', 'openshift'])('in controller mode %s', async mode => {
  const { shared, accepted } = await renderCustom({ east: [service()], args: [`--controller-mode=${mode}`] });
  expect(shared[virtual]).toMatchObject({ class: 'Service_TCP', pool: { use: '/shops/Shared/lb_8080_shop' } });
  expect(shared.lb_8080_shop.members[0].servicePort).toBe(8080);
  expect(accepted).toEqual({ 'Service lb': true });
});

describe('annotations', () => {
  test.each([
    ['{"interval":5,"timeout":10}', 'shop_10_8_3_11_tcp_8080', 'tcp'],
    ['[{"type":"http","interval":5,"targetPort":90}]', 'shop_10_8_3_11_http_90', 'http'],
  ])('health %s', async (health, name, monitorType) => {
    const { shared } = await renderCustom({ east: [service({ annotations: { health } })] });
    expect(shared[name]).toMatchObject({ class: 'Monitor', monitorType, interval: 5 });
  });

  test('health that does not parse gives no monitor', async () => {
    const { shared, rules } = await renderCustom({ east: [service({ annotations: { health: '{"interval":5,}' } })] });
    expect(shared.lb_8080_shop).not.toHaveProperty('monitors');
    expect(rules).toEqual(['service-annotation-json']);
  });

  test('health with references and names (§8.3)', async () => {
    const health = JSON.stringify([
      { reference: 'bigip', name: '/Common/m' },
      { type: 'http', send: 'GET /', recv: 'ok', interval: 5, timeout: 16 },
    ]);
    const { shared } = await renderCustom({ east: [service({ annotations: { health } })] });
    expect(shared.lb_8080_shop.monitors).toEqual([
      { bigip: '/Common/m' },
      { use: '/shops/Shared/shop_10_8_3_11_http_8080' },
    ]);
    // Only type, interval, timeout, targetPort, name and reference are used.
    expect(shared.shop_10_8_3_11_http_8080).toMatchObject({ send: '', receive: 'none', interval: 5, timeout: 16 });
  });

  test.each([
    ['"tcp"', 'it must be a list of monitors'],
    ['[1]', 'every monitor must be an object'],
    ['{"type":1}', 'type must be a string'],
    ['[{"interval":"5"}]', 'interval must be a whole number'],
    ['[{"targetPort":1.5}]', 'targetPort must be a whole number'],
  ])('health %s: %s', async (health, problem) => {
    const { shared, told } = await renderCustom({ east: [service({ annotations: { health } })] });
    expect(shared.lb_8080_shop).not.toHaveProperty('monitors');
    const [message] = told('service-annotation-json');
    expect(message).toMatch(/^Service lb metadata\.annotations\.cis\.f5\.com\/health: /);
    expect(message).toContain(problem);
  });

  test.each(['null', '[]', '[null]'])('health %s is none, and no finding', async health => {
    const { rules } = await renderCustom({ east: [service({ annotations: { health } })] });
    expect(rules).not.toContain('service-annotation-json');
  });

  test('profileL4 of the Policy', async () => {
    const policy = customResourceText('Policy', 'p', { profiles: { profileL4: '/Common/l4' } });
    const { shared } = await renderCustom({ east: [service({ annotations: { policyName: 'p' } }), policy] });
    expect(shared[virtual].profileL4).toEqual({ bigip: '/Common/l4' });
  });

  test('partition and policyName', async () => {
    const policy = customResourceText('Policy', 'p', { poolSettings: { slowRampTime: 20 } });
    const annotations = { partition: 'other', policyName: 'p' };
    const { declaration } = await renderCustom({ east: [service({ annotations }), policy] });
    expect(declaration).toMatchObject({ other: { Shared: { lb_8080_shop: { slowRampTime: 20 } } } });
  });

  test('a missing Policy stops the virtual server and not the status', async () => {
    const { accepted, view, rules } = await renderCustom({ east: [service({ annotations: { policyName: 'p' } })] });
    expect(accepted).toEqual({ 'Service lb': true });
    expect(view.outcome).toBe('posts-nothing');
    expect(rules).toEqual(['load-balancer-unrendered']);
  });
});

test.each([
  ['of another class', { spec: { loadBalancerClass: 'other' } }, []],
  ['without a class that is asked for', {}, ['--manage-load-balancer-class-only=true']],
])('%s makes none', async (_, input, args) => {
  const { view, rules } = await renderCustom({ east: [service(input)], args });
  expect(view.outcome).toBe('posts-nothing');
  expect(rules).toEqual(['load-balancer-ignored']);
});

test('two ports of one number are one virtual server, which is told', async () => {
  const ports = [
    { name: 'a', port: 80, targetPort: 8080 },
    { name: 'b', port: 80, targetPort: 8080, protocol: 'UDP' },
  ];
  const { shared, rules } = await renderCustom({ east: [service({ ports })] });
  expect(shared[virtual].class).toBe('Service_UDP');
  expect(rules).toContain('virtual-server-replaced');
});

describe('with several clusters', () => {
  test.each(['ratio', 'active-active', 'active-standby'])('in mode %s it makes none', async mode => {
    const { view, rules } = await renderCustom({
      east: [service()],
      others: { west: [] },
      args: several,
      spec: spec(mode),
    });
    expect(view.outcome).toBe('posts-nothing');
    expect(view.statuses).toEqual([]);
    expect(rules).toEqual(['load-balancer-ignored']);
  });

  test('in mode default that of another cluster replaces it, where these are looked for', async () => {
    const render = (more: string) =>
      renderCustom({ east: [service()], others: { west: [service()] }, args: several, spec: spec('default', more) });
    expect((await render('')).shared).toHaveProperty('lb_8080_shop_east');
    const { shared, accepted } = await render(', serviceTypeLBDiscovery: true');
    expect(shared[virtual].pool).toEqual({ use: '/shops/Shared/lb_8080_shop_west' });
    expect(accepted).toEqual({ 'Service lb': false });
  });

  test('the annotation names the clusters, and is for the local cluster alone', async () => {
    const multiClusterServices = '[{"clusterName":"east","weight":1},{"clusterName":"west","weight":3}]';
    const { shared, accepted } = await renderCustom({
      east: [service({ annotations: { multiClusterServices } })],
      others: { west: [service({ annotations: { multiClusterServices } })] },
      args: several,
      spec: spec('default', ', serviceTypeLBDiscovery: true'),
    });
    expect(shared[virtual]).not.toHaveProperty('pool');
    expect(shared[`${virtual}_ab_deployment_dg`].records[0].value).toBe(
      'lb_8080_shop_east,0.250;lb_8080_shop_west,1.000',
    );
    expect(accepted).toEqual({ 'Service lb': true });
  });

  test.each([
    ['{"clusterName":"east"}', 'it must be a list'],
    ['[1]', 'every item must be an object'],
    ['[{"clusterName":1}]', 'clusterName must be a string'],
    ['[{"clusterName":"east","weight":"1"}]', 'weight must be a whole number'],
    ['[{"clusterName":"east","servicePort":true}]', 'servicePort must be a whole number or a string'],
  ])('the annotation %s makes no virtual server: %s', async (multiClusterServices, problem) => {
    const { told, view } = await renderCustom({
      east: [service({ annotations: { multiClusterServices } })],
      others: { west: [] },
      args: several,
      spec: spec('default'),
    });
    expect(view.outcome).toBe('posts-nothing');
    expect(told('load-balancer-unrendered')).toEqual([
      `Service lb metadata.annotations.cis.f5.com/multiClusterServices: Service shop/lb gets an address and no virtual server: multiClusterServices does not parse: ${problem}`,
    ]);
  });

  test('an entry weighs 100 unless it says something else, and counts in clusters that are known and take traffic', async () => {
    const multiClusterServices = JSON.stringify([
      { clusterName: 'east' },
      { clusterName: 'west', weight: 300 },
      { clusterName: 'north', weight: 100 },
      { clusterName: 'south', weight: 100 },
    ]);
    const { shared } = await renderCustom({
      east: [service({ annotations: { multiClusterServices } })],
      others: { west: [service()], south: [service()] },
      args: several,
      spec: `mode: default
externalClustersConfig:
  - {clusterName: west, secret: default/west}
  - {clusterName: south, secret: default/south, adminState: no-pool}`,
    });
    expect(shared[`${virtual}_ab_deployment_dg`].records[0].value).toBe(
      'lb_8080_shop_east,0.250;lb_8080_shop_west,1.000',
    );
    expect(shared.lb_8080_shop_west.members[0].servicePort).toBe(8080);
    expect(shared).not.toHaveProperty('lb_8080_shop_south');
  });

  test('that of another cluster has the Policy of that cluster, and is told with its cluster', async () => {
    const discovered = service({ annotations: { policyName: 'p' } });
    const render = (west: readonly string[], east: readonly string[] = []) =>
      renderCustom({
        east,
        others: { west },
        args: several,
        spec: spec('default', ', serviceTypeLBDiscovery: true'),
      });
    const policy = customResourceText('Policy', 'p', { snat: 'none' });
    expect((await render([discovered, policy])).shared[virtual].snat).toBe('none');
    const missing = await render([discovered], [policy]);
    expect(missing.findings.find(({ rule }) => rule === 'load-balancer-unrendered')?.message).toContain(
      'there is no Policy shop/p in cluster west',
    );
    const replaced = await render([service()], [service()]);
    expect(replaced.findings.find(({ rule }) => rule === 'virtual-server-replaced')?.message).toContain(
      'Service shop/lb of cluster west',
    );
  });

  test('a cluster that is no-pool gives nothing', async () => {
    const { shared } = await renderCustom({
      east: [service()],
      others: { west: [] },
      args: several,
      spec: `${spec('default')}\nlocalClusterAdminState: no-pool`,
    });
    expect(shared).not.toHaveProperty('lb_8080_shop_east');
    expect(shared[virtual]).not.toHaveProperty('pool');
  });
});
