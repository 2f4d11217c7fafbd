import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { type CustomWorkspace, renderCustom } from './render-custom.ts';

/** Default pools of VirtualServers and Policies (specification 02 §2.3, §3.3). */

const edge = customResourceText('TLSProfile', 'edge', {
  hosts: ['a.com'],
  tls: { termination: 'edge', reference: 'bigip', clientSSL: '/Common/clientssl' },
});
const service = {
  reference: 'service',
  service: 'rest',
  servicePort: 80,
  loadBalancingMethod: 'least-connections-member',
  reselectTries: 2,
  serviceDownAction: 'reset',
  monitors: [{ type: 'https', send: 'GET /', interval: 5, timeout: 16, sslProfile: '/Common/serverssl' }],
};
const tls = (httpTraffic: string) => ({ tlsProfileName: 'edge', httpTraffic });

const render = (spec: object, { policy, ...more }: Partial<CustomWorkspace> & { policy?: object } = {}) =>
  renderCustom({
    east: [
      customResourceText('VirtualServer', 'a', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.11',
        pools: [{ path: '/x', service: 'cafe', servicePort: 80 }],
        ...spec,
      }),
      ...(policy ? [customResourceText('Policy', 'p', policy)] : []),
      edge,
      serviceText('cafe'),
      serviceText('rest', { targetPort: 8080, addresses: ['10.2.0.9'] }),
      serviceText('rest', { namespace: 'bank', targetPort: 9090, addresses: ['10.3.0.9'] }),
    ],
    ...more,
  });
const http = 'crd_10_8_3_11_80';
const https = 'crd_10_8_3_11_443';

const members = [{ addressDiscovery: 'static', serverAddresses: ['10.2.0.9'], servicePort: 8080 }];
const pool = {
  class: 'Pool',
  loadBalancingMode: 'least-connections-member',
  members,
  monitors: [{ use: '/shops/Shared/shop_10_8_3_11_a_com_https_80' }],
  minimumMonitors: 1,
  reselectTries: 2,
  serviceDownAction: 'reset',
  remark: `${http} loadbalances this pool`,
};

describe('a default pool of a Service', () => {
  test('is a pool with the host in its name and no path, with monitors of its own', async () => {
    const { shared } = await render({ defaultPool: service });
    expect(shared[http].pool).toEqual({ use: '/shops/Shared/rest_80_shop_a_com' });
    expect(shared.rest_80_shop_a_com).toEqual(pool);
    expect(shared.shop_10_8_3_11_a_com_https_80).toEqual({
      class: 'Monitor',
      monitorType: 'https',
      adaptive: false,
      interval: 5,
      timeout: 16,
      receive: '',
      send: 'GET /',
      targetAddress: '',
    });
  });

  test('has the target port of a monitor in the monitor’s name', async () => {
    const monitors = [{ type: 'tcp', targetPort: 9000 }];
    const { shared } = await render({ defaultPool: { ...service, monitors } });
    expect(shared.shop_10_8_3_11_a_com_tcp_9000.targetPort).toBe(9000);
  });

  test('takes monitors of the BIG-IP by name, and loses a name without that reference', async () => {
    const monitors = [{ reference: 'bigip', name: '/Common/m' }];
    const { shared } = await render({ defaultPool: { ...service, monitors } });
    expect(shared.rest_80_shop_a_com.monitors).toEqual([{ bigip: '/Common/m' }]);
    const lost = await render({ defaultPool: { ...service, monitors: [{ type: 'tcp', name: '/Common/m' }] } });
    expect(lost.shared.rest_80_shop_a_com.monitors).toEqual([{ use: '/shops/Shared/' }]);
  });

  test('has its own name, or that of its nodes', async () => {
    const own = await render({ defaultPool: { ...service, name: 'mine' } });
    expect(own.shared.mine).toEqual(pool);
    expect(own.shared[http].pool).toEqual({ use: '/shops/Shared/mine' });
    const nodes = await render({ defaultPool: { ...service, nodeMemberLabel: 'zone=a' } });
    expect(nodes.shared).toHaveProperty('rest_80_shop_a_com_zone_a');
  });

  test('of another namespace is called after that of the VirtualServer', async () => {
    const { shared } = await render({ defaultPool: { ...service, serviceNamespace: 'bank' } });
    expect(shared.rest_80_shop_a_com.members[0]).toMatchObject({ serverAddresses: ['10.3.0.9'], servicePort: 9090 });
  });

  test('without a host has none in its names', async () => {
    const { shared } = await render({ host: undefined, defaultPool: service });
    expect(shared.rest_80_shop.monitors).toEqual([{ use: '/shops/Shared/shop_10_8_3_11_https_80' }]);
  });

  test.each(['', 'default', 'ratio', 'active-standby'])(
    'has no members where the local cluster has a name, in mode "%s" (§15.14)',
    async mode => {
      const entry = { clusterName: 'east', service: 'cafe', namespace: 'shop', servicePort: 80 };
      const pools = [{ path: '/x', service: 'cafe', servicePort: 80, multiClusterServices: [entry] }];
      const { shared } = await render(
        { pools: mode === '' ? [] : pools, defaultPool: service },
        {
          args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
          others: { west: [] },
          spec: `mode: "${mode}"\nexternalClustersConfig: [{clusterName: west, secret: default/west}]`,
        },
      );
      const suffix = mode === 'default' || mode === 'ratio' ? '_east' : '';
      expect(shared[`rest_80_shop_a_com${suffix}`]).toMatchObject({ class: 'Pool' });
      expect(shared[`rest_80_shop_a_com${suffix}`]).not.toHaveProperty('members');
    },
  );
});

describe('a default pool', () => {
  test('of the BIG-IP is a reference', async () => {
    const { shared } = await render({ defaultPool: { reference: 'bigip', name: '/Common/p' } });
    expect(shared[http].pool).toEqual({ bigip: '/Common/p' });
    expect(Object.values(shared).filter(object => object.class === 'Pool')).toHaveLength(1);
  });

  test.each([{ reference: 'bigip' }, { reference: 'other', name: '/Common/p', service: 'rest', servicePort: 80 }])(
    '%j is none',
    async defaultPool => {
      const { shared } = await render({ ...tls('allow'), defaultPool });
      expect(shared[http]).not.toHaveProperty('pool');
      expect(shared[https]).not.toHaveProperty('pool');
      expect(shared).not.toHaveProperty(`${https}_default_pool_servername_dg`);
      expect(Object.values(shared).filter(object => object.class === 'Pool')).toHaveLength(1);
    },
  );

  test.each([
    ['allow', true],
    ['none', false],
    ['redirect', false],
  ])('beside TLS with httpTraffic %s: plain HTTP has it, %s', async (httpTraffic, expected) => {
    const { shared } = await render({ ...tls(httpTraffic), defaultPool: service });
    expect(shared[http]?.pool !== undefined).toBe(expected);
    expect(shared[https].pool).toEqual({ use: '/shops/Shared/rest_80_shop_a_com' });
  });

  test.each([
    [service, 'rest_80_shop_a_com'],
    [{ reference: 'bigip', name: '/Common/p' }, '/Common/p'],
  ])('beside TLS has a data group with its name: %j (§7)', async (defaultPool, value) => {
    const { shared, rules } = await render({ ...tls('none'), defaultPool });
    expect(shared[`${https}_default_pool_servername_dg`]).toEqual({
      class: 'Data_Group',
      keyDataType: 'string',
      records: [{ key: 'defaultPool', value }],
    });
    expect(rules).toEqual(['default-pool-before-routes']);
  });

  test('beside no route takes nothing from one, which is no finding', async () => {
    expect((await render({ ...tls('none'), pools: [], defaultPool: service })).rules).toEqual([]);
  });

  test('of a Policy counts where the VirtualServer has none, and gets none of its pool settings (§2.7)', async () => {
    const { reselectTries: _, serviceDownAction: __, ...bare } = service;
    const policy = { poolSettings: { slowRampTime: 30, reselectTries: 9 }, defaultPool: { ...bare, name: 'common' } };
    const { shared } = await render({ policyName: 'p' }, { policy });
    expect(shared[http].pool).toEqual({ use: '/shops/Shared/common' });
    expect(shared.common).not.toHaveProperty('slowRampTime');
    expect(shared.common).not.toHaveProperty('reselectTries');
    expect(shared.cafe_80_shop_a_com_x).toMatchObject({ slowRampTime: 30, reselectTries: 9 });
    const own = await render({ policyName: 'p', defaultPool: bare }, { policy });
    expect(own.shared[http].pool).toEqual({ use: '/shops/Shared/rest_80_shop_a_com' });
    expect(own.shared).not.toHaveProperty('common');
    expect(own.shared.rest_80_shop_a_com).toMatchObject({ slowRampTime: 30, reselectTries: 9 });
  });

  test('of a Policy is told where the Policy is named', async () => {
    const policy = { defaultPool: service };
    const { told } = await render({ ...tls('none'), policyName: 'p' }, { policy });
    expect(told('default-pool-before-routes')[0]).toMatch(/^VirtualServer a spec\.policyName: /);
    const own = await render({ ...tls('none'), defaultPool: service });
    expect(own.told('default-pool-before-routes')[0]).toMatch(/^VirtualServer a spec\.defaultPool: /);
  });

  test('has its monitors once, also for several members of a group', async () => {
    const b = customResourceText('VirtualServer', 'b', {
      host: 'a.com',
      virtualServerAddress: '10.8.3.11',
      pools: [{ path: '/y', service: 'cafe', servicePort: 80 }],
      defaultPool: service,
    });
    const a = customResourceText('VirtualServer', 'a', {
      host: 'a.com',
      virtualServerAddress: '10.8.3.11',
      pools: [{ path: '/x', service: 'cafe', servicePort: 80 }],
      defaultPool: service,
    });
    const { shared } = await renderCustom({
      east: [a, b, serviceText('cafe'), serviceText('rest', { targetPort: 8080, addresses: ['10.2.0.9'] })],
    });
    expect(shared.rest_80_shop_a_com).toEqual(pool);
  });
});
