import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { filesMaps } from '../../src/argocd/config-map.ts';
import { pair, shopsAndBanks } from '../cli/shops-and-banks.ts';
import { routeText } from '../manifests.ts';
import { cliPath, render } from '../run-cli.ts';
import { startBigip } from '../sync/sync-workspace.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { named, objectsOf, plugin, workspaceOf } from './plugin.ts';

async function built(files: Files): Promise<string> {
  const cwd = temporaryWorkspace(files);
  expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
  return cwd;
}

const example = join(import.meta.dirname, '../../fixtures/example');
const oneBigip = 'bigips:\n  - {name: one, url: https://one.example.com, view: east, trustedCerts: one.pem}\n';
const hook = ['Job shop-sync-east (PostSync)'];

/** A workspace with a kustomization, and a kustomize that says that it has begun and does not end. */
function withSlowKustomize() {
  const cwd = temporaryWorkspace({
    'render.yaml': 'clusters:\n  - {name: east, kustomize: base}\n',
    'base/kustomization.yaml': 'resources: []\n',
    'programs/kustomize': '#!/bin/sh\n: > "$0.started"\nexec sleep 600\n',
  });
  const folder = join(cwd, 'programs');
  chmodSync(join(folder, 'kustomize'), 0o755);
  return { cwd, started: join(folder, 'kustomize.started'), PATH: `${folder}:${process.env.PATH}` };
}

describe('render argocd generate', () => {
  test('prints the manifests, a ConfigMap for each tenant and the Job', async () => {
    const cwd = await built(shopsAndBanks);
    const { stdout, stderr, code } = await plugin(cwd);
    expect([stderr, code]).toEqual(['', 0]);
    const objects = objectsOf(stdout);
    expect(objects.map(named)).toEqual([
      'Route teller',
      'Service teller',
      'ConfigMap extended-spec',
      'Route cafe',
      'Service cafe',
      'ConfigMap shop-sync-east-workspace',
      'ConfigMap shop-as3-east-banks',
      'ConfigMap shop-as3-east-shops',
      ...hook,
    ]);
    expect(objects.slice(-4).map(({ metadata }) => metadata.namespace)).toEqual(['cis', 'cis', 'cis', 'cis']);
  });

  test('takes the declarations as they are committed, byte for byte', async () => {
    const cwd = await built(shopsAndBanks);
    const objects = objectsOf((await plugin(cwd)).stdout);
    const { 'render.yaml': config, ...files } = workspaceOf(objects.at(-1)!, objects);
    const committed = filesBelow(cwd);
    expect(files).toEqual({
      'rendered/east/banks.json': committed['rendered/east/banks.json'],
      'rendered/east/shops.json': committed['rendered/east/shops.json'],
    });
    expect(config).toContain('--bigip-partition=');
  });

  test('copies documents as they are written, and what is none is left out', async () => {
    const commented = '# Keep me\napiVersion: v1\nkind: Secret\nmetadata:   {name: a, namespace: shop}\n';
    const second =
      ' # on the line of the separator\napiVersion: v1\nkind: Secret\nmetadata: {name: b, namespace: shop}';
    const cwd = await built({
      ...shopsAndBanks,
      'clusters/east/a.yaml': `${commented}---${second}\n---\n# nothing but this\n`,
      'clusters/east/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
      'clusters/east/inventory.yaml':
        '# Made by `render snapshot` from cluster east: what is there and not in Git. It is written anew each time.\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
    });
    const { stdout } = await plugin(cwd, { parameters: { sync: 'off' } });
    expect(stdout.startsWith(`---\n${commented}---${second}\n---\n`)).toBe(true);
    expect(objectsOf(stdout).map(({ kind }) => kind)).not.toContain('Kustomization');
    expect(objectsOf(stdout).map(({ kind }) => kind)).not.toContain('Namespace');
  });

  test('takes apart a list only where something in it is not wanted', async () => {
    const item = (kind: string, name: string): string =>
      JSON.stringify({ apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' } });
    const list = (...items: string[]): string =>
      `apiVersion: v1\nkind: List\nitems:\n${items.map(each => `  - ${each}\n`).join('')}`;
    const whole = list(item('Secret', 'a'), item('Secret', 'b'));
    const cwd = await built({
      ...shopsAndBanks,
      'clusters/east/a.yaml': whole,
      'clusters/east/b.yaml': list(item('Pod', 'c'), item('Secret', 'd')),
    });
    const { stdout } = await plugin(cwd, { parameters: { sync: 'off', 'exclude-kinds': ['pod'] } });
    expect(stdout).toContain(`---\n${whole}---\n`);
    expect(objectsOf(stdout).map(({ kind, metadata }) => `${kind} ${metadata?.name}`)).toEqual(
      expect.arrayContaining(['List undefined', 'Secret d']),
    );
    expect(stdout).not.toContain('"Pod"');
  });

  test('builds a kustomization', async () => {
    const { 'render.yaml': _, ...files } = shopsAndBanks;
    const cwd = await built({
      ...files,
      'render.yaml':
        'clusters:\n  - name: east\n    kustomize: clusters/east\n    cis:\n      args: [--controller-mode=openshift, --bigip-partition=test, --extended-spec-configmap=kube-system/extended-spec, --pool-member-type=cluster]\n',
      'clusters/east/kustomization.yaml':
        'resources: [extended-spec.yaml, shop.yaml, bank.yaml]\ncommonAnnotations: {built: by-kustomize}\n',
    });
    const { stdout, stderr, code } = await plugin(cwd, { confined: false });
    expect([stderr, code]).toEqual(['', 0]);
    const route = objectsOf(stdout).find(({ kind }) => kind === 'Route');
    expect(route?.metadata.annotations).toEqual({ built: 'by-kustomize' });
  });

  test('prints for a cluster without a controller its manifests alone', async () => {
    const { stdout, code } = await plugin(example, { parameters: { cluster: 'cluster3' } });
    expect(code).toBe(0);
    expect(new Set(objectsOf(stdout).map(({ kind }) => kind))).toEqual(new Set(['Namespace', 'Service']));
  });

  test('leaves the Job out, or all but it', async () => {
    const cwd = await built(shopsAndBanks);
    const words = async (parameters: Record<string, string>): Promise<string[]> =>
      objectsOf((await plugin(cwd, { parameters })).stdout).map(named);
    const maps = [
      'ConfigMap shop-sync-east-workspace',
      'ConfigMap shop-as3-east-banks',
      'ConfigMap shop-as3-east-shops',
    ];
    expect((await words({ sync: 'show' })).slice(-3)).toEqual(maps);
    expect((await words({ sync: 'off' })).slice(-2)).toEqual(['Route cafe', 'Service cafe']);
    expect(await words({ manifests: 'off' })).toEqual([...maps, ...hook]);
  });

  test('gives a dry run ConfigMaps of its own, since the others come after it', async () => {
    const cwd = await built(shopsAndBanks);
    const objects = objectsOf((await plugin(cwd, { parameters: { 'dry-run': 'on', manifests: 'off' } })).stdout);
    expect(objects.map(named).slice(0, 4)).toEqual([
      'ConfigMap shop-sync-east-workspace.dry-run (PreSync)',
      'ConfigMap shop-as3-east-banks.dry-run (PreSync)',
      'ConfigMap shop-as3-east-shops.dry-run (PreSync)',
      'Job shop-sync-east-dry-run (PreSync)',
    ]);
    expect(workspaceOf(objects[3]!, objects.slice(0, 3))).toEqual(workspaceOf(objects.at(-1)!, objects.slice(4)));
    expect(objects[3]!.spec.template.spec.containers[0].args).toContain('--dry-run');
  });

  test('calls no ConfigMap of a dry run as one of a tenant', () => {
    const files = ['x', 'x-dry-run', 'x.dry-run'].map(tenant => ({ path: `${tenant}.json`, text: '', tenant }));
    const place = { app: 'shop', namespace: '', view: 'east' };
    const names = [...filesMaps(files, place), ...filesMaps(files, place, 'PreSync')].map(({ name }) => name);
    expect(new Set(names).size).toBe(8);
    for (const name of names)
      expect(name).toMatch(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/);
  });

  test('hands a secondary what it posts while its primary is down, and where that answers', async () => {
    const cwd = await built(pair);
    const objects = objectsOf((await plugin(cwd, { parameters: { cluster: 'west' } })).stdout);
    const job = objects.at(-1)!;
    const committed = filesBelow(cwd);
    expect(workspaceOf(job, objects)['rendered/west/failover/shops.json']).toBe(
      committed['rendered/west/failover/shops.json'],
    );
    const { args } = job.spec.template.spec.containers[0];
    expect(args.slice(args.indexOf('--primary-end-point'))[1]).toBe('http://10.1.1.1:8080');
  });

  test('gives the Job the BIG-IPs of render.yaml, and of their files the certificates alone', async () => {
    const { certificate } = await startBigip();
    const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n';
    const cwd = await built({
      ...shopsAndBanks,
      'render.yaml': `${shopsAndBanks['render.yaml']}${oneBigip}`,
      'one.pem': `# of the BIG-IP\n${certificate}${key}`,
    });
    const objects = objectsOf((await plugin(cwd)).stdout);
    const files = workspaceOf(objects.at(-1)!, objects);
    expect(files['certificates-0.pem']).toBe(certificate);
    expect(JSON.parse(files['render.yaml']!).bigips).toEqual([
      { name: 'one', url: 'https://one.example.com', view: 'east', trustedCerts: 'certificates-0.pem', concurrency: 1 },
    ]);
  });

  test('ends when it is told to, also what it runs, and has printed nothing', async () => {
    const { cwd, started, PATH } = withSlowKustomize();
    // Argo CD tells all processes that it has started.
    const child = spawn(process.execPath, [cliPath, 'argocd', 'generate'], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH },
    });
    let stdout = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    const closed = once(child, 'close');
    await vi.waitUntil(() => existsSync(started), { timeout: 50_000 });
    process.kill(-child.pid!, 'SIGTERM');
    // The pipe closes when the last of them is gone. Where kustomize is gone first, that is a failure of its own, not a signal.
    const [code] = await closed;
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
  });

  // Seconds that the repo server waits for a plugin.
  test('prints the same however often, within the time that Argo CD gives it', { timeout: 50_000 }, async () => {
    const cwd = await built(shopsAndBanks);
    expect(await plugin(cwd)).toEqual(await plugin(cwd));
  });
});

describe('what is wrong', () => {
  test('is told in a short first line with the Application, and nothing is printed', async () => {
    const rejected = (name: string): string =>
      routeText({ name, host: `${name}.example.com`, to: 'cafe', annotations: { waf: '' } });
    const cwd = await built(shopsAndBanks);
    writeFiles(cwd, { 'clusters/east/one.yaml': rejected('one'), 'clusters/east/two.yaml': rejected('two') });
    const { stdout, stderr, code } = await plugin(cwd, { env: { ARGOCD_APP_SOURCE_PATH: 'teams/shop' } });
    expect([stdout, code]).toEqual(['', 1]);
    const lines = stderr.split('\n');
    expect(lines[0]).toMatch(
      /^cis-render: app shop: 2 errors: teams\/shop\/clusters\/east\/one\.yaml:\d+:\d+ route-annotation-empty /,
    );
    expect(lines[1]).toMatch(/^ {2}teams\/shop\/clusters\/east\/two\.yaml:/);
    expect(lines[2]).toMatch(/Hard Refresh/);
    expect(lines).toHaveLength(4);
  });

  test('is that a committed file is not what a build would write', async () => {
    const cwd = await built(shopsAndBanks);
    const path = join(cwd, 'rendered/east/shops.json');
    writeFiles(cwd, { 'rendered/east/shops.json': readFileSync(path, 'utf8').replace('10.2.0.1', '10.2.0.9') });
    const { stdout, stderr, code } = await plugin(cwd);
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr.split('\n')[0]).toBe(
      'cis-render: app shop: rendered/east/shops.json is out of date: run `render build` and commit',
    );
  });

  test('is that there are no committed files', async () => {
    const { stdout, stderr, code } = await plugin(temporaryWorkspace(shopsAndBanks));
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toMatch(/^cis-render: app shop: 2 errors: rendered\/east\/banks\.json is out of date/);
  });

  test('is that there is nothing, unless that is meant', async () => {
    const cwd = await built(shopsAndBanks);
    const parameters = { manifests: 'off', sync: 'off' };
    const refused = await plugin(cwd, { parameters });
    expect([refused.stdout, refused.code]).toEqual(['', 1]);
    expect(refused.stderr).toMatch(/^cis-render: app shop: there is nothing to apply for cluster east/);
    const meant = { stdout: '', stderr: '', code: 0 };
    expect(await plugin(cwd, { parameters: { ...parameters, 'allow-empty': 'on' } })).toEqual(meant);
    expect(await plugin(cwd, { parameters, command: ['generate', '--allow-empty'] })).toEqual(meant);
  });

  test.each([
    ['a user name or a password in the URL', 'https://admin:secret@10.1.1.1', 'holds a user name or a password'],
    ['a URL without TLS', 'http://10.1.1.1', 'the password would be sent in clear text'],
    ['a URL that is none', 'https://10.1.1.1:x', 'is none'],
  ])('is %s: the Job would be refused it after the sync', async (_, url, why) => {
    const cwd = await built(shopsAndBanks);
    const { stdout, stderr, code } = await plugin(cwd, { parameters: { 'bigip-url': url } });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(/^cis-render: app shop: /);
    expect(stderr.split('\n')[0]).toContain(why);
    expect(stderr).not.toContain('secret@');
  });

  test.each<[string, (file: string, outside: string) => void, string]>([
    ['leads out of the workspace', (file, outside) => symlinkSync(outside, file), 'symlink-outside one.pem leads out'],
    ['holds no certificate', file => writeFileSync(file, 'none\n'), 'one.pem: there is no certificate in PEM in it'],
    ['is not there', () => {}, 'one.pem: no such file or directory'],
    ['is a directory', file => mkdirSync(file), 'one.pem: a directory is in the way'],
  ])('is a file of certificates that %s', async (_, make, why) => {
    const outside = temporaryWorkspace({ secret: '-----BEGIN CERTIFICATE-----\nsecret of the machine\n' });
    const cwd = await built({ ...shopsAndBanks, 'render.yaml': `${shopsAndBanks['render.yaml']}${oneBigip}` });
    make(join(cwd, 'one.pem'), join(outside, 'secret'));
    const { stdout, stderr, code } = await plugin(cwd);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(/^cis-render: app shop: /);
    expect(stderr.split('\n')[0]).toContain(why);
    expect(stderr).not.toContain('secret of the machine');
  });

  test('is told with the Application also where the disk refuses', async () => {
    const cwd = await built(shopsAndBanks);
    const file = join(cwd, 'rendered/east/shops.json');
    rmSync(file);
    mkdirSync(file);
    const { stdout, stderr, code } = await plugin(cwd);
    expect([stdout, code]).toEqual(['', 3]);
    expect(stderr).toMatch(/^cis-render: app shop: .*rendered\/east\/shops\.json: a directory is in the way\n/);
  });

  test('is a declaration that no ConfigMap takes', () => {
    const file = (length: number) => ({ path: 'rendered/east/shops.json', text: 'x'.repeat(length), tenant: 'shops' });
    const place = { app: 'shop', namespace: '', view: 'east' };
    const room = 1024 * 1024 - 'shops.json'.length;
    expect(filesMaps([file(room)], place)).toHaveLength(2);
    expect(() => filesMaps([file(room + 1)], place)).toThrow(
      /^rendered\/east\/shops\.json has 1\.0 MiB, and a ConfigMap takes 1 MiB: set parameter sync to off/,
    );
  });

  test('is a configuration that cannot be used', async () => {
    const cwd = temporaryWorkspace({ 'render.yaml': 'clusters:\n  - name: east\n    manifest: x\n' });
    const { stdout, stderr, code } = await plugin(cwd);
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toMatch(/^cis-render: app shop: (?:2 errors: )?render\.yaml:\d+:\d+ config-/);
  });

  test('says nothing of Argo CD where that has not called', async () => {
    const { stderr } = await plugin(temporaryWorkspace({ 'render.yaml': 'clusters: []' }), {
      env: { ARGOCD_APP_NAME: '' },
    });
    expect(stderr).toMatch(/^cis-render: render\.yaml:1:\d+ config-invalid .*\n$/);
  });
});
