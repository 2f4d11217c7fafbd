import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

/** Three clusters with ratios 4, 3 and 2: local, and two others (specification 01 §4.6). */
const ratios = `mode: ratio
localClusterRatio: 4
externalClustersConfig:
  - {clusterName: c2, secret: default/c2, ratio: 3}
  - {clusterName: c3, secret: default/c3, ratio: 2}`;
const several = ['--multi-cluster-mode=standalone', '--local-cluster-name=east'];

const virtualServer = (pool: object, more: object = {}): string =>
  customResourceText('VirtualServer', 'cafe', {
    host: 'a.com',
    virtualServerAddress: '10.8.3.11',
    pools: [{ path: '/x', service: 's1', servicePort: 80, ...pool }],
    ...more,
  });

describe('ratio mode', () => {
  test('gives the shares of the worked example', async () => {
    const { shared } = await renderCustom({
      east: [virtualServer({ alternateBackends: [{ service: 's2', weight: 50 }] }), serviceText('s1')],
      others: { c2: [serviceText('s1')], c3: [serviceText('s2')] },
      args: several,
      spec: ratios,
    });
    expect(shared.crd_10_8_3_11_80_ab_deployment_dg.records).toEqual([
      {
        key: 'a.com/x',
        value:
          's1_80_shop_a_com_east_x,0.400;s1_80_shop_a_com_c2_x,0.700;s2_80_shop_a_com_east_x,0.900;s2_80_shop_a_com_c3_x,1.000',
      },
    ]);
    // The local cluster is there though it lacks the Service.
    expect(shared.s2_80_shop_a_com_east_x).not.toHaveProperty('members');
  });

  test('leaves out a cluster that is no-pool', async () => {
    const { shared } = await renderCustom({
      east: [virtualServer({}), serviceText('s1')],
      others: { c2: [serviceText('s1')], c3: [serviceText('s1')] },
      args: several,
      spec: ratios.replace('ratio: 3', 'ratio: 3, adminState: no-pool'),
    });
    expect(shared.crd_10_8_3_11_80_ab_deployment_dg.records[0].value).toBe(
      's1_80_shop_a_com_east_x,0.667;s1_80_shop_a_com_c3_x,1.000',
    );
    expect(shared).not.toHaveProperty('s1_80_shop_a_com_c2_x');
  });
});

describe('the other modes with several clusters', () => {
  const clusters = { c2: [serviceText('s1', { addresses: ['10.2.2.1'] })], c3: [] as string[] };
  const east = [serviceText('s1', { addresses: ['10.2.1.1'] })];
  const external = `externalClustersConfig:
  - {clusterName: c2, secret: default/c2, adminState: disable}
  - {clusterName: c3, secret: default/c3}`;
  const addresses = (pool: { members?: Array<{ serverAddresses: string[]; adminState: string }> }): string[] =>
    (pool.members ?? []).map(({ serverAddresses, adminState }) => `${serverAddresses[0]} ${adminState}`);

  test.each([
    ['active-active', ['10.2.1.1 enable', '10.2.2.1 disable']],
    ['active-standby', ['10.2.1.1 enable', '10.2.2.1 disable']],
    ['""', ['10.2.1.1 enable']],
  ])('mode %s', async (mode, expected) => {
    const { shared } = await renderCustom({
      east: [...east, virtualServer({})],
      others: clusters,
      args: several,
      spec: `mode: ${mode}\n${external}`,
    });
    expect(addresses(shared.s1_80_shop_a_com_x)).toEqual(expected);
    expect(shared).not.toHaveProperty('crd_10_8_3_11_80_ab_deployment_dg');
  });

  test('mode default takes the entries and nothing else', async () => {
    const entry = (clusterName: string, weight: number) => ({
      clusterName,
      service: 's1',
      namespace: 'shop',
      servicePort: 80,
      weight,
    });
    const { shared, rules } = await renderCustom({
      east: [...east, virtualServer({ multiClusterServices: [entry('east', 30), entry('c2', 10), entry('c9', 60)] })],
      others: clusters,
      args: several,
      spec: `mode: default\n${external}`,
    });
    expect(shared.crd_10_8_3_11_80_ab_deployment_dg.records[0].value).toBe(
      's1_80_shop_a_com_east_x,0.750;s1_80_shop_a_com_c2_x,1.000',
    );
    expect(addresses(shared.s1_80_shop_a_com_c2_x)).toEqual(['10.2.2.1 disable']);
    expect(rules).toEqual(['custom-resource-field-ignored', 'multi-cluster-service-unusable']);
  });

  test('mode default without a usable entry makes no data group and no pool', async () => {
    const { shared, accepted } = await renderCustom({
      east: [...east, virtualServer({ multiClusterServices: [] })],
      others: clusters,
      args: several,
      spec: `mode: default\n${external}`,
    });
    expect(Object.keys(shared).sort()).toEqual(['class', 'crd_10_8_3_11_80', 'template']);
    expect(accepted).toEqual({ 'VirtualServer cafe': true });
  });
});

describe('a single cluster', () => {
  test('has static members after those that were found, each once', async () => {
    const staticPoolMembers = [
      { address: '10.9.9.9', port: 99 },
      { address: '10.2.0.1', port: 80 },
      { address: '10.9.9.9', port: 99 },
    ];
    const { shared } = await renderCustom({ east: [virtualServer({ staticPoolMembers }), serviceText('s1')] });
    const members = shared.s1_80_shop_a_com_x.members.map(
      (member: { serverAddresses: string[]; servicePort: number }) =>
        `${member.serverAddresses[0]}:${member.servicePort}`,
    );
    expect(members).toEqual(['10.2.0.1:80', '10.2.0.2:80', '10.9.9.9:99']);
  });

  test.each([
    ['a pool with multiClusterServices', { multiClusterServices: [] }],
    ['a pool without service', { service: '' }],
    ['a pool without servicePort', { servicePort: 0 }],
  ])('rejects %s', async (_, pool) => {
    const { accepted, view } = await renderCustom({ east: [virtualServer(pool), serviceText('s1')] });
    expect(accepted).toEqual({ 'VirtualServer cafe': false });
    expect(view.outcome).toBe('posts-nothing');
  });
});
