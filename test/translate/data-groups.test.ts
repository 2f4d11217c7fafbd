import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom, type Whatever } from './render-custom.ts';

/** Data groups and conditions of VirtualServers, record for record (specification 02 §5.2, §5.4, §5.6, §7). */

const profile = (termination: string, hosts: readonly string[]): string =>
  customResourceText('TLSProfile', termination, {
    hosts,
    tls: {
      termination,
      ...(termination !== 'passthrough' && { reference: 'bigip', clientSSL: '/Common/clientssl' }),
      ...(termination === 'reencrypt' && { serverSSL: '/Common/serverssl' }),
    },
  });
const pool = (path: string | undefined, more: object = {}): object => ({
  path,
  service: 'cafe',
  servicePort: 80,
  ...more,
});
const render = (spec: object, { hosts = ['*.com'], more = [] as readonly string[] } = {}) =>
  renderCustom({
    east: [
      customResourceText('VirtualServer', 'a', {
        host: 'a.com',
        virtualServerAddress: '10.8.3.11',
        pools: [pool('/x')],
        ...spec,
      }),
      ...['edge', 'reencrypt', 'passthrough'].map(termination => profile(termination, hosts)),
      serviceText('cafe'),
      serviceText('tea'),
      ...more,
    ],
  });
type Shared = Awaited<ReturnType<typeof render>>['shared'];
const http = 'crd_10_8_3_11_80';
const https = 'crd_10_8_3_11_443';
const recordsOf = (shared: Shared, name: string): Record<string, string> | undefined =>
  shared[name] && Object.fromEntries(shared[name].records.map(({ key, value }: Whatever) => [key, value]));
const tls = (termination: string, httpTraffic = 'none') => ({ tlsProfileName: termination, httpTraffic });

describe('allowSourceRange', () => {
  const ranges = ['10.0.0.0/8', '1.1.1.0/24'];
  const source = { type: 'tcp', address: { values: ranges } };
  const policy = customResourceText('Policy', 'p', { l3Policies: { allowSourceRange: ranges } });
  const conditions = (shared: Shared, name: string): Whatever[] =>
    shared[`${name}_a_com_policy`].rules.map((rule: Whatever) => rule.conditions.at(-1));

  test.each([
    ['of a VirtualServer', { allowSourceRange: ranges }],
    ['of its Policy', { policyName: 'p' }],
    ['of its Policy, beside an empty list', { policyName: 'p', allowSourceRange: [] }],
  ])('%s is a condition of each rule, and with TLS a data group of addresses', async (_, spec) => {
    const pools = [pool('/x'), pool('/y')];
    const { shared } = await render({ ...tls('edge', 'allow'), pools, ...spec }, { more: [policy] });
    expect(conditions(shared, https)).toEqual([source, source]);
    expect(conditions(shared, http)).toEqual([source, source]);
    expect(shared[`${https}_allowSourceRange`]).toEqual({
      class: 'Data_Group',
      keyDataType: 'ip',
      records: [
        { key: '1.1.1.0/24', value: 'true' },
        { key: '10.0.0.0/8', value: 'true' },
      ],
    });
    expect(shared).not.toHaveProperty(`${http}_allowSourceRange`);
  });

  test('of a VirtualServer wins over that of its Policy', async () => {
    const spec = { ...tls('edge'), policyName: 'p', allowSourceRange: ['2.2.2.0/24'] };
    const { shared } = await render(spec, { more: [policy] });
    expect(recordsOf(shared, `${https}_allowSourceRange`)).toEqual({ '2.2.2.0/24': 'true' });
  });

  test('is a condition of the redirect of the application’s root too', async () => {
    const { shared } = await render({ rewriteAppRoot: '/home', pools: [pool('/')], allowSourceRange: ranges });
    const redirect = shared[`${http}_a_com_policy`].rules.find((rule: Whatever) => rule.actions[0].location);
    expect(redirect.conditions.at(-1)).toEqual(source);
  });

  test('is in no group without it', async () => {
    expect((await render(tls('edge'))).shared).not.toHaveProperty(`${https}_allowSourceRange`);
  });
});

describe('the redirect to HTTPS', () => {
  test('has each path of each host, with and without port 80', async () => {
    const spec = { ...tls('edge', 'redirect'), hostAliases: ['b.com'], pools: [pool('/x'), pool(undefined)] };
    const { shared } = await render(spec);
    expect(recordsOf(shared, `${http}_https_redirect_dg`)).toEqual({
      'a.com/': '/',
      'a.com/x': '/x',
      'a.com:80/': '/',
      'a.com:80/x': '/x',
      'b.com/': '/',
      'b.com/x': '/x',
      'b.com:80/': '/',
      'b.com:80/x': '/x',
    });
    expect(shared[http].iRules).toEqual([`${http}_http_redirect_irule_443`]);
    expect(shared[http]).not.toHaveProperty('policyEndpoint');
  });

  test('has only that with the port for another port, and leads to the leader’s port for HTTPS', async () => {
    const spec = { ...tls('edge', 'redirect'), virtualServerHTTPPort: 8080, virtualServerHTTPSPort: 8443 };
    const { shared } = await render(spec);
    expect(recordsOf(shared, 'crd_10_8_3_11_8080_https_redirect_dg')).toEqual({ 'a.com:8080/x': '/x' });
    const name = 'crd_10_8_3_11_8080_http_redirect_irule_8443';
    expect(shared.crd_10_8_3_11_8080.iRules).toEqual([name]);
    expect(shared[name].iRule).toContain('8443');
  });

  test('without a host is another iRule', async () => {
    const { shared } = await render({ ...tls('edge', 'redirect'), host: undefined });
    expect(shared[http].iRules).toEqual([`${http}_http_redirect_irule_nohost_443`]);
    const named = await render(tls('edge', 'redirect'));
    expect(shared[`${http}_http_redirect_irule_nohost_443`].iRule).not.toBe(
      named.shared[`${http}_http_redirect_irule_443`].iRule,
    );
  });
});

describe('TLS', () => {
  const name = 'cafe_80_shop_a_com';

  test('edge: pools by host and path, without a slash at the end, and no server profile', async () => {
    const pools = [pool('/x/'), pool('/y'), pool('/'), { ...pool('/z'), alternateBackends: [{ service: 'tea' }] }];
    const { shared } = await render({ ...tls('edge'), hostAliases: ['b.com'], pools });
    const servers = recordsOf(shared, `${https}_ssl_edge_servername_dg`);
    expect(servers).toMatchObject({
      'a.com': name,
      'a.com/x': `${name}_x_`,
      'a.com/y': `${name}_y`,
      'b.com': name,
      'b.com/x': `${name}_x_`,
      'b.com/y': `${name}_y`,
    });
    const none = Object.fromEntries(Object.keys(servers ?? {}).map(key => [key, 'false']));
    expect(recordsOf(shared, `${https}_ssl_edge_serverssl_dg`)).toEqual(none);
  });

  test('reencrypt: the server profile too', async () => {
    const { shared } = await render(tls('reencrypt'));
    expect(recordsOf(shared, `${https}_ssl_reencrypt_servername_dg`)).toEqual({ 'a.com/x': `${name}_x` });
    expect(recordsOf(shared, `${https}_ssl_reencrypt_serverssl_dg`)).toEqual({ 'a.com/x': '/Common/serverssl' });
  });

  test('passthrough: the last pool by host alone, and no policy', async () => {
    const { shared } = await render({
      ...tls('passthrough'),
      pools: [pool('/x'), pool('/y')],
      iRules: ['/Common/own'],
    });
    expect(recordsOf(shared, `${https}_ssl_passthrough_servername_dg`)).toEqual({ 'a.com': `${name}_y` });
    expect(shared).not.toHaveProperty(`${https}_ssl_passthrough_serverssl_dg`);
    expect(shared[https]).not.toHaveProperty('policyEndpoint');
    expect(shared[https].iRules).toEqual([{ bigip: '/Common/own' }, `${https}_tls_irule`]);
  });

  test('without pools has no records', async () => {
    for (const termination of ['edge', 'passthrough']) {
      const { shared } = await render({ ...tls(termination), pools: [] });
      expect(shared).not.toHaveProperty(`${https}_ssl_${termination}_servername_dg`);
    }
  });

  test.each([
    [
      ['a.com', 'c.com'],
      ['a.com/x', 'c.com/x'],
    ],
    [['a.com'], ['a.com/x', 'b.com/x']],
    [
      ['a.com', '*.c.com'],
      ['a.com/x', 'b.com/x'],
    ],
  ])('a profile for %j: records of %j (§6.2)', async (hosts, keys) => {
    const { shared } = await render({ ...tls('edge', 'redirect'), hostAliases: ['b.com'] }, { hosts });
    expect(Object.keys(recordsOf(shared, `${https}_ssl_edge_servername_dg`) ?? {})).toEqual(keys);
    const redirected = Object.keys(recordsOf(shared, `${http}_https_redirect_dg`) ?? {});
    expect(redirected.filter(key => !key.includes(':'))).toEqual(keys);
  });

  test('without a host makes the iRule and does not attach it', async () => {
    const { shared } = await render({ ...tls('edge'), host: undefined });
    expect(shared[https]).not.toHaveProperty('iRules');
    expect(shared).toHaveProperty(`${https}_tls_irule`);
  });
});

describe('A/B (§5.2)', () => {
  const weights = (path: string | undefined) => ({
    pools: [pool(path, { weight: 10, alternateBackends: [{ service: 'tea', weight: 30 }] })],
  });
  const shares = (path: string) => `cafe_80_shop_a_com${path},0.250;tea_80_shop_a_com${path},1.000`;

  /** Keys of the data group, and whether the iRule is made, on the virtual server for HTTP and on that for HTTPS. */
  test.each([
    ['no TLS', '/x', {}, ['a.com/x', true], undefined],
    ['no TLS', '/', {}, ['a.com', true], undefined],
    ['no TLS', undefined, {}, ['a.com', true], undefined],
    ['edge, none', '/x', tls('edge'), undefined, ['a.com/x', true]],
    ['edge, none', '/', tls('edge'), undefined, ['a.com', false]],
    ['edge, none', undefined, tls('edge'), undefined, ['a.com', false]],
    ['edge, allow', '/x', tls('edge', 'allow'), ['a.com/x', true], ['a.com/x', true]],
    ['edge, allow', '/', tls('edge', 'allow'), ['a.com', true], ['a.com', false]],
    ['edge, redirect', '/x', tls('edge', 'redirect'), [undefined, false], ['a.com/x', true]],
    ['reencrypt, none', '/x', tls('reencrypt'), undefined, ['a.com/x', true]],
    ['reencrypt, none', '/', tls('reencrypt'), undefined, ['a.com', false]],
    ['passthrough, none', '/x', tls('passthrough'), undefined, ['a.com', false]],
  ])('%s, path %s', async (_, path, spec, onHttp, onHttps) => {
    const { shared } = await render({ ...spec, ...weights(path) });
    const suffix = path === '/x' ? '_x' : '';
    for (const [virtual, expected] of [
      [http, onHttp],
      [https, onHttps],
    ] as const) {
      expect(shared[virtual] !== undefined).toBe(expected !== undefined);
      const [key, hasRule] = expected ?? [];
      const records = recordsOf(shared, `${virtual}_ab_deployment_dg`);
      expect(records).toEqual(typeof key === 'string' ? { [key]: shares(suffix) } : undefined);
      expect(shared[`${virtual}_ab_deployment_path_irule`] !== undefined).toBe(hasRule === true);
    }
  });

  test('has a record for each alias, unless nothing has a weight (§7)', async () => {
    const hostAliases = ['b.com'];
    const { shared } = await render({ ...weights('/x'), hostAliases });
    expect(Object.keys(recordsOf(shared, `${http}_ab_deployment_dg`) ?? {})).toEqual(['a.com/x', 'b.com/x']);
    const pools = [pool('/x', { weight: 0, alternateBackends: [{ service: 'tea', weight: 0 }] })];
    const none = await render({ pools, hostAliases });
    expect(recordsOf(none.shared, `${http}_ab_deployment_dg`)).toEqual({ 'a.com/x': '' });
    expect(none.rules).toContain('split-without-weight');
  });

  test.each([
    [{ rewrite: '/r' }, 'a.com/r'],
    [{ hostRewrite: 'in.com' }, 'in.com/x'],
    [{ rewrite: '/r', hostRewrite: 'in.com' }, 'in.com/r'],
  ])('with %j rewrites to %s by a data group, and in no rule', async (rewrite, value) => {
    const pools = [pool('/x', { ...rewrite, alternateBackends: [{ service: 'tea' }] })];
    const { shared } = await render({ pools, hostAliases: ['b.com'] });
    // An alias leads to the host itself.
    expect(recordsOf(shared, `${http}_host_path_rewrite_dg`)).toEqual({ 'a.com/x': value, 'b.com/x': value });
    const actions = shared[`${http}_a_com_policy`].rules.flatMap((rule: Whatever) => rule.actions);
    expect(actions.every((action: Whatever) => action.type === 'log')).toBe(true);
  });

  test('without a host is not attached', async () => {
    const { shared } = await render({ host: undefined, ...weights('/x') });
    expect(shared).toHaveProperty(`${http}_ab_deployment_path_irule`);
    expect(shared[http]).not.toHaveProperty('iRules');
  });
});

describe('a WAF of a pool (§5.4, §5.6)', () => {
  const rulesOf = (shared: Shared): Record<string, Whatever> =>
    Object.fromEntries(shared[`${http}_a_com_policy`].rules.map((rule: Whatever) => [rule.name, rule]));
  const pools = [pool('/x', { waf: '/Common/waf' }), pool('/y')];
  const on = { type: 'waf', event: 'request', policy: { bigip: '/Common/waf' } };

  test('is an action of its rule, which the others switch off, and what matches nothing is dropped', async () => {
    const { shared } = await render({ pools });
    const rules = rulesOf(shared);
    expect(rules.vs_a_com_x_cafe_80_shop_a_com_x.actions).toContainEqual(on);
    expect(rules.vs_a_com_x_cafe_80_shop_a_com_x.actions).not.toContainEqual({ type: 'waf' });
    expect(rules.vs_a_com_y_cafe_80_shop_a_com_y.actions).toContainEqual({ type: 'waf' });
    expect(shared[`${http}_a_com_policy`].rules.at(-1)).toEqual({
      name: 'vs_waf_disable',
      actions: [{ type: 'drop', event: 'request' }, { type: 'waf' }],
    });
  });

  test('says nothing where the virtual server has one', async () => {
    const { shared } = await render({ waf: '/Common/all', pools });
    expect(JSON.stringify(shared[`${http}_a_com_policy`])).not.toContain('waf');
  });

  test('stands in place of the log of A/B', async () => {
    const split = [pool('/x', { waf: '/Common/waf', alternateBackends: [{ service: 'tea' }] })];
    const { shared } = await render({ pools: split });
    expect(shared[`${http}_a_com_policy`].rules[0].actions).toEqual([on]);
  });

  test('counts also in a VirtualServer that is left out of the group', async () => {
    const left = customResourceText('VirtualServer', 'b', {
      host: 'a.com',
      virtualServerAddress: '10.8.3.11',
      pools: [pool('/z', { waf: '/Common/waf' }), pool('/x')],
    });
    const { shared } = await render({}, { more: [left] });
    expect(Object.keys(rulesOf(shared))).toEqual(['vs_a_com_x_cafe_80_shop_a_com_x', 'vs_waf_disable']);
  });
});
