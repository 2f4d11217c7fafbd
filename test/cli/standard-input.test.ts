import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configText, routeText, serviceText } from '../manifests.ts';
import { type CliResult, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { shopsAndBanks } from './shops-and-banks.ts';

const route = routeText({ name: 'bakery', host: 'bakery.example.com', to: 'cafe' });
const bad = routeText({ name: 'bakery', host: 'bakery.example.com', to: 'cafe', annotations: { waf: '' } });
const yaml = `apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: bakery
  namespace: shop
  annotations:
    virtual-server.f5.com/waf: ""
spec:
  host: bäckerei.example.com
`;
const files: Files = { ...shopsAndBanks, 'clusters/east/bad.yaml': bad };

function piped(
  input: string | Uint8Array,
  name: string,
  workspace: Files = files,
  ...more: string[]
): Promise<CliResult> {
  return render(['validate', '-', '--stdin-filename', name, ...more], { cwd: temporaryWorkspace(workspace), input });
}

describe('validate -', () => {
  test('reads the text of one file from standard input instead of the disk', async () => {
    expect(await piped(route, 'clusters/east/bad.yaml')).toEqual({ stdout: 'no findings\n', stderr: '', code: 0 });
    const worse = await piped(`# Of the editor.\n${yaml}`, 'clusters/east/bad.yaml');
    expect(worse.stdout).toMatch(/^clusters\/east\/bad\.yaml:8:5 error .*\n8 \| {5}virtual-server\.f5\.com\/waf: ""\n/);
    expect(worse.code).toBe(1);
  });

  test('checks the whole workspace and reports on that file', async () => {
    const other = { ...files, 'clusters/east/other.yaml': bad.replaceAll('bakery', 'grill') };
    const elsewhere = await piped(route, 'clusters/east/bad.yaml', other);
    expect([elsewhere.stdout, elsewhere.code]).toEqual(['no findings\n', 0]);
    // A Route whose Service is in another file, and in none.
    const lost = route.replace('"name":"cafe"', '"name":"bar"');
    expect((await piped(lost, 'clusters/east/bad.yaml')).stdout).toContain('[route-service-missing]');
    const twice = serviceText('cafe').split('\n')[0] ?? '';
    const { stdout } = await piped(twice, 'clusters/east/twice.yaml', shopsAndBanks);
    expect(stdout).toMatch(/^clusters\/east\/twice\.yaml:1:\d+ error Service shop\/cafe is defined twice/);
  });

  test('reports on other paths beside it', async () => {
    const grill = { ...files, 'clusters/east/other.yaml': bad.replaceAll('bakery', 'grill') };
    const { stdout, code } = await piped(route, 'clusters/east/bad.yaml', grill, 'clusters/east/other.yaml');
    expect([stdout.split(' ')[0], stdout.split('\n').at(-2), code]).toEqual([
      expect.stringMatching(/^clusters\/east\/other\.yaml:1:\d+$/),
      '1 error',
      1,
    ]);
  });

  test('changes nothing on the disk', async () => {
    const cwd = temporaryWorkspace(files);
    const before = filesBelow(cwd);
    await render(['validate', '-', '--stdin-filename', 'clusters/east/bad.yaml'], { cwd, input: yaml });
    expect(filesBelow(cwd)).toEqual(before);
  });

  test('finds the workspace from the file name', async () => {
    const root = temporaryWorkspace(files);
    mkdirSync(join(root, 'elsewhere'));
    const args = ['validate', '-', '--stdin-filename', join(root, 'clusters/east/bad.yaml')];
    const { stdout } = await render(args, { cwd: join(root, 'elsewhere'), input: yaml });
    expect(stdout).toMatch(/^clusters\/east\/bad\.yaml:7:5 error/);
  });

  test.each([
    ['a directory', 'clusters/east', 'clusters/east/new.yaml'],
    ['a directory, deeper', 'clusters/east', 'clusters/east/a/b/new.json'],
    ['a glob', '"clusters/east/**/*.yaml"', 'clusters/east/a/new.yaml'],
    ['its own name', '[clusters/east, extra/routes.txt]', 'extra/routes.txt'],
  ])('reads a file that is not there yet, named by %s', async (_, manifests, name) => {
    const config = configText().replace('clusters/east', manifests);
    const { stdout, code } = await piped(yaml, name, { ...shopsAndBanks, 'render.yaml': config });
    expect([stdout.split(' ')[0], code]).toEqual([`${name}:7:5`, 1]);
  });

  test('reads a file that is not there yet where its name would stand', async () => {
    const twice = serviceText('cafe').split('\n')[0] ?? '';
    const { stdout } = await piped(twice, 'clusters/east/a.yaml', shopsAndBanks, 'clusters/east/shop.yaml');
    expect(stdout).toMatch(
      /^clusters\/east\/shop\.yaml:3:\d+ error Service shop\/cafe is defined twice .*; this one, read last, counts/,
    );
  });

  test.each([
    ['beside the manifests', 'notes.yaml'],
    ['of another type', 'clusters/east/notes.txt'],
    ['that is hidden', 'clusters/east/.new.yaml'],
    ['among modules', 'clusters/east/node_modules/a.yaml'],
    ['render.yaml', 'render.yaml'],
    ['that is rendered', 'rendered/east/shops.json'],
  ])('refuses a file %s', async (_, name) => {
    const config = configText().replace('manifests: clusters/east', 'manifests: [clusters/east, "*.yml"]');
    const { stdout, stderr, code } = await piped(yaml, name, { ...files, 'render.yaml': config });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(`error ${name} is not among the manifests of any cluster [stdin-file-outside]`);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'no findings\n'],
    ['a byte order mark', `\uFEFF${yaml}`, 'clusters/east/bad.yaml:7:5 error'],
    ['carriage returns', yaml.replaceAll('\n', '\r\n'), 'clusters/east/bad.yaml:7:5 error'],
    ['what is not UTF-8', Buffer.from(yaml, 'latin1'), 'clusters/east/bad.yaml:1:1 error the file is not UTF-8 text'],
    ['what is no YAML', 'a: [', 'clusters/east/bad.yaml:1:5 error this is not YAML'],
    ['too much', Buffer.alloc(17 * 1024 * 1024, '#'), 'clusters/east/bad.yaml:1:1 error the file has 17 MiB'],
  ])('takes %s', async (_, input, start) => {
    const { stdout, stderr } = await piped(input, 'clusters/east/bad.yaml');
    expect(stdout.slice(0, start.length)).toBe(start);
    expect(stderr).toBe('');
  });

  test.each([
    ['- alone', ['-'], '- needs --stdin-filename FILE'],
    ['a name alone', ['--stdin-filename', 'clusters/east/bad.yaml'], '--stdin-filename needs -'],
    ['a revision', ['-', '--stdin-filename', 'clusters/east/bad.yaml', '--changed-since', 'main'], 'leave it or - out'],
    [
      'a baseline to write',
      ['-', '--stdin-filename', 'clusters/east/bad.yaml', '--write-baseline', 'b.json'],
      'leave paths',
    ],
    ['a name outside', ['.', '-', '--stdin-filename', '../a.yaml'], 'is not in the workspace'],
  ])('does not go with %s', async (_, args, problem) => {
    const { stdout, stderr, code } = await render(['validate', ...args], {
      cwd: temporaryWorkspace(files),
      input: yaml,
    });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(problem);
  });

  test.each(['clusters/east', 'clusters/east/', '.', ''])('is no directory: "%s"', async name => {
    expect(await piped(bad, name)).toEqual({
      stdout: '',
      stderr: `render: --stdin-filename "${name}": this is a directory; give a file of it\n`,
      code: 2,
    });
  });
});
