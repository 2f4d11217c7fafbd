import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { routeText } from '../manifests.ts';
import { render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { shopsAndBanks } from './shops-and-banks.ts';

/** One Route is rejected. */
const rejected: Files = {
  ...shopsAndBanks,
  'clusters/east/bad.yaml': routeText({
    name: 'bakery',
    host: 'bakery.example.com',
    to: 'cafe',
    annotations: { waf: '' },
  }),
};

const within = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
const jsonLines = (text: string): Array<Record<string, unknown>> =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);

/** Each format, and what only its text begins with. */
const beginnings = {
  pretty: 'clusters/east/bad.yaml:1:',
  json: '{\n  "findings": [',
  ndjson: '{"type":"finding",',
  github: '::error file=clusters/east/bad.yaml,line=1,',
  sarif: '{\n  "$schema": ',
  junit: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ',
  markdown: '### cis-render: 1 error\n',
  gitlab: '[\n  {\n    "description": ',
};
const formats = Object.keys(beginnings) as Array<keyof typeof beginnings>;

describe('validate', () => {
  test.each(formats)('--format %s, with the findings nowhere else', async format => {
    const cwd = temporaryWorkspace(rejected);
    const first = await render(['validate', '--format', format], { cwd });
    expect(first.stdout.slice(0, beginnings[format].length)).toBe(beginnings[format]);
    expect(first.stdout.endsWith('\n')).toBe(true);
    expect([first.stderr, first.code]).toEqual(['', 1]);
    expect(await render(['validate', '--format', format], { cwd })).toEqual(first);
  });

  test('all formats at once, one of them on standard output', async () => {
    const cwd = temporaryWorkspace(rejected);
    const files = formats.filter(format => format !== 'github');
    const args = files.flatMap(format => ['--format', `${format}=out.${format}`]);
    const { stdout, stderr, code } = await render(['validate', ...args, '--format', 'github'], { cwd });
    expect(stdout.startsWith(beginnings.github)).toBe(true);
    expect([stderr, code]).toEqual(['', 1]);
    for (const format of files) {
      const alone = await render(['validate', '--format', format], { cwd });
      expect(readFileSync(join(cwd, `out.${format}`), 'utf8')).toBe(alone.stdout);
    }
  });

  test('prints for people where every format has a file', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout } = await render(['validate', '--format', 'sarif=out.sarif', '--format', 'junit=out.xml'], { cwd });
    expect(stdout.startsWith(beginnings.pretty)).toBe(true);
  });

  test('names the release in SARIF', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    const { stdout } = await render(['validate', '--format', 'sarif'], { cwd });
    const version = (await render(['--version'], { cwd })).stdout.trim();
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ tool: { driver: { version } }, results: [] }] });
  });
});

describe('paths', () => {
  test('are those of the repository, for code hosts, wherever the command runs', async () => {
    const root = temporaryWorkspace(within('apps/shops', rejected));
    mkdirSync(join(root, '.git'));
    const texts = async (cwd: string, ...paths: string[]): Promise<string[]> =>
      Promise.all(
        formats.map(async format => (await render(['validate', ...paths, '--format', format], { cwd })).stdout),
      );
    const [pretty, json, ndjson, ...others] = await texts(join(root, 'apps/shops'));
    for (const text of others) expect(text).toContain('apps/shops/clusters/east/bad.yaml');
    for (const text of [pretty, json, ndjson]) expect(text).not.toContain('apps/shops');
    expect(await texts(root, 'apps/shops')).toEqual([pretty, json, ndjson, ...others]);
  });

  test('are seen from the current directory where there is no repository', async () => {
    const root = temporaryWorkspace(within('shops', rejected));
    const github = async (cwd: string, path: string): Promise<string> =>
      (await render(['validate', path, '--format', 'github'], { cwd })).stdout;
    expect(await github(root, 'shops')).toContain('file=shops/clusters/east/bad.yaml,');
    expect(await github(join(root, 'shops'), '.')).toContain('file=clusters/east/bad.yaml,');
    expect(await github(join(root, 'shops/clusters'), '..')).toContain('file=clusters/east/bad.yaml,');
  });
});

describe('build', () => {
  test('writes its files, and says on standard output what a program asked for', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout, stderr, code } = await render(['build', '--format', 'github'], { cwd });
    expect(stdout.startsWith(beginnings.github)).toBe(true);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect([stderr, code]).toEqual(['', 1]);
    expect(Object.keys(filesBelow(join(cwd, 'rendered')))).toEqual(['east/banks.json', 'east/shops.json']);
  });

  test('tells people of findings where only a file is written', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout, stderr } = await render(['build', '--format', 'sarif=out.sarif'], { cwd });
    expect(stdout).toContain('rendered/: 2 files written\n');
    expect(stderr).toContain('[route-annotation-empty]');
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8'))).toMatchObject({
      runs: [{ results: [{ ruleId: 'route-annotation-empty' }] }],
    });
  });

  test('ndjson has findings, views and a summary', async () => {
    const { stdout } = await render(['build', '--format', 'ndjson'], { cwd: temporaryWorkspace(rejected) });
    expect(jsonLines(stdout)).toMatchObject([
      { type: 'finding', rule: 'route-annotation-empty' },
      { type: 'view', cluster: 'east', outcome: 'posts' },
      { type: 'summary', errors: 1, warnings: 0, written: ['east/banks.json', 'east/shops.json'], blocked: false },
    ]);
  });

  test('--check tells code hosts of files that are out of date, and nothing once they are not', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    const check = (format: string) => render(['build', '--check', '--format', format], { cwd });
    const { stdout, code } = await check('github');
    expect(
      [...stdout.matchAll(/^::error file=([^,]*),.*title=cis-render%3A ([^:]*)::/gm)].map(([, ...found]) => found),
    ).toEqual([
      ['rendered/east/banks.json', 'rendered-out-of-date'],
      ['rendered/east/shops.json', 'rendered-out-of-date'],
    ]);
    expect(code).toBe(1);
    await render(['build'], { cwd });
    expect(await check('github')).toEqual({ stdout: '', stderr: '', code: 0 });
    expect((await check('junit')).stdout).toContain('<testcase classname="workspace" name="no findings" time="0"/>');
    expect((await check('markdown')).stdout).toBe('### cis-render: no findings\n');
  });

  test('--check tells people and programs of such files once, as a build does', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    const { stdout, stderr } = await render(['build', '--check'], { cwd });
    expect(stdout).toContain('  out of date: rendered/east/banks.json\n');
    expect(stderr).toBe('');
    const json = await render(['build', '--check', '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({ written: ['east/banks.json', 'east/shops.json'], findings: [] });
  });
});

describe('status', () => {
  test('ndjson has a resource a line, and a summary', async () => {
    const cwd = temporaryWorkspace(rejected);
    const { stdout, stderr, code } = await render(['status', '--as', 'east', '--format', 'ndjson'], { cwd });
    expect(jsonLines(stdout)).toMatchObject([
      { type: 'resource', kind: 'Route', namespace: 'bank', name: 'teller', accepted: true },
      { type: 'resource', name: 'bakery', accepted: false, reason: 'InvalidAnnotation' },
      { type: 'resource', name: 'cafe', accepted: true },
      { type: 'summary', outcome: 'posts', accepted: 2, rejected: 1 },
    ]);
    expect([stderr, code]).toEqual(['', 0]);
  });
});

describe('wrong use', () => {
  test.each<[title: string, args: string[], said: string]>([
    [
      'a misspelt format',
      ['validate', '--format', 'sarfi'],
      'render: --format "sarfi" is not one of pretty, json, ndjson, github, sarif, junit, markdown, gitlab; did you mean sarif?\n',
    ],
    [
      'a format of another command',
      ['status', '--as', 'east', '--format', 'sarif=out.sarif'],
      'render: this command has no --format sarif; it has pretty, json, ndjson\n',
    ],
    [
      'one file for two formats',
      ['validate', '--format', 'json=out', '--format', 'sarif=out'],
      'render: --format "sarif=out" names a file that another --format writes\n',
    ],
    [
      'one file for two formats, by two names',
      ['validate', '--format', 'json=out', '--format', 'sarif=./clusters/../out'],
      'render: --format "sarif=./clusters/../out" names a file that another --format writes\n',
    ],
    [
      'two formats on standard output',
      ['build', '--format', 'github', '--format', 'sarif'],
      'render: only one --format can go to standard output; give the others a file, as in --format json=out.json\n',
    ],
  ])('%s', async (_, args, said) => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    expect(await render(args, { cwd })).toEqual({ stdout: '', stderr: said, code: 2 });
    expect(Object.keys(filesBelow(cwd)).sort()).toEqual(Object.keys(shopsAndBanks).sort());
  });

  test.each([
    ['a directory that is not there', 'no/out.sarif', 'no such file or directory'],
    ['a directory', 'clusters', 'a directory is in the way'],
  ])('a file that cannot be written: %s', async (_, file, reason) => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    expect(await render(['validate', '--format', 'pretty', '--format', `sarif=${file}`], { cwd })).toEqual({
      stdout: '',
      stderr: `render: --format sarif=${file} cannot be written: ${reason}\n`,
      code: 3,
    });
  });
});
