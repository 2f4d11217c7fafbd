import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { routeText } from '../manifests.ts';
import { cliPath, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { shopsAndBanks } from './shops-and-banks.ts';

const output = (cwd: string): Record<string, string> => filesBelow(join(cwd, 'rendered'));
const config = `${shopsAndBanks['render.yaml']}`;
const spec = `${shopsAndBanks['clusters/east/extended-spec.yaml']}`;

async function built(files: Files = shopsAndBanks): Promise<string> {
  const cwd = temporaryWorkspace(files);
  expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
  return cwd;
}

describe('nothing is deleted, or cut short, for lack of input', () => {
  const changes: ReadonlyArray<readonly [string, Files]> = [
    [
      'another controller mode',
      { 'render.yaml': config.replace('controller-mode=openshift', 'controller-mode=kubernetes') },
    ],
    [
      'a label that no Route has',
      { 'render.yaml': config.replace('        - --bigip', '        - --route-label=none\n        - --bigip') },
    ],
    ['a misspelt data key', { 'clusters/east/extended-spec.yaml': spec.replace('extendedSpec:', 'extendedspec:') }],
    [
      'a namespace that is not watched',
      { 'render.yaml': config.replace('        - --bigip', '        - --namespace=none\n        - --bigip') },
    ],
  ];
  test.each(changes)('%s', async (_, change) => {
    const cwd = await built();
    const before = output(cwd);
    writeFiles(cwd, change);
    expect(output(cwd)).toEqual(before);
    const { code, stderr } = await render(['build'], { cwd });
    expect(stderr).toContain('for lack of input');
    expect(code).toBe(1);
    expect(output(cwd)).toEqual(before);
  });

  test('one of two groups of a tenant fails', async () => {
    const shared: Files = {
      ...shopsAndBanks,
      'clusters/east/extended-spec.yaml': spec.replace(/bigIpPartition: \w+/g, 'bigIpPartition: both'),
    };
    const cwd = await built(shared);
    const before = output(cwd);
    expect(Object.keys(before)).toEqual(['east/both.json']);
    writeFiles(cwd, {
      'clusters/east/odd.yaml': routeText({
        name: 'odd',
        namespace: 'bank',
        host: 'odd.example.com',
        path: '/%zz',
        to: 'teller',
      }),
    });
    const { code, stderr } = await render(['build'], { cwd });
    expect({ code, before: output(cwd) }).toEqual({ code: 1, before });
    expect(stderr).toContain('would lose virtual servers for lack of input');
  });
});

describe('nothing is written outside the workspace', () => {
  test.each(['rendered', 'rendered/east'])('%s is a symbolic link', async link => {
    const outside = temporaryWorkspace({ 'keep.txt': '' });
    const cwd = temporaryWorkspace(shopsAndBanks);
    if (link !== 'rendered') mkdirSync(join(cwd, 'rendered'));
    symlinkSync(outside, join(cwd, link));
    const { code, stderr } = await render(['build'], { cwd });
    expect({ code, files: Object.keys(filesBelow(outside)) }).toEqual({ code: 3, files: ['keep.txt'] });
    expect(stderr).toContain('is a symbolic link');
  });
});

describe('two builds at once', () => {
  test('the second leaves the first alone', async () => {
    const cwd = await built();
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
    try {
      writeFileSync(join(cwd, 'rendered/.cis-render-lock'), String(other.pid));
      const before = output(cwd);
      const { code, stderr } = await render(['build'], { cwd });
      expect(code).toBe(3);
      expect(stderr).toContain('another build is writing there');
      expect(output(cwd)).toEqual(before);
    } finally {
      other.kill('SIGKILL');
    }
  });

  test('a lock of a build that is gone does not last', async () => {
    const cwd = await built();
    writeFileSync(join(cwd, 'rendered/.cis-render-lock'), '999999999');
    expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
    expect(Object.keys(output(cwd))).not.toContain('.cis-render-lock');
  });
});

test('a reader that goes away does not change the exit code', async () => {
  const cwd = temporaryWorkspace(shopsAndBanks);
  const code = await new Promise(resolve => {
    const child = spawn(process.execPath, [cliPath, 'build', '--check'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.on('close', resolve);
  });
  expect(code).toBe(1);
});

test('a declaration that AS3 would refuse is printed, and the exit code says so', async () => {
  const cwd = temporaryWorkspace({
    ...shopsAndBanks,
    'clusters/east/extended-spec.yaml': spec.replace('bigIpPartition: banks', 'bigIpPartition: "ba nks"'),
  });
  const { code, stdout, stderr } = await render(['build', '--as', 'east', '--stdout'], { cwd });
  expect(JSON.parse(stdout)).toHaveProperty(['ba nks', 'class'], 'Tenant');
  expect({ code, told: stderr.includes('AS3 would refuse') }).toEqual({ code: 1, told: true });
});

describe('files of the machine are not shown', () => {
  const secret = 'password: rosebud\n';

  test.each(['clusters/east/menu.yaml', 'render.yaml'])('through %s', async link => {
    const outside = temporaryWorkspace({ 'secret.yaml': secret });
    const cwd = temporaryWorkspace({ ...shopsAndBanks, [link]: '' });
    rmSync(join(cwd, link));
    symlinkSync(join(outside, 'secret.yaml'), join(cwd, link));
    for (const format of ['pretty', 'json', 'github', 'sarif', 'junit', 'markdown']) {
      const { stdout, stderr, code } = await render(['validate', '--format', format], { cwd });
      expect(stdout + stderr).toContain(`${link} leads out of the workspace and is not read`);
      expect(stdout + stderr).not.toMatch(/password|rosebud/);
      expect(code).toBe(link === 'render.yaml' ? 2 : 1);
    }
  });
});

describe('what cannot be read is told', () => {
  const { 'render.yaml': _, ...withoutConfig } = shopsAndBanks;

  test('a render.yaml that is not a file', async () => {
    const cwd = temporaryWorkspace({ ...withoutConfig, 'render.yaml/x': '' });
    const { stderr, code } = await render(['validate', cwd], { cwd: '/' });
    expect([stderr.split('\n')[0], code]).toEqual([
      'render.yaml:1:1 error the file cannot be read: it is not a file [file-unreadable]',
      2,
    ]);
  });

  test('a render.yaml that is a pipe', async () => {
    const cwd = temporaryWorkspace(withoutConfig);
    execFileSync('mkfifo', [join(cwd, 'render.yaml')]);
    const { stderr, code } = await render(['build'], { cwd });
    expect([stderr.split('\n')[0], code]).toEqual([
      'render.yaml:1:1 error the file cannot be read: it is not a file [file-unreadable]',
      2,
    ]);
  });

  test('a render.yaml that nobody can get to, which is not the same as none', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    rmSync(join(cwd, 'render.yaml'));
    symlinkSync('render.yaml', join(cwd, 'render.yaml'));
    expect(await render(['build'], { cwd })).toEqual({
      stdout: '',
      stderr: `render: ${cwd}/render.yaml: the symbolic links go in a circle\n`,
      code: 3,
    });
  });

  test('a current directory that is gone', () => {
    const gone = temporaryWorkspace({});
    const { stderr, status } = spawnSync(
      'sh',
      ['-c', 'cd "$1" && rmdir "$1" && exec "$2" "$3" validate', '', gone, process.execPath, cliPath],
      { encoding: 'utf8' },
    );
    expect([stderr, status]).toEqual(['render: the current directory: no such file or directory\n', 3]);
  });
});

test.each([['--help'], ['--version'], ['build --help'], ['explain'], ['schema']])(
  'a disk that is full is told of in a line: %s',
  command => {
    const full = openSync('/dev/full', 'w');
    const { stderr, status } = spawnSync(process.execPath, [cliPath, ...command.split(' ')], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([stderr, status]).toEqual(['render: no space left on the device\n', 3]);
  },
);
