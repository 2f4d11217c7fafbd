import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const transportServer = (spec: object, name = 'db', created?: string): string => {
  const text = customResourceText('TransportServer', name, {
    virtualServerAddress: '10.8.3.11',
    virtualServerPort: 5432,
    mode: 'standard',
    pool: { service: 'db', servicePort: 80 },
    ...spec,
  });
  const object = JSON.parse(text);
  if (created) object.metadata.creationTimestamp = created;
  return JSON.stringify(object);
};
const db = serviceText('db', { targetPort: 8080 });

describe('the class', () => {
  test.each([
    [{}, 'Service_TCP', undefined],
    [{ type: 'udp' }, 'Service_UDP', undefined],
    [{ type: 'sctp' }, 'Service_SCTP', undefined],
    [{ type: 'udp', mode: 'performance' }, 'Service_L4', 'udp'],
  ])('of %j is %s', async (spec, name, layer4) => {
    const { shared } = await renderCustom({ east: [transportServer(spec), db] });
    expect(shared.crd_10_8_3_11_5432).toMatchObject({ class: name, profileL4: 'basic', snat: 'auto' });
    expect(shared.crd_10_8_3_11_5432.layer4).toBe(layer4);
    expect(shared.crd_10_8_3_11_5432).not.toHaveProperty('source');
  });

  test('of a type that is none is refused by AS3, and its text does not reach an iRule', async () => {
    const type = 'tcp; exec rm';
    const pool = { service: 'db', servicePort: 80, alternateBackends: [{ service: 'db2' }] };
    const { shared } = await renderCustom({ east: [transportServer({ type, pool }), db] });
    expect(shared.crd_10_8_3_11_5432.class).toBe('Service_TCP; EXEC RM');
    expect(shared.crd_10_8_3_11_5432_ab_deployment_path_irule.iRule).not.toContain('exec');
  });
});

test('the own fields win over those of the Policy', async () => {
  const policy = customResourceText('Policy', 'common', {
    profiles: { tcp: { client: '/Common/a', server: '/Common/b' }, profileL4: '/Common/l4', udp: '/Common/udp' },
    iRules: { insecure: '/Common/first', secure: '/Common/never' },
    poolSettings: { slowRampTime: 20, reselectTries: 3 },
    snat: '/Common/pool',
  });
  const spec = {
    policyName: 'common',
    snat: 'none',
    profiles: { tcp: { client: '/Common/own' } },
    iRules: ['/Common/last'],
    pool: { service: 'db', servicePort: 80, reselectTries: 1 },
  };
  const { shared } = await renderCustom({ east: [transportServer(spec), policy, db] });
  expect(shared.crd_10_8_3_11_5432).toMatchObject({
    snat: 'none',
    profileTCP: { bigip: '/Common/own' },
    profileL4: { bigip: '/Common/l4' },
    profileUDP: { bigip: '/Common/udp' },
    iRules: [{ bigip: '/Common/first' }, { bigip: '/Common/last' }],
  });
  expect(shared.db_80_shop).toMatchObject({ reselectTries: 1, slowRampTime: 20 });
});

describe('A/B', () => {
  test('has a data group and an iRule and no pool', async () => {
    const pool = { service: 'db', servicePort: 80, weight: 25, alternateBackends: [{ service: 'db2', weight: 75 }] };
    const { shared } = await renderCustom({ east: [transportServer({ pool }), db, serviceText('db2')] });
    expect(shared.crd_10_8_3_11_5432).not.toHaveProperty('pool');
    expect(shared.crd_10_8_3_11_5432.iRules).toEqual(['crd_10_8_3_11_5432_ab_deployment_path_irule']);
    expect(shared.crd_10_8_3_11_5432_ab_deployment_dg.records).toEqual([
      { key: '/', value: 'db_80_shop,0.250;db2_80_shop,1.000' },
    ]);
  });

  test('without weights keeps the type of its keys', async () => {
    const pool = { service: 'db', servicePort: 80, weight: 0, alternateBackends: [{ service: 'db', weight: 0 }] };
    const { shared, rules } = await renderCustom({ east: [transportServer({ pool }), db] });
    expect(shared.crd_10_8_3_11_5432_ab_deployment_dg).toMatchObject({ keyDataType: 'string' });
    expect(rules).toContain('split-without-weight');
  });
});

describe('names in mode default', () => {
  const entry = (clusterName: string) => ({ clusterName, service: 'db', namespace: 'shop', servicePort: 80 });
  const render = (...clusters: string[]) =>
    renderCustom({
      east: [transportServer({ pool: { multiClusterServices: clusters.map(entry) } }), db],
      others: { west: [serviceText('db', { targetPort: 9090 })], north: [serviceText('db', { targetPort: 7070 })] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: `mode: default
externalClustersConfig:
  - {clusterName: west, secret: default/west}
  - {clusterName: north, secret: default/north}`,
    });
  const names = (shared: Readonly<Record<string, { class?: string }>>): string[] =>
    Object.keys(shared).filter(name => shared[name]?.class === 'Pool');

  test('agree with the local cluster first', async () => {
    const { shared, rules } = await render('east', 'west', 'north');
    expect(names(shared)).toEqual(['db_7070_shop_north', 'db_8080_shop_east', 'db_9090_shop_west']);
    expect(rules).toEqual([]);
  });

  test('lack the port before the local cluster', async () => {
    const { shared, rules } = await render('west', 'east', 'north');
    expect(names(shared)).toEqual(['db_7070_shop_north', 'db_8080_shop_east', 'db__shop_west']);
    expect(shared.crd_10_8_3_11_5432_ab_deployment_dg.records[0].value).toBe(
      'db_9090_shop_west,0.333;db_8080_shop_east,0.667;db_7070_shop_north,1.000',
    );
    expect(rules).toEqual(['data-group-names-no-pool']);
  });

  test('lack it without the local cluster', async () => {
    const { shared, rules } = await render('west');
    expect(names(shared)).toEqual(['db__shop_west']);
    expect(rules).toEqual(['data-group-names-no-pool']);
  });
});

describe('an address and port twice', () => {
  test('is an error of the younger, which is rendered all the same', async () => {
    const { accepted, shared, rules } = await renderCustom({
      east: [
        transportServer({ virtualServerName: 'new' }, 'new', '2024-05-01T00:00:00Z'),
        transportServer({ virtualServerName: 'old' }, 'old', '2024-01-01T00:00:00Z'),
        db,
      ],
    });
    expect(accepted).toEqual({ 'TransportServer new': false, 'TransportServer old': true });
    expect(Object.keys(shared)).toEqual(expect.arrayContaining(['new_5432', 'old_5432']));
    expect(rules).toEqual(['l4-address-claimed', 'virtual-server-same-destination']);
  });

  test('in two partitions rejects both', async () => {
    const { accepted } = await renderCustom({
      east: [transportServer({}, 'one'), transportServer({ partition: 'other', virtualServerPort: 1 }, 'two'), db],
    });
    expect(accepted).toEqual({ 'TransportServer one': false, 'TransportServer two': false });
  });
});

describe('TLS', () => {
  test('of the BIG-IP keeps the class and sorts its profiles', async () => {
    const tls = { reference: 'bigip', clientSSLs: ['/Common/z', 'a'], serverSSLs: ['/Common/s'] };
    const { shared } = await renderCustom({ east: [transportServer({ tls }), db] });
    expect(shared.crd_10_8_3_11_5432).toMatchObject({
      class: 'Service_TCP',
      serverTLS: [{ bigip: '/Common/z' }, { bigip: '/shops/a' }],
      clientTLS: [{ bigip: '/Common/s' }],
    });
    expect(shared.crd_10_8_3_11_5432).not.toHaveProperty('redirect80');
  });

  test.each([
    ['a Secret that is missing', { reference: 'secret', clientSSLs: ['none'] }],
    ['another reference', { reference: 'hybrid', clientSSLs: ['none'] }],
  ])('with %s rejects it', async (_, tls) => {
    const { accepted, view } = await renderCustom({ east: [transportServer({ tls }), db] });
    expect(accepted).toEqual({ 'TransportServer db': false });
    expect(view.outcome).toBe('posts-nothing');
  });

  test('that says nothing counts as none', async () => {
    const { accepted } = await renderCustom({ east: [transportServer({ tls: {} }), db] });
    expect(accepted).toEqual({ 'TransportServer db': true });
  });
});

test('what its CRD prunes is not read', async () => {
  const pool = {
    service: 'db',
    servicePort: 80,
    path: '/x',
    rewrite: '/y',
    monitor: { sslProfile: '/Common/x' },
    monitors: [{ type: 'tcp', interval: 5, timeout: 16 }],
    staticPoolMembers: [{ address: '10.9.9.9', port: 9 }],
  };
  const { shared, rules } = await renderCustom({
    east: [transportServer({ pool, botDefense: '/Common/bot' }), db],
  });
  expect(shared.crd_10_8_3_11_5432).not.toHaveProperty('profileBotDefense');
  expect(shared.db_80_shop.members).toHaveLength(2);
  expect(shared.db_80_shop.monitors).toEqual([{ use: '/shops/Shared/shop_10_8_3_11_tcp_80' }]);
  expect(rules).toEqual(['custom-resource-field-ignored', 'custom-resource-key-unknown']);
});

describe('the pool', () => {
  const render = (pool: object) =>
    renderCustom({
      east: [transportServer({ pool: { service: 'db', servicePort: 80, ...pool } }), db, serviceText('db2')],
    });
  const alternateBackends = [{ service: 'db2' }];

  test('has its own name, unless it has alternate backends, be it none (§2.2)', async () => {
    expect((await render({ name: 'mine' })).shared.crd_10_8_3_11_5432.pool).toEqual({ use: '/shops/Shared/mine' });
    const none = await render({ name: 'mine', alternateBackends: [] });
    expect(none.shared.crd_10_8_3_11_5432.pool).toEqual({ use: '/shops/Shared/db_80_shop' });
  });

  test.each([
    ['name', { name: 'mine' }, 'mine'],
    ['nodeMemberLabel', { nodeMemberLabel: 'zone=a' }, 'db_80_shop, db2_80_shop'],
  ])('with %s is not the one that the data group of A/B names (§5.2)', async (key, more, said) => {
    const { told, shared } = await render({ ...more, alternateBackends });
    const [message] = told('data-group-names-no-pool');
    expect(message).toMatch(new RegExp(`^TransportServer db spec\\.pool\\.${key}: `));
    expect(message).toContain(said);
    const suffix = key === 'nodeMemberLabel' ? '_zone_a' : '';
    expect(shared).toHaveProperty(`db_80_shop${suffix}`);
    expect(shared).toHaveProperty(`db2_80_shop${suffix}`);
  });

  test('has monitors by their target port, and those of the BIG-IP by name (§3.4)', async () => {
    const { shared } = await render({
      minimumMonitors: 2,
      monitors: [
        { type: 'tcp', interval: 5, targetPort: 9000 },
        { type: 'udp', interval: 5 },
        { reference: 'bigip', name: '/Common/m' },
        { reference: 'bigip' },
      ],
    });
    expect(shared.db_80_shop).toMatchObject({
      minimumMonitors: 2,
      monitors: [
        { use: '/shops/Shared/shop_10_8_3_11_tcp_9000' },
        { use: '/shops/Shared/shop_10_8_3_11_udp_80' },
        { bigip: '/Common/m' },
      ],
    });
  });

  test('of which some backends have weight 0 is no finding', async () => {
    expect((await render({ weight: 0, alternateBackends })).rules).toEqual([]);
  });

  test('without entries in mode default is none, and neither is the choice', async () => {
    const pool = { multiClusterServices: [] };
    const { shared } = await renderCustom({
      east: [transportServer({ pool }), db],
      others: { west: [] },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: default\nexternalClustersConfig: [{clusterName: west, secret: default/west}]',
    });
    expect(Object.keys(shared).filter(name => name.includes('ab_deployment'))).toEqual([]);
    expect(shared.crd_10_8_3_11_5432).not.toHaveProperty('pool');
  });
});

test('stands in its partition, as a whole', async () => {
  const { declaration } = await renderCustom({ east: [transportServer({ partition: 'other' }), db] });
  expect(declaration).toMatchObject({
    other: { Shared: { crd_10_8_3_11_5432: { pool: { use: '/other/Shared/db_80_shop' } }, db_80_shop: {} } },
  });
});

test.each([
  [{ clientSSLs: ['c'] }, { serverTLS: '/shops/Shared/crd_10_8_3_11_5432_tls_server' }],
  [{ serverSSLs: ['c'] }, { clientTLS: '/shops/Shared/crd_10_8_3_11_5432_tls_client' }],
])('TLS of Secrets on one side, %j', async (sides, expected) => {
  const secret = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'c', namespace: 'shop' },
    stringData: { 'tls.crt': 'crt', 'tls.key': 'key' },
  });
  const { shared, accepted } = await renderCustom({
    east: [transportServer({ tls: { reference: 'secret', ...sides } }), db, secret],
  });
  expect(accepted).toEqual({ 'TransportServer db': true });
  expect(shared.crd_10_8_3_11_5432).toMatchObject(expected);
});
