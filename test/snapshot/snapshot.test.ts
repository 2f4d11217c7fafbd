import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { render } from '../run-cli.ts';
import { filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { forbidden, kinds, type LiveObject, status } from './api-server.ts';
import { live, liveFrom } from './live.ts';
import { customArgs, eastConfig, routesArgs, setting } from './setting.ts';

const root = join(import.meta.dirname, '../..');

const object = (
  kind: string,
  name: string,
  rest: object = {},
  { apiVersion = 'v1', ...metadata }: { readonly apiVersion?: string; readonly [key: string]: unknown } = {},
): LiveObject => live({ apiVersion, kind, metadata: { name, namespace: 'shop', ...metadata }, ...rest });
const node = (name: string, address: string): LiveObject =>
  live({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { addresses: [{ type: 'InternalIP', address }] },
  });
const service = (name: string, namespace = 'shop'): LiveObject =>
  object(
    'Service',
    name,
    { spec: { selector: { app: name }, clusterIP: '10.96.0.7', ports: [{ port: 80, targetPort: 8080 }] } },
    { namespace },
  );
const endpoints = (name: string, ips: readonly string[], namespace = 'shop'): LiveObject =>
  object(
    'Endpoints',
    name,
    { subsets: [{ addresses: ips.map(ip => ({ ip, nodeName: 'n1' })), ports: [{ port: 8080 }] }] },
    { namespace },
  );
const custom = { apiVersion: 'cis.f5.com/v1', labels: { f5cr: 'true' } };
const virtualServer = (name: string, spec: object, status: object = {}): LiveObject =>
  object('VirtualServer', name, { spec, status }, custom);

describe('the example', () => {
  const manifests = {
    cluster1: ['apps/services.yaml', 'apps/routes.yaml', 'cis/extended-spec.yaml', 'clusters/cluster1/inventory.yaml'],
    cluster2: ['apps/services.yaml', 'apps/routes.yaml', 'cis/extended-spec.yaml', 'clusters/cluster2/inventory.yaml'],
    cluster3: ['clusters/cluster3/services.yaml', 'clusters/cluster3/inventory.yaml'],
  };
  const example = join(root, 'fixtures/example');
  const clusters = Object.fromEntries(
    Object.entries(manifests).map(([name, paths]) => [name, { objects: liveFrom(example, paths) }]),
  );
  /** The workspace as it is in Git but for the inventories, with contexts. */
  const withContexts = (config: string): string =>
    config.replace(/- name: (\w+)\n/g, (line, name) => `${line}    context: ctx-${name}\n`);

  test('is rendered from its clusters as it is from Git', async () => {
    const { root: workspace, snapshot, read, write } = await setting({}, clusters);
    cpSync(example, workspace, { recursive: true });
    for (const name of Object.keys(manifests)) rmSync(join(workspace, 'clusters', name, 'inventory.yaml'));
    write({ 'render.yaml': withContexts(read('render.yaml')) });
    const first = await snapshot();
    expect(first).toEqual({
      stdout: `             cluster1  cluster2  cluster3
  Endpoints         5         5         1
  Namespace         1         1         1
  Node              2         2         2

clusters/cluster1/inventory.yaml: written: 8 added
clusters/cluster2/inventory.yaml: written: 8 added
clusters/cluster3/inventory.yaml: written: 4 added
`,
      stderr: '',
      code: 0,
    });
    const built = await render(['build', '--check'], { cwd: workspace });
    expect(built.stdout).toContain('rendered/: 3 files up to date');
    const before = filesBelow(workspace);
    const again = await snapshot();
    expect(again.stdout.match(/: up to date$/gm)).toHaveLength(3);
    expect(filesBelow(workspace)).toEqual(before);
  });

  test('is rendered from its clusters alone with --all', async () => {
    const { root: workspace, snapshot, write } = await setting({}, clusters);
    cpSync(join(example, 'rendered'), join(workspace, 'rendered'), { recursive: true });
    const config = load(readFileSync(join(example, 'render.yaml'), 'utf8')) as {
      readonly clusters: ReadonlyArray<{ readonly name: string; readonly cis?: object }>;
    };
    const bare = config.clusters.map(({ name, cis }) => {
      return { name, context: `ctx-${name}`, manifests: `clusters/${name}`, ...(cis && { cis }) };
    });
    write({ 'render.yaml': JSON.stringify({ clusters: bare }) });
    expect((await snapshot('--all')).code).toBe(0);
    const built = await render(['build', '--check'], { cwd: workspace });
    expect(built.stdout).toContain('rendered/: 3 files up to date');
  });
});

describe('what is written', () => {
  test('is what a cluster has and Git does not, without noise, in order', async () => {
    const { read, snapshot, servers } = await setting(
      {
        'render.yaml': eastConfig(customArgs),
        'clusters/east/cafe.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: {name: tea, namespace: shop}\nspec: {ports: [{port: 80}]}\n',
      },
      {
        east: {
          objects: [
            service('tea'),
            service('coffee'),
            endpoints('tea', ['10.1.0.10', '10.1.0.9']),
            endpoints('leader', []),
            node('n1', '10.0.0.1'),
            service('dns', 'kube-system'),
            endpoints('dns', ['10.1.0.1'], 'kube-system'),
            object('Pod', 'tea-1', {}, { labels: { app: 'tea' } }),
            object('ConfigMap', 'settings', { data: { password: 'hunter2' } }),
            object('Secret', 'cert', { data: { 'tls.key': 'c2VjcmV0' } }),
          ],
        },
      },
    );
    expect(await snapshot()).toMatchObject({ stderr: '', code: 0 });
    expect(
      read('clusters/east/inventory.yaml'),
    ).toBe(`# Made by \`render snapshot\` from cluster east: what is there and not in Git. It is written anew each time.
apiVersion: v1
kind: Endpoints
metadata:
  name: tea
  namespace: shop
subsets:
  - addresses:
      - ip: 10.1.0.9
        nodeName: n1
      - ip: 10.1.0.10
        nodeName: n1
    ports:
      - port: 8080
---
apiVersion: v1
kind: Node
metadata:
  name: n1
status:
  addresses:
    - type: InternalIP
      address: 10.0.0.1
---
apiVersion: v1
kind: Service
metadata:
  name: coffee
  namespace: shop
  creationTimestamp: "2024-05-01T10:00:00Z"
spec:
  selector:
    app: coffee
  ports:
    - port: 80
      targetPort: 8080
`);
    // Neither is asked for what is not needed.
    expect(servers.east?.requests.filter(path => /secrets|pods|deployments|watch/.test(path))).toEqual([]);
  });

  test('is the same whatever the order in which the server has it, and in how many pages', async () => {
    const many = Array.from({ length: 1203 }, (_, index) => service(`s${String(index).padStart(4, '0')}`));
    const { read, snapshot, servers } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: many } });
    expect((await snapshot()).code).toBe(0);
    expect(read('clusters/east/inventory.yaml').match(/^kind: Service$/gm)).toHaveLength(1203);
    const pages = servers.east?.requests.filter(path => path.startsWith('/api/v1/services')) ?? [];
    const tokens = pages.map(path => new URLSearchParams(path.replace(/^[^?]*/, '')).get('continue'));
    expect(tokens).toEqual([null, '500', '1000']);
    expect(pages.every(path => path.includes('limit=500'))).toBe(true);
    servers.east!.objects = [...many].reverse();
    expect(await snapshot('--check')).toMatchObject({ stdout: expect.stringContaining(': up to date'), code: 0 });
  });

  test('is listed at once where the server forgets the state of its pages', async () => {
    const many = Array.from({ length: 700 }, (_, index) => service(`s${index}`));
    const gone = status(410, 'Expired', 'The provided continue parameter is too old');
    const answers = (path: string) => (path.includes('continue=') ? gone : undefined);
    const { read, snapshot } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: many, answers } });
    expect((await snapshot()).code).toBe(0);
    expect(read('clusters/east/inventory.yaml').match(/^kind: Service$/gm)).toHaveLength(700);
  });

  test('goes without kinds that the cluster does not have, also for who may not list them', async () => {
    const answers = (path: string) =>
      /virtualservers|endpointslices/.test(path) ? forbidden('virtualservers', 'cis.f5.com') : undefined;
    const has = kinds.kubernetes.filter(({ kind }) => kind !== 'EndpointSlice');
    const { snapshot } = await setting(
      { 'render.yaml': eastConfig(customArgs) },
      { east: { objects: [node('n1', '10.0.0.1')], has, answers } },
    );
    expect(await snapshot()).toMatchObject({ stdout: expect.stringContaining('Node     1'), stderr: '', code: 0 });
  });

  test('has Routes of the groups, and of Git nothing again', async () => {
    const route = (name: string, namespace: string, tls?: object): LiveObject =>
      object(
        'Route',
        name,
        { spec: { host: `${name}.example.com`, to: { kind: 'Service', name }, ...(tls && { tls }) } },
        { apiVersion: 'route.openshift.io/v1', namespace },
      );
    const extendedSpec = 'extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11\n';
    const { read, snapshot } = await setting(
      {
        'render.yaml': eastConfig(routesArgs),
        'clusters/east/cis.yaml': JSON.stringify({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'extended-spec', namespace: 'kube-system', labels: { f5nr: 'true' } },
          data: { extendedSpec },
        }),
        'clusters/east/tea.yaml': JSON.stringify(route('tea', 'shop')),
      },
      {
        east: {
          objects: [
            route('tea', 'shop'),
            route('coffee', 'shop', { termination: 'edge', certificate: 'public', key: 'private' }),
            route('console', 'openshift-console'),
            route('other', 'other'),
            virtualServer('ignored', { host: 'a.example.com' }),
          ],
        },
      },
    );
    const { stderr, code } = await snapshot();
    expect({ stderr, code }).toEqual({
      stderr: 'note: cluster east: private keys are never written, so Routes lack theirs: shop/coffee\n',
      code: 0,
    });
    const text = read('clusters/east/inventory.yaml');
    expect(text.match(/^ {2}name: .*$/gm)).toEqual(['  name: coffee']);
    expect(text).not.toContain('private');
  });

  test('has what IPAM gave to a resource that is not in Git, and a note of one that is', async () => {
    const ipam = { host: 'tea.example.com', ipamLabel: 'Prod' };
    const given = (name: string, vsAddress: string) =>
      virtualServer(name, ipam, { vsAddress, status: 'Ok', lastUpdated: 'now' });
    const { read, snapshot } = await setting(
      {
        'render.yaml': eastConfig([...customArgs, '--ipam=true']),
        'clusters/east/tea.yaml': JSON.stringify({
          apiVersion: 'cis.f5.com/v1',
          kind: 'VirtualServer',
          metadata: { name: 'tea', namespace: 'shop', labels: { f5cr: 'true' } },
          spec: ipam,
        }),
      },
      { east: { objects: [given('tea', '10.8.0.1'), given('coffee', '10.8.0.2')] } },
    );
    expect((await snapshot()).stderr).toBe(
      'note: cluster east: VirtualServer shop/tea is in Git, and IPAM has given it 10.8.0.1: render.yaml can say so under `ipam`\n',
    );
    const text = read('clusters/east/inventory.yaml');
    expect(text).toContain('status:\n  vsAddress: 10.8.0.2\n');
    expect(text).not.toMatch(/10\.8\.0\.1|lastUpdated/);
    expect((await snapshot('--no-resources')).stdout).toContain('inventory.yaml: written: 1 removed');
  });

  test('has EndpointSlices whose addresses no Endpoints object has', async () => {
    const slice = (name: string, of: string, address: string, ready?: boolean): LiveObject =>
      object(
        'EndpointSlice',
        name,
        {
          addressType: 'IPv4',
          endpoints: [{ addresses: [address], conditions: { ready, serving: ready }, targetRef: { name: 'x' } }],
          ports: [{ port: 8080 }],
        },
        { apiVersion: 'discovery.k8s.io/v1', labels: { 'kubernetes.io/service-name': of } },
      );
    const { read, snapshot } = await setting(
      { 'render.yaml': eastConfig() },
      {
        east: {
          objects: [
            service('tea'),
            endpoints('tea', ['10.1.0.9']),
            slice('tea-a', 'tea', '10.1.0.9', true),
            slice('tea-b', 'tea', '10.1.0.10', false),
            slice('coffee-a', 'coffee', '10.1.0.11'),
          ],
        },
      },
    );
    expect((await snapshot()).stderr).toBe(
      'note: cluster east: 1 EndpointSlice has addresses that no Endpoints object has: the controller does not see them\n',
    );
    const text = read('clusters/east/inventory.yaml');
    expect(text.match(/^kind: EndpointSlice$/gm)).toHaveLength(1);
    expect(text).toContain('name: coffee-a');
    expect(
      (
        await render(['validate', '--format', 'json'], {
          cwd: temporaryWorkspace({ 'clusters/east/inventory.yaml': text }),
        })
      ).stdout,
    ).not.toContain('EndpointSlice');
  });

  test('has Pods behind Services where ports of nodes lead to them', async () => {
    const pod = (name: string, labels: object): LiveObject =>
      object(
        'Pod',
        name,
        {
          spec: {
            containers: [{ name: 'a', ports: [{ containerPort: 8080 }], env: [{ name: 'A', value: 'hunter2' }] }],
          },
        },
        { labels, annotations: { 'nodeportlocal.antrea.io': '[]' } },
      );
    const { read, snapshot } = await setting(
      { 'render.yaml': eastConfig([...customArgs.slice(0, 2), '--pool-member-type=nodeportlocal']) },
      { east: { objects: [service('tea'), pod('tea-1', { app: 'tea' }), pod('job-1', { app: 'job' })] } },
    );
    expect((await snapshot()).code).toBe(0);
    const text = read('clusters/east/inventory.yaml');
    expect(text.match(/^ {2}name: .*$/gm)).toEqual(['  name: tea-1', '  name: tea']);
    expect(text).toContain('nodeportlocal.antrea.io: "[]"');
    expect(text).not.toContain('hunter2');
  });

  test('is read namespace by namespace where the controllers name theirs', async () => {
    const { read, snapshot, servers } = await setting(
      { 'render.yaml': eastConfig([...customArgs, '--namespace=shop', '--namespace=kube-public']) },
      {
        east: {
          objects: [
            service('tea'),
            service('other', 'other'),
            service('pub', 'kube-public'),
            live({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { a: 'b' } } }),
          ],
        },
      },
    );
    expect((await snapshot()).code).toBe(0);
    expect(read('clusters/east/inventory.yaml').match(/^ {2}name: .*$/gm)).toEqual([
      '  name: shop',
      '  name: pub',
      '  name: tea',
    ]);
    const wide = servers.east?.requests.filter(
      path => !path.includes('/namespaces/') && !/^\/apis\/[^/]+\/v1$/.test(path),
    );
    expect(wide).toEqual(['/api/v1/nodes?limit=500']);
  });

  test('has the controller itself with --all, and no password', async () => {
    const args = ['--controller-mode=customresource', '--bigip-partition=test', '--bigip-password=hunter2'];
    const containers = [{ name: 'cis', image: 'registry.example.com/k8s-bigip-ctlr:2.20', args }];
    const deployment = object(
      'Deployment',
      'cis',
      { spec: { replicas: 1, template: { spec: { containers } } } },
      { apiVersion: 'apps/v1', namespace: 'kube-system' },
    );
    const {
      root: workspace,
      read,
      snapshot,
    } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: [deployment, node('n1', '10.0.0.1')] } });
    expect((await snapshot('--all')).code).toBe(0);
    expect(read('clusters/east/inventory.yaml')).toContain('--bigip-partition=test');
    expect(read('clusters/east/inventory.yaml')).not.toContain('hunter2');
    const { stdout } = await render(['status', '--as', 'east', '--format', 'json'], { cwd: workspace });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'posts-nothing' });
  });
});

describe('a cluster that has changed', () => {
  test('is told of by --check, which writes nothing', async () => {
    const {
      root: workspace,
      snapshot,
      servers,
    } = await setting(
      { 'render.yaml': eastConfig() },
      { east: { objects: [node('n1', '10.0.0.1'), service('tea'), endpoints('tea', ['10.1.0.9'])] } },
    );
    await snapshot();
    const before = filesBelow(workspace);
    servers.east!.objects = [node('n2', '10.0.0.2'), service('tea'), endpoints('tea', ['10.1.0.9', '10.1.0.12'])];
    expect(await snapshot('--check')).toEqual({
      stdout: `             east
  Endpoints     1
  Node          1
  Service       1

clusters/east/inventory.yaml: out of date: 1 added, 1 changed, 1 removed
  ~ Endpoints shop/tea
      +       - ip: 10.1.0.12
      +         nodeName: n1
  - Node n1
  + Node n2
`,
      stderr: '',
      code: 1,
    });
    const json = await snapshot('--check', '--format', 'json');
    expect(JSON.parse(json.stdout)).toEqual({
      clusters: [
        {
          cluster: 'east',
          context: 'ctx-east',
          file: 'clusters/east/inventory.yaml',
          counts: { Endpoints: 1, Node: 1, Service: 1 },
          notes: [],
          problems: [],
          outcome: 'out-of-date',
          changes: [
            { object: 'Endpoints shop/tea', change: 'changed' },
            { object: 'Node n1', change: 'removed' },
            { object: 'Node n2', change: 'added' },
          ],
        },
      ],
    });
    const lines = await snapshot('--check', '--format', 'ndjson');
    expect(JSON.parse(lines.stdout)).toEqual(JSON.parse(json.stdout).clusters[0]);
    expect(filesBelow(workspace)).toEqual(before);
  });

  test('can be printed alone', async () => {
    const { root: workspace, snapshot } = await setting(
      { 'render.yaml': eastConfig() },
      { east: { objects: [node('n1', '10.0.0.1')] } },
    );
    const { stdout, stderr, code } = await snapshot('--stdout');
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    await snapshot();
    expect(stdout).toBe(filesBelow(workspace)['clusters/east/inventory.yaml']);
  });
});
