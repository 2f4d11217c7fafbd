import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { renderCustom } from './render-custom.ts';

const tls = customResourceText('TLSProfile', 'edge', {
  hosts: ['a.com'],
  tls: { termination: 'edge', reference: 'bigip', clientSSL: '/Common/clientssl' },
});
const secure = { tlsProfileName: 'edge', httpTraffic: 'allow' };

/** Two VirtualServers of one host, a first, which leads. */
async function merged(a: object, b: object) {
  const virtualServer = (name: string, more: object): string =>
    customResourceText('VirtualServer', name, {
      host: 'a.com',
      virtualServerAddress: '10.8.3.11',
      pools: [{ path: `/${name}`, service: 'cafe', servicePort: 80 }],
      ...more,
    });
  const { findings, rules, shared } = await renderCustom({
    east: [virtualServer('a', a), virtualServer('b', b), serviceText('cafe'), ...('tlsProfileName' in a ? [tls] : [])],
  });
  return { rules, messages: findings.map(({ message }) => message), shared };
}

describe('settings of merged VirtualServers', () => {
  test.each([
    ['snat', 'snat', 'none', 'self'],
    ['waf', 'waf', '/Common/x', '/Common/y'],
    ['allowVlans', 'allowVlans', ['/Common/x'], ['/Common/y']],
    ['persistenceProfile', 'persistenceProfile', 'cookie', 'hash'],
    ['profiles.tcp', 'profiles', { tcp: { client: '/Common/x' } }, { tcp: { client: '/Common/y' } }],
  ])('%s: the last one counts, and the first one is told', async (field, key, x, y) => {
    const { rules, messages } = await merged({ [key]: x }, { [key]: y });
    expect(rules).toEqual(['merged-setting-lost']);
    expect(messages[0]).toMatch(new RegExp(`^VirtualServer shop/a: spec.${field} .* shop/b, .* comes last$`));
    expect((await merged({ [key]: x }, { [key]: x })).rules).toEqual([]);
  });

  test('serviceAddress: the first one counts', async () => {
    const { messages } = await merged(
      { serviceAddress: [{ arpEnabled: true }] },
      { serviceAddress: [{ arpEnabled: false }] },
    );
    expect(messages[0]).toMatch(/^VirtualServer shop\/b: spec.serviceAddress .* shop\/a, .* comes first$/);
  });

  test.each([
    ['httpMrfRoutingEnabled', { httpMrfRoutingEnabled: true }],
    ['virtualServerName', { virtualServerName: 'mine' }],
  ])('%s: the leader is asked alone', async (field, b) => {
    const { rules, messages } = await merged({}, b);
    expect(rules).toEqual(['merged-setting-lost']);
    expect(messages[0]).toContain(`spec.${field}`);
  });

  test('a port without a virtual server is told, and one that would have none is not', async () => {
    const port = { virtualServerHTTPPort: 8080 };
    expect((await merged(secure, { ...secure, ...port })).rules).toEqual(['merged-setting-lost']);
    expect((await merged({ ...secure }, { ...secure, httpTraffic: 'none', ...port })).rules).toEqual([]);
  });

  test('source ranges of one hold for those behind it', async () => {
    const { rules, shared } = await merged({ allowSourceRange: ['10.0.0.0/8'] }, {});
    expect(rules).toEqual(['source-range-of-other']);
    const [, second] = shared.crd_10_8_3_11_80_a_com_policy.rules;
    expect(second.conditions.at(-1)).toEqual({ type: 'tcp', address: { values: ['10.0.0.0/8'] } });
    expect((await merged({}, { allowSourceRange: ['10.0.0.0/8'] })).rules).toEqual([]);
  });

  test('source ranges hold for all where the TLS iRule asks for them (§6.2, §12.4)', async () => {
    const range = { allowSourceRange: ['10.0.0.0/8'] };
    const { messages, shared } = await merged(secure, { ...secure, ...range });
    expect(shared).toHaveProperty('crd_10_8_3_11_443_allowSourceRange');
    expect(messages).toEqual([
      'VirtualServer shop/a takes only clients of the allowSourceRange of VirtualServer shop/b, which is merged with it and has the same TLS iRule',
    ]);
    // Without TLS of its own no data group is made for it.
    const plain = await merged(secure, range);
    expect(plain.shared).not.toHaveProperty('crd_10_8_3_11_443_allowSourceRange');
    expect(plain.rules).not.toContain('source-range-of-other');
  });

  test('source ranges of each hold for its own rules, so that none is lost (§5.1, §6.2)', async () => {
    const { rules, shared } = await merged(
      { ...secure, allowSourceRange: ['10.0.0.0/8'] },
      { ...secure, allowSourceRange: ['10.1.0.0/16'] },
    );
    expect(rules).toEqual([]);
    const ranges = shared.crd_10_8_3_11_443_a_com_policy.rules.map(
      ({ conditions }: { conditions: readonly { address?: { values: readonly string[] } }[] }) =>
        conditions.at(-1)?.address?.values,
    );
    expect(ranges).toEqual([['10.0.0.0/8'], ['10.1.0.0/16']]);
    const keys = shared.crd_10_8_3_11_443_allowSourceRange.records.map(({ key }: { key: string }) => key);
    expect(keys).toEqual(['10.0.0.0/8', '10.1.0.0/16']);
  });

  test('HTTP/2 counts where the one that leads has TLS', async () => {
    const http2 = { profiles: { http2: { client: '/Common/http2' } } };
    const { rules, shared } = await merged(secure, http2);
    expect(rules).not.toContain('custom-resource-field-ignored');
    expect(shared.crd_10_8_3_11_443.profileHTTP2).toEqual({ bigip: '/Common/http2' });
    expect((await merged({}, http2)).rules).toEqual(['custom-resource-field-ignored']);
  });

  test('a WAF of one takes the place of those of pools', async () => {
    const pools = (path: string) => ({ pools: [{ path, service: 'cafe', servicePort: 80, waf: '/Common/pool' }] });
    const { rules, messages } = await merged({ waf: '/Common/all' }, pools('/b'));
    expect(rules).toEqual(['custom-resource-field-ignored']);
    expect(messages[0]).toContain('VirtualServer shop/b: spec.pools.0.waf');
    expect((await merged({}, pools('/b'))).rules).toEqual(['waf-drops-the-rest']);
  });

  test('one port for both virtual servers is told of the leader, whose ports they are', async () => {
    const port = { virtualServerHTTPPort: 443 };
    const { messages } = await merged({ ...secure, ...port }, { ...secure, ...port });
    expect(messages.filter(text => text.includes('HTTPPort'))).toHaveLength(1);
    expect(messages.join()).toContain('VirtualServer shop/a: spec.virtualServerHTTPPort');
  });
});

describe('a VirtualServer with passthrough', () => {
  const passthrough = customResourceText('TLSProfile', 'pass', {
    hosts: ['a.com'],
    tls: { termination: 'passthrough' },
  });
  const spec = { host: 'a.com', virtualServerAddress: '10.8.3.11', tlsProfileName: 'pass' };
  const pool = (path: string, more: object = {}) => ({ path, service: 'cafe', servicePort: 80, ...more });

  test.each([
    ['one pool', { pools: [pool('/')] }, []],
    ['two pools', { pools: [pool('/a'), pool('/b')] }, ['passthrough-one-pool']],
    ['a rewrite', { pools: [pool('/a', { rewrite: '/' })] }, ['custom-resource-field-ignored']],
    ['an app root', { pools: [pool('/')], rewriteAppRoot: '/a' }, ['custom-resource-field-ignored']],
  ])('and %s', async (_, more, rules) => {
    const virtualServer = customResourceText('VirtualServer', 'a', { ...spec, ...more });
    expect((await renderCustom({ east: [virtualServer, passthrough, serviceText('cafe')] })).rules).toEqual(rules);
  });
});
