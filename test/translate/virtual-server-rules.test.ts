import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom, type Whatever } from './render-custom.ts';

const pool = (path: string, more: object = {}) => ({ path, service: 'cafe', servicePort: 80, ...more });
const split = { alternateBackends: [{ service: 'next', weight: 10 }] };

async function rulesOf(spec: object, more: readonly string[] = []) {
  const virtualServer = customResourceText('VirtualServer', 'cafe', { virtualServerAddress: '10.8.3.11', ...spec });
  const rendered = await renderCustom({ east: [virtualServer, serviceText('cafe'), serviceText('next'), ...more] });
  const policy = Object.entries(rendered.shared).find(([, { class: name }]) => name === 'Endpoint_Policy')?.[1];
  return { ...rendered, policy: (policy?.rules ?? []) as Array<Record<string, Whatever>> };
}

describe('rewriteAppRoot', () => {
  test('redirects / and forwards the application and the host', async () => {
    const { policy, rules } = await rulesOf({ host: 'a.com', rewriteAppRoot: '/home', pools: [pool('/')] });
    expect(policy.map(({ name }) => name)).toEqual([
      'vs_a_com_home_cafe_80_shop_a_com',
      'vs_a_com_redirectto__home',
      'vs_a_com_cafe_80_shop_a_com',
    ]);
    expect(policy[1]?.actions).toEqual([{ type: 'httpRedirect', event: 'request', location: '/home' }]);
    expect(rules).toEqual([]);
  });

  test('with an alias redirects all of it, unless a pool has no path', async () => {
    const aliases = { host: 'a.com', hostAliases: ['b.com', 'b.com', 'a.com'], rewriteAppRoot: '/home' };
    const { policy, rules } = await rulesOf({ ...aliases, pools: [pool('/')] });
    const wide = policy.find(({ name }) => name === 'vs_a_com_');
    expect(wide?.conditions[0].all.values).toEqual(['b.com:80', 'b.com']);
    expect(wide?.actions[0].type).toBe('httpRedirect');
    expect(rules).toEqual(['app-root-with-aliases']);
    expect((await rulesOf({ ...aliases, pools: [pool('/'), pool('')] })).rules).toEqual([]);
  });

  test.each([
    ['no pool on /', [pool('/x')]],
    ['A/B on /', [pool('/', split)]],
  ])('with %s fails', async (_, pools) => {
    const { accepted } = await rulesOf({ host: 'a.com', rewriteAppRoot: '/home', pools });
    expect(accepted).toEqual({ 'VirtualServer cafe': false });
  });
});

describe('A/B on /', () => {
  test('makes a rule a backend and one more', async () => {
    const { policy, rules } = await rulesOf({ host: 'a.com', pools: [pool('/', split)] });
    expect(policy.map(({ name }) => name).sort()).toEqual([
      'vs_a_com_',
      'vs_a_com_cafe_80_shop_a_com',
      'vs_a_com_next_80_shop_a_com',
    ]);
    expect(rules).toEqual(['split-on-root']);
  });

  test('without a host crashes the controller', async () => {
    const { view, declaration, rules } = await rulesOf({ pools: [pool('/', split)] });
    expect(view.outcome).toBe('crashes');
    expect(declaration).toBeUndefined();
    expect(rules).toEqual(['split-on-root-crash']);
  });

  test('without a host and with a source range does not', async () => {
    const { view } = await rulesOf({ allowSourceRange: ['10.0.0.0/8'], pools: [pool('/', split)] });
    expect(view.outcome).toBe('posts');
  });
});

describe('a WAF of a pool', () => {
  test('is its rule’s, the others switch it off, and what matches none is dropped', async () => {
    const { policy } = await rulesOf({ host: 'a.com', pools: [pool('/a', { waf: '/Common/waf' }), pool('/b')] });
    expect(policy.map(({ actions }) => actions.map(({ type }: { type: string }) => type))).toEqual([
      ['forward', 'waf'],
      ['forward', 'waf'],
      ['drop', 'waf'],
    ]);
    expect(policy[2]?.name).toBe('vs_waf_disable');
    expect(policy[1]?.actions[1]).toEqual({ type: 'waf' });
  });

  test('does not count where the virtual server has one', async () => {
    const { policy, shared } = await rulesOf({
      host: 'a.com',
      waf: '/Common/all',
      pools: [pool('/a', { waf: '/Common/waf' })],
    });
    expect(policy).toHaveLength(1);
    expect(policy[0]?.actions).toHaveLength(1);
    expect(shared.crd_10_8_3_11_80.policyWAF).toEqual({ bigip: '/Common/all' });
  });
});

describe('hostPersistence', () => {
  const of = async (method: string, metaData: object) => {
    const { policy, accepted } = await rulesOf({
      host: 'a.com',
      pools: [pool('/a')],
      hostPersistence: { method, metaData },
    });
    return { action: policy[0]?.actions.at(-1), accepted: accepted['VirtualServer cafe'] };
  };

  test.each([
    ['sourceAddress', { netmask: '255.255.255.0', timeout: 180 }],
    ['cookieInsert', { name: 'sid', expiry: '7d' }],
    ['cookiePassive', { name: 'sid' }],
    ['cookieHash', { name: 'sid', timeout: 10, offset: 1, length: 2 }],
    ['universal', { key: 'x', timeout: 180 }],
  ])('%s', async (method, metaData) => {
    expect((await of(method, metaData)).action).toEqual({ type: 'persist', event: 'request', [method]: metaData });
  });

  test('none disables it', async () => {
    expect((await of('none', {})).action).toEqual({ type: 'persist', event: 'request', disable: {} });
  });

  test.each([
    ['cookieInsert', { name: 'sid' }],
    ['none', { name: 'sid' }],
    ['universal', { key: 'x', timeout: 0 }],
    ['constructor', {}],
  ])('%s with %j fails', async (method, metaData) => {
    expect((await of(method, metaData)).accepted).toBe(false);
  });

  test('without a host it is left out', async () => {
    const { policy, rules } = await rulesOf({
      pools: [pool('/a')],
      hostPersistence: { method: 'cookiePassive', metaData: { name: 'sid' } },
    });
    expect(policy[0]?.actions).toHaveLength(1);
    expect(rules).toEqual(['custom-resource-field-ignored']);
  });
});

describe('A/B', () => {
  test('with a name of its own misses its pools', async () => {
    const { rules, shared } = await rulesOf({ host: 'a.com', pools: [pool('/a', { ...split, name: 'mine' })] });
    expect(rules).toEqual(['data-group-names-no-pool']);
    expect(shared.crd_10_8_3_11_80_ab_deployment_dg.records[0].value).toBe('mine,0.909;mine,1.000');
    expect(shared).not.toHaveProperty('mine');
  });

  test('without any weight has an empty value, and no record for aliases', async () => {
    const pools = [pool('/a', { weight: 0, alternateBackends: [{ service: 'next', weight: 0 }] })];
    const { rules, shared } = await rulesOf({ host: 'a.com', hostAliases: ['b.com'], pools });
    expect(shared.crd_10_8_3_11_80_ab_deployment_dg).toEqual({
      class: 'Data_Group',
      keyDataType: '',
      records: [{ key: 'a.com/a', value: '' }],
    });
    expect(rules).toEqual(['split-without-weight']);
  });

  test('rewrites by a data group, for every host', async () => {
    const pools = [pool('/a', { ...split, rewrite: '/x', hostRewrite: 'inner' })];
    const { policy, shared } = await rulesOf({ host: 'a.com', hostAliases: ['b.com'], pools });
    expect(shared.crd_10_8_3_11_80_host_path_rewrite_dg.records).toEqual([
      { key: 'a.com/a', value: 'inner/x' },
      { key: 'b.com/a', value: 'inner/x' },
    ]);
    expect(policy[0]?.actions).toEqual([{ type: 'log', event: 'request', write: { message: 'a/b pool' } }]);
  });
});
