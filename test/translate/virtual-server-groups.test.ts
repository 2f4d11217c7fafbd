import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { type RenderedCustom, renderCustom } from './render-custom.ts';

const pool = (path: string) => ({ path, service: 'cafe', servicePort: 80 });
const edge = (name: string, hosts: readonly string[] = ['*.com']): string =>
  customResourceText('TLSProfile', name, {
    hosts,
    tls: { termination: 'edge', reference: 'bigip', clientSSL: '/Common/clientssl' },
  });
const passthrough = customResourceText('TLSProfile', 'pass', { hosts: ['*.com'], tls: { termination: 'passthrough' } });

/** Two VirtualServers, a and b, with what differs from a plain one. */
async function pair(a: object, b: object, more: readonly string[] = [], args: readonly string[] = []) {
  const plain = { host: 'a.com', virtualServerAddress: '10.8.3.11' };
  return renderCustom({
    east: [
      customResourceText('VirtualServer', 'a', { ...plain, pools: [pool('/a')], ...a }),
      customResourceText('VirtualServer', 'b', { ...plain, pools: [pool('/b')], ...b }),
      serviceText('cafe'),
      ...more,
    ],
    args,
  });
}

const rulesOf = ({ shared }: RenderedCustom, policy: string): number => shared[policy]?.rules.length ?? 0;

describe('two VirtualServers', () => {
  test('of one host and address are one virtual server', async () => {
    const rendered = await pair({}, {});
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_a_com_policy')).toBe(2);
    expect(rendered.accepted).toEqual({ 'VirtualServer a': true, 'VirtualServer b': true });
    expect(rendered.rules).toEqual([]);
  });

  test.each([
    ['partitions differ', { partition: 'one' }, { partition: 'two' }, 'partition'],
    ['one is in a host group', {}, { hostGroup: 'group' }, 'hostGroup'],
    ['the addresses of one host differ', {}, { virtualServerAddress: '10.8.3.12' }, 'virtualServerAddress'],
    [
      'additional addresses differ',
      {},
      { additionalVirtualServerAddresses: ['10.8.3.13'] },
      'additionalVirtualServerAddresses',
    ],
    [
      'names of a host group differ',
      { hostGroup: 'g', hostGroupVirtualServerName: 'x' },
      { hostGroup: 'g', hostGroupVirtualServerName: 'y' },
      'hostGroupVirtualServerName',
    ],
    [
      'addresses of a host group differ',
      { hostGroup: 'g', host: 'a.com' },
      { hostGroup: 'g', host: 'b.com', virtualServerAddress: '10.8.3.12' },
      'virtualServerAddress',
    ],
    [
      'labels of a host group differ',
      { hostGroup: 'g', ipamLabel: 'x' },
      { hostGroup: 'g', ipamLabel: 'y' },
      'ipamLabel',
    ],
  ])('are both rejected where %s', async (_, a, b, key) => {
    const { accepted, rules, view, told } = await pair(a, b);
    expect(accepted).toEqual({ 'VirtualServer a': false, 'VirtualServer b': false });
    const [one, other] = told('resource-rejected');
    expect(one).toMatch(new RegExp(`^VirtualServer a spec.${key}: .*VirtualServer shop/b`));
    expect(other).toMatch(new RegExp(`^VirtualServer b spec.${key}: .*VirtualServer shop/a`));
    // The controller looks for their virtual servers to delete, and so posts the partitions empty.
    expect(rules).toContain('tenant-emptied');
    expect(view.outcome).toBe('posts');
  });

  test.each([
    ['words for the default partition (§2.1)', {}, { partition: 'shops' }, []],
    ['labels, where IPAM is off', { ipamLabel: 'x' }, { ipamLabel: 'y' }, []],
    [
      'a label in one of them alone, in a host group',
      { hostGroup: 'g', ipamLabel: 'x' },
      { hostGroup: 'g' },
      ['--ipam=true'],
    ],
    [
      'an address in one of them alone, in a host group',
      { hostGroup: 'g' },
      { hostGroup: 'g', virtualServerAddress: undefined },
      [],
    ],
    [
      'partitions without an address',
      { hostGroup: 'g' },
      { hostGroup: 'g', virtualServerAddress: undefined, partition: 'x' },
      [],
    ],
  ])('are merged with different %s', async (_, a, b, args) => {
    const { shared, rules } = await pair(a, b, [], args);
    expect(Object.values(shared).find(object => object.class === 'Endpoint_Policy').rules).toHaveLength(2);
    expect(rules).not.toContain('resource-rejected');
  });

  test('of a host with different labels are both rejected where IPAM is on (§4.2, row 8)', async () => {
    const none = { virtualServerAddress: undefined };
    const { told } = await pair({ ...none, ipamLabel: 'x' }, { ...none, ipamLabel: 'y' }, [], ['--ipam=true']);
    expect(told('resource-rejected')).toEqual([
      'VirtualServer a spec.ipamLabel: VirtualServer shop/a is rejected: VirtualServer shop/b has another ipamLabel',
      'VirtualServer b spec.ipamLabel: VirtualServer shop/b is rejected: VirtualServer shop/a has another ipamLabel',
    ]);
  });

  test('of which one has no host, no address and no label end a host group where IPAM is on (§4.2, row 8)', async () => {
    const b = { hostGroup: 'g', host: undefined, virtualServerAddress: undefined };
    const { told, accepted } = await pair({ hostGroup: 'g' }, b, [], ['--ipam=true']);
    expect(accepted).toEqual({ 'VirtualServer a': false, 'VirtualServer b': false });
    expect(told('resource-rejected')[0]).toBe(
      'VirtualServer a spec.hostGroup: VirtualServer shop/a is rejected: VirtualServer shop/b of the same host group has no host, no address and no ipamLabel',
    );
  });

  test('of a host group have the one address that is given, also where the leader has but a label (§4.2)', async () => {
    const a = { hostGroup: 'g', virtualServerAddress: undefined, ipamLabel: 'x' };
    const { shared } = await pair(a, { hostGroup: 'g', host: 'b.com' }, [], ['--ipam=true']);
    expect(shared.crd_10_8_3_11_80_g_policy.rules).toHaveLength(2);
  });

  test('of a host group are called by its name for them, and by no other (§2.1)', async () => {
    const spec = { hostGroup: 'g', hostGroupVirtualServerName: 'many', virtualServerName: 'one' };
    const { shared } = await pair(spec, { ...spec, host: 'b.com' });
    expect(shared).toHaveProperty('many_80');
    expect((await pair({ virtualServerName: 'one', hostGroupVirtualServerName: 'many' }, {})).shared).toHaveProperty(
      'one_80',
    );
  });

  test('without host do not meet where additional addresses differ (§4.2, row 7)', async () => {
    const { rules } = await pair({ host: '' }, { host: '', additionalVirtualServerAddresses: ['10.8.3.13'] });
    expect(rules).toEqual(['virtual-server-replaced']);
  });

  test('with default pools that differ do not meet (§4.2, row 11)', async () => {
    const defaultPool = { reference: 'bigip', name: '/Common/p' };
    expect((await pair({ defaultPool }, { defaultPool })).rules).toEqual([]);
    expect((await pair({ defaultPool }, {})).rules).toEqual(['virtual-server-replaced']);
  });

  test('of which one has a path twice: it is rejected, and goes into no group (§4.2, row 12)', async () => {
    const twice = await pair({ host: 'b.com', pools: [pool('/x'), pool('/x')] }, { virtualServerAddress: '10.8.3.12' });
    expect(twice.accepted).toEqual({ 'VirtualServer a': false, 'VirtualServer b': true });
    expect(twice.told('resource-rejected')).toEqual([
      'VirtualServer a spec.pools.1.path: VirtualServer shop/a is rejected: path "/x" stands in two of its pools',
    ]);
    const { accepted } = await pair({ pools: [pool(''), pool('/')] }, {});
    expect(accepted).toEqual({ 'VirtualServer a': true, 'VirtualServer b': true });
  });

  /** §4.5: whether they have a port in common. */
  describe.each([
    ['the same ports', {}, {}, true],
    ['no port', {}, { virtualServerHTTPPort: 8080, virtualServerHTTPSPort: 8443 }, false],
    [
      'no port, both with TLS',
      'allow',
      ['allow', { virtualServerHTTPPort: 8080, virtualServerHTTPSPort: 8443 }],
      false,
    ],
    ['HTTPS alone, both with TLS', 'none', ['none', { virtualServerHTTPPort: 8080 }], true],
    ['HTTPS alone, one with TLS', 'none', { virtualServerHTTPPort: 8080 }, false],
    ['HTTPS alone, none with TLS', {}, { virtualServerHTTPPort: 8080 }, false],
    ['HTTP alone, none with TLS', {}, { virtualServerHTTPSPort: 8443 }, true],
    ['HTTP alone, allow and redirect', 'allow', ['redirect', { virtualServerHTTPSPort: 8443 }], true],
    ['HTTP alone, allow and none', 'allow', ['none', { virtualServerHTTPSPort: 8443 }], false],
    ['HTTP alone, unset and allow', '', ['allow', { virtualServerHTTPSPort: 8443 }], false],
    ['HTTP alone, TLS with allow', {}, ['allow', { virtualServerHTTPSPort: 8443 }], true],
    ['HTTP alone, TLS with none', {}, ['none', { virtualServerHTTPSPort: 8443 }], false],
    ['HTTP alone, TLS with none before', 'none', { virtualServerHTTPSPort: 8443 }, false],
  ] as const)('with %s in common', (_, a, b, expected) => {
    const tls = (httpTraffic: string): object => ({
      tlsProfileName: 'edge',
      ...(httpTraffic !== '' && { httpTraffic }),
    });
    const specOf = (given: typeof a | typeof b): object =>
      typeof given === 'string' ? tls(given) : Array.isArray(given) ? { ...tls(given[0]), ...given[1] } : given;

    test(expected ? 'are merged' : 'are not', async () => {
      const { shared } = await pair(specOf(a), specOf(b), [edge('edge')]);
      const merged = Object.values(shared).some(
        ({ class: kind, rules }) => kind === 'Endpoint_Policy' && rules.length === 2,
      );
      expect(merged).toBe(expected);
    });
  });

  test('of different hosts on one address: the last one wins', async () => {
    const rendered = await pair({}, { host: 'b.com' });
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_a_com_policy')).toBe(0);
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_b_com_policy')).toBe(1);
    expect(rendered.rules).toEqual(['virtual-server-replaced']);
  });

  test('of a host group share their rules, and an address that one of them has', async () => {
    const rendered = await pair({ hostGroup: 'g' }, { hostGroup: 'g', host: 'b.com' });
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_g_policy')).toBe(2);
    expect(rendered.rules).toEqual([]);
  });

  test('of different hosts and terminations are one virtual server for HTTPS', async () => {
    const rendered = await pair({ tlsProfileName: 'edge' }, { host: 'b.com', tlsProfileName: 'pass' }, [
      edge('edge'),
      passthrough,
    ]);
    expect(Object.keys(rendered.shared)).toEqual(
      expect.arrayContaining([
        'crd_10_8_3_11_443_ssl_edge_servername_dg',
        'crd_10_8_3_11_443_ssl_passthrough_servername_dg',
      ]),
    );
    // Nobody handles plain HTTP.
    expect(rendered.shared).not.toHaveProperty('crd_10_8_3_11_80');
  });

  test('a TLSProfile without the label is not known', async () => {
    const hidden = customResourceText('TLSProfile', 'pass', { tls: { termination: 'passthrough' } }, { labels: {} });
    const { accepted } = await pair({ tlsProfileName: 'edge' }, { host: 'b.com', tlsProfileName: 'pass' }, [
      edge('edge'),
      hidden,
    ]);
    expect(accepted).toEqual({ 'VirtualServer a': true, 'VirtualServer b': false });
  });

  test('a path that is taken leaves the whole VirtualServer out', async () => {
    const rendered = await pair({}, { pools: [pool('/b'), pool('/a')] });
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_a_com_policy')).toBe(1);
    expect(rendered.rules).toEqual(['virtual-server-path-taken']);
    expect(rendered.accepted).toEqual({ 'VirtualServer a': true, 'VirtualServer b': false });
  });

  test('a leader without TLS hides HTTPS', async () => {
    const rendered = await pair({}, { tlsProfileName: 'edge', httpTraffic: 'allow' }, [edge('edge')]);
    expect(rendered.shared).not.toHaveProperty('crd_10_8_3_11_443');
    expect(rendered.rules).toEqual(['https-virtual-server-missing']);
  });

  test('TLS without httpTraffic is served in clear text on a shared virtual server', async () => {
    const rendered = await pair({ tlsProfileName: 'edge', httpTraffic: 'allow' }, { tlsProfileName: 'edge' }, [
      edge('edge'),
    ]);
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_a_com_policy')).toBe(2);
    expect(rendered.rules).toEqual(['tls-routes-in-clear-text']);
  });

  test('a leader without TLS hides no HTTPS that another group has (§4.1, §4.5)', async () => {
    // a shares its port for HTTP with b, and c its port for HTTPS.
    const b = { tlsProfileName: 'edge', httpTraffic: 'allow', virtualServerHTTPSPort: 8443 };
    const c = customResourceText('VirtualServer', 'c', {
      ...{ host: 'a.com', virtualServerAddress: '10.8.3.11', pools: [pool('/c')] },
      ...{ tlsProfileName: 'edge', httpTraffic: 'none', virtualServerHTTPSPort: 8443 },
    });
    expect((await pair({}, b, [edge('edge')])).rules).toContain('https-virtual-server-missing');
    const rendered = await pair({}, b, [edge('edge'), c]);
    expect(rulesOf(rendered, 'crd_10_8_3_11_8443_a_com_policy')).toBe(2);
    expect(rendered.rules).not.toContain('https-virtual-server-missing');
  });

  test('passthrough without httpTraffic has no rules in clear text (§5.3)', async () => {
    const rendered = await pair({ tlsProfileName: 'edge', httpTraffic: 'allow' }, { tlsProfileName: 'pass' }, [
      edge('edge'),
      passthrough,
    ]);
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_a_com_policy')).toBe(1);
    expect(rendered.rules).toEqual([]);
  });

  test('one without plain HTTP removes that of another host', async () => {
    const rendered = await pair({}, { host: 'b.com', tlsProfileName: 'edge' }, [edge('edge')]);
    expect(rendered.shared).not.toHaveProperty('crd_10_8_3_11_80');
    expect(rendered.rules).toEqual(['virtual-server-removed']);
  });

  test('a member is not checked as its leader is', async () => {
    const rendered = await pair({}, { httpTraffic: 'allow' });
    expect(rulesOf(rendered, 'crd_10_8_3_11_80_a_com_policy')).toBe(2);
    expect(rendered.rules).toEqual(['virtual-server-merged-unchecked']);
  });

  test('name one Policy at most (§1.2)', async () => {
    const policies = ['one', 'two'].map(name => customResourceText('Policy', name, {}));
    const { accepted, told } = await pair({ policyName: 'one' }, { policyName: 'two' }, policies);
    expect(accepted).toEqual({ 'VirtualServer a': false, 'VirtualServer b': false });
    const problem = 'policyName is two, and one in VirtualServer shop/a, with which it is merged';
    expect(told('resource-rejected')).toEqual([
      `VirtualServer b spec.policyName: VirtualServer shop/a is rejected: ${problem}`,
      `VirtualServer b spec.policyName: VirtualServer shop/b is rejected: ${problem}`,
    ]);
    expect((await pair({ policyName: 'one' }, { policyName: 'one' }, policies.slice(0, 1))).rules).toEqual([]);
  });

  test('have the Policy that one of them names, from the namespace of the first (§5)', async () => {
    const group = { host: 'a.com', hostGroup: 'g', virtualServerAddress: '10.8.3.11' };
    const render = (namespace: string) =>
      renderCustom({
        east: [
          customResourceText('VirtualServer', 'a', { ...group, pools: [pool('/a')] }),
          customResourceText(
            'VirtualServer',
            'b',
            { ...group, pools: [pool('/b')], policyName: 'p' },
            { namespace: 'zoo' },
          ),
          customResourceText('Policy', 'p', { snat: 'none' }, { namespace }),
          serviceText('cafe'),
          serviceText('cafe', { namespace: 'zoo' }),
        ],
      });
    expect((await render('shop')).shared.crd_10_8_3_11_80.snat).toBe('none');
    const { told } = await render('zoo');
    expect(told('resource-rejected')[0]).toBe(
      'VirtualServer b spec.policyName: VirtualServer shop/a is rejected: there is no Policy shop/p',
    );
  });

  test('with --namespace and a named local cluster a host group has no member', async () => {
    const spec = { host: 'a.com', hostGroup: 'g', virtualServerAddress: '10.8.3.11', pools: [pool('/')] };
    const { accepted, rules } = await renderCustom({
      east: [customResourceText('VirtualServer', 'a', spec), serviceText('cafe')],
      args: ['--namespace=shop', '--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: active-active',
    });
    expect(accepted).toEqual({ 'VirtualServer a': false });
    expect(rules).toEqual(['resource-rejected', 'tenant-emptied']);
  });
});

describe('a VirtualServer whose TLSProfile fails', () => {
  test('empties the default partition and deletes any other', async () => {
    const spec = { host: 'a.net', virtualServerAddress: '10.8.3.11', tlsProfileName: 'edge', pools: [pool('/')] };
    const render = (partition: object) =>
      renderCustom({
        east: [customResourceText('VirtualServer', 'a', { ...spec, ...partition }), edge('edge'), serviceText('cafe')],
      });
    const { declaration } = await render({});
    expect(declaration?.shops).toEqual({
      class: 'Tenant',
      defaultRouteDomain: 0,
      label: 'shops',
      Shared: { class: 'Application', template: 'shared' },
    });
    expect((await render({ partition: 'other' })).declaration?.other).toEqual({ class: 'Tenant' });
  });

  test('changes nothing where plain HTTP would be served too', async () => {
    const spec = {
      host: 'a.net',
      virtualServerAddress: '10.8.3.11',
      tlsProfileName: 'edge',
      httpTraffic: 'redirect',
      pools: [pool('/')],
    };
    const { view } = await renderCustom({
      east: [customResourceText('VirtualServer', 'a', spec), edge('edge'), serviceText('cafe')],
    });
    expect(view.outcome).toBe('posts-nothing');
  });
});

test.each([
  ['namespace', ['bank', 'z'], ['shop', 'a']],
  ['name', ['shop', 'a'], ['shop', 'z']],
] as const)('who leads is the first by %s, whatever the order of the documents (§17.11)', async (_, first, last) => {
  const member = ([namespace, name]: readonly [string, string], spec: object): string =>
    customResourceText(
      'VirtualServer',
      name,
      { host: 'a.com', hostGroup: 'g', virtualServerAddress: '10.8.3.11', pools: [pool(`/${name}`)], ...spec },
      { namespace },
    );
  for (const reversed of [false, true]) {
    // Only the leader's word counts.
    const documents = [member(first, { httpMrfRoutingEnabled: true }), member(last, { httpMrfRoutingEnabled: false })];
    const { shared } = await renderCustom({ east: reversed ? documents.reverse() : documents });
    expect(shared.crd_10_8_3_11_80.httpMrfRoutingEnabled).toBe(true);
  }
});

test('a controller of Routes renders no custom resource (01 §1)', async () => {
  const spec = { host: 'a.com', virtualServerAddress: '10.8.3.11', pools: [pool('/')] };
  const { view } = await renderCustom({
    east: [customResourceText('VirtualServer', 'a', spec), serviceText('cafe')],
    args: ['--controller-mode=openshift'],
  });
  expect(view.statuses).toEqual([]);
  expect(view.outcome).toBe('posts-nothing');
});
