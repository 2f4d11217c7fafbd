import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changeTexts, readyChanges } from '../../src/commit/change-texts.ts';
import { configText, extendedSpecText } from '../manifests.ts';
import { render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';

const spec = 'clusters/east/spec.yaml';
const shop = 'clusters/east/shop.yaml';
const route = (host: string, annotation: string): string => `# The café\r
apiVersion: route.openshift.io/v1\r
kind: Route\r
metadata:\r
  name: cafe\r
  namespace: shop\r
  annotations:\r
    virtual-server.f5.com/health: '[{"type": "http"${annotation}}]' # one\r
spec:\r
  ${host}: cafe.example.com\r
  to: {kind: Service, name: cafe}\r
---\r
apiVersion: v1\r
kind: Service\r
metadata: {name: cafe, namespace: shop}\r
spec: {ports: [{port: 8080}]}`;
const specWith = (key: string): string =>
  extendedSpecText(`extendedRouteSpec:\n  - namespace: shop\n    ${key}: 10.8.3.11`);

const mark = '\uFEFF';
const right: Files = {
  'render.yaml': configText(),
  [spec]: specWith('vserverAddr'),
  [shop]: `${mark}${route('host', '')}`,
};
const wrong: Files = { ...right, [shop]: `${mark}${route('hots', ',')}` };

describe('render validate --fix', () => {
  test('prints what it would change and writes nothing; the diff makes what --write makes', async () => {
    const root = temporaryWorkspace(wrong);
    const { stdout, stderr, code } = await render(['validate', '--fix'], { cwd: root });
    expect(filesBelow(root)).toEqual(wrong);
    expect(code).toBe(1);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual([`--- a/${shop}`, `+++ b/${shop}`]);
    expect(lines.filter(line => /^[-+] /.test(line))).toEqual([
      `-    virtual-server.f5.com/health: '[{"type": "http",}]' # one\r`,
      `+    virtual-server.f5.com/health: '[{"type": "http"}]' # one\r`,
      '-  hots: cafe.example.com\r',
      '+  host: cafe.example.com\r',
    ]);
    expect(stderr).toBe('2 fixes in 1 file to be written with --write; then 1 warning\n');

    const patched = mkdtempSync(join(tmpdir(), 'cis-render-'));
    onTestFinished(() => rmSync(patched, { recursive: true }));
    cpSync(root, patched, { recursive: true });
    execFileSync('git', ['apply', '-p1', '-'], { cwd: patched, input: stdout });
    expect(filesBelow(patched)).toEqual(right);
  });

  test('writes with --write, keeps permissions, byte order mark and line ends, and reports what is left', async () => {
    const root = temporaryWorkspace(wrong);
    chmodSync(join(root, shop), 0o640);
    const { stdout, stderr, code } = await render(['validate', '--fix', '--write'], { cwd: root });
    expect(filesBelow(root)).toEqual(right);
    expect(statSync(join(root, shop)).mode & 0o777).toBe(0o640);
    expect(stderr).toBe(`2 fixes in 1 file written\n  ${shop}\n`);
    expect(stdout).toContain('[pool-without-members]');
    expect(stdout).toMatch(/\n1 warning\n$/);
    expect(code).toBe(0);
    const again = await render(['validate', '--fix', '--write', '--format', 'json'], { cwd: root });
    expect(JSON.parse(again.stdout).findings).toHaveLength(1);
    expect(again.stderr).toBe('0 fixes in 0 files written\n');
  });

  test('keeps to the paths that are given', async () => {
    const root = temporaryWorkspace({ ...wrong, [spec]: specWith('vserverAdr') });
    await render(['validate', '--fix', '--write', spec], { cwd: root });
    expect(filesBelow(root)).toEqual(wrong);
  });

  test('mends render.yaml, of which nothing else can be told before', async () => {
    const files = { ...right, 'render.yaml': configText().replace('manifests', 'mainfests') };
    const root = temporaryWorkspace(files);
    const dry = await render(['validate', '--fix'], { cwd: root });
    expect(dry.stdout).toContain('+    manifests: clusters/east\n');
    expect(dry.code).toBe(1);
    const { code } = await render(['validate', '--fix', '--write'], { cwd: root });
    expect(filesBelow(root)).toEqual(right);
    expect(code).toBe(0);
  });

  test('is wrong usage where render.yaml cannot be used and nothing of it can be fixed', async () => {
    const root = temporaryWorkspace({ ...right, 'render.yaml': 'clusters: []\n' });
    const { stdout, stderr, code } = await render(['validate', '--fix'], { cwd: root });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain('[config-invalid]');
  });

  test('says so where there is nothing to fix', async () => {
    const root = temporaryWorkspace(right);
    const { stdout, stderr, code } = await render(['validate', '--fix'], { cwd: root });
    expect([stdout, stderr, code]).toEqual(['', 'nothing can be fixed: 1 warning\n', 0]);
  });

  test('leaves a file alone that a symbolic link leads to', async () => {
    const root = temporaryWorkspace({ ...right, 'shared/shop.yaml': wrong[shop] ?? '' });
    rmSync(join(root, shop));
    symlinkSync('../../shared/shop.yaml', join(root, shop));
    const before = filesBelow(root);
    const { stdout, stderr, code } = await render(['validate', '--fix', '--write'], { cwd: root });
    expect(filesBelow(root)).toEqual(before);
    expect(stderr).toBe(`${shop} is left alone: a symbolic link leads to it\n0 fixes in 0 files written\n`);
    expect(stdout).toContain('[object-key-unknown]');
    expect(code).toBe(1);
  });

  test.each([
    ['--write alone', ['--write'], '--write writes what --fix shows: give both'],
    [
      'standard input, which is no file',
      ['-', '--stdin-filename', shop, '--fix'],
      '--fix is for files as they are: leave out -, --changed-since and --write-baseline',
    ],
    [
      'a format beside a diff',
      ['--fix', '--format', 'json'],
      '--fix prints a diff and nothing else: leave out --format, or add --write',
    ],
  ])('refuses %s', async (_, flags, message) => {
    const root = temporaryWorkspace(wrong);
    const { stdout, stderr, code } = await render(['validate', ...flags], { cwd: root });
    expect([stdout, stderr, code]).toEqual(['', `render: ${message}\n`, 2]);
  });

  test('tells programs of the fix', async () => {
    const root = temporaryWorkspace(wrong);
    const { stdout } = await render(['validate', '--format', 'json'], { cwd: root });
    const { findings } = JSON.parse(stdout) as { findings: Array<{ rule: string; fix?: unknown }> };
    expect(findings.find(({ rule }) => rule === 'object-key-unknown')?.fix).toEqual({
      title: 'Change "hots" to "host"',
      edits: [{ file: shop, line: 10, column: 3, endLine: 10, endColumn: 7, text: 'host' }],
    });
    expect(findings.find(({ rule }) => rule === 'pool-without-members')).not.toHaveProperty('fix');
  });
});

describe('a file that changes meanwhile', () => {
  const path = 'shop.yaml';
  const change = { path, before: 'hots: a\n', after: 'host: a\n' };

  test('is left alone, before and after its fix was planned', () => {
    const root = temporaryWorkspace({ [path]: 'hots: b\n' });
    expect(readyChanges(root, [change])).toEqual({ ready: [], left: [{ path, reason: 'it has changed meanwhile' }] });
    writeFileSync(join(root, path), change.before);
    const { ready } = readyChanges(root, [change]);
    expect(ready).toEqual([{ ...change, mark: '' }]);
    writeFileSync(join(root, path), 'hots: c\n');
    expect(changeTexts(root, ready).left).toEqual([{ path, reason: 'it has changed meanwhile' }]);
    expect(filesBelow(root)).toEqual({ [path]: 'hots: c\n' });
  });

  test('or goes, is left alone', () => {
    const root = temporaryWorkspace({});
    expect(readyChanges(root, [change]).left).toEqual([{ path, reason: 'it is gone' }]);
  });

  test('that lies outside is never reached', () => {
    const outside = temporaryWorkspace({ [path]: change.before });
    const root = temporaryWorkspace({});
    symlinkSync(outside, join(root, 'link'));
    const within = { ...change, path: `link/${path}` };
    expect(readyChanges(root, [within]).left).toEqual([
      { path: `link/${path}`, reason: 'a symbolic link leads to it' },
    ]);
    expect(readFileSync(join(outside, path), 'utf8')).toBe(change.before);
  });
});
