import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/load/render-config.ts';
import { Session } from '../../src/session/session.ts';
import { configText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import { seed } from '../seed.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { type TeamsOptions, teamsWorkspace } from './teams.ts';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** What a check says, or why it cannot. */
async function told(session: Session, changed?: readonly string[]): Promise<string> {
  try {
    const { findings, suppressed, locator } = await session.check(changed);
    const lines = findings.map(({ position }) => position && locator.line(position.file, position.line));
    return JSON.stringify({ findings, suppressed, lines }, undefined, 1);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return JSON.stringify(error.findings.list.map(({ rule, values }) => [rule, values]));
    throw error;
  }
}

const manifests = (root: string): string[] =>
  readdirSync(join(root, 'clusters'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

/** Changes something in a workspace, and tells the paths. `any` picks from what there is. */
type Change = (root: string, any: <T>(from: readonly T[]) => T) => string[];

const rewrite = (root: string, path: string, change: (text: string) => string): string[] => {
  writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  return [path];
};
/** Another value of a key that stands in many files. */
const swapKey =
  (key: string, values: readonly string[]): Change =>
  (root, any) => {
    const pattern = new RegExp(`^( *(?:- )?${key}:) .*$`, 'm');
    const files = manifests(root).filter(path => pattern.test(readFileSync(join(root, path), 'utf8')));
    if (files.length === 0) return [];
    return rewrite(root, any(files), text => text.replace(pattern, (_, start: string) => `${start} ${any(values)}`));
  };

const changes: Readonly<Record<string, Change>> = {
  host: swapKey('host', ['a.example.com', 'b.example.com', 'shop.example.com', '"bad host"']),
  path: swapKey('path', ['/', '/cart', '/next', '/blue', '/red']),
  ip: swapKey('ip', ['10.2.0.2', '10.2.0.3', 'nonsense']),
  node: swapKey('nodeName', ['cluster1-node', 'cluster2-node']),
  nodePort: swapKey('nodePort', ['30002', '0']),
  type: swapKey('type', ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ready']),
  secret: swapKey('virtual-server.f5.com/clientssl', ['edge', 'none', '/Common/clientssl']),
  annotation: swapKey('virtual-server.f5.com/balance', ['round-robin', '""', 'ratio-member', 'sideways']),
  waf: swapKey('waf', ['/Common/other', 'nonsense']),
  key: swapKey('tls.key', ['other', '""']),
  probe: swapKey('containerPort', ['8080', '9090']),
  address: swapKey('address', ['10.1.1.2', '10.1.1.3']),
  server: swapKey('vserverName', ['same', 'blue']),
  name: swapKey('name', ['storefront', 'shop', 'cart', 'checkout', 'edge', 'api']),
  namespace: swapKey('namespace', ['shop', 'bank', 'kube-system', 'default', 'cafe', 'blue', 'red']),
  weight: swapKey('weight', ['0', '1', '50', '300']),
  port: swapKey('port', ['8080', '80', '443']),
  service: swapKey('service', ['tea', 'coffee', 'nothing']),
  termination: swapKey('termination', ['edge', 'reencrypt', 'passthrough', 'none']),
  policy: swapKey('insecureEdgeTerminationPolicy', ['Allow', 'Redirect', 'None']),
  created: swapKey('creationTimestamp', ['"2024-01-01T00:00:00Z"', '"2024-01-02T00:00:00Z"']),
  mode: swapKey('mode', ['ratio', 'active-active', 'active-standby', 'default']),
  kind: swapKey('kind', ['Route', 'Service', 'Node', 'Endpoints', 'Secret']),
  interval: swapKey('interval', ['10', '20', '0']),
  status: swapKey('status', ['"True"', '"False"']),
  partition: swapKey('bigIpPartition', ['shop', 'bank', 'Common']),
  damage: (root, any) => rewrite(root, any(manifests(root)), text => `${text}\n---\n{`),
  line: (root, any) => rewrite(root, any(manifests(root)), text => `# one line more\n${text}`),
  suppression: (root, any) =>
    rewrite(root, any(manifests(root)), text =>
      text.replace(/^metadata:$/m, 'metadata:\n  annotations: {cis-render/ignore-pool-without-members: meant}'),
    ),
  empty: (root, any) => rewrite(root, any(manifests(root)), () => ''),
  remove: (root, any) => {
    const path = any(manifests(root));
    rmSync(join(root, path));
    return [path];
  },
  copy: (root, any) => {
    const path = any(manifests(root));
    const copy = path.replace(/\.yaml$/, '-copy.yaml');
    writeFileSync(join(root, copy), readFileSync(join(root, path)));
    return [copy];
  },
  exchange: (root, any) => {
    const [one, other] = [any(manifests(root)), any(manifests(root))];
    const text = readFileSync(join(root, one));
    writeFileSync(join(root, one), readFileSync(join(root, other)));
    writeFileSync(join(root, other), text);
    return [one, other];
  },
  saveAnew: (root, any) => {
    const path = any(manifests(root));
    const text = readFileSync(join(root, path), 'utf8');
    writeFileSync(join(root, `${path}~`), text.replaceAll('8080', '8081'));
    renameSync(join(root, `${path}~`), join(root, path));
    return [path];
  },
  move: (root, any) => {
    const folders = readdirSync(join(root, 'clusters')).filter(name => name !== 'moved');
    if (folders.length === 0) return [];
    const from = join('clusters', any(folders));
    mkdirSync(join(root, 'clusters/moved'), { recursive: true });
    const to = join('clusters/moved', String(readdirSync(join(root, 'clusters/moved')).length));
    renameSync(join(root, from), join(root, to));
    return [from, to];
  },
  moveBack: (root, any) => {
    const moved = join(root, 'clusters/moved');
    const names = manifests(root).some(path => path.startsWith('clusters/moved/')) ? readdirSync(moved) : [];
    if (names.length === 0) return [];
    const to = join('clusters', any(['cluster1', 'cluster2', 'cluster3']));
    const from = join('clusters/moved', any(names));
    rmSync(join(root, to), { recursive: true, force: true });
    renameSync(join(root, from), join(root, to));
    return [from, to];
  },
  config: root => rewrite(root, 'render.yaml', text => text.replace('=primary', '=standalone')),
  configBack: root => rewrite(root, 'render.yaml', text => text.replace('=standalone', '=primary')),
  brokenConfig: root => rewrite(root, 'render.yaml', text => `${text}\nunknown: true\n`),
  mendedConfig: root => rewrite(root, 'render.yaml', text => text.replaceAll('\nunknown: true\n', '')),
};

/** Workspaces with many Routes of several groups, with custom resources, in one cluster and in several. */
const workspaces = [
  'example',
  'example-cilium',
  'example-custom-resources',
  'example-flomesh',
  'example-zones',
  'conformance/scenarios/routes-single-two-groups',
  'conformance/scenarios/routes-single-duplicate-host',
  'conformance/scenarios/routes-aa-ab',
  'conformance/scenarios/routes-ratio-ha-ab',
  'conformance/scenarios/vs-host-group',
];

describe('a session says after any changes what a new one says', () => {
  test.each(workspaces)('%s', async name => {
    await holds(fc.constant(filesBelow(join(fixtures, name))), 25);
  });

  test('of groups that have to do with each other', { timeout: 300_000 }, async () => {
    const options = fc.record<TeamsOptions>({
      mode: fc.constantFrom('active-active', 'active-standby', 'ratio'),
      poolMemberType: fc.constantFrom('cluster', 'nodeport', 'nodeportlocal', 'auto'),
      sameName: fc.boolean(),
      tenants: fc.boolean(),
      autoMonitor: fc.constantFrom('none', 'readiness-probe'),
    });
    await holds(options.map(teamsWorkspace), 150);
  });
});

async function holds(workspace: fc.Arbitrary<Files>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      workspace,
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.infiniteStream(fc.nat(10_000))), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.boolean(),
      async (original, steps, named) => {
        const root = temporaryWorkspace(original);
        const session = new Session(root);
        await told(session);
        for (const [change, numbers] of steps) {
          const any = <T>(from: readonly T[]): T => from[Number(numbers.next().value) % from.length]!;
          if (manifests(root).length === 0) break;
          const paths = changes[change]!(root, any);
          expect(await told(session, named ? paths : undefined)).toBe(await told(new Session(root)));
        }
        rmSync(root, { recursive: true });
      },
    ),
    { seed, numRuns },
  );
}

const config =
  'clusters:\n  - name: one\n    manifests: clusters/one\n    cis: {args: [--controller-mode=customresource, --bigip-partition=shop]}\n';
const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, colour: red}\n`;

describe('a session', () => {
  test('reads bytes that an editor holds, and those of the disk when it holds them no longer', async () => {
    const root = temporaryWorkspace({ 'render.yaml': config, 'clusters/one/a.yaml': service('a') });
    const overlay = new Map([['clusters/one/a.yaml', Buffer.from('{')]]);
    const session = new Session(root, { overlay });
    const rules = async (): Promise<string[]> => (await session.check([])).findings.map(({ rule }) => rule);
    const before = await rules();
    expect(before).toContain('yaml-syntax');
    overlay.set('clusters/one/a.yaml', Buffer.from(service('b')));
    expect(await rules()).not.toContain('yaml-syntax');
    overlay.set('clusters/one/new.yaml', Buffer.from('{'));
    expect(await rules()).toContain('yaml-syntax');
    overlay.clear();
    expect(await rules()).not.toContain('yaml-syntax');
  });

  test('does not read again what is not named as changed', async () => {
    const root = temporaryWorkspace({ 'render.yaml': config, 'clusters/one/a.yaml': service('a') });
    const session = new Session(root);
    const before = await told(session);
    writeFileSync(join(root, 'clusters/one/a.yaml'), '{');
    expect(await told(session, [])).toBe(before);
    expect(await told(session, ['clusters/one/a.yaml'])).toContain('yaml-syntax');
  });

  test('sees a file change that it knows by a link, and another cluster by its name', async () => {
    const root = temporaryWorkspace({
      'render.yaml': `${config}  - name: two\n    manifests: base\n`,
      'clusters/one/a.yaml': service('a'),
      'base/b.yaml': service('b'),
    });
    symlinkSync(join(root, 'base'), join(root, 'clusters/one/base'));
    const session = new Session(root);
    await told(session);
    writeFileSync(join(root, 'base/b.yaml'), '{');
    const after = await told(session, ['base/b.yaml']);
    expect(after).toContain('"file": "clusters/one/base/b.yaml"');
    expect(after).toContain('"file": "base/b.yaml"');
  });

  test('does not follow a file that has become a link out of the workspace', async () => {
    const outside = temporaryWorkspace({ 'secret.yaml': '{' });
    const root = temporaryWorkspace({ 'render.yaml': config, 'clusters/one/a.yaml': service('a') });
    const session = new Session(root);
    await told(session);
    rmSync(join(root, 'clusters/one/a.yaml'));
    symlinkSync(join(outside, 'secret.yaml'), join(root, 'clusters/one/a.yaml'));
    const after = await told(session, ['clusters/one/a.yaml']);
    expect(after).toContain('symlink-outside');
    expect(after).not.toContain('yaml-syntax');
  });

  test('sees virtual servers that another group no longer replaces', async () => {
    const files = teamsWorkspace({
      mode: 'active-active',
      poolMemberType: 'cluster',
      sameName: true,
      tenants: false,
      autoMonitor: 'none',
    });
    // What a pool lacks is told of blue only while its virtual servers are there.
    const emptied = Object.entries(files).map(([path, text]) => [
      path,
      /endpoints/.test(path) ? '' : String(text).replace(/^.*multiClusterServices.*\n/m, ''),
    ]);
    const root = temporaryWorkspace(Object.fromEntries(emptied));
    const session = new Session(root);
    await told(session);
    const routes = manifests(root).filter(path => /green.*-route/.test(path));
    for (const path of routes) writeFileSync(join(root, path), '');
    const after = await told(session, routes);
    expect(after).toBe(await told(new Session(root)));
    expect(after).toMatch(/"rule": "pool-without-members",[^{]*"message": "[^"]*Route shop/);
  });

  test('lets a Route in again that the older one of another group has put out', async () => {
    const files = teamsWorkspace({
      mode: 'active-active',
      poolMemberType: 'nodeport',
      sameName: false,
      tenants: false,
      autoMonitor: 'none',
    });
    const root = temporaryWorkspace(files);
    const session = new Session(root);
    const before = await told(session);
    expect(before).not.toContain('route-host-claimed');
    // The Routes of blue are the oldest, those of red are looked at last.
    const older = 'clusters/cluster1/red/shop-route.yaml';
    const text = String(files[older]);
    const moved = text.replace('path: /red', 'path: /green').replace('2024-01-03', '2023-01-03');
    writeFileSync(join(root, older), moved);
    const after = await told(session, [older]);
    expect(after).toContain('route-host-claimed');
    expect(after).toBe(await told(new Session(root)));
    writeFileSync(join(root, older), text);
    expect(await told(session, [older])).toBe(before);
  });

  test('knows of claims that another group, which is kept, has dropped by a Route of the same second (01 §5.1)', async () => {
    const route = (namespace: string, host: string, day: number, more = {}): string => {
      const text = JSON.parse(routeText({ name: 'a', namespace, host, to: 'cafe' }));
      Object.assign(text.metadata, { creationTimestamp: `2024-01-0${day}T00:00:00Z`, labels: more });
      return documents(JSON.stringify(text), serviceText('cafe', { namespace }));
    };
    const groups = ['bank', 'deli', 'shop'].map(
      (name, index) => `  - {namespace: ${name}, vserverAddr: 10.8.3.${index + 1}}`,
    );
    const root = temporaryWorkspace({
      'render.yaml': configText(),
      'clusters/east/spec.yaml': extendedSpecText(`extendedRouteSpec:\n${groups.join('\n')}`),
      'clusters/east/bank.yaml': route('bank', 'x.com', 1),
      'clusters/east/deli.yaml': route('deli', 'y.com', 1),
      'clusters/east/shop.yaml': route('shop', 'x.com', 2),
    });
    const session = new Session(root);
    expect(await told(session)).not.toContain('route-host-claimed');
    const changed = 'clusters/east/shop.yaml';
    writeFileSync(join(root, changed), route('shop', 'x.com', 2, { team: 'shop' }));
    expect(await told(session, [changed])).toBe(await told(new Session(root)));
  });

  test('tells of monitors that groups have in common only while they differ', async () => {
    const root = temporaryWorkspace(
      teamsWorkspace({
        mode: 'active-active',
        poolMemberType: 'nodeport',
        sameName: false,
        tenants: false,
        autoMonitor: 'none',
      }),
    );
    const session = new Session(root);
    const before = await told(session);
    expect(before).not.toContain('monitor-replaced');
    const policy = 'clusters/cluster1/red/policy.yaml';
    const text = readFileSync(join(root, policy), 'utf8');
    writeFileSync(join(root, policy), text.replace('interval: 10', 'interval: 20'));
    const after = await told(session, [policy]);
    expect(after).toContain('monitor-replaced');
    expect(after).toBe(await told(new Session(root)));
    writeFileSync(join(root, policy), text);
    expect(await told(session, [policy])).toBe(before);
  });

  test('tells what AS3 would refuse of one group until it is mended', async () => {
    const files = teamsWorkspace({
      mode: 'active-active',
      poolMemberType: 'nodeport',
      sameName: false,
      tenants: true,
      autoMonitor: 'none',
    });
    const root = temporaryWorkspace(files);
    const session = new Session(root);
    const before = await told(session);
    const path = 'clusters/cluster1/green/shop-route.yaml';
    writeFileSync(join(root, path), String(files[path]).replace('round-robin', 'sideways'));
    const after = await told(session, [path]);
    expect(after).toContain('as3-invalid');
    expect(after).toBe(await told(new Session(root)));
    const other = 'clusters/cluster1/red/shop-route.yaml';
    writeFileSync(join(root, other), String(files[other]));
    expect(await told(session, [other])).toBe(after);
    writeFileSync(join(root, path), String(files[path]));
    expect(await told(session, [path])).toBe(before);
  });

  test('concerns itself with manifests, directories and the configuration, and not with what is rendered', async () => {
    const root = temporaryWorkspace({
      'render.yaml': config,
      'clusters/one/a.yaml': service('a'),
      'rendered/x.json': '{}',
      'README.md': '',
    });
    const session = new Session(root);
    await session.check();
    const concerns = (path: string): boolean => session.concerns(path);
    expect(['render.yaml', 'clusters/one/a.yaml', 'clusters', 'clusters/one'].filter(concerns)).toHaveLength(4);
    expect(['README.md', 'rendered/x.json', 'rendered', 'clusters/one/gone.yaml'].filter(concerns)).toEqual([]);
    rmSync(join(root, 'clusters'), { recursive: true });
    expect(concerns('clusters')).toBe(true);
  });
});
