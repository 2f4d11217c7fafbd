import { describe, expect, test } from 'vitest';
import { type Change, diffTenants, type Incomparable, type Tenants } from '../../src/diff/index.ts';
import type { As3Object } from '../../src/emit/as3.ts';
import { changeWords } from '../../src/report/change-words.ts';
import { certificates, key, otherKey } from '../translate/certificates.ts';
import { dataGroup, policy, pool, rule, service, shop } from './tenants.ts';

const words = (before: Tenants, after: Tenants): string[] => diffTenants(before, after).map(changeWords);
const nothing: Tenants = new Map();
const other = pool(['10.1.0.9']);

describe('a change is told of', () => {
  test.each<[string, Tenants, Tenants, string[]]>([
    [
      'a tenant that comes',
      nothing,
      shop({ web: pool(['10.1.0.1', '10.1.0.2']), shop_80: service() }),
      ['tenant shop added: 1 virtual server (shop_80 10.8.3.11:80), 1 pool with 2 members'],
    ],
    [
      'a tenant that goes',
      shop({ web: other }),
      nothing,
      ['tenant shop removed: 0 virtual servers, 1 pool with 1 member'],
    ],
    [
      'a tenant that AS3 is told to delete',
      shop({ web: other }),
      new Map([['shop', { class: 'Tenant' }]]),
      ['tenant shop removed: 0 virtual servers, 1 pool with 1 member'],
    ],
    ['a tenant', shop({}), shop({}, { defaultRouteDomain: 2 }), ['tenant shop: defaultRouteDomain 0 → 2']],
    [
      'a virtual server that comes',
      shop({}),
      shop({ shop_80: service() }),
      ['virtual server shop_80 added (10.8.3.11:80)'],
    ],
    [
      'a virtual server',
      shop({ shop_80: service() }),
      shop({
        shop_80: service({
          snat: 'none',
          profileTCP: { ingress: { bigip: '/Common/a' }, egress: { bigip: '/Common/b' } },
        }),
      }),
      ['virtual server shop_80: profileTCP normal → ingress /Common/a, egress /Common/b; snat auto → none'],
    ],
    [
      'a part of a property',
      shop({ shop_80: service({ profileTCP: { ingress: { bigip: '/Common/a' }, egress: { bigip: '/Common/b' } } }) }),
      shop({ shop_80: service({ profileTCP: { ingress: { bigip: '/Common/c' }, egress: { bigip: '/Common/b' } } }) }),
      ['virtual server shop_80: profileTCP.ingress.bigip /Common/a → /Common/c'],
    ],
    [
      'an item of a list',
      shop({ shop_80: service({ allowVlans: [{ bigip: '/Common/a' }] }) }),
      shop({ shop_80: service({ allowVlans: [{ bigip: '/Common/b' }, { bigip: '/Common/a' }] }) }),
      ['virtual server shop_80: allowVlans: /Common/b added'],
    ],
    [
      'iRules in another order',
      shop({ shop_80: service({ iRules: ['one', { bigip: '/Common/two' }] }) }),
      shop({ shop_80: service({ iRules: [{ bigip: '/Common/two' }, 'one'] }) }),
      ['virtual server shop_80: iRules one, /Common/two → /Common/two, one'],
    ],
    [
      'addresses in another order, which names the virtual servers on the BIG-IP',
      shop({ shop_80: service({ virtualAddresses: ['10.1.1.1', '10.1.1.2'] }) }),
      shop({ shop_80: service({ virtualAddresses: ['10.1.1.2', '10.1.1.1'] }) }),
      ['virtual server shop_80: virtualAddresses 10.1.1.1, 10.1.1.2 → 10.1.1.2, 10.1.1.1'],
    ],
    [
      'another class',
      shop({ shop_443: service() }),
      shop({ shop_443: service({ class: 'Service_HTTPS', redirect80: false }) }),
      ['virtual server shop_443: class Service_HTTP → Service_HTTPS; redirect80 false added'],
    ],
    ['a pool that comes', shop({}), shop({ web: other }), ['pool web added with 1 member']],
    [
      'a pool',
      shop({ web: pool([]) }),
      shop({ web: pool([], { loadBalancingMode: 'least-connections-member' }) }),
      ['pool web: loadBalancingMode round-robin → least-connections-member'],
    ],
    [
      'members',
      shop({ web: pool(['10.1.0.1', '2001:db8::1']) }),
      shop({ web: pool(['10.1.0.2', '2001:db8::1']) }),
      ['pool web: member 10.1.0.1:80 removed', 'pool web: member 10.1.0.2:80 added'],
    ],
    [
      'the state of a member',
      shop({ web: { class: 'Pool', members: [{ serverAddresses: ['2001:db8::1'], servicePort: 80 }] } }),
      shop({
        web: { class: 'Pool', members: [{ serverAddresses: ['2001:db8::1'], servicePort: 80, adminState: 'disable' }] },
      }),
      ['pool web: member [2001:db8::1]:80: adminState enable → disable'],
    ],
    [
      'records',
      shop({ rewrite_dg: dataGroup({ a: '1', b: '2' }) }),
      shop({ rewrite_dg: dataGroup({ b: '3', c: '4' }) }),
      ['data group rewrite_dg: a removed: 1', 'data group rewrite_dg: b: 2 → 3', 'data group rewrite_dg: c added: 4'],
    ],
    [
      'a data group that comes',
      shop({}),
      shop({ x_dg: dataGroup({ a: '1' }) }),
      ['data group x_dg added with 1 record'],
    ],
    [
      'shares',
      shop({
        shop_80_ab_deployment_dg: dataGroup({ 'a.example.com/x': 'one,0.667;two,1.000', 'b.example.com': 'one,1.000' }),
      }),
      shop({
        shop_80_ab_deployment_dg: dataGroup({ 'a.example.com/x': 'one,1.000;two,1.000', '.example.com': 'two,1.000' }),
      }),
      [
        '*.example.com added: two 100 %',
        'a.example.com/x: one 67 % → 100 %, two 33 % → 0 %',
        'b.example.com removed: one 100 %',
      ],
    ],
    [
      'a record that holds no shares',
      shop({ shop_80_ab_deployment_dg: dataGroup({ a: 'x,y' }) }),
      shop({ shop_80_ab_deployment_dg: dataGroup({ a: 'x,1.000' }) }),
      ['data group shop_80_ab_deployment_dg: a: x,y → x,1.000'],
    ],
    [
      'rules of a policy',
      shop({ p: policy(rule('one', 'a.example.com', 'web'), rule('two', 'b.example.com', 'web')) }),
      shop({ p: policy(rule('two', 'b.example.com', 'app'), rule('three', 'c.example.com', 'web')) }),
      [
        'policy p: rule one removed (a.example.com → pool web)',
        'policy p: rule three added (c.example.com → pool web)',
        'policy p: rule two (b.example.com): actions[0].select.pool web → app',
      ],
    ],
    [
      'rules in another order',
      shop({ p: policy(rule('one', 'a.example.com', 'web'), rule('two', 'b.example.com', 'web')) }),
      shop({ p: policy(rule('two', 'b.example.com', 'web'), rule('one', 'a.example.com', 'web')) }),
      ['policy p: order of rules one, two → two, one'],
    ],
    [
      'an iRule',
      shop({ r: { class: 'iRule', iRule: 'when X {\n  one\n}' } }),
      shop({ r: { class: 'iRule', iRule: 'when X {\n  two\n  three\n}' } }),
      ['iRule r: 2 lines added, 1 line removed'],
    ],
    [
      'lines of an iRule that change places',
      shop({ r: { class: 'iRule', iRule: 'a\nb' } }),
      shop({ r: { class: 'iRule', iRule: 'b\na' } }),
      ['iRule r: lines change places'],
    ],
    [
      'a TLS profile',
      shop({ t: { class: 'TLS_Server', certificates: [{ certificate: 'c' }] } }),
      shop({ t: { class: 'TLS_Server', certificates: [{ certificate: 'c' }], tls1_0Enabled: false } }),
      ['TLS profile for clients t: tls1_0Enabled true → false'],
    ],
    [
      'a monitor',
      shop({ m: { class: 'Monitor', monitorType: 'http', interval: 5 } }),
      shop({ m: { class: 'Monitor', monitorType: 'http', interval: 10 } }),
      ['monitor m: interval 5 → 10'],
    ],
    [
      'a service address',
      shop({ a: { class: 'Service_Address', virtualAddress: '10.1.1.1' } }),
      shop({ a: { class: 'Service_Address', virtualAddress: '10.1.1.1', icmpEcho: 'disable' } }),
      ['service address a: icmpEcho enable → disable'],
    ],
    ['an object of any class', shop({}), shop({ x: { class: 'Log_Publisher' } }), ['Log_Publisher x added']],
    [
      'an object that becomes another',
      shop({ x: other }),
      shop({ x: { class: 'iRule', iRule: '' } }),
      ['pool x removed with 1 member', 'iRule x added with 0 lines'],
    ],
    [
      'an object of another application',
      new Map([['shop', { class: 'Tenant', mine: { class: 'Application', web: other } }]]),
      new Map([['shop', { class: 'Tenant', mine: { class: 'Application', web: pool([]) } }]]),
      ['pool mine/web: member 10.1.0.9:80 removed'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(words(before, after)).toEqual(expected);
  });

  test('by tenant, virtual server, pool with its members, data group, and the rest, by name', () => {
    const before = new Map([...shop({ b: pool([]), a: pool(['10.1.0.1']) }), ['bank', shop({}).get('shop')!]]);
    const after = new Map([
      ...shop(
        {
          a: pool(['10.1.0.2'], { slowRampTime: 0 }),
          z_80: service(),
          a_dg: dataGroup({}),
          i: { class: 'iRule', iRule: 'x' },
        },
        { defaultRouteDomain: 1 },
      ),
      ['bank', shop({ web: other }).get('shop')!],
    ]);
    expect(diffTenants(before, after).map(change => `${change.tenant} ${change.kind}`)).toEqual([
      ...['bank pool', 'shop tenant', 'shop virtual-server', 'shop pool', 'shop member', 'shop member', 'shop pool'],
      ...['shop data-group', 'shop irule'],
    ]);
  });
});

describe('nothing is told of', () => {
  const twice = (one: As3Object, two: As3Object): [Tenants, Tenants] => [shop({ x: one }), shop({ x: two })];
  test.each<[string, [Tenants, Tenants]]>([
    ['a tenant to be deleted that is not there', [nothing, new Map([['shop', { class: 'Tenant' }]])]],
    [
      "AS3's bookkeeping",
      [shop({}), shop({}, { label: 'x', optimisticLockKey: 'y', controls: { class: 'Controls' }, enable: true })],
    ],
    ['defaults', twice(service(), service({ lastHop: 'default', mirroring: 'none', persistenceMethods: ['cookie'] }))],
    ['the default port', twice(service(), { class: 'Service_HTTP', virtualAddresses: ['10.8.3.11'] })],
    [
      'the order of keys',
      twice({ class: 'Pool', a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1, class: 'Pool' }),
    ],
    ['the order of members', twice(pool(['10.1.0.1', '10.1.0.2']), pool(['10.1.0.2', '10.1.0.1']))],
    [
      'members in groups',
      twice(pool(['10.1.0.1', '10.1.0.2']), {
        class: 'Pool',
        minimumMonitors: 'all',
        members: [{ servicePort: 80, serverAddresses: ['10.1.0.2', '10.1.0.1'], adminState: 'enable' }],
      }),
    ],
    ['the order of records', twice(dataGroup({ a: '1', b: '2' }), dataGroup({ b: '2', a: '1' }))],
    [
      'the order of VLANs',
      twice(
        service({ allowVlans: [{ bigip: '/a' }, { bigip: '/b' }] }),
        service({ allowVlans: [{ bigip: '/b' }, { bigip: '/a' }] }),
      ),
    ],
    [
      'references in another spelling',
      twice(
        service({ pool: { use: '/shop/Shared/web' }, policyEndpoint: '/shop/Shared/p', serverTLS: 't' }),
        service({ pool: 'web', policyEndpoint: { use: 'p' }, serverTLS: ['/shop/Shared/t'] }),
      ),
    ],
    [
      'a text in base64',
      twice(
        { class: 'iRule', iRule: 'when' },
        { class: 'iRule', iRule: { base64: Buffer.from('when').toString('base64') } },
      ),
    ],
    [
      'an empty chain',
      twice({ class: 'Certificate', certificate: 'x', chainCA: '' }, { class: 'Certificate', certificate: 'x' }),
    ],
    ['what is null', twice(service(), { ...service(), pool: null } as unknown as As3Object)],
  ])('%s', (_, [before, after]) => {
    expect(words(before, after)).toEqual([]);
    expect(words(after, before)).toEqual([]);
  });

  test('a pool of another tenant by its path is another', () => {
    const [one, two] = ['/shop/Shared/web', '/bank/Shared/web'].map(use => shop({ x: service({ pool: { use } }) }));
    expect(words(one!, two!)).toEqual(['virtual server x: pool web → /bank/Shared/web']);
  });
});

describe('what is secret', () => {
  const one: { certificate: string; key: string } = { certificate: certificates.common, key };
  const two: typeof one = { certificate: certificates.names, key: otherKey };
  const certificate = (pair: typeof one): As3Object => ({
    class: 'Certificate',
    certificate: pair.certificate,
    privateKey: pair.key,
  });

  test('of a certificate its fingerprint is told, of a key that it is another', () => {
    const changes = diffTenants(shop({ c: certificate(one) }), shop({ c: certificate(two) }));
    expect(changes).toMatchObject([
      {
        kind: 'certificate',
        gone: [{ subject: 'CN=a.com' }],
        come: [{ subject: 'CN=cn.com' }],
        privateKeyChanged: true,
      },
    ]);
    expect(changeWords(changes[0]!)).toMatch(
      /^certificate c: CN=a\.com until .+ \(sha256 [0-9a-f]{16}\) goes; CN=cn\.com until .+ comes; private key changed$/,
    );
    expect(JSON.stringify(changes)).not.toMatch(/BEGIN|PRIVATE/);
    const onlyKey = diffTenants(
      shop({ c: certificate(one) }),
      shop({ c: { ...certificate(one), privateKey: two.key } }),
    );
    expect(onlyKey.map(changeWords)).toEqual(['certificate c: private key changed']);
  });

  test('of a bundle the certificates that come and go', () => {
    const bundle = (...pairs: Array<typeof one>): As3Object => ({
      class: 'CA_Bundle',
      bundle: pairs.map(pair => pair.certificate).join('\n'),
    });
    const [change] = diffTenants(shop({ b: bundle(one) }), shop({ b: bundle(two, one) }));
    expect(change).toMatchObject({ gone: [], come: [{ subject: 'CN=cn.com' }], privateKeyChanged: false });
  });

  test('no text of an iRule, no key of any object is among the values', () => {
    const secret = 'do-not-show';
    const withSecret = (value: string): As3Object => ({
      class: 'Something',
      passphrase: value,
      nested: { privateKey: value, list: [`-----BEGIN RSA PRIVATE KEY-----${value}`] },
    });
    const changes = [
      ...diffTenants(shop({ x: withSecret('a') }), shop({ x: withSecret(secret) })),
      ...diffTenants(shop({ x: { class: 'Something' } }), shop({ x: withSecret(secret) })),
      ...diffTenants(shop({ r: { class: 'iRule', iRule: 'a' } }), shop({ r: { class: 'iRule', iRule: secret } })),
    ];
    expect(changes).toHaveLength(3);
    expect(JSON.stringify(changes)).not.toContain(secret);
  });

  test('what a BIG-IP has encrypted is said to be beyond comparison, and is no change', () => {
    const encrypted = (ciphertext: string): As3Object => ({
      class: 'Certificate',
      certificate: 'x',
      passphrase: { ciphertext, protected: 'e30' },
    });
    const told: Incomparable[] = [];
    const compare = (before: As3Object, after: As3Object): readonly Change[] =>
      diffTenants(shop({ c: before }), shop({ c: after }), { cannotCompare: where => told.push(where) });
    expect(compare(encrypted('a'), encrypted('b'))).toEqual([]);
    expect(told).toEqual([{ tenant: 'shop', object: 'c', property: 'passphrase' }]);
    expect(compare(encrypted('a'), encrypted('a'))).toEqual([]);
    expect(told).toHaveLength(1);
    expect(compare({ class: 'Certificate', certificate: 'x' }, encrypted('a'))).toHaveLength(1);
  });
});

test('a cluster is told where it is known', () => {
  const clusterOf = ({ member }: { readonly member: string }): string | undefined =>
    member === '10.1.0.2:80' ? 'cluster3' : undefined;
  const changes = diffTenants(shop({ web: pool(['10.1.0.1']) }), shop({ web: pool(['10.1.0.2']) }), { clusterOf });
  expect(changes.map(changeWords)).toEqual([
    'pool web: member 10.1.0.1:80 removed',
    'pool web: member 10.1.0.2:80 added (cluster3)',
  ]);
});

test('a list too long to be compared in depth is one change', () => {
  const list = (length: number): As3Object => ({
    class: 'Something',
    list: Array.from({ length }, (_, index) => ({ index })),
  });
  const changes = diffTenants(shop({ x: list(3_000) }), shop({ x: list(3_001) }));
  expect(changes).toMatchObject([{ properties: [{ property: 'list' }] }]);
  expect((changes[0] as { properties: readonly unknown[] }).properties).toHaveLength(1);
});

test('work grows with what there is', () => {
  /** How often an object's class is looked at when every pool changes. */
  const looks = (count: number): number => {
    let seen = 0;
    const side = (last: number): Tenants => {
      const pools = Array.from({ length: count }, (_, index) => {
        const object = pool([`10.1.${index % 250}.${last}`]);
        const { class: name, ...rest } = object;
        const counted = Object.defineProperty({ ...rest }, 'class', {
          enumerable: true,
          get: () => {
            seen++;
            return name;
          },
        });
        return [`pool_${index}`, counted as As3Object] as const;
      });
      return shop(Object.fromEntries(pools));
    };
    expect(diffTenants(side(1), side(2))).toHaveLength(2 * count);
    return seen;
  };
  const few = looks(100);
  expect(few).toBeGreaterThan(100);
  expect(looks(1_600)).toBeLessThan(few * 16.5);
});
