import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git, initialise } from './git-repository.ts';
import { temporaryWorkspace, writeFiles } from './temporary-workspace.ts';

const root = join(import.meta.dirname, '..');
const away = realpathSync(mkdtempSync(join(tmpdir(), 'cis-render-')));
afterAll(() => rmSync(away, { recursive: true, force: true }));
/** Nobody's configuration, and no registry. */
const env = { PATH: process.env.PATH, HOME: away, npm_config_offline: 'true', npm_config_update_notifier: 'false' };
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [checkout, origin] = [join(away, 'checkout'), join(away, 'origin.git')];
const tag = `git+file://${origin}#v${version}`;

interface Workflow {
  readonly jobs: {
    readonly release: { readonly steps: ReadonlyArray<{ readonly name?: string; readonly run?: string }> };
  };
}

/** What the workflow `release` pushes, made by its own step. */
beforeAll(() => {
  const left = ['.git', 'coverage', 'dist', 'node_modules'];
  const filter = (path: string): boolean => !left.includes(relative(root, path).split(sep)[0]!);
  cpSync(root, checkout, { recursive: true, filter });
  writeFiles(checkout, { 'CHANGELOG.md': `## [${version}] - 2026-01-01\n` });
  initialise(checkout);
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  git(away, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  git(checkout, 'remote', 'add', 'origin', origin);
  git(checkout, 'push', '--quiet', 'origin', 'main');
  const workflow = load(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as Workflow;
  const step = workflow.jobs.release.steps.find(({ run }) => run?.includes('git tag'));
  const given = { ...env, GITHUB_ENV: join(away, 'environment') };
  execFileSync('bash', ['-eo', 'pipefail', '-c', step?.run ?? 'false'], { cwd: checkout, env: given, stdio: 'pipe' });
}, 600_000);

describe('the tag of a release', { timeout: 600_000 }, () => {
  test('is installed into a project without a registry, with the types that it names', () => {
    const cwd = temporaryWorkspace({ 'package.json': '{}' });
    execFileSync('npm', ['install', tag], { cwd, env, stdio: 'pipe' });
    const installed = join(cwd, 'node_modules/cis-render');
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(Object.values<string>(exports['.']).filter(path => !existsSync(join(installed, path)))).toEqual([]);
    const { stdout } = spawnSync(join(cwd, 'node_modules/.bin/render-fn'), { input: '', encoding: 'utf8' });
    expect(stdout).toContain('kind: ResourceList');
  });

  test('is installed as a command', () => {
    const prefix = temporaryWorkspace({});
    const install = ['install', '--global', '--install-links', '--prefix', prefix, tag];
    execFileSync('npm', install, { cwd: prefix, env, stdio: 'pipe' });
    const cwd = join(root, 'fixtures/example');
    expect(execFileSync(join(prefix, 'bin/render'), ['validate'], { cwd, encoding: 'utf8' })).toContain('1 note');
  });

  test('is installed by pre-commit, which has its packages and an archive made first', () => {
    const cwd = temporaryWorkspace({});
    git(cwd, 'clone', '--quiet', '--branch', `v${version}`, origin, '.');
    const install = ['install', '--include=dev', '--include=prod', '--ignore-prepublish', '--no-progress', '--no-save'];
    execFileSync('npm', install, { cwd, env, stdio: 'pipe' });
    // Before 4.6 it takes all that this prints for the name of the archive.
    expect(execFileSync('npm', ['pack'], { cwd, env, encoding: 'utf8', stdio: 'pipe' })).toMatch(/^\S+\.tgz\n$/);
  });

  test('has all that the sources make, or check-dist names what it has not', () => {
    git(checkout, 'rm', '--quiet', '--cached', '--ignore-unmatch', 'dist/index.mjs');
    git(checkout, 'commit', '--quiet', '--allow-empty', '--message=less');
    const { stderr, status } = spawnSync(process.execPath, ['scripts/check-dist.mjs'], { cwd: checkout, env });
    expect([String(stderr), status]).toEqual(['not what the sources make: dist/index.mjs\n', 1]);
  });
});
