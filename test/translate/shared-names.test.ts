import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const monitor = { type: 'http', send: 'GET /', interval: 5, timeout: 16 };

/** Rules that are raised where a VirtualServer and another have each one pool. */
async function rulesOf(a: object, b: object, [first, second]: readonly [object, object] = [{}, {}]) {
  const virtualServer = (name: string, number: number, pool: object, more: object): string =>
    customResourceText('VirtualServer', name, {
      host: `${name}.com`,
      virtualServerAddress: `10.8.3.${number}`,
      pools: [{ path: '/', service: 'cafe', servicePort: 80, ...pool }],
      ...more,
    });
  const { rules, findings, shared } = await renderCustom({
    east: [
      virtualServer('a', 1, a, first),
      virtualServer('b', 2, b, second),
      serviceText('cafe'),
      serviceText('tea', { addresses: ['10.2.0.9'] }),
    ],
  });
  return { rules, shared, messages: findings.map(({ message }) => message) };
}

describe('two pools of one name', () => {
  test('that lead to one Service are one pool', async () => {
    expect((await rulesOf({ name: 'p' }, { name: 'p' })).rules).toEqual([]);
  });

  test.each([
    ['other Services', { service: 'tea' }],
    ['other namespaces', { serviceNamespace: 'bank' }],
    ['other members', { staticPoolMembers: [{ address: '10.9.0.1', port: 80 }] }],
  ])('with %s', async (_, more) => {
    const { rules } = await rulesOf({ name: 'p', ...more }, { name: 'p' });
    expect(rules).toContain('pool-taken');
  });

  test('made alike by the controller', async () => {
    const { rules } = await rulesOf({ path: '/a-b', service: 'tea' }, { name: 'tea_80_shop_a_com_a_b' });
    expect(rules).toEqual(['pool-taken']);
  });
});

describe('monitors of one name', () => {
  const same = { host: 'a.com', virtualServerAddress: '10.8.3.1' };

  test('with other settings are reported', async () => {
    const paths = [{ path: '/a-b' }, { path: '/a_b' }] as const;
    const { rules, messages } = await rulesOf(
      { ...paths[0], monitor },
      { ...paths[1], service: 'tea', monitor: { ...monitor, interval: 9, recv: 'up' } },
      [same, same],
    );
    expect(rules).toContain('monitor-replaced');
    expect(messages.join()).toContain('recv, interval differ');
  });

  test('with the same are one', async () => {
    const { rules } = await rulesOf({ path: '/a-b', monitor }, { path: '/a_b', service: 'tea', monitor }, [same, same]);
    expect(rules).toEqual([]);
  });

  test('of the BIG-IP that stand twice are reported', async () => {
    const named = { name: '/Common/m', reference: 'bigip' };
    expect((await rulesOf({ monitors: [named, named] }, {})).rules).toEqual(['monitor-twice']);
  });
});

describe('rules of one name, in one host group', () => {
  const group = { hostGroup: 'g', virtualServerAddress: '10.8.3.1' };

  test.each([
    ['rewrite', { rewrite: '/x' }, {}],
    ['persistence', {}, { hostPersistence: { method: 'cookiePassive', metaData: { name: 'c' } } }],
  ])('lose their %s', async (word, pool, more) => {
    const named = { path: '/menu', name: 'p' };
    const { rules, messages } = await rulesOf(named, { ...named, ...pool }, [group, { ...group, ...more }]);
    expect(rules).toEqual(['rules-merged']);
    expect(messages[0]).toContain(`loses its actions (${word})`);
  });

  test('lose nothing where only their hosts differ', async () => {
    const named = { path: '/menu', name: 'p' };
    const { rules, shared } = await rulesOf(named, named, [group, group]);
    expect(rules).toEqual([]);
    const [{ conditions }] = shared.crd_10_8_3_1_80_g_policy.rules;
    expect(conditions[0].all.values).toEqual(['a.com:80', 'a.com', 'b.com:80', 'b.com']);
  });

  test('lose their path where two paths look alike in a name', async () => {
    const { messages } = await rulesOf({ path: '/a-b', name: 'p' }, { path: '/a_b', name: 'p' }, [group, group]);
    expect(messages[0]).toContain('loses its path');
  });
});
