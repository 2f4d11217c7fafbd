import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cliPath } from '../run-cli.ts';
import { filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { type Answer, forbidden, type LiveObject, status } from './api-server.ts';
import { live } from './live.ts';
import { customArgs, eastConfig, setting } from './setting.ts';

const node: LiveObject = live({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } });
const inventory = 'clusters/east/inventory.yaml';

/** What is said where the API server answers in its own way. */
async function said(answers: (path: string) => Answer | 'hang' | undefined, ...args: string[]) {
  const { root, snapshot } = await setting(
    { 'render.yaml': eastConfig(customArgs) },
    { east: { objects: [node], answers } },
  );
  const { stderr, code } = await snapshot(...args);
  expect(filesBelow(root)[inventory]).toBeUndefined();
  return { stderr, code };
}

const failed = (...problems: string[]) => ({
  stderr: problems.map(problem => `render: cluster east (context ctx-east): ${problem}\n`).join(''),
  code: 3,
});

describe('a cluster that cannot be read', () => {
  test('tells every right that is missing, and where there is a Role with them', async () => {
    const answers = (path: string) =>
      path.startsWith('/api/v1/services')
        ? forbidden('services')
        : path.includes('virtualservers')
          ? forbidden('virtualservers', 'cis.f5.com')
          : undefined;
    const { stderr, code } = failed(
      'services is forbidden: User "jane" cannot list resource "services" in API group "" at the cluster scope',
      'virtualservers.cis.f5.com is forbidden: User "jane" cannot list resource "virtualservers" in API group "cis.f5.com" at the cluster scope',
    );
    const role = 'render: docs/snapshot.md has a ClusterRole with the rights that are needed\n';
    expect(await said(answers)).toEqual({ stderr: stderr + role, code });
  });

  test('says that credentials are not taken', async () => {
    expect(await said(() => status(401, 'Unauthorized', 'Unauthorized'))).toEqual(
      failed('the API server does not take the credentials; log in again'),
    );
  });

  test('says what the API server says of its own trouble', async () => {
    const trouble = (path: string) =>
      path.startsWith('/api/v1/endpoints') ? status(500, 'InternalError', 'etcdserver: leader changed') : undefined;
    expect(await said(trouble)).toEqual(failed('the API server fails: etcdserver: leader changed'));
  });

  test('does nothing to a terminal with what the API server says', async () => {
    const trouble = () => status(500, 'InternalError', 'no \u001b[2Jspace \u202eleft');
    expect(await said(trouble)).toEqual(failed('the API server fails: no \\u001b[2Jspace \\u202eleft'));
  });

  test('says that there is no answer, and how to wait longer', async () => {
    expect(await said(() => 'hang', '--timeout', '1')).toEqual(
      failed('the API server does not answer within 1 seconds; --timeout gives it longer'),
    );
  });

  test.each([
    ['a page of a proxy', () => ({ status: 200, body: '<html>Welcome</html>' }), 'it gives no list at /api/v1/nodes'],
    ['JSON of something else', () => ({ status: 200, body: '{"items":7}' }), 'it gives no list at /api/v1/nodes'],
    ['a server without nodes', () => ({ status: 404, body: 'no such page' }), 'it has no nodes'],
  ])('says that %s is no Kubernetes API', async (_, answers, what) => {
    expect(await said(answers)).toEqual(failed(`what answers is no Kubernetes API: ${what}`));
  });

  test('does not keep the others from being written', async () => {
    const clusters = ['east', 'west', 'north'].map(name => {
      return { name, manifests: `clusters/${name}`, context: name === 'north' ? 'ctx-esat' : `ctx-${name}` };
    });
    const other = { name: 'south', manifests: 'clusters/south' };
    const { root, snapshot } = await setting(
      { 'render.yaml': JSON.stringify({ clusters: [...clusters, other] }), 'clusters/south/none.yaml': '' },
      {
        east: { objects: [node] },
        west: { objects: [], answers: () => status(401, 'Unauthorized', 'Unauthorized') },
      },
    );
    expect(await snapshot()).toEqual({
      stdout: `        east
  Node     1

clusters/east/inventory.yaml: written: 1 added
`,
      stderr: `render: cluster west (context ctx-west): the API server does not take the credentials; log in again
render: cluster north (context ctx-esat): the kubeconfig has no such context; did you mean ctx-east?
note: without a context in render.yaml, and left out: south
`,
      code: 3,
    });
    expect(Object.keys(filesBelow(root)).filter(path => path.startsWith('clusters/'))).toEqual([
      inventory,
      'clusters/south/none.yaml',
    ]);
  });

  test('refuses the connection', async () => {
    const { servers, snapshot, env } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: [] } });
    const config = readFileSync(env.KUBECONFIG ?? '', 'utf8');
    writeFileSync(env.KUBECONFIG ?? '', config.replace(servers.east?.url ?? '', 'http://127.0.0.1:1'));
    const { stderr, code } = await snapshot();
    expect({ stderr, code }).toEqual(failed('the API server 127.0.0.1:1 refuses the connection'));
  });
});

describe('without what it needs', () => {
  test('it says that kubectl is missing, and where it is to be had', async () => {
    const { snapshot, env } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: [] } });
    Object.assign(env, { PATH: temporaryWorkspace({}) });
    const { stderr, code } = await snapshot();
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^render: kubectl is not installed, or not on PATH; https:\/\/kubernetes\.io\/\S+ tells .*\n$/,
    );
  });

  test('it says that a kubeconfig is missing, or broken', async () => {
    const { snapshot, root } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: [] } });
    writeFileSync(join(root, 'broken'), '{{{');
    expect((await snapshot('--kubeconfig', join(root, 'none'))).stderr).toBe(
      failed('the kubeconfig has no context at all: is KUBECONFIG set, or --kubeconfig needed?').stderr,
    );
    const { stderr, code } = await snapshot('--kubeconfig', join(root, 'broken'));
    expect(stderr).toMatch(/^render: kubectl cannot read the kubeconfig: error.*broken.*\n$/);
    expect(code).toBe(3);
  });

  test.each([
    [['--cluster', 'esat'], '--cluster esat: no such cluster in the workspace; did you mean east?'],
    [['--cluster', 'west'], 'cluster west has no context: give it one in render.yaml, or --context CONTEXT'],
    [['--context', 'ctx-east'], '--context leads to one cluster: give --cluster CLUSTER too'],
    [['--stdout', '--check'], '--stdout prints an inventory and nothing else: leave out --check, --force and --format'],
  ])('it says what is wrong with %j', async (args, problem) => {
    const clusters = [
      { name: 'east', manifests: 'clusters/east', context: 'ctx-east' },
      { name: 'west', manifests: 'clusters/west' },
    ];
    const { snapshot } = await setting({ 'render.yaml': JSON.stringify({ clusters }) }, { east: { objects: [] } });
    expect(await snapshot(...args)).toEqual({ stdout: '', stderr: `render: ${problem}\n`, code: 2 });
  });

  test('it needs a context, which can be given for one cluster without a render.yaml', async () => {
    const { snapshot, read } = await setting(
      { 'clusters/east/tea.yaml': '', 'clusters/west/tea.yaml': '' },
      { east: { objects: [node] } },
    );
    expect((await snapshot()).stderr).toContain('no cluster has a context');
    expect((await snapshot('--cluster', 'east', '--context', 'ctx-east')).code).toBe(0);
    expect(read(inventory)).toContain('name: n1');
  });

  test('it says that a number of seconds is none', async () => {
    const { snapshot } = await setting({ 'render.yaml': eastConfig() }, { east: { objects: [] } });
    expect(await snapshot('--timeout', '1m')).toEqual({
      stdout: '',
      stderr: 'render: --timeout "1m" is no positive number\n',
      code: 2,
    });
  });
});

describe('the file', () => {
  test('has to be one that is read, by that cluster alone', async () => {
    const clusters = (manifests: object) =>
      JSON.stringify({ clusters: [{ name: 'east', context: 'ctx-east', ...manifests }] });
    const { snapshot, write } = await setting(
      { 'render.yaml': clusters({ manifests: 'apps/*.yaml' }), 'apps/tea.yaml': '' },
      { east: { objects: [node] } },
    );
    expect(await snapshot()).toEqual({
      stdout: '',
      stderr: `render: ${inventory} is not among the manifests of cluster east: add it to \`manifests\` in render.yaml, or name another file as its \`inventory\`\n`,
      code: 2,
    });
    write({ 'render.yaml': clusters({ manifests: 'apps', inventory: 'live/east.yaml' }) });
    expect((await snapshot()).stdout).toContain('live/east.yaml: written');
    write({ 'render.yaml': clusters({ manifests: ['apps', 'live/a/inventory.yaml'] }) });
    expect((await snapshot()).stdout).toContain('live/a/inventory.yaml: written');
    write({
      'render.yaml': JSON.stringify({
        clusters: [
          { name: 'east', context: 'ctx-east', manifests: 'clusters/east' },
          { name: 'west', manifests: 'clusters/*/*.yaml' },
        ],
      }),
    });
    expect((await snapshot()).stderr).toContain(`${inventory} is among the manifests of cluster west too`);
  });

  test.each([
    ['outside', '../east.yaml', 'must lie in the workspace'],
    ['among rendered files', 'rendered/east.yaml', 'lies in the output directory, which is never read'],
    ['render.yaml', './render.yaml', 'is render.yaml itself'],
    ['that of another', 'west.yaml', 'is that of cluster west too'],
  ])('cannot be %s', async (_, file, problem) => {
    const { snapshot } = await setting(
      {
        'render.yaml': JSON.stringify({
          clusters: [
            { name: 'west', manifests: 'apps', inventory: 'west.yaml' },
            { name: 'east', manifests: 'apps', inventory: file, context: 'ctx-east' },
          ],
        }),
      },
      { east: { objects: [] } },
    );
    const { stderr, code } = await snapshot();
    expect(stderr).toContain(`inventory of cluster east ${problem}`);
    expect(code).toBe(2);
  });

  test('that somebody wrote himself is left as it is, but for --force', async () => {
    const own = 'apiVersion: v1\nkind: Node\nmetadata: {name: mine}\n';
    const { snapshot, read } = await setting(
      { 'render.yaml': eastConfig(), [inventory]: own },
      { east: { objects: [node] } },
    );
    const refused = await snapshot();
    expect(refused.stderr).toBe(
      `render: ${inventory} was not written by \`render snapshot\`: --force replaces it, --check compares\n`,
    );
    expect(refused.code).toBe(2);
    expect((await snapshot('--check')).code).toBe(1);
    expect(read(inventory)).toBe(own);
    expect((await snapshot('--force')).code).toBe(0);
    expect(read(inventory)).toContain('name: n1');
  });

  test('is never written through a symbolic link', async () => {
    const away = temporaryWorkspace({ 'inventory.yaml': '' });
    const { root, snapshot } = await setting(
      { 'render.yaml': eastConfig(undefined, { inventory: 'link.yaml' }) },
      { east: { objects: [node] } },
    );
    mkdirSync(join(root, 'clusters/east'), { recursive: true });
    symlinkSync(join(away, 'inventory.yaml'), join(root, 'link.yaml'));
    const { stderr, code } = await snapshot();
    expect(stderr).toContain('link.yaml');
    expect(code).not.toBe(0);
    expect(filesBelow(away)).toEqual({ 'inventory.yaml': '' });
  });

  test('is as it was when Ctrl-C ends the command', async () => {
    const { root, env, servers } = await setting(
      { 'render.yaml': eastConfig() },
      { east: { objects: [node], answers: path => (path.startsWith('/api/v1/services') ? 'hang' : undefined) } },
    );
    expect(servers.east?.requests).toEqual([]);
    const child = spawn(process.execPath, [cliPath, 'snapshot', '--timeout', '50'], { cwd: root, env: { ...env } });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<number | null>(resolve => child.on('close', resolve));
    while (!servers.east?.requests.some(path => path.startsWith('/api/v1/services')))
      await new Promise(resolve => setTimeout(resolve, 20));
    const before = Date.now();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(Date.now() - before).toBeLessThan(40_000);
    expect(stderr).toBe('render: interrupted; nothing was changed\n');
    expect(Object.keys(filesBelow(root))).toEqual(['render.yaml']);
  });

  test('and does not wait for a credential plugin that goes on without kubectl', async () => {
    const bin = temporaryWorkspace({});
    const kubectl = 'case "$*" in *get-contexts*) echo ctx-east; exit;; esac\nsleep 60 &\ntouch "$0.asked"\nwait\n';
    writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\n${kubectl}`, { mode: 0o755 });
    const root = temporaryWorkspace({ 'render.yaml': eastConfig() });
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const child = spawn(process.execPath, [cliPath, 'snapshot'], { cwd: root, env });
    const ended = new Promise<number | null>(resolve => child.on('exit', resolve));
    while (!existsSync(join(bin, 'kubectl.asked'))) await new Promise(resolve => setTimeout(resolve, 20));
    const before = Date.now();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(Date.now() - before).toBeLessThan(40_000);
  });
});
