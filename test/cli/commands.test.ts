import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { configText, documents, extendedSpecText, routeText } from '../manifests.ts';
import { cliPath, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { manyTenants, pair, shopsAndBanks, withoutBanks } from './shops-and-banks.ts';

/** Nothing is wrong, and nothing would be posted: no Route in any group. */
const nothing: Files = { 'render.yaml': configText(), 'clusters/east/spec.yaml': withoutBanks };
const refused: Files = { ...shopsAndBanks, 'render.yaml': configText({ args: ['--pool-member-type=cluter'] }) };
const crashing: Files = {
  ...shopsAndBanks,
  'clusters/east/extended-spec.yaml': extendedSpecText(
    'extendedRouteSpec:\n  - {namespace: shop, vserverAddr: 10.8.3.11, httpServerPolicyCR: shop/waf}\n  - {namespace: bank, vserverAddr: 10.8.3.12}',
  ),
  'clusters/east/policy.yaml': JSON.stringify({
    apiVersion: 'cis.f5.com/v1',
    kind: 'Policy',
    metadata: { name: 'waf', namespace: 'shop', labels: { f5cr: 'true' } },
  }),
};
const rejected: Files = {
  ...shopsAndBanks,
  'clusters/east/bad.yaml': routeText({
    name: 'bakery',
    host: 'bakery.example.com',
    to: 'cafe',
    annotations: { waf: '' },
  }),
};

describe('exit codes', () => {
  test.each<[title: string, args: string[], files: Files, code: number]>([
    ['build, clean', ['build'], shopsAndBanks, 0],
    ['build is the default', [], shopsAndBanks, 0],
    ['build, a Route is rejected', ['build'], rejected, 1],
    ['build, the controller refuses', ['build'], refused, 1],
    ['build, the controller crashes', ['build'], crashing, 1],
    ['build --check, out of date', ['build', '--check'], shopsAndBanks, 1],
    ['validate, clean', ['validate'], shopsAndBanks, 0],
    ['validate, errors', ['validate'], rejected, 1],
    ['validate, a part without errors', ['validate', 'clusters/east/shop.yaml'], rejected, 0],
    ['validate, a part with errors', ['validate', 'clusters/east/bad.yaml'], rejected, 1],
    ['validate, a path that is not there', ['validate', 'clusters/esat'], shopsAndBanks, 2],
    ['validate, a path that no cluster reads', ['validate', 'notes.yaml'], { ...rejected, 'notes.yaml': '{' }, 2],
    [
      'validate, one of two paths that no cluster reads',
      ['validate', 'notes.yaml', 'clusters/east/bad.yaml'],
      { ...rejected, 'notes.yaml': '{' },
      1,
    ],
    ['validate, render.yaml', ['validate', 'render.yaml'], rejected, 0],
    ['validate, an empty path', ['validate', ''], shopsAndBanks, 2],
    ['build, an empty path', ['build', ''], shopsAndBanks, 2],
    ['validate, paths of two places', ['validate', 'clusters', '/'], shopsAndBanks, 2],
    ['status, clean', ['status', '--as', 'east'], shopsAndBanks, 0],
    ['status answers when a Route is rejected', ['status', '--as', 'east'], rejected, 0],
    ['status answers when the controller crashes', ['status', '--as', 'east'], crashing, 0],
    ['status without --as', ['status'], shopsAndBanks, 2],
    ['--as of no cluster', ['build', '--as', 'wset'], shopsAndBanks, 2],
    [
      '--as of a cluster without a controller',
      ['status', '--as', 'west'],
      { ...shopsAndBanks, 'render.yaml': configText({ others: ['west'] }) },
      2,
    ],
    ['an unknown flag', ['build', '--chekc'], shopsAndBanks, 2],
    ['an unknown format', ['build', '--format', 'xml'], shopsAndBanks, 2],
    ['--stdout without --as', ['build', '--stdout'], shopsAndBanks, 2],
    ['--stdout with --check', ['build', '--as', 'east', '--stdout', '--check'], shopsAndBanks, 2],
    ['--without where files are written', ['build', '--as', 'east', '--without', 'west'], shopsAndBanks, 2],
    ['a workspace that is none', ['build', 'nowhere'], shopsAndBanks, 2],
    ['a directory without a workspace', ['build'], { 'notes.txt': '' }, 2],
    ['render.yaml that is no YAML', ['build'], { ...shopsAndBanks, 'render.yaml': 'clusters: [' }, 2],
    ['a kustomization that is not there', ['build'], { 'render.yaml': 'clusters: [{name: a, kustomize: none}]\n' }, 3],
    ['a file in the way of the output', ['build'], { ...shopsAndBanks, rendered: 'in the way' }, 3],
    ['a format file that cannot be', ['validate', '--format', 'json=no/where.json'], shopsAndBanks, 3],
    ['--help', ['--help'], {}, 0],
    ['--version', ['--version'], {}, 0],
  ])('%s', async (_, args, files, code) => {
    const result = await render(args, { cwd: temporaryWorkspace(files) });
    expect(result).toMatchObject({ code });
    expect(result.stderr).not.toContain('defect of cis-render');
    if (code === 2 || code === 3) {
      expect(result.stdout).toBe('');
      expect(result.stderr).not.toBe('');
    }
  });
});

test('validate tells of a path that no cluster reads, and of the others what is found', async () => {
  const cwd = temporaryWorkspace({ ...rejected, 'notes.yaml': '{', 'docs/a.yaml': '{' });
  const { stdout, stderr } = await render(['validate', 'docs', 'notes.yaml', 'clusters/east/bad.yaml'], { cwd });
  expect(stdout).toContain('[route-annotation-empty]');
  expect(stderr).toBe('render: docs and 1 more: no manifest of any cluster; name it under manifests in render.yaml\n');
});

describe('build --as --stdout', () => {
  const args = ['build', '--as', 'east', '--stdout'];

  test('prints one declaration with every tenant, and nothing else', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    const before = filesBelow(cwd);
    const { stdout, stderr, code } = await render(args, { cwd });
    const keys = ['class', 'schemaVersion', 'id', 'label', 'remark', 'controls', 'banks', 'shops'];
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(keys);
    expect(stdout).toMatch(/^\{\n {2}"class": "ADC",[\s\S]*\n\}\n$/);
    expect([stderr, code]).toEqual(['', 0]);
    expect(filesBelow(cwd)).toEqual(before);
  });

  test('keeps what is wrong off the declaration', async () => {
    const { stdout, stderr, code } = await render(args, { cwd: temporaryWorkspace(rejected) });
    expect(Object.keys(JSON.parse(stdout) as object)).toContain('shops');
    expect(stderr).toContain('[route-annotation-empty]');
    expect(code).toBe(1);
  });

  test('prints null for nothing', async () => {
    expect(await render(args, { cwd: temporaryWorkspace(nothing) })).toEqual({ stdout: 'null\n', stderr: '', code: 0 });
  });

  test.each([
    ['refuses to start', refused, '[controller-refuses-arguments]'],
    ['crashes', crashing, '[http-policy-alone]'],
  ])('prints not a character for a controller that %s', async (_, files, reason) => {
    const { stdout, stderr, code } = await render(args, { cwd: temporaryWorkspace(files) });
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toContain(reason);
  });

  test('leaves out the members of --without, and nothing but them', async () => {
    const cwd = temporaryWorkspace(pair);
    const whole = (await render(args, { cwd })).stdout;
    const part = await render([...args, '--without', 'west'], { cwd });
    expect(part.code).toBe(0);
    expect(whole).toContain('10.2.0.1');
    const wanted = JSON.parse(whole) as { shops: { Shared: { cafe_80_shop: { members: object[] } } } };
    const pool = wanted.shops.Shared.cafe_80_shop;
    pool.members = pool.members.filter(member => !JSON.stringify(member).includes('10.2.0.'));
    expect(pool.members).toHaveLength(2);
    expect(JSON.parse(part.stdout)).toEqual(wanted);
  });

  test.each([
    ['its own cluster', 'east', 'a view cannot do without its own cluster'],
    ['an unknown cluster', 'wset', 'did you mean west?'],
  ])('does not go without %s', async (_, cluster, reason) => {
    const { stdout, stderr, code } = await render([...args, '--without', cluster], { cwd: temporaryWorkspace(pair) });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(reason);
  });

  test('ends in silence when its reader goes away', async () => {
    const cwd = temporaryWorkspace(manyTenants(300));
    const command = `"${process.execPath}" "${cliPath}" build --as east --stdout | head -1`;
    const { stdout, stderr } = await promisify(execFile)('/bin/sh', ['-c', command], { cwd });
    expect([stdout, stderr]).toEqual(['{\n', '']);
  });
});

describe('build', () => {
  test('prints a table of what is in the views, and writes them', async () => {
    const cwd = temporaryWorkspace(pair);
    const { stdout, stderr } = await render(['build'], { cwd });
    expect(stderr).toBe('');
    const rows = stdout.split('\n').map(line => line.trim().split(/ {2,}/));
    const shops = ['shops', 'routes_10_8_3_11_80', '10.8.3.11:80', 'cafe_80_shop'];
    expect(rows).toEqual([
      ['view east (primary, active-active)'],
      ['tenant', 'virtual server', 'address', 'pool', 'east', 'west'],
      [...shops, '2', '2'],
      [''],
      ['view west (secondary, active-active)'],
      ['tenant', 'virtual server', 'address', 'pool', 'west', 'east'],
      [...shops, '2', '2'],
      [''],
      ['view west when the primary is down (secondary, active-active)'],
      ['tenant', 'virtual server', 'address', 'pool', 'west', 'east'],
      [...shops, '2', '0'],
      [''],
      ['rendered/: 3 files written'],
      [''],
    ]);
    const files = filesBelow(join(cwd, 'rendered'));
    expect(Object.keys(files)).toEqual(['east/shops.json', 'west/failover/shops.json', 'west/shops.json']);
    expect(files['west/shops.json']).toContain('10.1.0.1');
    expect(files['west/failover/shops.json']).toContain('10.2.0.1');
    expect(files['west/failover/shops.json']).not.toContain('10.1.0.');
  });

  test('--as writes the views of one controller and leaves the others alone', async () => {
    const cwd = temporaryWorkspace(pair);
    await render(['build', '--as', 'west'], { cwd });
    expect(Object.keys(filesBelow(join(cwd, 'rendered')))).toEqual(['west/failover/shops.json', 'west/shops.json']);
    const { stdout } = await render(['build', '--as', 'east'], { cwd });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('rendered/: 1 file written');
    expect(Object.keys(filesBelow(join(cwd, 'rendered')))).toHaveLength(3);
  });

  test('--check writes nothing, and says what is out of date', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    const before = filesBelow(cwd);
    const { stdout, code } = await render(['build', '--check'], { cwd });
    expect(stdout).toContain('rendered/: 2 files out of date\n');
    expect(stdout).toContain('  out of date: rendered/east/banks.json\n  out of date: rendered/east/shops.json\n');
    expect([filesBelow(cwd), code]).toEqual([before, 1]);
    await render(['build'], { cwd });
    const after = await render(['build', '--check'], { cwd });
    expect(after.stdout).toContain('rendered/: 2 files up to date\n');
    expect(after.code).toBe(0);
  });

  test('--check says what would be removed', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    await render(['build'], { cwd });
    rmSync(join(cwd, 'clusters/east/bank.yaml'));
    const { stdout, code } = await render(['build', '--check'], { cwd });
    expect(stdout).toContain('  to be removed: rendered/east/banks.json\n');
    expect([Object.keys(filesBelow(join(cwd, 'rendered'))), code]).toEqual([['east/banks.json', 'east/shops.json'], 1]);
  });
});

describe('--format', () => {
  test('json of a build', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout, stderr, code } = await render(['build', '--format', 'json'], { cwd });
    const pool = (name: string) => [{ name, members: { east: 2 } }];
    expect(JSON.parse(stdout)).toMatchObject({
      written: ['east/banks.json', 'east/shops.json'],
      removed: [],
      unchanged: 0,
      blocked: false,
      views: [
        {
          cluster: 'east',
          failover: false,
          outcome: 'posts',
          virtuals: [
            { tenant: 'banks', address: '10.8.3.12', port: 80, pools: pool('teller_80_bank') },
            { tenant: 'shops', address: '10.8.3.11', port: 80, pools: pool('cafe_80_shop') },
          ],
        },
      ],
      findings: [
        {
          rule: 'route-annotation-empty',
          severity: 'error',
          section: '01 §5.2',
          position: { file: 'clusters/east/bad.yaml', line: 1 },
          resource: { kind: 'Route', namespace: 'shop', name: 'bakery' },
          views: ['east'],
        },
      ],
    });
    expect([stderr, code]).toEqual(['', 1]);
  });

  test('json of validate and status', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout: validated } = await render(['validate', '--format', 'json'], { cwd });
    expect(JSON.parse(validated)).toMatchObject({ findings: [{ rule: 'route-annotation-empty' }] });
    const { stdout, stderr } = await render(['status', '--as', 'east', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'posts',
      resources: [
        { kind: 'Route', namespace: 'bank', name: 'teller', accepted: true, reason: '', message: '' },
        { kind: 'Route', namespace: 'shop', name: 'bakery', accepted: false, reason: 'InvalidAnnotation' },
        { kind: 'Route', namespace: 'shop', name: 'cafe', accepted: true },
      ],
    });
    expect(stderr).toBe('');
  });

  test.each([
    ['posts-nothing', nothing],
    ['refuses-to-start', refused],
    ['crashes', crashing],
  ])('json of status says %s', async (outcome, files) => {
    const { stdout } = await render(['status', '--as', 'east', '--format', 'json'], { cwd: temporaryWorkspace(files) });
    expect(JSON.parse(stdout)).toMatchObject({ outcome });
  });

  test('in a file beside another on standard output', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout } = await render(['validate', '--format', 'pretty', '--format', 'json=findings.json'], { cwd });
    expect(stdout).toContain('[route-annotation-empty]');
    const file = JSON.parse(readFileSync(join(cwd, 'findings.json'), 'utf8')) as { findings: object[] };
    expect(file.findings).toHaveLength(1);
  });

  test.each([
    ['two on standard output', ['--format', 'json', '--format', 'pretty']],
    ['no file', ['--format', 'json=']],
  ])('does not take %s', async (_, formats) => {
    const result = await render(['validate', ...formats], { cwd: temporaryWorkspace(shopsAndBanks) });
    expect(result).toMatchObject({ stdout: '', code: 2 });
  });
});

test('a build without a controller prints no table', async () => {
  const cwd = temporaryWorkspace({ 'render.yaml': 'clusters: [{name: east, manifests: east}]\n', 'east/x.yaml': '' });
  const { stdout, stderr, code } = await render(['build'], { cwd });
  expect(stdout).toBe('rendered/: nothing written\n');
  expect(stderr).toContain('no cluster has a controller');
  expect(code).toBe(1);
});

describe('colours', () => {
  const coloured = async (args: string[], env: Record<string, string>): Promise<boolean> => {
    const { stdout } = await render(['validate', ...args], { cwd: temporaryWorkspace(rejected), env });
    return stdout.includes('\u001b[');
  };

  test('are there when they are asked for', async () => {
    expect(await coloured([], { NO_COLOR: '', FORCE_COLOR: '1' })).toBe(true);
  });

  test('are not there without a terminal, with NO_COLOR, or with --no-color', async () => {
    expect(await coloured([], { NO_COLOR: '' })).toBe(false);
    expect(await coloured([], { NO_COLOR: '', CI: 'true' })).toBe(false);
    expect(await coloured([], { NO_COLOR: '', FORCE_COLOR: '0' })).toBe(false);
    expect(await coloured([], { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(await coloured(['--no-color'], { NO_COLOR: '', FORCE_COLOR: '1' })).toBe(false);
  });
});

test('validate reads what it is told to, and the workspace around it', async () => {
  const cwd = temporaryWorkspace({ ...rejected, 'clusters/east/note.yaml': documents('- espresso') });
  const { stdout } = await render(['validate', '.'], { cwd: join(cwd, 'clusters/east') });
  expect(stdout).toContain('clusters/east/bad.yaml:1:');
  expect(stdout).toContain('clusters/east/note.yaml:1:1 info');
  const one = await render(['validate', 'note.yaml'], { cwd: join(cwd, 'clusters/east') });
  expect(one.stdout).not.toContain('bad.yaml');
  expect(one).toMatchObject({ code: 0, stderr: '' });
});
