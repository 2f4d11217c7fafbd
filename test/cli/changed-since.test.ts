import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ShownFinding } from '../../src/finding.ts';
import { commit, git, temporaryRepository } from '../git-repository.ts';
import { documents, routeText, serviceText } from '../manifests.ts';
import { cliPath, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { shopsAndBanks } from './shops-and-banks.ts';

/** A Route that is rejected, on several lines. */
function badRoute(name: string): string {
  const text = routeText({ name, host: `${name}.example.com`, to: 'cafe', annotations: { waf: '' } });
  return JSON.stringify(JSON.parse(text), undefined, 2);
}

const stalls = documents(badRoute('bakery'), badRoute('grill'));
const files: Files = { ...shopsAndBanks, 'clusters/east/stalls.yaml': stalls };

async function since(cwd: string, ...args: string[]): Promise<{ found: string[]; code: number; suppressed: number }> {
  const command = ['validate', '--format', 'json', '--changed-since', ...(args.length > 0 ? args : ['main'])];
  const { stdout, stderr, code } = await render(command, { cwd });
  expect(stderr).toBe('');
  const { findings, suppressed } = JSON.parse(stdout) as { findings: ShownFinding[]; suppressed: ShownFinding[] };
  const found = findings.map(({ rule, resource }) => `${rule} ${resource?.name ?? ''}`);
  return { found, code, suppressed: suppressed.length };
}

const empty = (name: string): string => `route-annotation-empty ${name}`;

describe('validate --changed-since', () => {
  test('tells nothing of what was there and is not touched', async () => {
    const cwd = temporaryRepository(files);
    expect((await render(['validate'], { cwd })).code).toBe(1);
    expect(await since(cwd)).toEqual({ found: [], code: 0, suppressed: 0 });
    writeFiles(cwd, { 'clusters/east/extra.yaml': serviceText('extra') });
    expect((await since(cwd)).found).toEqual([]);
  });

  test('tells of documents that are touched, whatever their line, and not of their neighbours', async () => {
    const cwd = temporaryRepository(files);
    writeFiles(cwd, { 'clusters/east/stalls.yaml': stalls.replace('"grill.example.com"', '"barbecue.example.com"') });
    expect(await since(cwd)).toEqual({ found: [empty('grill')], code: 1, suppressed: 0 });
    const [bakery = '', grill = ''] = stalls.split('---\n');
    writeFiles(cwd, { 'clusters/east/stalls.yaml': `${bakery.replace('"host"', '\n\n"host"')}---\n${grill}` });
    expect((await since(cwd)).found).toEqual([empty('bakery')]);
    writeFiles(cwd, { 'clusters/east/stalls.yaml': stalls.replace(/\n.*"kind": "Service",/, '') });
    expect((await since(cwd)).found).toContain(empty('bakery'));
  });

  test('does not take lines that have moved for a change', async () => {
    const cwd = temporaryRepository(files);
    commit(cwd, { 'clusters/east/stalls.yaml': documents(serviceText('bar'), stalls) });
    expect(await since(cwd, 'HEAD~1')).toEqual({ found: [], code: 0, suppressed: 0 });
  });

  test('tells of what breaks elsewhere', async () => {
    const cwd = temporaryRepository(files);
    writeFiles(cwd, { 'clusters/east/shop.yaml': routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }) });
    const bank = {
      'clusters/east/bank.yaml': routeText({
        name: 'teller',
        namespace: 'bank',
        host: 'teller.example.com',
        to: 'teller',
      }),
    };
    expect((await since(cwd)).found).toEqual(['route-service-missing cafe']);
    // The Route of the bank stays as it is; its Service goes with another file.
    const root = temporaryRepository({
      ...files,
      ...bank,
      'clusters/east/teller.yaml': serviceText('teller', { namespace: 'bank' }),
    });
    rmSync(join(root, 'clusters/east/teller.yaml'));
    expect(await since(root)).toEqual({ found: ['route-service-missing teller'], code: 1, suppressed: 0 });
  });

  test('compares with where the branches parted', async () => {
    const cwd = temporaryRepository(shopsAndBanks);
    git(cwd, 'switch', '--quiet', '--create', 'stalls');
    commit(cwd, { 'clusters/east/grill.yaml': badRoute('grill') });
    git(cwd, 'switch', '--quiet', 'main');
    commit(cwd, { 'clusters/east/bakery.yaml': badRoute('bakery') });
    git(cwd, 'merge', '--quiet', '--no-edit', 'stalls');
    git(cwd, 'switch', '--quiet', 'stalls');
    // main has the Route of the branch already; the branch is asked for what it brings.
    git(cwd, 'update-ref', 'refs/heads/main', 'main~1');
    expect((await since(cwd)).found).toEqual([empty('grill')]);
    expect((await since(cwd, 'HEAD')).found).toEqual([]);
  });

  test('sees what is committed, staged, changed and new', async () => {
    const cwd = temporaryRepository(shopsAndBanks);
    git(cwd, 'tag', 'v1');
    commit(cwd, { 'clusters/east/a.yaml': badRoute('committed') });
    writeFiles(cwd, { 'clusters/east/b.yaml': badRoute('staged') });
    git(cwd, 'add', '--all');
    writeFiles(cwd, { 'clusters/east/shop.yaml': documents(badRoute('changed'), serviceText('cafe')) });
    writeFiles(cwd, { 'clusters/east/ü c.yaml': badRoute('new') });
    const { found } = await since(cwd, 'v1');
    expect(found).toEqual(['committed', 'staged', 'changed', 'new'].map(empty));
  });

  test('follows a file that is renamed', async () => {
    const cwd = temporaryRepository(files);
    renameSync(join(cwd, 'clusters/east/stalls.yaml'), join(cwd, 'clusters/east/market.yaml'));
    git(cwd, 'add', '--all');
    expect((await since(cwd)).found).toEqual([]);
    writeFiles(cwd, { 'clusters/east/market.yaml': stalls.replace('grill.example', 'barbecue.example') });
    expect((await since(cwd)).found).toEqual([empty('grill')]);
  });

  test('counts equal findings', async () => {
    const twice = documents(serviceText('bar'), serviceText('bar'));
    const cwd = temporaryRepository({ ...shopsAndBanks, 'clusters/east/bar.yaml': twice });
    writeFiles(cwd, { 'clusters/east/bar.yaml': documents(twice.trim(), serviceText('bar')) });
    expect((await since(cwd)).found).toEqual(['object-duplicate bar', 'object-duplicate bar']);
  });

  test('tells of what a suppression that is taken out has hidden', async () => {
    const config = String(shopsAndBanks['render.yaml']);
    const ignore = 'ignore: [{rule: route-annotation-empty, reason: later}]\n';
    const cwd = temporaryRepository({ ...files, 'render.yaml': `${config}${ignore}` });
    expect(await since(cwd)).toEqual({ found: [], code: 0, suppressed: 0 });
    writeFiles(cwd, { 'render.yaml': config });
    expect((await since(cwd)).found).toEqual([empty('bakery'), empty('grill')]);
  });

  test('goes with paths and a baseline', async () => {
    const cwd = temporaryRepository(files);
    await render(['validate', '--write-baseline', 'baseline.json'], { cwd });
    const more = { 'clusters/east/a.yaml': badRoute('stall'), 'clusters/east/b.yaml': badRoute('booth') };
    writeFiles(cwd, { ...more, 'clusters/east/stalls.yaml': stalls.replaceAll('example.com', 'example.org') });
    const withBaseline = await since(cwd, 'main', '--baseline', 'baseline.json');
    expect(withBaseline).toEqual({ found: [empty('stall'), empty('booth')], code: 1, suppressed: 2 });
    expect((await since(cwd, 'main', 'clusters/east/b.yaml')).found).toEqual([empty('booth')]);
  });

  test('always tells what has no place', async () => {
    const cwd = temporaryRepository({
      'render.yaml': 'clusters: [{name: east, manifests: clusters}]\n',
      'clusters/a.yaml': '',
    });
    expect((await since(cwd)).found).toEqual(['config-no-controller ']);
  });

  test('works in a part of a repository, and with a workspace that is new', async () => {
    const at = (folder: string): Files =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
    const root = temporaryRepository({ ...at('gitops/shop'), 'README.md': 'The shop.\n' });
    const cwd = join(root, 'gitops/shop');
    expect((await since(cwd)).found).toEqual([]);
    writeFiles(cwd, { 'clusters/east/stalls.yaml': stalls.replace('grill.example', 'barbecue.example') });
    expect((await since(cwd)).found).toEqual([empty('grill')]);
    expect((await since(root, 'main', 'gitops/shop')).found).toEqual([empty('grill')]);
    writeFiles(root, at('gitops/fresh'));
    expect((await since(join(root, 'gitops/fresh'))).found).toEqual([empty('bakery'), empty('grill')]);
  });

  test('does not depend on how git is configured', async () => {
    const cwd = temporaryRepository(files);
    const settings = ['diff.noprefix', 'diff.mnemonicPrefix', 'core.quotePath', 'diff.relative', 'core.sparseCheckout'];
    for (const setting of settings) git(cwd, 'config', setting, 'true');
    for (const [key, value] of [
      ['color.ui', 'always'],
      ['diff.interHunkContext', '9'],
      ['diff.external', 'false'],
      ['diff.renames', 'false'],
    ])
      git(cwd, 'config', key as string, value as string);
    renameSync(join(cwd, 'clusters/east/stalls.yaml'), join(cwd, 'clusters/east/märkt.yaml'));
    git(cwd, 'add', '--all');
    writeFiles(cwd, { 'clusters/east/märkt.yaml': stalls.replace('grill.example', 'barbecue.example') });
    expect((await since(cwd)).found).toEqual([empty('grill')]);
  });

  test('leaves nothing behind, in the repository nor beside it', async () => {
    const cwd = temporaryRepository(files);
    const own = temporaryWorkspace({});
    const before = [filesBelow(cwd), git(cwd, 'worktree', 'list')];
    const { code } = await render(['validate', '--changed-since', 'main'], { cwd, env: { TMPDIR: own } });
    expect([code, readdirSync(own)]).toEqual([0, []]);
    expect([filesBelow(cwd), git(cwd, 'worktree', 'list')]).toEqual(before);
  });
});

describe('a run with --changed-since', () => {
  test('works in a hook, which is told of another index', async () => {
    const cwd = temporaryRepository({ ...files, 'shop/README.md': 'The shop.\n' });
    const env = { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_PREFIX: 'shop/', GIT_WORK_TREE: '.' };
    writeFiles(cwd, { 'clusters/east/a.yaml': badRoute('stall') });
    const { stdout, code } = await render(['validate', '..', '--changed-since', 'main'], {
      cwd: join(cwd, 'shop'),
      env,
    });
    expect([stdout.split('\n').at(-2), code]).toEqual(['1 error', 1]);
  });

  test('finds its way through a symbolic link', async () => {
    const cwd = temporaryRepository(files);
    const links = temporaryWorkspace({});
    symlinkSync(cwd, join(links, 'shop'));
    expect((await since(links, 'main', 'shop')).found).toEqual([]);
    writeFiles(cwd, { 'clusters/east/stalls.yaml': stalls.replace('grill.example', 'barbecue.example') });
    expect((await since(links, 'main', 'shop')).found).toEqual([empty('grill')]);
  });

  test('compares what kustomize builds, and clears up when it is interrupted', { timeout: 30_000 }, async () => {
    const programs = temporaryWorkspace({
      kustomize: '#!/bin/sh\nif [ -e "$0.slow" ]; then sleep 60; fi\ncat "$2/all.yaml"\n',
    });
    chmodSync(join(programs, 'kustomize'), 0o755);
    const config = String(files['render.yaml']).replace('manifests: clusters/east', 'kustomize: overlays/east');
    const spec = String(files['clusters/east/extended-spec.yaml']);
    const cwd = temporaryRepository({
      'render.yaml': config,
      'overlays/east/all.yaml': documents(spec, badRoute('grill')),
    });
    const own = temporaryWorkspace({});
    const env = { PATH: `${programs}:${process.env.PATH}`, TMPDIR: own };
    const run = () => render(['validate', '--changed-since', 'main'], { cwd, env });
    expect(await run()).toEqual({ stdout: 'no findings\n', stderr: '', code: 0 });
    writeFiles(cwd, { 'overlays/east/all.yaml': documents(spec, badRoute('grill'), badRoute('stall')) });
    expect((await run()).stdout).toMatch(/ Route stall is rejected(?:.|\n)*\n\n1 error\n$/);

    const child = spawn(process.execPath, [cliPath, 'validate', '--changed-since', 'main'], {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      stdio: 'ignore',
    });
    const ended = once(child, 'close');
    // The workspace itself is built; then, with the directory there, its old state is to be.
    while (!readdirSync(own, { recursive: true }).some(path => String(path).endsWith('tree'))) await setTimeout(5);
    writeFiles(programs, { 'kustomize.slow': '' });
    child.kill('SIGINT');
    expect([(await ended)[0], readdirSync(own)]).toEqual([130, []]);
  });
});

describe('--changed-since cannot be answered', () => {
  const refused = async (cwd: string, revision: string, env: Record<string, string> = {}) => {
    const { stdout, stderr, code } = await render(['validate', '--changed-since', revision], { cwd, env });
    expect(stdout).toBe('');
    expect(stderr).not.toContain('defect of cis-render');
    return { first: stderr.split('\n')[0], code };
  };
  const said = (problem: string): string => `error --changed-since ${problem} [revision-unusable]`;

  test('without a repository', async () => {
    const first = said('main: the workspace is in no Git repository');
    expect(await refused(temporaryWorkspace(files), 'main')).toEqual({ first, code: 2 });
  });

  test.each(['mian', 'main:README.md', '--all', 'main..HEAD', ''])('for the revision "%s"', async revision => {
    const first = said(`${revision}: Git knows no such revision`);
    const { stdout, stderr, code } = await render(['validate', `--changed-since=${revision}`], {
      cwd: temporaryRepository(files),
    });
    expect([stdout, stderr.split('\n')[0], code]).toEqual(['', first, 2]);
  });

  test('without a common commit', async () => {
    const cwd = temporaryRepository(files);
    git(cwd, 'switch', '--quiet', '--orphan', 'other');
    commit(cwd, { ...files, 'README.md': 'Another shop.\n' });
    expect(await refused(cwd, 'main')).toEqual({ first: said('main: it has no commit in common with HEAD'), code: 2 });
  });

  test('in a repository without a commit', async () => {
    const cwd = temporaryWorkspace(files);
    git(cwd, 'init', '--quiet', '--initial-branch=main');
    expect(await refused(cwd, 'HEAD')).toEqual({ first: said('HEAD: Git knows no such revision'), code: 2 });
  });

  test('in a shallow clone', async () => {
    const origin = temporaryRepository(files);
    commit(origin, { 'clusters/east/a.yaml': '' });
    git(origin, 'switch', '--quiet', '--create', 'work', 'HEAD~1');
    commit(origin, { 'clusters/east/b.yaml': '' });
    const cwd = temporaryWorkspace({});
    git(cwd, 'clone', '--quiet', '--depth=1', '--no-single-branch', `file://${origin}`, 'clone');
    const clone = join(cwd, 'clone');
    const more = '; this clone is shallow, so fetch more of the history';
    const parted = said(`origin/main: it has no commit in common with HEAD${more}`);
    expect(await refused(clone, 'origin/main')).toEqual({ first: parted, code: 2 });
    const unknown = said(`HEAD~1: Git knows no such revision${more}`);
    expect(await refused(clone, 'HEAD~1')).toEqual({ first: unknown, code: 2 });
  });

  test('without git', async () => {
    const cwd = temporaryRepository(files);
    mkdirSync(join(cwd, 'programs'));
    const answer = await refused(cwd, 'main', { PATH: join(cwd, 'programs') });
    expect(answer).toEqual({ first: 'render: git is not installed', code: 3 });
  });
});
