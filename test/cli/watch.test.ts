import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cliPath, render } from '../run-cli.ts';
import { type Files, temporaryWorkspace } from '../temporary-workspace.ts';

const config =
  'clusters:\n  - name: one\n    manifests: clusters/one\n    cis: {args: [--controller-mode=customresource, --bigip-partition=shop]}\n';
const good = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';

class Watching {
  readonly #child: ChildProcess;
  /** What was printed since it was last asked for. */
  #stdout = '';
  #stderr = '';
  #told: () => void = () => {};

  constructor(root: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, [cliPath, 'validate', '--watch', root, ...args], {
      env: { PATH: process.env.PATH, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void this.#child.kill('SIGKILL'));
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#told();
    });
  }

  /** The next result, without the seconds that it took. */
  async result(): Promise<{ stdout: string; stderr: string }> {
    const isWhole = (): boolean => / in \d+\.\d\d s(; .*)?\n$/.test(this.#stderr);
    while (!isWhole()) await new Promise<void>(resolve => (this.#told = resolve));
    // Both streams are written before the next turn, and may arrive in two.
    await new Promise(resolve => setTimeout(resolve, 30));
    const result = { stdout: this.#stdout, stderr: this.#stderr.replace(/ in \d+\.\d\d s/, '') };
    this.#stdout = '';
    this.#stderr = '';
    return result;
  }

  /** Ends it as ctrl-C does. */
  async end(): Promise<{ code: number | null; stdout: string }> {
    this.#child.kill('SIGINT');
    const code = await new Promise<number | null>(resolve => this.#child.on('close', resolve));
    return { code, stdout: this.#stdout };
  }
}

async function watching(files: Files, ...args: string[]) {
  const root = temporaryWorkspace({ 'render.yaml': config, ...files });
  const watched = new Watching(root, args);
  const first = await watched.result();
  return { root, watched, first, file: (name: string) => join(root, name) };
}

describe('validate --watch', () => {
  test('tells what is found, and tells it again after a change', async () => {
    const { watched, first, file } = await watching({ 'clusters/one/a.yaml': good });
    expect(first.stderr).toBe('render: 0 findings; watching for changes, Ctrl-C ends\n');
    expect(first.stdout).toBe('no findings\n');
    writeFileSync(file('clusters/one/a.yaml'), '{');
    const second = await watched.result();
    expect(second.stderr).toBe('render: clusters/one/a.yaml changed: 1 finding\n');
    expect(second.stdout).toContain('clusters/one/a.yaml:1:2 error');
    expect(second.stdout).not.toContain('\x1b');
    expect(await watched.end()).toEqual({ code: 1, stdout: '' });
  });

  test('ends with the exit code of the last result', async () => {
    const { watched, file } = await watching({ 'clusters/one/a.yaml': '{' });
    writeFileSync(file('clusters/one/a.yaml'), good);
    await watched.result();
    expect((await watched.end()).code).toBe(0);
  });

  test('sees a file that is saved under another name and renamed, as editors do', async () => {
    const { watched, file } = await watching({ 'clusters/one/a.yaml': good });
    for (const text of ['{', good, '[']) {
      writeFileSync(file('clusters/one/.a.yaml.swp'), text);
      renameSync(file('clusters/one/.a.yaml.swp'), file('clusters/one/a.yaml'));
      const { stderr, stdout } = await watched.result();
      expect(stderr).toContain('clusters/one/a.yaml changed');
      expect(stdout.includes('yaml-syntax')).toBe(text !== good);
    }
  });

  test('sees directories that come, change, and go', async () => {
    const { watched, file } = await watching({ 'clusters/one/a.yaml': good });
    mkdirSync(file('clusters/one/new/deep'), { recursive: true });
    await watched.result();
    writeFileSync(file('clusters/one/new/deep/b.yaml'), '{');
    expect((await watched.result()).stdout).toContain('clusters/one/new/deep/b.yaml:1:2 error');
    renameSync(file('clusters/one/new'), file('clusters/one/newer'));
    expect((await watched.result()).stdout).toContain('clusters/one/newer/deep/b.yaml:1:2 error');
    writeFileSync(file('clusters/one/newer/deep/b.yaml'), '[');
    expect((await watched.result()).stderr).toContain('clusters/one/newer/deep/b.yaml changed');
    rmSync(file('clusters/one/newer'), { recursive: true });
    expect((await watched.result()).stdout).toBe('no findings\n');
  });

  test('tells of a render.yaml that cannot be used, and goes on', async () => {
    const { watched, file } = await watching({ 'clusters/one/a.yaml': '{' });
    writeFileSync(file('render.yaml'), `${config}unknown: 1\n`);
    const broken = await watched.result();
    expect(broken.stderr).toContain('config-unknown-key');
    expect(broken.stderr).toContain('render: render.yaml changed: no result\n');
    expect(broken.stdout).toBe('');
    writeFileSync(file('render.yaml'), config);
    expect((await watched.result()).stdout).toContain('yaml-syntax');
    writeFileSync(file('render.yaml'), `${config}unknown: 1\n`);
    await watched.result();
    expect((await watched.end()).code).toBe(2);
  });

  test('says nothing of files that it does not read', async () => {
    const { watched, file } = await watching({ 'clusters/one/a.yaml': good });
    writeFileSync(file('README.md'), 'text');
    mkdirSync(file('.hidden'));
    writeFileSync(file('.hidden/x.yaml'), '{');
    writeFileSync(file('clusters/one/a.yaml'), '{');
    expect((await watched.result()).stderr).toBe('render: clusters/one/a.yaml changed: 1 finding\n');
  });

  test('prints one JSON text a result, and one block of lines with a summary', async () => {
    const json = await watching({ 'clusters/one/a.yaml': '{' }, '--format', 'json');
    expect(JSON.parse(json.first.stdout).findings).toHaveLength(1);
    writeFileSync(json.file('clusters/one/a.yaml'), good);
    expect(JSON.parse((await json.watched.result()).stdout).findings).toEqual([]);
    const lines = await watching({ 'clusters/one/a.yaml': '{' }, '--format', 'ndjson');
    writeFileSync(lines.file('clusters/one/a.yaml'), good);
    expect((await lines.watched.result()).stdout).toBe('{"type":"summary","errors":0,"warnings":0,"infos":0}\n');
  });

  test('ends when nobody reads its results', async () => {
    const root = temporaryWorkspace({ 'render.yaml': config, 'clusters/one/a.yaml': good });
    const child = spawn(process.execPath, [cliPath, 'validate', '--watch', root], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const closed = new Promise(resolve => child.on('close', resolve));
    await new Promise<void>(resolve => child.stderr.once('data', () => resolve()));
    child.stderr.resume();
    child.stdout.destroy();
    writeFileSync(join(root, 'clusters/one/a.yaml'), '{');
    expect(await closed).toBe(1);
  });

  test.each([
    ['--changed-since', 'HEAD'],
    ['--write-baseline', 'baseline.json'],
  ])('excludes %s', async (...args) => {
    const root = temporaryWorkspace({ 'render.yaml': config, 'clusters/one/a.yaml': good });
    const { code, stderr } = await render(['validate', '--watch', ...args], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('--watch');
  });
});
