import { describe, expect, test } from 'vitest';
import { customResourceText, serviceText } from '../manifests.ts';
import { type CustomWorkspace, renderCustom } from './render-custom.ts';

const pool = { service: 'cafe', servicePort: 80 };
const address = { virtualServerAddress: '10.8.3.11' };
const several = (mode: string): Partial<CustomWorkspace> => ({
  args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
  others: { west: [] },
  spec: `mode: ${mode}\nexternalClustersConfig: [{clusterName: west, secret: default/west}]`,
});
const secret = (name: string, data: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, stringData: data });
const secrets = [secret('no-key', { 'tls.crt': 'crt' }), secret('no-crt', { 'tls.key': 'key' })];

/** Each with what is wrong in a resource, where it stands, and what is said. */
type Case = readonly [spec: object, path: string, problem: string, more?: Partial<CustomWorkspace>];

async function rejection(kind: string, spec: object, { east = [], ...more }: Partial<CustomWorkspace> = {}) {
  const resource = customResourceText(kind, 'a', spec);
  const { told, accepted, view, shared } = await renderCustom({
    east: [resource, serviceText('cafe'), ...secrets, ...east],
    ...more,
  });
  return { told: told('resource-rejected'), accepted, shared, message: view.statuses[0]?.message };
}

function rejects(kind: string, plain: object, cases: readonly Case[]): void {
  for (const [spec, path, problem, more] of cases) {
    test(`${kind} ${JSON.stringify(spec)}: ${problem}`, async () => {
      const { told, accepted, shared, message } = await rejection(kind, { ...plain, ...spec }, more);
      expect(told).toEqual([`${kind} a ${path}: ${kind} shop/a is rejected: ${problem}`]);
      expect(accepted).toEqual({ [`${kind} a`]: false });
      expect(shared).toEqual({});
      // As the controller writes it to the status.
      expect(message).not.toBe('');
    });
  }
}

const ipam = { args: ['--ipam=true'] };
const without = { virtualServerAddress: undefined };
const addressCases: readonly Case[] = [
  [{ partition: 'Common' }, 'spec.partition', 'partition must not be Common'],
  [without, 'spec', 'it has no virtualServerAddress'],
  [
    { ...without, ipamLabel: 'prod' },
    'spec.ipamLabel',
    'it has an ipamLabel and no virtualServerAddress, and the controller runs without --ipam',
  ],
  [without, 'spec', 'it has neither virtualServerAddress nor ipamLabel', ipam],
];
const noClusters = 'a pool has multiClusterServices, and the controller runs without --multi-cluster-mode';
const poolCases = (path: string, put: (pool: object) => object): readonly Case[] => [
  [put({ servicePort: 80 }), path, 'a pool has no service'],
  [put({ service: 'cafe' }), `${path}.servicePort`, 'a pool has no servicePort'],
  [put({ service: 'cafe', servicePort: '' }), `${path}.servicePort`, 'a pool has no servicePort'],
  [put({ ...pool, multiClusterServices: [] }), `${path}.multiClusterServices`, noClusters],
  [put(pool), path, 'in mode default a pool needs multiClusterServices', several('default')],
];
const policyCases: readonly Case[] = [
  [{ policyName: 'polcy' }, 'spec.policyName', 'there is no Policy shop/polcy'],
  [
    { policyName: 'polcy' },
    'spec.policyName',
    'there is no Policy shop/polcy (did you mean "policy"?)',
    {
      east: [customResourceText('Policy', 'policy', {}), customResourceText('Policy', 'polc', {}, { namespace: 'b' })],
    },
  ],
  [
    { policyName: 'policy' },
    'spec.policyName',
    'Policy shop/policy lacks the label that the controller looks for (f5cr: "true" by default)',
    { east: [customResourceText('Policy', 'policy', {}, { labels: {} })] },
  ],
];

describe('specification 02 §1.2', () => {
  rejects('VirtualServer', { host: 'a.com', ...address, pools: [pool] }, [
    ...addressCases,
    ...poolCases('spec.pools.1', second => ({ pools: [pool, second] })).slice(0, 4),
    [{}, 'spec.pools.0', 'in mode default a pool needs multiClusterServices', several('default')],
    ...policyCases,
    [
      { partition: 'banks' },
      'spec.partition',
      'partition "banks" is in --denied-partitions',
      { args: ['--denied-partitions=banks'] },
    ],
    [
      { partition: 'banks' },
      'spec.partition',
      'partition "banks" is not in --allowed-partitions (did you mean "bank"?)',
      { args: ['--allowed-partitions=bank'] },
    ],
    [
      { partition: 'other' },
      'spec.partition',
      'partition "other" is not in --allowed-partitions',
      { args: ['--allowed-partitions=bank'] },
    ],
    [{ httpTraffic: 'none' }, 'spec.httpTraffic', 'httpTraffic is set without tlsProfileName'],
    [{ host: '', hostAliases: ['b.com'] }, 'spec.hostAliases', 'hostAliases is set without host'],
  ]);

  test.each([
    ['no partition where some are denied', {}, ['--denied-partitions=banks']],
    ['no partition where some are allowed', {}, ['--allowed-partitions=banks']],
    ['the default partition', { partition: 'shops' }, ['--allowed-partitions=banks']],
    ['a partition that is allowed', { partition: 'banks' }, ['--allowed-partitions=banks']],
    ['a partition that is not denied', { partition: 'banks' }, ['--denied-partitions=other']],
    ['denied partitions disable allowed ones', { partition: 'c' }, ['--denied-partitions=b', '--allowed-partitions=a']],
  ])('a VirtualServer may have %s', async (_, spec, args) => {
    const plain = { host: 'a.com', ...address, pools: [pool] };
    const { accepted } = await rejection('VirtualServer', { ...plain, ...spec }, { args });
    expect(accepted).toEqual({ 'VirtualServer a': true });
  });
});

const transportServer = { ...address, virtualServerPort: 5432, mode: 'standard', pool };

describe('specification 02 §1.3, §6.4', () => {
  rejects('TransportServer', transportServer, [
    ...addressCases,
    ...poolCases('spec.pool', other => ({ pool: other })),
    ...policyCases,
    [
      { tls: { clientSSLs: ['/Common/c'], reference: 'hybrid' } },
      'spec.tls.reference',
      'tls.reference "hybrid" is neither bigip nor secret',
    ],
    [{ tls: { clientSSLs: ['none'], reference: 'secret' } }, 'spec.tls.clientSSLs.0', 'there is no Secret shop/none'],
    [
      { tls: { clientSSLs: ['no-key'], reference: 'secret' } },
      'spec.tls.clientSSLs.0',
      'Secret shop/no-key has no tls.key',
    ],
    [
      { tls: { serverSSLs: ['no-crt'], reference: 'secret' } },
      'spec.tls.serverSSLs.0',
      'Secret shop/no-crt has no tls.crt',
    ],
  ]);
});

const link = { ...address, selector: { matchLabels: { app: 'nginx' } } };
const entry = (clusterName: string) => ({ clusterName, service: 'nginx', namespace: 'shop' });

describe('specification 02 §1.4, §17.2', () => {
  rejects('IngressLink', link, [
    ...addressCases,
    [{ selector: undefined }, 'spec', 'it has no selector'],
    [{}, 'spec.selector', 'no Service in namespace shop has the labels of its selector'],
    [{}, 'spec', 'the controller takes no IngressLink in mode ratio', several('ratio')],
    [{}, 'spec', 'in mode default it needs multiClusterServices', several('default')],
    [
      { multiClusterServices: [entry('west'), entry('east')] },
      'spec.multiClusterServices.0.clusterName',
      'its first entry must be in the local cluster, east',
      several('default'),
    ],
    [
      { multiClusterServices: [entry('east')] },
      'spec.multiClusterServices.0.service',
      'there is no Service shop/nginx',
      several('default'),
    ],
  ]);
});

describe('one address in two partitions', () => {
  const nginx = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx', namespace: 'shop', labels: { app: 'nginx' } },
    spec: { ports: [{ port: 80 }] },
  });
  const elsewhere = nginx.replaceAll('"shop"', '"bank"');
  const other = (kind: string, namespace: string, spec: object): string =>
    customResourceText(kind, 'b', { ...(kind === 'IngressLink' ? link : transportServer), ...spec }, { namespace });

  describe.each([
    ['TransportServer', 'hostGroup', { ...transportServer, virtualServerPort: 1 }],
    ['IngressLink', 'host', link],
  ])('%s', (kind, group, plain) => {
    const render = (own: object, there: object, namespace = 'shop') =>
      renderCustom({
        east: [
          customResourceText(kind, 'a', { ...plain, ...own }),
          other(kind, namespace, there),
          serviceText('cafe'),
          serviceText('cafe', { namespace: 'bank' }),
          nginx,
          elsewhere,
        ],
      });

    test('rejects both in one namespace', async () => {
      const { accepted, told } = await render({}, { partition: 'other' });
      expect(accepted).toEqual({ [`${kind} a`]: false, [`${kind} b`]: false });
      expect(told('resource-rejected')).toEqual([
        `${kind} a spec.virtualServerAddress: ${kind} shop/a is rejected: ${kind} shop/b has address 10.8.3.11 too, in another partition`,
        `${kind} b spec.virtualServerAddress: ${kind} shop/b is rejected: ${kind} shop/a has address 10.8.3.11 too, in another partition`,
      ]);
    });

    test(`does not where another namespace has it, unless ${group} is set`, async () => {
      const apart = await render({}, { partition: 'other' }, 'bank');
      expect(apart.accepted).toEqual({ [`${kind} a`]: true, [`${kind} b`]: true });
      const { accepted } = await render({ [group]: 'a.com' }, { partition: 'other' }, 'bank');
      expect(accepted).toEqual({ [`${kind} a`]: false, [`${kind} b`]: true });
    });

    test('does not where the partition is the same, or the address is another', async () => {
      const same = await render({ partition: 'other' }, { partition: 'other' });
      expect(same.accepted).toEqual({ [`${kind} a`]: true, [`${kind} b`]: true });
      // Without one it is the controller's own (§2.1).
      const named = await render({}, { partition: 'shops' });
      expect(named.accepted).toEqual({ [`${kind} a`]: true, [`${kind} b`]: true });
      const { accepted } = await render({}, { partition: 'other', virtualServerAddress: '10.8.3.12' });
      expect(accepted).toEqual({ [`${kind} a`]: true, [`${kind} b`]: true });
    });

    test('needs an address: without one, IPAM gives them', async () => {
      const { rules } = await renderCustom({
        east: [
          customResourceText(kind, 'a', { ...plain, ...without, ipamLabel: 'prod' }),
          other(kind, 'shop', { ...without, ipamLabel: 'prod', partition: 'other' }),
          nginx,
        ],
        ...ipam,
      });
      expect(rules).not.toContain('resource-rejected');
    });
  });
});

describe('a Service of type LoadBalancer (specification 02 §8.3)', () => {
  const render = (annotations: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    renderCustom({
      east: [
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: {
            name: 'lb',
            namespace: 'shop',
            annotations: Object.fromEntries(
              Object.entries(annotations).map(([key, value]) => [`cis.f5.com/${key}`, value]),
            ),
          },
          spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
        }),
      ],
      args,
    });

  test.each([
    [
      { ip: '10.8.3.11', partition: 'Common' },
      'metadata.annotations.cis.f5.com/partition',
      'partition must not be Common',
    ],
    [
      { ipamLabel: 'prod' },
      'metadata.annotations.cis.f5.com/ipamLabel',
      'it has an ipamLabel and no virtualServerAddress, and the controller runs without --ipam',
    ],
  ])('%j is rejected', async (annotations, path, problem) => {
    const { told, accepted, view } = await render(annotations);
    expect(told('resource-rejected')).toEqual([`Service lb ${path}: Service shop/lb is rejected: ${problem}`]);
    expect(accepted).toEqual({ 'Service lb': false });
    expect(view.outcome).toBe('posts-nothing');
  });

  test('waits for IPAM', async () => {
    const { told, view } = await render({ ipamLabel: 'prod' }, ipam.args);
    expect(view.outcome).toBe('posts-nothing');
    expect(view.statuses).toEqual([]);
    expect(told('ipam-address-missing')[0]).toMatch(/^Service lb metadata\.annotations\.cis\.f5\.com\/ipamLabel: /);
  });
});
