import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { configText, extendedSpecText, routeText } from '../manifests.ts';
import { cliPath, render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { manyTenants, shopsAndBanks, withoutBanks } from './shops-and-banks.ts';

/** A workspace that was built, with something changed since. */
async function built(files: Files, changes: Files = {}): Promise<string> {
  const cwd = temporaryWorkspace(files);
  expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
  writeFiles(cwd, changes);
  return cwd;
}

const output = (cwd: string): Record<string, string> => filesBelow(join(cwd, 'rendered'));

/** Both tenants get another address. */
const moved: Files = {
  'clusters/east/extended-spec.yaml': `${shopsAndBanks['clusters/east/extended-spec.yaml']}`.replaceAll(
    '10.8.3.',
    '10.9.3.',
  ),
};

describe('a build', () => {
  test('changes nothing the second time', async () => {
    const cwd = await built(shopsAndBanks);
    const before = output(cwd);
    const { stdout } = await render(['build'], { cwd });
    expect(stdout).toContain('rendered/: 2 files up to date\n');
    expect(output(cwd)).toEqual(before);
  });

  test('writes what is out of date, and that alone', async () => {
    const cwd = await built(shopsAndBanks, {
      'clusters/east/bank.yaml': `${shopsAndBanks['clusters/east/bank.yaml']}`.replace(
        'teller.example',
        'cash.example',
      ),
    });
    const { stdout } = await render(['build'], { cwd });
    expect(stdout).toContain('rendered/: 1 file written, 1 file up to date\n');
    expect(output(cwd)['east/banks.json']).toContain('cash.example.com');
  });

  test('mends a file that somebody changed', async () => {
    const cwd = await built(shopsAndBanks);
    const before = output(cwd);
    writeFileSync(join(cwd, 'rendered/east/shops.json'), `${before['east/shops.json']} `);
    await render(['build'], { cwd });
    expect(output(cwd)).toEqual(before);
  });

  test('leaves what it did not write alone', async () => {
    const foreign: Files = {
      'rendered/README.md': 'Rendered files\n',
      'rendered/east/notes.json': '{"class": "ADC", "label": "somebody else"}\n',
      'rendered/east/.gitkeep': '',
      'rendered/east/archive/shops.json': '{\n  "class": "ADC",\n  "label": "cis-render"\n}\n',
      'rendered/north/empty.json': '',
    };
    const cwd = await built({ ...shopsAndBanks, ...foreign });
    const { 'east/banks.json': banks, 'east/shops.json': shops, ...rest } = output(cwd);
    expect(banks).toContain('"cis-render"');
    expect(shops).toContain('"cis-render"');
    expect(
      Object.entries(rest)
        .map(([path, text]) => [`rendered/${path}`, text])
        .sort(),
    ).toEqual(Object.entries(foreign).sort());
  });
});

describe('the file of a tenant', () => {
  test('goes when its group is taken out', async () => {
    const cwd = await built(shopsAndBanks, { 'clusters/east/extended-spec.yaml': withoutBanks });
    const { stdout, code } = await render(['build'], { cwd });
    expect(stdout).toContain('rendered/: 1 file removed, 1 file up to date\n');
    expect([Object.keys(output(cwd)), code]).toEqual([['east/shops.json'], 0]);
  });

  test('goes with its last Route, and takes an empty directory along', async () => {
    const cwd = await built(shopsAndBanks);
    rmSync(join(cwd, 'clusters/east/bank.yaml'));
    rmSync(join(cwd, 'clusters/east/shop.yaml'));
    expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
    expect(existsSync(join(cwd, 'rendered/east'))).toBe(false);
  });

  const bank = `${shopsAndBanks['clusters/east/bank.yaml']}`;
  test.each<[title: string, changes: Files, reason: string]>([
    [
      'all its Routes are rejected',
      { 'clusters/east/bank.yaml': bank.replace('"annotations":{', '"annotations":{"virtual-server.f5.com/waf":""') },
      'all its Routes are rejected',
    ],
    [
      'its group fails',
      {
        'clusters/east/bank.yaml': bank.replace(
          '"annotations":{',
          '"annotations":{"virtual-server.f5.com/rewrite-target-url":""',
        ),
      },
      'its route group fails as a whole',
    ],
    [
      'the controller refuses to start',
      { 'render.yaml': configText({ args: ['--namespace=a', '--namespace-label=b'] }) },
      'the controller of east would not start',
    ],
    [
      'its manifests cannot be read',
      { 'clusters/east/bank.yaml': bank.replace('{', '[') },
      'manifests of cluster east could not be read',
    ],
    [
      'its Route has a wrong type',
      { 'clusters/east/bank.yaml': bank.replace('"to":{', '"to":{"weight":"1",') },
      'manifests of cluster east could not be read',
    ],
    [
      'the manifests are looked for elsewhere',
      { 'render.yaml': configText().replace('clusters/east', 'clusters/esat') },
      'manifests of cluster east could not be read',
    ],
  ])('stays, and nothing is written, when %s', async (_, changes, reason) => {
    const cwd = await built(shopsAndBanks, {
      ...changes,
      'clusters/east/new.yaml': routeText({ name: 'new', host: 'new.example.com', to: 'cafe' }),
    });
    const before = filesBelow(cwd);
    const { stdout, stderr, code } = await render(['build'], { cwd });
    expect(stdout).toContain('rendered/: nothing written\n');
    expect(stderr).toContain('rendered/east/banks.json would be deleted');
    expect(stderr).toContain(reason);
    expect([filesBelow(cwd), code]).toEqual([before, 1]);
  });

  test('stays when its manifests lie behind a link that leads nowhere by now', async () => {
    const cwd = temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/bank.yaml': '', 'shared/bank.yaml': bank });
    rmSync(join(cwd, 'clusters/east/bank.yaml'));
    symlinkSync('../../shared/bank.yaml', join(cwd, 'clusters/east/bank.yaml'));
    await render(['build'], { cwd });
    const before = output(cwd);
    expect(Object.keys(before)).toEqual(['east/banks.json', 'east/shops.json']);
    rmSync(join(cwd, 'shared'), { recursive: true });
    expect((await render(['build'], { cwd })).stderr).toContain('[tenant-lost]');
    expect(output(cwd)).toEqual(before);
  });

  test('is not written when it would be no valid AS3, nor is any other', async () => {
    const cwd = await built(shopsAndBanks, {
      ...moved,
      'clusters/east/bank.yaml': bank.replace(
        '"annotations":{',
        '"annotations":{"virtual-server.f5.com/balance":"fairest"',
      ),
    });
    const before = output(cwd);
    const { stderr, code } = await render(['build'], { cwd });
    expect(stderr).toContain('[as3-invalid]');
    expect([output(cwd), code]).toEqual([before, 1]);
  });
});

describe('all files or none', () => {
  test.each<[title: string, hinder: (cwd: string) => void]>([
    [
      'a directory is in the way of one of them',
      cwd => {
        rmSync(join(cwd, 'rendered/east/shops.json'));
        writeFiles(cwd, { 'rendered/east/shops.json/mine.txt': 'keep this' });
      },
    ],
    [
      'a directory is in the way of the file beside one of them',
      cwd => writeFiles(cwd, { 'rendered/east/.shops.json.cis-render-new/mine.txt': 'keep this' }),
    ],
    [
      'a directory is where the former content of one of them would be kept',
      cwd => writeFiles(cwd, { 'rendered/east/.shops.json.cis-render-old/mine.txt': 'keep this' }),
    ],
  ])('when %s', async (_, hinder) => {
    const cwd = await built(shopsAndBanks, moved);
    hinder(cwd);
    const before = filesBelow(cwd);
    const { stdout, stderr, code } = await render(['build'], { cwd });
    expect([stdout, code]).toEqual(['', 3]);
    expect(stderr).toMatch(/^render: \S+shops\.json\S*( to \S+)?: \S.*\n$/);
    expect(filesBelow(cwd)).toEqual(before);
  });

  test('when a file is in the way of a directory', async () => {
    const cwd = temporaryWorkspace({ ...shopsAndBanks, 'rendered/east': 'in the way' });
    const before = filesBelow(cwd);
    const { stdout, code } = await render(['build'], { cwd });
    expect([stdout, code, filesBelow(cwd)]).toEqual(['', 3, before]);
  });

  test('when nothing may be written', async () => {
    const cwd = await built(shopsAndBanks, moved);
    // Root may write everywhere: the command then runs as nobody, from a copy that nobody may read.
    const copy = join(cwd, 'render.mjs');
    copyFileSync(cliPath, copy);
    const before = filesBelow(cwd);
    for (const folder of ['', 'clusters', 'clusters/east', 'rendered', 'rendered/east'])
      chmodSync(join(cwd, folder), 0o555);
    const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const child = spawn(process.execPath, [copy, 'build'], { cwd, env: { NO_COLOR: '1' }, ...identity });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    const code = await new Promise(resolve => child.on('close', resolve));
    for (const folder of ['rendered/east', 'rendered', 'clusters/east', 'clusters', ''])
      chmodSync(join(cwd, folder), 0o755);
    expect(stderr).toMatch(/permission denied\n$/);
    expect([code, filesBelow(cwd)]).toEqual([3, before]);
  });
});

describe('what a killed run left behind', () => {
  test('is cleared away: new contents go, former ones come back', async () => {
    const cwd = await built(shopsAndBanks);
    const before = output(cwd);
    rmSync(join(cwd, 'rendered/east/banks.json'));
    writeFiles(cwd, {
      'rendered/east/.banks.json.cis-render-old': before['east/banks.json'] ?? '',
      'rendered/east/.banks.json.cis-render-new': 'half of it',
      'rendered/east/.shops.json.cis-render-old': 'former',
      'rendered/east/.shops.json.cis-render-new': 'half of it',
      'rendered/west/.gone.json.cis-render-new': 'half of it',
    });
    const { stdout, code } = await render(['build'], { cwd });
    expect(stdout).toContain('rendered/: 2 files up to date\n');
    const { 'west/': _, ...after } = output(cwd);
    expect([after, code]).toEqual([before, 0]);
  });
});

/** What an earlier build left behind. */
const leftover = '.banks.json.cis-render-new';

/** Runs a build and sends it a signal as soon as it has begun to translate, or to write beside, or after a while. */
async function interrupted(
  cwd: string,
  signal: NodeJS.Signals,
  delay: number | 'translating' | 'writing',
): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, [cliPath, 'build'], {
    cwd,
    env: { NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<number>(resolve =>
    child.on('close', (code, by) => resolve(code ?? (by === 'SIGKILL' ? 137 : by === 'SIGINT' ? 130 : 143))),
  );
  if (delay === 'writing') {
    const writes = () => readdirSync(join(cwd, 'rendered/east')).some(name => name.endsWith('.cis-render-new'));
    while (child.exitCode === null && !writes()) await pause(1);
  } else if (delay === 'translating') {
    // The first thing that it does when all is read.
    while (existsSync(join(cwd, 'rendered', leftover))) await pause(1);
    await pause(50);
  } else await pause(delay);
  child.kill(signal);
  return { code: await ended, stderr };
}

describe('an interruption', () => {
  const many = manyTenants(250);
  const changed = {
    'clusters/east/extended-spec.yaml': `${many['clusters/east/extended-spec.yaml']}`.replaceAll(
      'vserverAddr: 10.',
      'vserverAddr: 172.',
    ),
  };

  test.each<[signal: NodeJS.Signals, code: number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('by %s while it writes changes nothing', async (signal, code) => {
    const cwd = await built(many, changed);
    const before = filesBelow(cwd);
    expect(await interrupted(cwd, signal, 'writing')).toEqual({
      code,
      stderr: 'render: interrupted; nothing was changed\n',
    });
    expect(filesBelow(cwd)).toEqual(before);
  });

  // On one address each of the one kind is merged with all of the other: that takes far longer than a test may.
  const manyMerges = {
    'render.yaml': configText({ args: ['--controller-mode=customresource'] }),
    'clusters/east/all.yaml': ['edge', 'passthrough']
      .flatMap(termination => [
        `apiVersion: cis.f5.com/v1
kind: TLSProfile
metadata: {name: ${termination}, namespace: shop, labels: {f5cr: "true"}}
spec: {tls: {termination: ${termination}, ${termination === 'edge' ? 'clientSSL: /Common/one, ' : ''}reference: bigip}}
`,
        ...Array.from(
          { length: 2000 },
          (_, n) => `apiVersion: cis.f5.com/v1
kind: VirtualServer
metadata: {name: ${termination}-${n}, namespace: shop, labels: {f5cr: "true"}}
spec:
  host: ${termination}-${n}.example.com
  virtualServerAddress: 10.8.0.1
  tlsProfileName: ${termination}
  pools: [{path: /, service: shop, servicePort: 80}]
`,
        ),
      ])
      .join('---\n'),
  };

  test.each<[signal: NodeJS.Signals, code: number, stderr: string]>([
    ['SIGINT', 130, 'render: interrupted; nothing was changed\n'],
    // Where nothing was written, nothing has to be said.
    ['SIGTERM', 143, ''],
  ])('by %s ends a long translation at once', async (signal, code, stderr) => {
    const cwd = temporaryWorkspace({ ...manyMerges, 'rendered/east/shops.json': 'as it was' });
    const before = filesBelow(cwd);
    writeFiles(cwd, { [`rendered/${leftover}`]: 'half of it' });
    expect(await interrupted(cwd, signal, 'translating')).toEqual({ code, stderr });
    expect(filesBelow(cwd)).toEqual(before);
  });

  test('at any moment leaves all files as they were, or all as they are to be', async () => {
    const cwd = await built(many);
    const before = output(cwd);
    writeFiles(cwd, changed);
    const after = output(await built({ ...many, ...changed }));
    mkdirSync(join(cwd, 'rendered/east'), { recursive: true });
    for (const delay of [20, 60, 100, 140, 180, 220, 260]) {
      const { code } = await interrupted(cwd, 'SIGINT', delay);
      const now = output(cwd);
      expect([0, 130]).toContain(code);
      if (code === 0) expect(now).toEqual(after);
      else expect(now['east/shop-0.json'] === before['east/shop-0.json'] ? before : after).toEqual(now);
      writeFiles(join(cwd, 'rendered'), before);
    }
  });

  test('by SIGKILL is mended by the next run', async () => {
    const cwd = await built(many, changed);
    const after = output(await built({ ...many, ...changed }));
    expect((await interrupted(cwd, 'SIGKILL', 'writing')).code).toBe(137);
    expect(readdirSync(join(cwd, 'rendered/east')).some(name => name.endsWith('.cis-render-new'))).toBe(true);
    expect(await render(['build'], { cwd })).toMatchObject({ code: 0 });
    expect(output(cwd)).toEqual(after);
  });
});

test('an output directory of another name is used, and never read as manifests', async () => {
  const cwd = await built({
    ...shopsAndBanks,
    'render.yaml': `${configText().replace('clusters/east', '.')}output: out/as3\n`,
  });
  expect(Object.keys(filesBelow(join(cwd, 'out')))).toEqual(['as3/east/banks.json', 'as3/east/shops.json']);
  const { stdout, stderr } = await render(['build'], { cwd });
  expect([stdout.trimEnd().split('\n').at(-1), stderr]).toEqual(['out/as3/: 2 files up to date', '']);
});

test('a tenant with a name of its own kind becomes a file of that name', async () => {
  const spec = extendedSpecText(
    'extendedRouteSpec:\n  - {namespace: shop, vserverAddr: 10.8.3.11, bigIpPartition: Old_Town.1}',
  );
  const cwd = temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/extended-spec.yaml': spec });
  await render(['build'], { cwd });
  expect(Object.keys(output(cwd))).toEqual(['east/Old_Town.1.json']);
});
