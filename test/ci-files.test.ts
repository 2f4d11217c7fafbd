import { execFile, execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadYaml } from '../src/load/yaml.ts';
import { writeKubeletVolume } from './argocd/kubelet-volume.ts';
import { wrongWith } from './argocd/kubernetes-types.ts';
import { objectsOf, workspaceOf } from './argocd/plugin.ts';
import { cliPath, render } from './run-cli.ts';
import { startBigip, tenantsOn } from './sync/sync-workspace.ts';
import { temporaryWorkspace } from './temporary-workspace.ts';

const root = join(import.meta.dirname, '..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: read by what a test looks for
function yaml(path: string): any {
  const loaded = loadYaml(textOf(path));
  if (!loaded.ok) throw new Error(loaded.problem.reason);
  return loaded.value.documents[0];
}

/** A copy of the example, with `render` as a program. */
function example(): { cwd: string; env: Record<string, string> } {
  const cwd = temporaryWorkspace({ '.bin/keep': '' });
  cpSync(join(root, 'fixtures/example'), cwd, { recursive: true });
  symlinkSync(cliPath, join(cwd, '.bin/render'));
  return { cwd, env: { PATH: `${join(cwd, '.bin')}:${process.env.PATH}`, HOME: cwd } };
}

describe('.pre-commit-hooks.yaml', () => {
  const hooks: Array<Record<string, unknown>> = yaml('.pre-commit-hooks.yaml');

  test('has hooks that look at the workspace as a whole', () => {
    expect(new Set(hooks.map(({ id }) => id)).size).toBe(hooks.length);
    const wanted = { language: 'node', always_run: true, pass_filenames: false };
    for (const hook of hooks) expect(hook).toMatchObject({ ...wanted, entry: `${hook.name}` });
  });

  test.each(hooks.map(({ entry }) => String(entry)))(
    '%s is a command that has nothing to say of the example',
    entry => {
      const { cwd, env } = example();
      expect(() => execFileSync('bash', ['-c', entry], { cwd, env, stdio: 'pipe' })).not.toThrow();
    },
  );
});

describe('docs/gitlab-ci.yml', () => {
  const job = yaml('docs/gitlab-ci.yml')['cis-render'];
  const { codequality, junit } = job.artifacts.reports;
  const script = (job.script as string[]).join('\n');

  test('runs, and leaves the reports that it hands over', () => {
    const { cwd, env } = example();
    execFileSync('bash', ['-euc', script], { cwd, env, stdio: 'pipe' });
    expect(JSON.parse(readFileSync(join(cwd, codequality), 'utf8'))).toBeInstanceOf(Array);
    expect(readFileSync(join(cwd, junit), 'utf8')).toContain('<testsuites ');
  });

  test('reports what is out of date, with paths of the repository', () => {
    const { cwd, env } = example();
    const root = temporaryWorkspace({ '.git/HEAD': '' });
    cpSync(cwd, join(root, 'teams/shop'), { recursive: true });
    rmSync(join(root, 'teams/shop/rendered/cluster1/shop.json'));
    const options = { cwd: root, env: { ...env, CIS_RENDER_WORKSPACE: 'teams/shop' }, stdio: 'pipe' } as const;
    expect(() => execFileSync('bash', ['-euc', script], options)).toThrow('Command failed');
    expect(JSON.parse(readFileSync(join(root, codequality), 'utf8'))).toContainEqual(
      expect.objectContaining({
        check_name: 'rendered-out-of-date',
        location: expect.objectContaining({ path: 'teams/shop/rendered/cluster1/shop.json' }),
      }),
    );
  });
});

describe('docs/gitlab.md', () => {
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(textOf('docs/gitlab.md')) ?? [];
  const loaded = loadYaml(text);
  // biome-ignore lint/suspicious/noExplicitAny: read by what a test looks for
  const job = loaded.ok && (loaded.value.documents[0] as any)['cis-render-sync'];

  test('has a job that posts what is committed, without variables of another job', async () => {
    const bigip = await startBigip();
    const { cwd, env } = example();
    writeFileSync(join(cwd, 'ca.pem'), bigip.certificate);
    const { username: BIGIP_USERNAME, password: BIGIP_PASSWORD, url } = bigip;
    // What a project has in its variables and in `bigips`.
    const given = ` --as cluster1 --bigip-url ${url.href} --trusted-certs ca.pem`;
    const script = (job.script as string[]).map(line => line + given).join('\n');
    await promisify(execFile)('bash', ['-euc', script], { cwd, env: { ...env, BIGIP_USERNAME, BIGIP_PASSWORD } });
    expect(Object.keys(tenantsOn(bigip))).toEqual(['shop']);
  });
});

describe('docs/flux.md', () => {
  const blocks = [...textOf('docs/flux.md').matchAll(/^ {3}```yaml\n([\s\S]*?)^ {3}```/gm)].map(([, text]) =>
    text!.replace(/^ {3}/gm, ''),
  );
  const [kustomization = '', job = ''] = blocks;

  test('has a Job that kustomize and Kubernetes take, and that posts what is committed', {
    timeout: 60_000,
  }, async () => {
    const { cwd } = example();
    const built = temporaryWorkspace({ 'kustomization.yaml': kustomization, 'sync-job.yaml': job });
    cpSync(cwd, built, { recursive: true });
    const objects = objectsOf(execFileSync('kubectl', ['kustomize', built], { encoding: 'utf8' }));
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Job']);
    expect(wrongWith(objects.map(object => [object.kind, object] as const))).toEqual([]);
    const made = objects.find(({ kind }) => kind === 'Job')!;
    const { configMap } = made.spec.template.spec.volumes[0];
    expect(configMap.name).toMatch(/^cis-render-workspace-[a-z0-9]{10}$/);
    const projected = { projected: { sources: [{ configMap }] } };
    const files = workspaceOf({ ...made, spec: { template: { spec: { volumes: [projected] } } } }, objects);

    const bigip = await startBigip();
    const place = temporaryWorkspace({ 'ca.pem': bigip.certificate });
    const { username, password, url } = bigip;
    const places: Record<string, string> = {
      '/workspace': writeKubeletVolume(join(place, 'workspace'), files),
      '/credentials': writeKubeletVolume(join(place, 'credentials'), { username, password, url: url.href }),
    };
    const args: string[] = made.spec.template.spec.containers[0].args;
    const given = args.map(argument => places[argument] ?? argument);
    const result = await render([...given, '--trusted-certs', join(place, 'ca.pem')], { cwd: '/' });
    expect([result.stderr, result.code]).toEqual(['', 0]);
    expect(Object.keys(tenantsOn(bigip))).toEqual(['shop']);
  });
});
