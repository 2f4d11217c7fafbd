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
    ['partitions differ', { partition: 'one' }, { partition: 'two' }],
    ['one is in a host group', {}, { hostGroup: 'group' }],
    ['the addresses of one host differ', {}, { virtualServerAddress: '10.8.3.12' }],
    ['additional addresses differ', {}, { additionalVirtualServerAddresses: ['10.8.3.13'] }],
    [
      'names of a host group differ',
      { hostGroup: 'g', hostGroupVirtualServerName: 'x' },
      { hostGroup: 'g', hostGroupVirtualServerName: 'y' },
    ],
    [
      'addresses of a host group differ',
      { hostGroup: 'g', host: 'a.com' },
      { hostGroup: 'g', host: 'b.com', virtualServerAddress: '10.8.3.12' },
    ],
  ])('are both rejected where %s', async (_, a, b) => {
    const { accepted, rules, view } = await pair(a, b);
    expect(accepted).toEqual({ 'VirtualServer a': false, 'VirtualServer b': false });
    expect(rules).toContain('resource-rejected');
    // The controller looks for their virtual servers to delete, and so posts the partitions empty.
    expect(rules).toContain('tenant-emptied');
    expect(view.outcome).toBe('posts');
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

  test('name one Policy at most', async () => {
    const { accepted } = await pair({ policyName: 'one' }, { policyName: 'two' });
    expect(accepted).toEqual({ 'VirtualServer a': false, 'VirtualServer b': false });
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
