import { describe, expect, test } from 'vitest';
import { documents } from '../manifests.ts';
import { type Declaration, renderDirectory, valueAt } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { enrolledText, exportText, importText, policyText, servedText } from './manifests.ts';

interface Given {
  /** Manifests of cluster-2, whose controller publishes `httpbin/httpbin`. */
  readonly own: readonly string[];
  readonly others?: Readonly<Record<string, readonly string[]>>;
  readonly args?: readonly string[];
  /** Of the pool of the VirtualServer, beside its Service. */
  readonly pool?: object;
  readonly discovery?: readonly string[];
}

interface As3Pool {
  readonly members?: ReadonlyArray<{
    readonly serverAddresses: readonly string[];
    readonly servicePort: number;
    readonly priorityGroup?: number;
  }>;
  readonly minimumMembersActive?: number;
}

async function rendered({ own, others = {}, args = [], pool = {}, discovery = ['flomesh'] }: Given) {
  const names = Object.keys(others);
  const spec = {
    host: 'httpbin.example.com',
    virtualServerAddress: '10.8.5.1',
    pools: [{ path: '/', service: 'httpbin', servicePort: 8080, ...pool }],
  };
  const virtualServer = JSON.stringify({
    apiVersion: 'cis.f5.com/v1',
    kind: 'VirtualServer',
    metadata: { name: 'httpbin', namespace: 'httpbin', labels: { f5cr: 'true' } },
    spec,
  });
  const given = ['--controller-mode=customresource', '--pool-member-type=cluster', '--bigip-partition=httpbin'];
  const root = temporaryWorkspace({
    'render.yaml': JSON.stringify({
      discovery,
      clusters: [
        { name: 'cluster-2', manifests: 'clusters/cluster-2', cis: { args: [...given, ...args] } },
        ...names.map(name => ({ name, manifests: `clusters/${name}` })),
      ],
    }),
    'clusters/cluster-2/all.yaml': documents(virtualServer, ...own),
    ...Object.fromEntries(names.map(name => [`clusters/${name}/all.yaml`, documents(...others[name]!)])),
  });
  const { declaration, findings } = await renderDirectory(root, 'cluster-2');
  return { pools: poolsOf(declaration), rules: findings.map(({ rule }) => rule), findings };
}

/** `address:port` of each member, with its priority group where it has one, and the minimum at the end. */
function poolsOf(declaration: Declaration | undefined): Record<string, string[]> {
  const shared = (valueAt(declaration, 'declaration', 'httpbin', 'Shared') ??
    valueAt(declaration, 'httpbin', 'Shared') ??
    {}) as Record<string, As3Pool & { class?: string }>;
  const pools = Object.entries(shared).filter(([, object]) => object.class === 'Pool');
  return Object.fromEntries(
    pools.map(([name, { members = [], minimumMembersActive }]) => [
      name,
      [
        ...members.map(
          ({ serverAddresses: [address], servicePort, priorityGroup }) =>
            `${address}:${servicePort}${priorityGroup === undefined ? '' : ` ${priorityGroup}`}`,
        ),
        ...(minimumMembersActive === undefined ? [] : [`minimum ${minimumMembersActive}`]),
      ],
    ]),
  );
}

const members = async (given: Given): Promise<string[]> => Object.values((await rendered(given)).pools)[0] ?? [];
const served = (cluster: number): string => servedText('httpbin', `10.4${cluster}.0.10`);
const exported = (cluster: number): string =>
  exportText('httpbin', { portNumber: 8080, path: `/cluster-${cluster}/httpbin-mesh`, pathType: 'Prefix' });
const exporting = { 'cluster-1': [served(1), exported(1)], 'cluster-3': [served(3), exported(3)] };
const policy = (lbType?: string) => policyText('httpbin', lbType, 'cluster-1', 'cluster-3');
const imported = (path?: string) =>
  importText('httpbin', ['cluster-1', '192.168.1.110', 81, path], ['cluster-3', '192.168.1.110', 83, path]);

describe('a policy', () => {
  test.each<readonly [string | undefined, readonly string[]]>([
    ['Locality', ['10.42.0.10:8080']],
    [undefined, ['10.42.0.10:8080']],
    ['FailOver', ['10.42.0.10:8080 10', '10.41.0.10:8080 5', '10.43.0.10:8080 5', 'minimum 1']],
    ['ActiveActive', ['10.42.0.10:8080', '10.41.0.10:8080', '10.43.0.10:8080']],
    // A cluster would not take it.
    ['Failover', ['10.42.0.10:8080']],
  ])('of type %s', async (lbType, expected) => {
    expect((await members({ own: [served(2), policy(lbType)], others: exporting })).sort()).toEqual(
      [...expected].sort(),
    );
  });

  test('counts for nothing where render.yaml does not ask for it', async () => {
    expect(await members({ own: [served(2), policy('ActiveActive')], others: exporting, discovery: [] })).toEqual([
      '10.42.0.10:8080',
    ]);
  });

  test.each([
    ['of another namespace', policyText('other/httpbin', 'ActiveActive', 'cluster-1')],
    ['of another name', policyText('cart', 'ActiveActive', 'cluster-1')],
  ])('%s counts for nothing', async (_, other) => {
    expect(await members({ own: [served(2), other], others: exporting })).toEqual(['10.42.0.10:8080']);
  });

  test('of today’s group counts as one of the first', async () => {
    const today = (texts: readonly string[]) =>
      texts.map(text => text.replace('"flomesh.io/v1alpha1"', '"multicluster.flomesh.io/v1alpha1"'));
    const own = today([served(2), policy('FailOver'), imported()]);
    const others = { 'cluster-1': today(exporting['cluster-1']) };
    expect(await members({ own, others })).toEqual([
      '10.42.0.10:8080 10',
      '10.41.0.10:8080 5',
      '192.168.1.110:83 5',
      'minimum 1',
    ]);
  });

  test('of another cluster counts for nothing', async () => {
    const others = { ...exporting, 'cluster-1': [...exporting['cluster-1'], policy('ActiveActive')] };
    expect(await members({ own: [served(2)], others })).toEqual(['10.42.0.10:8080']);
  });

  test('goes to the targets where the own cluster has nothing', async () => {
    expect(await members({ own: [policy('FailOver')], others: exporting })).toEqual([
      '10.41.0.10:8080 5',
      '10.43.0.10:8080 5',
      'minimum 1',
    ]);
    expect(await members({ own: [policy('Locality')], others: exporting })).toEqual([]);
  });

  test('that names its own cluster has its members once', async () => {
    const both = policyText('httpbin', 'ActiveActive', 'cluster-2', 'cluster-1');
    expect((await members({ own: [served(2), exported(2), both], others: exporting })).sort()).toEqual([
      '10.41.0.10:8080',
      '10.42.0.10:8080',
    ]);
  });
});

describe('a target', () => {
  test('gives its gateway where the workspace does not have the cluster, or not its Service', async () => {
    const own = [served(2), policy('FailOver'), imported()];
    const gateways = ['10.42.0.10:8080 10', '192.168.1.110:81 5', '192.168.1.110:83 5', 'minimum 1'];
    expect(await members({ own })).toEqual(gateways);
    expect(await members({ own, others: { 'cluster-1': [], 'cluster-3': [] } })).toEqual(gateways);
    expect((await members({ own, others: { 'cluster-1': [served(1)] } })).sort()).toEqual(
      ['10.42.0.10:8080 10', '10.41.0.10:8080 5', '192.168.1.110:83 5', 'minimum 1'].sort(),
    );
  });

  test('gives no gateway that is no address and port', async () => {
    const gateways = importText(
      'httpbin',
      ['cluster-1', 'gateway.example.com', 81],
      ['cluster-3', '192.168.1.110', 70000],
    );
    const { pools, rules } = await rendered({ own: [served(2), policy('FailOver'), gateways] });
    expect(Object.values(pools)).toEqual([['10.42.0.10:8080 10', 'minimum 1']]);
    expect(rules).not.toContain('as3-invalid');
  });

  test('gives nothing for a port that the import does not have', async () => {
    const pool = { servicePort: 9090 };
    expect(await members({ own: [policy('ActiveActive'), imported()], pool })).toEqual([]);
  });

  test('gives nothing where it does not export the Service', async () => {
    const others = { ...exporting, 'cluster-3': [served(3)] };
    expect((await members({ own: [served(2), policy('ActiveActive')], others })).sort()).toEqual([
      '10.41.0.10:8080',
      '10.42.0.10:8080',
    ]);
  });

  test('gives its own where nobody tells who exports', async () => {
    const others = { 'cluster-1': [served(1)], 'cluster-3': [served(3)] };
    expect(await members({ own: [served(2), policy('ActiveActive')], others })).toHaveLength(3);
  });

  test('has to be enrolled under its whole key, where the workspace has Clusters', async () => {
    const enrolled = (spec: object) => ['cluster-1', 'cluster-3'].map(name => enrolledText(name, spec));
    const own = [served(2), policy('ActiveActive')];
    expect(await members({ own, others: { ...exporting, control: enrolled({}) } })).toHaveLength(3);
    expect(await members({ own, others: { ...exporting, control: enrolled({ region: 'eu' }) } })).toEqual([
      '10.42.0.10:8080',
    ]);
  });
});

describe('a gateway', () => {
  test('that has the Service under another path than requests have is told of', async () => {
    const own = (path: string) => [served(2), policy('FailOver'), imported(path)];
    const { findings } = await rendered({ own: own('/httpbin-mesh') });
    expect(findings.map(({ rule, message, position }) => [rule, message, position?.file])).toEqual(
      [81, 83].map(port => [
        'flomesh-gateway-path',
        `member 192.168.1.110:${port} is the gateway of ${port === 81 ? 'cluster-1' : 'cluster-3'}, which has Service httpbin/httpbin under /httpbin-mesh, and requests come with other paths`,
        'clusters/cluster-2/all.yaml',
      ]),
    );
    expect((await rendered({ own: own('/') })).rules).toEqual([]);
    expect((await rendered({ own: own('/httpbin-mesh'), pool: { path: '/httpbin-mesh/get' } })).rules).toEqual([]);
    expect((await rendered({ own: own('/httpbin'), pool: { path: '/httpbin-mesh' } })).rules).toHaveLength(2);
  });
});

describe('the split of the controller', () => {
  test('stays, and what a policy says counts for nothing', async () => {
    const alternateBackends = [{ service: 'next', weight: 50 }];
    const own = [served(2), servedText('next', '10.42.0.20'), policy('FailOver')];
    const { pools, rules } = await rendered({ own, others: exporting, pool: { weight: 50, alternateBackends } });
    expect(Object.values(pools).flat().sort()).toEqual(['10.42.0.10:8080', '10.42.0.20:8080']);
    expect(rules).toContain('discovery-outdone-by-split');
  });
});
