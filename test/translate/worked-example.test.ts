import { describe, expect, test } from 'vitest';
import { customResourceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

/** The worked example of specification 02 §16, whose values were taken from the controller; its partition is `shops` here. */
const node = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1' },
  status: { addresses: [{ type: 'InternalIP', address: '192.168.1.10' }] },
});

function service(name: string, port: object, targetPort: number, addresses: readonly string[], portName = ''): string {
  const metadata = { name, namespace: 'default' };
  const spec = { type: 'NodePort', ports: [port] };
  const ports = [{ ...(portName && { name: portName }), port: targetPort }];
  const subsets = [{ addresses: addresses.map(ip => ({ ip, nodeName: 'node-1' })), ports }];
  const service = { apiVersion: 'v1', kind: 'Service', metadata, spec };
  return `${JSON.stringify(service)}\n---\n${JSON.stringify({ apiVersion: 'v1', kind: 'Endpoints', metadata, subsets })}`;
}

const services = [
  node,
  service('svc-a', { port: 80, targetPort: 8080, nodePort: 30080 }, 8080, ['10.244.0.5', '10.244.0.6']),
  service('svc-b', { name: 'http', port: 8081, targetPort: 'web', nodePort: 30081 }, 9090, ['10.244.0.7'], 'http'),
];
const inDefault = { namespace: 'default' };
const coffee = {
  path: '/coffee',
  service: 'svc-a',
  servicePort: 80,
  monitor: { type: 'http', send: 'GET /', interval: 15, timeout: 10 },
};
const tea = { path: '/tea', service: 'svc-b', servicePort: 8081, rewrite: '/', hostRewrite: 'tea.internal' };
const root = { path: '/', service: 'svc-a', servicePort: 80 };
const cafe = { host: 'cafe.example.com', virtualServerAddress: '10.8.0.4', pools: [coffee, tea, root] };
const virtualServer = (spec: object): string => customResourceText('VirtualServer', 'vs1', spec, inDefault);
const render = (...resources: string[]) => renderCustom({ east: [...services, ...resources] });
const member = (address: string, servicePort: number) => ({
  addressDiscovery: 'static',
  serverAddresses: [address],
  servicePort,
});

describe('a VirtualServer without TLS', () => {
  test('has its service, policy, monitor and pools', async () => {
    const { shared } = await render(virtualServer(cafe));
    expect(shared.crd_10_8_0_4_80).toEqual({
      class: 'Service_HTTP',
      source: '0.0.0.0/0',
      translateServerAddress: true,
      translateServerPort: true,
      virtualAddresses: ['10.8.0.4'],
      virtualPort: 80,
      snat: 'auto',
      policyEndpoint: '/shops/Shared/crd_10_8_0_4_80_cafe_example_com_policy',
    });
    const { rules } = shared.crd_10_8_0_4_80_cafe_example_com_policy;
    expect(rules.map(({ name }: { name: string }) => name)).toEqual([
      'vs_cafe_example_com_coffee_svc_a_80_default_cafe_example_com_coffee',
      'vs_cafe_example_com_tea_svc_b_8081_default_cafe_example_com_tea',
      'vs_cafe_example_com_svc_a_80_default_cafe_example_com',
    ]);
    expect(rules[0]).toEqual({
      name: 'vs_cafe_example_com_coffee_svc_a_80_default_cafe_example_com_coffee',
      conditions: [
        {
          type: 'httpHeader',
          name: 'host',
          event: 'request',
          all: { values: ['cafe.example.com:80', 'cafe.example.com'], operand: 'equals' },
        },
        {
          type: 'httpUri',
          name: '1',
          event: 'request',
          index: 1,
          pathSegment: { values: ['coffee'], operand: 'equals' },
        },
      ],
      actions: [
        {
          type: 'forward',
          event: 'request',
          select: { pool: { use: 'svc_a_80_default_cafe_example_com_coffee' } },
        },
      ],
    });
    expect(rules[1].actions.map(({ type }: { type: string }) => type)).toEqual(['forward', 'httpHeader', 'httpUri']);
    expect(shared.default_10_8_0_4_cafe_example_com_coffee_http_80).toEqual({
      class: 'Monitor',
      monitorType: 'http',
      interval: 15,
      timeout: 10,
      targetAddress: '',
      adaptive: false,
      dscp: 0,
      receive: 'none',
      send: 'GET /',
    });
    expect(shared.svc_a_80_default_cafe_example_com_coffee).toEqual({
      class: 'Pool',
      members: [member('10.244.0.5', 8080), member('10.244.0.6', 8080)],
      monitors: [{ use: '/shops/Shared/default_10_8_0_4_cafe_example_com_coffee_http_80' }],
      minimumMonitors: 1,
      remark: 'crd_10_8_0_4_80 loadbalances this pool',
    });
    expect(shared.svc_b_8081_default_cafe_example_com_tea).toMatchObject({
      members: [member('10.244.0.7', 9090)],
      minimumMonitors: 'all',
    });
    expect(shared.svc_a_80_default_cafe_example_com.minimumMonitors).toBe('all');
  });

  test('splits A/B by an iRule', async () => {
    const split = { ...coffee, monitor: undefined, weight: 30, rewrite: '/x' };
    const pool = { ...split, alternateBackends: [{ service: 'svc-b', weight: 70 }] };
    const { shared, rules: found } = await render(virtualServer({ ...cafe, pools: [pool, tea, root] }));
    const { rules } = shared.crd_10_8_0_4_80_cafe_example_com_policy;
    expect(rules[0]).toMatchObject({
      name: 'vs_cafe_example_com_coffee_svc_b_80_default_cafe_example_com_coffee',
      actions: [{ type: 'log', event: 'request', write: { message: 'a/b pool' } }],
    });
    expect(shared.svc_a_80_default_cafe_example_com_coffee.members).toHaveLength(2);
    // It has no port 80.
    expect(shared.svc_b_80_default_cafe_example_com_coffee).not.toHaveProperty('members');
    expect(found).toContain('pool-without-members');
    expect(shared.crd_10_8_0_4_80_ab_deployment_dg.records).toEqual([
      {
        key: 'cafe.example.com/coffee',
        value: 'svc_a_80_default_cafe_example_com_coffee,0.300;svc_b_80_default_cafe_example_com_coffee,1.000',
      },
    ]);
    expect(shared.crd_10_8_0_4_80_host_path_rewrite_dg.records).toEqual([
      { key: 'cafe.example.com/coffee', value: 'cafe.example.com/x' },
    ]);
    expect(shared.crd_10_8_0_4_80.iRules).toEqual(['crd_10_8_0_4_80_ab_deployment_path_irule']);
  });
});

describe('a VirtualServer with TLS that redirects', () => {
  const profile = {
    hosts: ['cafe.example.com'],
    tls: {
      termination: 'edge',
      reference: 'hybrid',
      clientSSLs: ['sec-two', 'sec-one'],
      clientSSLParams: { renegotiationEnabled: true, profileReference: 'secret' },
    },
  };
  const secret = (name: string): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'default' },
      stringData: { 'tls.crt': `certificate of ${name}`, 'tls.key': `key of ${name}` },
    });
  const tls = [customResourceText('TLSProfile', 'edge', profile, inDefault), secret('sec-one'), secret('sec-two')];
  const redirecting = { ...cafe, tlsProfileName: 'edge', httpTraffic: 'redirect' };

  test('has a redirect on HTTP and everything else on HTTPS', async () => {
    const { shared } = await render(virtualServer(redirecting), ...tls);
    expect(shared.crd_10_8_0_4_80.iRules).toEqual(['crd_10_8_0_4_80_http_redirect_irule_443']);
    expect(shared.crd_10_8_0_4_80).not.toHaveProperty('policyEndpoint');
    const redirects = ['/', '/coffee', '/tea'].flatMap(path => [
      { key: `cafe.example.com${path}`, value: path },
      { key: `cafe.example.com:80${path}`, value: path },
    ]);
    const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
    expect(shared.crd_10_8_0_4_80_https_redirect_dg.records).toEqual(redirects.sort(byKey));
    expect(shared.crd_10_8_0_4_443).toMatchObject({
      class: 'Service_HTTPS',
      redirect80: false,
      iRules: ['crd_10_8_0_4_443_tls_irule'],
      serverTLS: '/shops/Shared/crd_10_8_0_4_443_tls_server',
      policyEndpoint: '/shops/Shared/crd_10_8_0_4_443_cafe_example_com_policy',
    });
    const [rule] = shared.crd_10_8_0_4_443_cafe_example_com_policy.rules;
    expect(rule.conditions[0].all.values).toEqual(['cafe.example.com:443', 'cafe.example.com']);
    expect(shared.crd_10_8_0_4_443_tls_server).toEqual({
      class: 'TLS_Server',
      certificates: [
        { certificate: 'sec-two-clientside-crd_10_8_0_4_443_0', sniDefault: true },
        { certificate: 'sec-two-clientside-crd_10_8_0_4_443_1' },
      ],
      renegotiationEnabled: true,
    });
    expect(shared.crd_10_8_0_4_443_ssl_edge_servername_dg.records).toEqual([
      { key: 'cafe.example.com', value: 'svc_a_80_default_cafe_example_com' },
      { key: 'cafe.example.com/coffee', value: 'svc_a_80_default_cafe_example_com_coffee' },
      { key: 'cafe.example.com/tea', value: 'svc_b_8081_default_cafe_example_com_tea' },
    ]);
    const served = shared.crd_10_8_0_4_443_ssl_edge_serverssl_dg.records;
    expect(served.map(({ value }: { value: string }) => value)).toEqual(['false', 'false', 'false']);
    expect(shared.svc_a_80_default_cafe_example_com.remark).toBe('crd_10_8_0_4 loadbalances this pool');
  });
});

test('a TransportServer', async () => {
  const spec = {
    virtualServerAddress: '10.8.0.9',
    virtualServerPort: 1344,
    mode: 'standard',
    type: 'tcp',
    iRules: ['/Common/i1'],
    pool: { service: 'svc-a', servicePort: 80, monitor: { type: 'tcp', interval: 5, timeout: 16 } },
  };
  const { shared } = await render(customResourceText('TransportServer', 'ts1', spec, inDefault));
  expect(shared.crd_10_8_0_9_1344).toEqual({
    class: 'Service_TCP',
    profileL4: 'basic',
    snat: 'auto',
    virtualAddresses: ['10.8.0.9'],
    virtualPort: 1344,
    iRules: [{ bigip: '/Common/i1' }],
    pool: { use: '/shops/Shared/svc_a_80_default' },
  });
  expect(shared.default_10_8_0_9_tcp_80).toEqual({
    class: 'Monitor',
    monitorType: 'tcp',
    interval: 5,
    timeout: 16,
    targetAddress: '',
    adaptive: false,
    receive: '',
    send: '',
  });
});

describe('the other reference points', () => {
  test('a hostless pool on / has no conditions', async () => {
    const spec = { virtualServerAddress: '10.8.0.4', pools: [{ path: '/', service: 'svc-b', servicePort: 8081 }] };
    const { shared } = await render(virtualServer(spec));
    expect(shared.crd_10_8_0_4_80__policy.rules).toEqual([
      {
        name: 'vs__svc_b_8081_default',
        actions: [{ type: 'forward', event: 'request', select: { pool: { use: 'svc_b_8081_default' } } }],
      },
    ]);
  });

  test('a wildcard host on another HTTPS port', async () => {
    const profile = {
      hosts: ['*.example.com'],
      tls: { termination: 'edge', reference: 'bigip', clientSSL: '/Common/clientssl' },
    };
    const spec = {
      ...cafe,
      host: '*.example.com',
      virtualServerHTTPSPort: 8443,
      tlsProfileName: 'wild',
      pools: [root],
    };
    const { shared } = await render(virtualServer(spec), customResourceText('TLSProfile', 'wild', profile, inDefault));
    const [rule] = shared.crd_10_8_0_4_8443_wildcard_example_com_policy.rules;
    expect(rule.name).toBe('vs_wildcard_example_com_svc_a_80_default_example_com');
    expect(rule.conditions[0].all).toEqual({ operand: 'ends-with', values: ['.example.com:8443'] });
    expect(shared.svc_a_80_default_example_com.class).toBe('Pool');
    expect(shared.crd_10_8_0_4_8443_ssl_edge_servername_dg.records[0].key).toBe('.example.com');
  });

  test('a host group names rules and policy', async () => {
    const spec = {
      ...cafe,
      hostGroup: 'grp-1',
      virtualServerHTTPPort: 8080,
      pools: [{ path: '/tea', name: 'mypool', service: 'svc-a', servicePort: 80 }],
    };
    const { shared } = await render(virtualServer(spec));
    expect(shared.crd_10_8_0_4_8080_grp_1_policy.rules[0].name).toBe('vs_grp_1_tea_mypool');
  });

  test('a route domain with node ports', async () => {
    const { shared } = await renderCustom({
      east: [...services, virtualServer({ ...cafe, bigipRouteDomain: 5, pools: [root] })],
      args: ['--pool-member-type=nodeport'],
    });
    expect(shared.crd_10_8_0_4_80.virtualAddresses).toEqual(['10.8.0.4%5']);
    expect(shared.svc_a_80_default_cafe_example_com.members[0].serverAddresses).toEqual(['192.168.1.10%5']);
  });
});
