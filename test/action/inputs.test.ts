import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shopsAndBanks } from '../cli/shops-and-banks.ts';
import { documents, routeText } from '../manifests.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { fileOf, metadata, runAction } from './run-action.ts';

const sources = join(import.meta.dirname, '../../src/action');
const text = readdirSync(sources)
  .map(name => readFileSync(join(sources, name), 'utf8'))
  .join('\n');

describe('action.yml', () => {
  test('has the inputs that are read, and no others', () => {
    const read = [...text.matchAll(/\b(?:text|given|words|flag|revision)\(\s*'([a-z][a-z-]*)'/g)].map(
      ([, name]) => name,
    );
    const listed = /\[('bigip-url'.*)\]\.map\(given\)/.exec(text)?.[1]?.match(/[a-z-]+/g) ?? [];
    const named = new Set([...read, ...listed, 'bigip-password']);
    expect([...named].sort()).toEqual(Object.keys(metadata.inputs).sort());
  });

  test('has the outputs that are set, and no others', () => {
    for (const name of Object.keys(metadata.outputs)) expect(text).toMatch(new RegExp(`['\\s]${name}'?[:,]|${name}:`));
  });

  test('runs the bundle with the Node that runners have', () => {
    expect(metadata.runs).toEqual({ using: 'node24', main: 'dist/action.mjs' });
  });
});

/** One error and one warning. */
const faulty: Files = {
  ...shopsAndBanks,
  'clusters/east/stalls.yaml': documents(
    routeText({ name: 'bakery', host: 'bakery.example.com', to: 'cafe', annotations: { waf: '' } }),
    routeText({ name: 'grill', host: 'grill.example.com', to: 'cafe' }).replace('"host"', '"hots": 1, "host"'),
  ),
};
const withWarning: Files = {
  ...shopsAndBanks,
  'clusters/east/shop.yaml': String(shopsAndBanks['clusters/east/shop.yaml']).replace('"host"', '"hots": 1, "host"'),
};

describe('command', () => {
  test('is validate, unless it is given', async () => {
    const { code, outputs, stdout } = await runAction({ cwd: temporaryWorkspace(shopsAndBanks) });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ errors: '0', warnings: '0', infos: '0' });
    expect(outputs).not.toHaveProperty('changed');
    expect(stdout).toContain('no findings');
  });

  test.each([
    [
      { command: 'vaildate' },
      'input command "vaildate" is not one of validate, build-check, parity, diff, sync, comment; did you mean validate?',
    ],
    [{ 'fail-on': 'errors' }, 'input fail-on "errors" is not one of error, warning, info, never; did you mean error?'],
    [{ commit: 'yes' }, 'input commit "yes" is not one of false, push, pull-request'],
    [{ comment: 'maybe' }, 'input comment is neither true nor false: "maybe"'],
    [{ apply: '1' }, 'input apply is neither true nor false: "1"'],
    [
      { 'format-files': 'sarfi=out' },
      'input format-files "sarfi" is not one of json, ndjson, github, sarif, junit, markdown, gitlab; did you mean sarif?',
    ],
    [{ 'format-files': 'sarif' }, 'input format-files "sarif" names no file: sarif=FILE'],
    [{ base: '--upload-pack=x' }, 'input base "--upload-pack=x" is no revision'],
    [{ command: 'comment validate' }, 'command comment posts what another run has made: give it a step of its own'],
    [{ command: 'comment' }, 'command comment needs comment-file'],
    [{ commit: 'push' }, 'commit needs command build-check: it commits what that finds out of date'],
  ])('%j is wrong usage', async (inputs, message) => {
    const { code, commands, outputs, stdout } = await runAction({ cwd: temporaryWorkspace(shopsAndBanks), inputs });
    expect(code).toBe(2);
    expect(commands.at(-1)).toBe(`::error title=cis-render::${message}`);
    expect(stdout).toContain(`\nrender: ${message}\n`);
    expect(outputs).toEqual({});
  });

  test('may be several, parted as one likes', async () => {
    const { code, outputs, summary } = await runAction({
      cwd: temporaryWorkspace(shopsAndBanks),
      inputs: { command: 'validate,\n  diff build-check validate' },
    });
    expect(summary).toMatch(/^## ❌ validate, diff, build-check\n/);
    expect(outputs).toMatchObject({ 'out-of-date': 'true', changed: 'true', errors: '2' });
    expect(code).toBe(1);
  });
});

describe('path', () => {
  test('that is not there is wrong usage', async () => {
    const { code, commands } = await runAction({ cwd: temporaryWorkspace(shopsAndBanks), inputs: { path: 'nowhere' } });
    expect(code).toBe(2);
    expect(commands.at(-1)).toBe(
      '::error title=cis-render::path nowhere is no directory of the checkout; actions/checkout goes before this step',
    );
  });

  test('that is a file, or below one, is wrong usage too', async () => {
    const cwd = temporaryWorkspace(shopsAndBanks);
    for (const path of ['render.yaml', 'render.yaml/apps']) {
      const { code, commands } = await runAction({ cwd, inputs: { path } });
      expect([code, commands.at(-1)]).toEqual([
        2,
        `::error title=cis-render::path ${path} is no directory of the checkout; actions/checkout goes before this step`,
      ]);
    }
  });

  test('that cannot be read is a failure outside, which names it as it is given', async () => {
    const path = 'x'.repeat(300);
    const { code, commands } = await runAction({ cwd: temporaryWorkspace(shopsAndBanks), inputs: { path } });
    expect(code).toBe(3);
    expect(commands.at(-1)).toMatch(new RegExp(`^::error title=cis-render::path ${path} cannot be read: [^/]+$`));
  });

  test('that is empty is wrong usage: nothing was checked out', async () => {
    const { code, commands } = await runAction({ cwd: temporaryWorkspace({}) });
    expect([code, commands.at(-1)]).toEqual([
      2,
      expect.stringMatching(/path \. is an empty directory; actions\/checkout/),
    ]);
  });

  test('that is within a workspace is wrong usage', async () => {
    const { code, commands } = await runAction({
      cwd: temporaryWorkspace(shopsAndBanks),
      inputs: { path: 'clusters/east' },
    });
    expect([code, commands.at(-1)]).toEqual([
      2,
      '::error title=cis-render::path clusters/east is within the workspace .: give that',
    ]);
  });

  test('leads to a workspace, and findings are named from the root of the checkout', async () => {
    const inner = Object.fromEntries(Object.entries(faulty).map(([path, content]) => [`apps/${path}`, content]));
    const { code, commands } = await runAction({
      cwd: temporaryWorkspace({ ...inner, '.git/HEAD': '' }),
      inputs: { path: 'apps' },
    });
    expect(code).toBe(1);
    expect(commands.some(line => line.startsWith('::error file=apps/clusters/east/stalls.yaml,'))).toBe(true);
  });
});

describe('fail-on', () => {
  test.each([
    ['error', faulty, 1],
    ['never', faulty, 0],
    ['error', withWarning, 0],
    ['warning', withWarning, 1],
    ['info', withWarning, 1],
    ['never', withWarning, 0],
    ['info', shopsAndBanks, 0],
  ])('%s', async (level, files, exitCode) => {
    const { code, outputs, summary } = await runAction({
      cwd: temporaryWorkspace(files),
      inputs: { 'fail-on': level },
    });
    expect(code).toBe(exitCode);
    if (files === faulty) expect(outputs).toMatchObject({ errors: '1', warnings: '1' });
    if (files === withWarning) expect(outputs).toMatchObject({ errors: '0', warnings: '1' });
    expect(summary.startsWith(exitCode === 0 ? '## ✅' : '## ❌')).toBe(true);
  });

  test('never does not hide that a command could not be run', async () => {
    const cwd = temporaryWorkspace({ ...shopsAndBanks, 'render.yaml': 'clusters: 7\n' });
    const { code, commands, summary } = await runAction({ cwd, inputs: { 'fail-on': 'never' } });
    expect(code).toBe(2);
    expect(commands.some(line => line.startsWith('::error file=render.yaml,line=1,'))).toBe(true);
    expect(summary).toContain('## ❌ validate');
  });
});

describe('files', () => {
  test('of formats are written, and outputs name those of their own', async () => {
    const cwd = temporaryWorkspace(faulty);
    const result = await runAction({ cwd, inputs: { 'format-files': 'json=out.json junit=out.xml\nsarif=out.sarif' } });
    const files = filesBelow(cwd);
    expect(JSON.parse(files['out.json'] ?? '').findings.length).toBe(
      Number(result.outputs.errors) + Number(result.outputs.warnings) + Number(result.outputs.infos),
    );
    expect(files['out.xml']).toContain('<testsuites');
    expect(fileOf(result, 'sarif-path')).toBe(files['out.sarif']);
    expect(fileOf(result, 'summary-path')).toBe(result.summary);
    expect(fileOf(result, 'comment-path')).toContain('route-annotation-empty');
  });

  test('that cannot be written are a failure outside', async () => {
    const { code, commands, outputs } = await runAction({
      cwd: temporaryWorkspace(shopsAndBanks),
      inputs: { 'format-files': 'sarif=nowhere/out.sarif' },
    });
    expect([code, outputs.errors]).toEqual([3, '0']);
    expect(commands.at(-1)).toMatch(/^::error title=cis-render::--format sarif=nowhere\/out\.sarif cannot be written/);
  });

  test('that cannot be written are told in one of the ten errors that GitHub shows', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `stall-${index}`);
    const routes = names.map(name =>
      routeText({ name, host: `${name}.example.com`, to: 'cafe', annotations: { waf: '' } }),
    );
    const { code, commands, outputs } = await runAction({
      cwd: temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/stalls.yaml': documents(...routes) }),
      inputs: { 'format-files': 'sarif=nowhere/out.sarif' },
    });
    const errors = commands.filter(line => line.startsWith('::error '));
    expect([code, outputs.errors, errors.length]).toEqual([3, '12', 10]);
    expect(errors.at(-1)).toContain('cannot be written');
    expect(commands.some(line => line.startsWith('::notice ') && line.includes('3 errors not shown'))).toBe(true);
  });

  test('of a baseline suppress', async () => {
    const cwd = temporaryWorkspace({ ...faulty, 'known.json': '[]' });
    const { code, commands } = await runAction({ cwd, inputs: { baseline: 'known.json' } });
    expect(code).toBe(2);
    expect(commands.join('\n')).toContain('known.json');
  });
});

test('secrets are masked, whatever they look like, and are in no output', async () => {
  const { stdout, outputs, summary } = await runAction({
    cwd: temporaryWorkspace(shopsAndBanks),
    inputs: { 'github-token': 'ghs_secret', 'bigip-password': '50%\nsecond' },
  });
  const [mask, one, two] = stdout.split('\n');
  expect([mask, one, two]).toEqual(['::add-mask::ghs_secret', '::add-mask::50%25', '::add-mask::second']);
  expect(`${Object.values(outputs).join()}${summary}`).not.toContain('secret');
});

test('what manifests say is no command to the runner', async () => {
  const name = '::error::gotcha';
  const cwd = temporaryWorkspace({
    ...shopsAndBanks,
    'clusters/east/evil.yaml': documents(
      routeText({ name: `x\n${name}`, host: '##[add-mask]cafe', to: 'cafe', annotations: { waf: '' } }),
    ),
  });
  for (const command of ['validate', 'build-check diff parity']) {
    const { commands, stdout } = await runAction({ cwd, inputs: { command } });
    expect(stdout).toContain('##[');
    expect(commands.filter(line => !/^::(?:add-mask|(?:error|notice) [^:]*)::/.test(line))).toEqual([]);
  }
});

test('what render.yaml says is no command to the runner', async () => {
  const cwd = temporaryWorkspace({ ...shopsAndBanks, 'render.yaml': '"##[set-output name=errors]0": 1\n' });
  const { commands, code, stdout } = await runAction({ cwd });
  expect([code, commands.length]).toEqual([2, 3]);
  expect(stdout.match(/##\[/g)?.length).toBeGreaterThan(2);
  expect(commands.filter(line => line.includes('##[') && !line.startsWith('::error file=render.yaml,'))).toEqual([]);
});

describe('the name of the event', () => {
  const unnamed = 'GITHUB_EVENT_NAME is not set, so nobody knows what this run is of';
  const nothing = `${unnamed}: nothing is committed, and no BIG-IP is asked`;

  test.each([
    [{ command: 'sync' }, nothing],
    [{ command: 'sync', apply: 'true' }, nothing],
    [{ command: 'diff', against: 'live' }, nothing],
    [{ command: 'build-check', commit: 'push' }, nothing],
    [{ command: 'comment', 'comment-file': 'render.yaml' }, unnamed],
  ])('is needed for %j', async (inputs, message) => {
    const env = { GITHUB_EVENT_NAME: '' };
    const { code, commands } = await runAction({ cwd: temporaryWorkspace(shopsAndBanks), inputs, env });
    expect([code, commands.at(-1)]).toEqual([2, `::error title=cis-render::${message}`]);
  });

  test('is not needed for what only reads files', async () => {
    const env = { GITHUB_EVENT_NAME: '' };
    expect((await runAction({ cwd: temporaryWorkspace(shopsAndBanks), env })).code).toBe(0);
  });
});

describe('the event file', () => {
  test('may have line ends of Windows and a byte order mark', async () => {
    const payload = '\ufeff{\r\n  "before": "0000000000000000000000000000000000000000"\r\n}\r\n';
    const { code, commands } = await runAction({
      cwd: temporaryWorkspace(shopsAndBanks),
      event: { name: 'push', payload },
    });
    expect({ code, commands: commands.length }).toEqual({ code: 0, commands: 1 });
  });

  test.each(['', '{"pull_request"', '[]', '7'])('%j is a failure outside', async payload => {
    const { code, commands } = await runAction({
      cwd: temporaryWorkspace(shopsAndBanks),
      event: { name: 'pull_request', payload },
    });
    expect(code).toBe(3);
    expect(commands.at(-1)).toMatch(/the event file .*event\.json holds no JSON object$/);
  });

  test('that tells of no pull request makes no comment', async () => {
    const { code, commands } = await runAction({
      cwd: temporaryWorkspace(faulty),
      event: { name: 'pull_request', payload: {} },
    });
    expect(code).toBe(1);
    expect(commands.filter(line => line.includes('comment'))).toEqual([]);
  });
});
