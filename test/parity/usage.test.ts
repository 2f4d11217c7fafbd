import { describe, expect, test } from 'vitest';
import { parity } from '../../src/index.ts';
import { configText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import { render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { compareFiles, differencesOf } from './compare.ts';
import { type Manifest, pairFiles, pairSpec } from './pair.ts';

const service: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cafe', namespace: 'shop' },
  spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] },
};
const route = (spec: object, metadata: object = {}): Manifest => ({
  apiVersion: 'route.openshift.io/v1',
  kind: 'Route',
  metadata: { name: 'cafe', namespace: 'shop', ...metadata },
  spec: { host: 'cafe.example.com', to: { kind: 'Service', name: 'cafe' }, ...spec },
});
const pair = { controllerMode: 'openshift', mode: 'ratio', poolMemberType: 'nodeport' } as const;

describe('a workspace without a pair', () => {
  test('is wrong usage, and what it has is said', async () => {
    const root = temporaryWorkspace({
      'render.yaml': configText(),
      'clusters/east/apps.yaml': documents(
        routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }),
        serviceText('cafe'),
      ),
      'clusters/east/extended-spec.yaml': extendedSpecText(
        'extendedRouteSpec:\n  - {namespace: shop, vserverAddr: 10.8.3.11}',
      ),
    });
    const { stdout, stderr, code } = await render(['parity', root], { cwd: root });
    expect(stderr).toBe(
      'render: parity needs two controllers, one with --multi-cluster-mode=primary and one with secondary; the workspace has east with a controller for a single cluster\n',
    );
    expect([stdout, code]).toEqual(['', 2]);
  });

  test('may have primaries, of whom the secondary names none', async () => {
    const files = pairFiles({ ...pair, manifests: [service, route({})] });
    const root = temporaryWorkspace({
      ...files,
      'render.yaml': `${files['render.yaml']}`.replace(
        '  - {name: north, manifests: clusters/north}',
        `  - name: north
    manifests: clusters/north
    cis: {args: [--controller-mode=openshift, --multi-cluster-mode=primary, --local-cluster-name=north, --bigip-partition=x]}`,
      ),
      'clusters/west/extended-spec.yaml': extendedSpecText(
        pairSpec('ratio').replace('clusterName: east', 'clusterName: far'),
      ),
    });
    const { stderr, code } = await render(['parity', root], { cwd: root });
    expect(stderr).toBe(
      'render: the secondary of west names no primary that can be found, and primaries run in east, north\n',
    );
    expect(code).toBe(2);
  });
});

describe('allowances', () => {
  const differing = {
    ...pair,
    manifests: [service, route({})],
    secondary: { manifests: [service, route({ path: '/x' })] },
  };

  test.each([
    ['the field', '{kind: Route, namespace: shop, name: cafe, path: spec.path, reason: r}', false],
    ['what it is part of', '{kind: Route, path: spec, reason: r}', false],
    ['a field that only begins alike', '{kind: Route, path: spec.pat, reason: r}', true],
    ['another name', '{kind: Route, name: tea, reason: r}', true],
    ['another kind', '{kind: Service, name: cafe, reason: r}', true],
  ])('of %s', async (_, allowance, differs) => {
    const parity = await compareFiles(pairFiles({ ...differing, config: `parity: {allow: [${allowance}]}\n` }));
    expect(parity.differs).toBe(differs);
    expect(parity.findings.list.some(({ rule }) => rule === 'parity-allowance-unused')).toBe(differs);
    const [difference] = parity.pairs[0]!.differences;
    expect(difference?.allowed).toBe(differs ? undefined : 'r');
  });

  test('of an argument', async () => {
    const input = { ...pair, manifests: [service, route({})], secondary: { args: ['--use-node-internal=false'] } };
    const allowance = '{argument: use-node-internal, reason: other nodes}';
    expect((await compareFiles(pairFiles(input))).differs).toBe(true);
    const parity = await compareFiles(pairFiles({ ...input, config: `parity: {allow: [${allowance}]}\n` }));
    expect([parity.differs, parity.pairs[0]!.views]).toEqual([false, []]);
  });

  test.each([
    ['needs a reason', '{kind: Route}', /parity\.allow\.0 needs reason/],
    ['has no empty reason', '{kind: Route, reason: " "}', /reason must match/],
    ['has no unknown key', '{kind: Route, reson: x, reason: y}', /unknown key "reson"\. Did you mean "reason"\?/],
    ['names objects or an argument', '{reason: x}', /needs kind or argument/],
    ['names not both', '{kind: Route, argument: ipam, reason: x}', /excludes argument/],
    ['names a kind that is read', '{kind: Deployment, reason: x}', /must be one of ConfigMap, /],
  ])('of render.yaml: an entry %s', async (_, allowance, message) => {
    const root = temporaryWorkspace(pairFiles({ ...pair, manifests: [], config: `parity: {allow: [${allowance}]}\n` }));
    const { stderr, code } = await render(['parity'], { cwd: root });
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('what is no difference', () => {
  test.each<[string, Manifest]>([
    ['a default that the API server writes', route({ to: { kind: 'Service', name: 'cafe', weight: 100 } })],
    ['a label that nobody selects by', route({}, { labels: { team: 'blue' } })],
    ['an annotation of another tool', route({}, { annotations: { 'argocd.argoproj.io/tracking-id': 'west' } })],
    ['what the server fills in', { ...route({}, { uid: '1', creationTimestamp: '2026-01-01T00:00:00Z' }), status: {} }],
    ['a field that the controller does not read', route({ wildcardPolicy: 'None' })],
  ])('%s', async (_, other) => {
    const parity = await compareFiles(
      pairFiles({ ...pair, manifests: [service, route({})], secondary: { manifests: [service, other] } }),
    );
    expect([differencesOf(parity), parity.differs]).toEqual([[], false]);
  });

  test('a Route of a namespace that neither controller processes', async () => {
    const stray = route({}, { name: 'stray', namespace: 'elsewhere' });
    const parity = await compareFiles(
      pairFiles({ ...pair, manifests: [service, route({}), stray], secondary: { manifests: [service, route({})] } }),
    );
    expect(differencesOf(parity)).toEqual([]);
  });

  test('a Service to which nothing leads: an entry that allows it is of no use', async () => {
    const idle = { ...service, metadata: { name: 'idle', namespace: 'shop' } };
    const config = 'parity: {allow: [{kind: Service, name: idle, reason: r}]}\n';
    const manifests = [service, idle, route({})];
    const parity = await compareFiles(
      pairFiles({ ...pair, manifests, secondary: { manifests: [service, route({})] }, config }),
    );
    expect(differencesOf(parity)).toEqual([]);
    expect(parity.findings.list.map(({ rule }) => rule)).toEqual(['parity-allowance-unused']);
  });

  test('a local ConfigMap, where the global one does not let it override', async () => {
    const local: Manifest = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'local', namespace: 'shop', labels: { f5nr: 'true' } },
      data: { extendedSpec: 'extendedRouteSpec: [{namespace: shop, vserverAddr: 10.8.9.9}]' },
    };
    const manifests = [service, route({}), local];
    const secondary = { manifests: [service, route({})] };
    const parity = await compareFiles(pairFiles({ ...pair, manifests, secondary }));
    expect([differencesOf(parity), parity.pairs[0]!.views]).toEqual([[], []]);
  });

  test('a Service that an entry of multiClusterServices names in one cluster', async () => {
    const far = { ...service, metadata: { name: 'far', namespace: 'shop' } };
    const entry = { clusterName: 'east', service: 'far', namespace: 'shop', servicePort: 80, weight: 10 };
    const annotations = { 'virtual-server.f5.com/multiClusterServices': JSON.stringify([entry]) };
    const manifests = [service, far, route({}, { annotations })];
    const secondary = { manifests: manifests.filter(manifest => manifest !== far) };
    const parity = await compareFiles(pairFiles({ ...pair, manifests, secondary }));
    expect([differencesOf(parity), parity.pairs[0]!.views]).toEqual([[], []]);
  });
});

describe('a failover', () => {
  const changes = async (mode: string, manifests: readonly Manifest[], west: readonly Manifest[] = manifests) => {
    const parity = await compareFiles(pairFiles({ ...pair, mode, manifests, secondary: { manifests: west } }));
    return parity.pairs[0]!.failover.map(({ path, before, after, gained, lost, kept }) => [
      path,
      before?.shares,
      after?.shares,
      gained.length,
      lost.length,
      kept,
    ]);
  };

  test('in ratio mode gives the part of the primary to the pool before it: the first of the secondary', async () => {
    const annotations = {
      'virtual-server.f5.com/multiClusterServices': JSON.stringify([
        { clusterName: 'north', service: 'cafe', namespace: 'shop', servicePort: 80, weight: 100 },
      ]),
    };
    // Ratios 2, 1 and 1: sum of weights 300, of ratios 4.
    expect(await changes('ratio', [service, route({}, { annotations })])).toEqual([
      ['cafe.example.com', { east: 0.5, west: 0.25, north: 0.25 }, { west: 0.75, north: 0.25 }, 0, 1, false],
    ]);
  });

  test('in active-standby brings the members of the secondary', async () => {
    expect(await changes('active-standby', [service, route({})])).toEqual([
      ['cafe.example.com', { east: 1 }, { west: 1 }, 1, 1, false],
    ]);
  });

  test('leaves a path without members where the secondary has no endpoints', async () => {
    const west: Manifest = { ...service, spec: { type: 'ClusterIP', ports: [{ port: 80, targetPort: 8080 }] } };
    expect(await changes('active-active', [service, route({})], [west, route({})])).toEqual([
      ['cafe.example.com', { east: 1 }, {}, 0, 1, false],
    ]);
  });

  test('takes away what the secondary does not publish in a tenant that it posts', async () => {
    const other = route({ host: 'tea.example.com' }, { name: 'tea' });
    expect(await changes('active-active', [service, route({}), other], [service, other])).toEqual([
      ['cafe.example.com', { east: 0.5, west: 0.5 }, undefined, 0, 2, false],
      ['tea.example.com', { east: 0.5, west: 0.5 }, { west: 1 }, 0, 1, false],
    ]);
  });

  test('leaves a tenant that the secondary does not post as it is', async () => {
    expect(await changes('active-active', [service, route({})], [service])).toEqual([
      ['cafe.example.com', { east: 0.5, west: 0.5 }, undefined, 0, 0, true],
    ]);
  });
});

test('a private key of a Route is never shown, nor its line', async () => {
  const tls = (key: string) => route({ tls: { termination: 'edge', certificate: 'c', key } });
  const hash = 'sha256 ';
  const both = await compareFiles(
    pairFiles({ ...pair, manifests: [service, tls('one')], secondary: { manifests: [service, tls('two')] } }),
  );
  const [difference] = both.pairs[0]!.differences;
  expect(difference).toMatchObject({ field: 'spec.tls.key', primary: { place: { path: ['metadata', 'name'] } } });
  expect(difference?.primary.value).toContain(hash);
  expect(difference?.primary.value).not.toBe(difference?.secondary.value);
  const alone = await compareFiles(
    pairFiles({ ...pair, manifests: [service, tls('one')], secondary: { manifests: [service, route({})] } }),
  );
  expect(alone.pairs[0]!.differences).toMatchObject([
    {
      field: 'spec.tls',
      primary: {
        value: '{"termination":"edge","certificate":"c","key":"(hidden)"}',
        place: { path: ['metadata', 'name'] },
      },
    },
  ]);
});

test('what cannot be read is said, and may be what seems to be missing', async () => {
  const files = pairFiles({ ...pair, manifests: [service, route({})] });
  const broken = `${files['clusters/west/apps.yaml']}`.replace('"host":', '"host": {');
  const root = temporaryWorkspace({ ...files, 'clusters/west/apps.yaml': broken });
  const { stdout, code } = await render(['parity'], { cwd: root });
  expect(stdout).toMatch(/Route shop\/cafe .* present +missing\n/);
  expect(stdout).toMatch(/^clusters\/west\/apps\.yaml:\d+:\d+ error .* \[yaml-syntax\]$/m);
  expect(code).toBe(1);
});

test('a program gets the same', async () => {
  const root = temporaryWorkspace(
    pairFiles({ ...pair, manifests: [service, route({})], secondary: { args: ['--ipam'] } }),
  );
  const { stdout } = await render(['parity', '--format', 'json'], { cwd: root });
  const result = await parity(root);
  expect(result?.pairs[0]?.differences.map(({ field }) => field)).toEqual(['ipam']);
  expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(stdout));
});

test('words in secrets of arguments are never shown', async () => {
  const args = ['--bigip-password=hunter2'];
  const root = temporaryWorkspace(pairFiles({ ...pair, manifests: [service, route({})], secondary: { args } }));
  const { stdout, code } = await render(['parity'], { cwd: root });
  expect(stdout).toContain('--bigip-password');
  expect(stdout).not.toContain('hunter2');
  expect(code).toBe(0);
});
