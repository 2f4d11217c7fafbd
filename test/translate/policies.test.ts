import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

/** Every setting of a Policy has a value that tells where it comes from (specification 02 §2.7). */
const spec = {
  l7Policies: {
    waf: '/Common/waf',
    profileAccess: '/Common/access',
    policyPerRequestAccess: '/Common/per-request',
    profileAdapt: { request: '/Common/request', response: '/Common/response' },
  },
  l3Policies: {
    dos: '/Common/dos',
    botDefense: '/Common/bot',
    firewallPolicy: '/Common/firewall',
    ipIntelligencePolicy: '/Common/intelligence',
    allowVlans: ['/Common/vlan'],
  },
  iRules: { secure: '/Common/secure-rule', insecure: '/Common/insecure-rule', priority: 'high' },
  ltmPolicies: { secure: '/Common/ltm', insecure: '/Common/ltm' },
  profiles: {
    tcp: { client: '/Common/tcp-client', server: '/Common/tcp-server' },
    udp: '/Common/udp',
    ftpProfile: '/Common/ftp',
    profileL4: '/Common/l4',
    http2: { client: '/Common/http2-client', server: '/Common/http2-server' },
    httpProfiles: { secure: '/Common/http-secure', insecure: '/Common/http-insecure' },
    rewriteProfile: '/Common/rewrite',
    persistenceProfile: 'source-address',
    logProfiles: ['/Common/log-a', '/Common/log-b'],
    requestLogProfile: '/Common/traffic-log',
    profileMultiplex: '/Common/multiplex',
    htmlProfile: '/Common/html',
    httpCompressionProfile: '/Common/compression',
    profileWebSocket: '/Common/websocket',
    httpMrfRoutingEnabled: true,
    analyticsProfiles: { http: '/Common/analytics' },
    sslProfiles: { clientProfiles: ['/Common/client-ssl'], serverProfiles: ['/Common/server-ssl'] },
  },
  snat: '/Common/snat',
  autoLastHop: 'disable',
  poolSettings: { reselectTries: 4, serviceDownAction: 'reset', slowRampTime: 30 },
};
const bigip = (name: string) => ({ bigip: `/Common/${name}` });
const pool = { path: '/x', service: 'cafe', servicePort: 80 };
const edge = customResourceText('TLSProfile', 'edge', {
  hosts: ['a.com'],
  tls: { termination: 'edge', reference: 'bigip', clientSSL: '/Common/clientssl' },
});

const render = (vs: object, policy: object = spec, more: readonly string[] = []) =>
  renderCustom({
    east: [
      customResourceText('VirtualServer', 'a', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.11',
        tlsProfileName: 'edge',
        httpTraffic: 'allow',
        policyName: 'p',
        pools: [pool],
        ...vs,
      }),
      customResourceText('Policy', 'p', policy),
      edge,
      serviceText('cafe'),
      ...more,
    ],
  });
const http = 'crd_10_8_3_11_80';
const https = 'crd_10_8_3_11_443';

/** What a Policy gives to both virtual servers. */
const common = {
  source: '0.0.0.0/0',
  translateServerAddress: true,
  translateServerPort: true,
  virtualAddresses: ['10.8.3.11'],
  policyWAF: bigip('waf'),
  profileAccess: bigip('access'),
  policyPerRequestAccess: bigip('per-request'),
  profileRequestAdapt: bigip('request'),
  profileResponseAdapt: bigip('response'),
  profileDOS: bigip('dos'),
  profileBotDefense: bigip('bot'),
  policyFirewallEnforced: bigip('firewall'),
  ipIntelligencePolicy: bigip('intelligence'),
  allowVlans: [bigip('vlan')],
  profileTCP: { ingress: bigip('tcp-client'), egress: bigip('tcp-server') },
  persistenceMethods: ['source-address'],
  securityLogProfiles: [bigip('log-a'), bigip('log-b')],
  profileTrafficLog: bigip('traffic-log'),
  profileMultiplex: bigip('multiplex'),
  profileHTML: bigip('html'),
  profileHTTPCompression: bigip('compression'),
  profileWebSocket: bigip('websocket'),
  httpMrfRoutingEnabled: true,
  profileAnalytics: bigip('analytics'),
  snat: bigip('snat'),
  lastHop: 'disable',
};

describe('a Policy', () => {
  test('gives a VirtualServer all it has but what is for TransportServers, by port', async () => {
    const { shared } = await render({});
    expect(shared[http]).toEqual({
      class: 'Service_HTTP',
      ...common,
      virtualPort: 80,
      policyEndpoint: `/shops/Shared/${http}_a_com_policy`,
      profileHTTP: bigip('http-insecure'),
      iRules: [bigip('insecure-rule')],
    });
    expect(shared[https]).toEqual({
      class: 'Service_HTTPS',
      ...common,
      virtualPort: 443,
      redirect80: false,
      policyEndpoint: `/shops/Shared/${https}_a_com_policy`,
      profileHTTP: bigip('http-secure'),
      profileHTTP2: { ingress: bigip('http2-client'), egress: bigip('http2-server') },
      iRules: [bigip('secure-rule'), `${https}_tls_irule`],
      serverTLS: [bigip('clientssl')],
    });
    expect(shared.cafe_80_shop_a_com_x).toMatchObject({
      reselectTries: 4,
      serviceDownAction: 'reset',
      slowRampTime: 30,
    });
  });

  test('gives a TransportServer what is for it', async () => {
    const ts = customResourceText('TransportServer', 'db', {
      virtualServerAddress: '10.8.3.12',
      virtualServerPort: 21,
      mode: 'standard',
      policyName: 'p',
      pool: { service: 'cafe', servicePort: 80 },
    });
    const { shared } = await render({}, spec, [ts]);
    expect(shared.crd_10_8_3_12_21).toEqual({
      class: 'Service_TCP',
      virtualAddresses: ['10.8.3.12'],
      virtualPort: 21,
      pool: { use: '/shops/Shared/cafe_80_shop' },
      profileL4: bigip('l4'),
      profileTCP: common.profileTCP,
      profileUDP: bigip('udp'),
      profileFTP: bigip('ftp'),
      profileDOS: bigip('dos'),
      profileBotDefense: bigip('bot'),
      policyFirewallEnforced: bigip('firewall'),
      ipIntelligencePolicy: bigip('intelligence'),
      allowVlans: [bigip('vlan')],
      persistenceMethods: ['source-address'],
      securityLogProfiles: common.securityLogProfiles,
      snat: bigip('snat'),
      iRules: [bigip('insecure-rule')],
    });
  });

  test('with profiles.http has it on both, and a list of iRules instead of the pair', async () => {
    const profiles = { ...spec.profiles, http: '/Common/http' };
    const { shared } = await render({}, { ...spec, profiles, iRuleList: ['/Common/one', '/Common/two'] });
    for (const name of [http, https]) expect(shared[name].profileHTTP).toEqual(bigip('http'));
    expect(shared[http].iRules).toEqual([bigip('one'), bigip('two')]);
    expect(shared[https].iRules).toEqual([bigip('one'), bigip('two'), `${https}_tls_irule`]);
  });

  test('gives no per-request policy without an access profile', async () => {
    const { profileAccess: _, ...l7Policies } = spec.l7Policies;
    const { shared } = await render({}, { ...spec, l7Policies });
    expect(shared[http]).not.toHaveProperty('policyPerRequestAccess');
  });

  test.each([
    [{ client: '/Common/c' }, bigip('c')],
    [{ client: '/Common/c', server: '' }, { ingress: bigip('c') }],
    [{ server: '/Common/s' }, { egress: bigip('s') }],
    [{ client: '', server: '/Common/s' }, { egress: bigip('s') }],
    [{ client: '', server: '' }, {}],
    [{ client: '' }, undefined],
    [{ server: '' }, undefined],
  ])('with HTTP/2 profiles %j, or a VirtualServer that has them, has %j (§11.4)', async (http2, expected) => {
    for (const { shared } of [
      await render({}, { profiles: { http2 } }),
      await render({ policyName: undefined, profiles: { http2 } }),
    ]) {
      expect(shared[https].profileHTTP2).toEqual(expected);
      expect(shared[http]).not.toHaveProperty('profileHTTP2');
    }
  });

  test.each([
    [{ client: '/Common/c' }, bigip('c')],
    [{ server: '/Common/s' }, undefined],
  ])('with TCP profiles %j has %j (§11.4)', async (tcp, expected) => {
    expect((await render({}, { profiles: { tcp } })).shared[http].profileTCP).toEqual(expected);
  });

  test('fills the pool settings that a pool leaves open', async () => {
    const pools = [{ ...pool, reselectTries: 1, serviceDownAction: 'drop' }];
    const { shared } = await render({ pools });
    expect(shared.cafe_80_shop_a_com_x).toMatchObject({
      reselectTries: 1,
      serviceDownAction: 'drop',
      slowRampTime: 30,
    });
  });

  test('alters the A/B iRule, with members of type cluster (§2.7)', async () => {
    const pools = [{ ...pool, alternateBackends: [{ service: 'tea' }] }];
    const text = async (policy: object): Promise<string> =>
      (await render({ pools }, policy)).shared[`${http}_ab_deployment_path_irule`].iRule;
    const plain = await text({});
    const poolSettings = { multiPoolPersistence: { method: 'hashSourceAddress' } };
    const hash = await text({ poolSettings });
    expect(hash).not.toBe(plain);
    expect(hash).toContain('180');
    expect(
      await text({ poolSettings: { multiPoolPersistence: { method: 'uieSourceAddress', timeOut: 77 } } }),
    ).toContain('77');
  });
});

describe('the fields of a VirtualServer', () => {
  const own = {
    snat: 'none',
    connectionMirroring: 'L4',
    waf: '/Common/own-waf',
    allowVlans: ['/Common/own-vlan'],
    persistenceProfile: '/Common/own-persistence',
    htmlProfile: '/Common/own-html',
    dos: '/Common/own-dos',
    botDefense: '/Common/own-bot',
    profileMultiplex: '/Common/own-multiplex',
    httpCompressionProfile: 'wan',
    httpMrfRoutingEnabled: false,
    profileAccess: '/Common/own-access',
    profileAdapt: { request: '/Common/own-request', response: '/Common/own-response' },
    profiles: { tcp: { client: '/Common/own-tcp' }, http2: { client: '/Common/own-http2' } },
    iRules: ['/Common/own-rule'],
  };
  const { httpMrfRoutingEnabled: _, ...fromPolicy } = common;
  const expected = {
    ...fromPolicy,
    snat: 'none',
    mirroring: 'L4',
    policyWAF: bigip('own-waf'),
    allowVlans: [bigip('own-vlan')],
    persistenceMethods: [bigip('own-persistence')],
    profileHTML: bigip('own-html'),
    profileDOS: bigip('own-dos'),
    profileBotDefense: bigip('own-bot'),
    profileMultiplex: bigip('own-multiplex'),
    profileHTTPCompression: 'wan',
    profileAccess: bigip('own-access'),
    profileRequestAdapt: bigip('own-request'),
    profileResponseAdapt: bigip('own-response'),
    profileTCP: bigip('own-tcp'),
  };
  const plain = {
    class: 'Service_HTTP',
    ...expected,
    virtualPort: 80,
    policyEndpoint: `/shops/Shared/${http}_a_com_policy`,
    profileHTTP: bigip('http-insecure'),
    iRules: [bigip('insecure-rule'), bigip('own-rule')],
  };

  test('win over those of its Policy', async () => {
    const { shared } = await render(own);
    expect(shared[http]).toEqual(plain);
    // The server side stays that of the Policy.
    expect(shared[https].profileHTTP2).toEqual({ ingress: bigip('own-http2'), egress: bigip('http2-server') });
  });

  test('stay where a later member of the group does not set them, and go where it does (§5.1)', async () => {
    const later = (more: object): string =>
      customResourceText('VirtualServer', 'b', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.11',
        tlsProfileName: 'edge',
        httpTraffic: 'allow',
        pools: [{ ...pool, path: '/y' }],
        ...more,
      });
    expect((await render(own, spec, [later({})])).shared[http]).toEqual(plain);
    const { shared } = await render(own, spec, [
      later({
        snat: 'self',
        dos: '/Common/last',
        policyPerRequestAccess: '/Common/never',
        iRules: ['/Common/own-rule'],
      }),
    ]);
    expect(shared[http]).toEqual({
      ...plain,
      snat: 'self',
      profileDOS: bigip('last'),
      iRules: [...plain.iRules, bigip('own-rule')],
    });
  });

  test('have a per-request policy with an access profile of their own', async () => {
    const { shared } = await render({ profileAccess: '/Common/a', policyPerRequestAccess: '/Common/r' }, {});
    expect(shared[http]).toMatchObject({ profileAccess: bigip('a'), policyPerRequestAccess: bigip('r') });
    expect((await render({ policyPerRequestAccess: '/Common/r' }, {})).shared[http]).not.toHaveProperty(
      'policyPerRequestAccess',
    );
  });
});

test('the fields of a TransportServer win over those of its Policy, and fall back on them', async () => {
  const ts = (more: object) =>
    customResourceText('TransportServer', 'db', {
      virtualServerAddress: '10.8.3.12',
      virtualServerPort: 21,
      mode: 'standard',
      policyName: 'p',
      pool: { service: 'cafe', servicePort: 80 },
      ...more,
    });
  const own = {
    connectionMirroring: 'L4',
    allowVlans: ['/Common/own-vlan'],
    persistenceProfile: 'none',
    dos: '/Common/own-dos',
    profileL4: '/Common/own-l4',
    profiles: { tcp: { client: '/Common/own-client', server: '/Common/own-server' } },
    serviceAddress: [{ icmpEcho: 'disable', arpEnabled: true }],
  };
  const { shared } = await render({}, spec, [ts(own)]);
  expect(shared.crd_10_8_3_12_21).toMatchObject({
    mirroring: 'L4',
    allowVlans: [bigip('own-vlan')],
    persistenceMethods: [],
    profileDOS: bigip('own-dos'),
    profileL4: bigip('own-l4'),
    profileTCP: { ingress: bigip('own-client'), egress: bigip('own-server') },
    virtualAddresses: [{ use: 'crd_service_address_10_8_3_12' }],
  });
  expect(shared.crd_service_address_10_8_3_12).toEqual({
    class: 'Service_Address',
    virtualAddress: '10.8.3.12',
    arpEnabled: true,
    spanningEnabled: false,
    icmpEcho: 'disable',
  });
  const server = await render({}, spec, [ts({ profiles: { tcp: { server: '/Common/only' } } })]);
  // Either side replaces both; a server side alone says nothing.
  expect(server.shared.crd_10_8_3_12_21).not.toHaveProperty('profileTCP');
});
