import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ShownFinding } from '../../src/finding.ts';
import { render as renderWorkspace } from '../../src/index.ts';
import { configText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import { render } from '../run-cli.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { pair, shopsAndBanks } from './shops-and-banks.ts';

const empty = 'route-annotation-empty';

/** A Route that is rejected: its annotation `waf` is empty. */
function badRoute(name: string, annotations: Readonly<Record<string, string>> = {}): string {
  const route = JSON.parse(routeText({ name, host: `${name}.example.com`, to: 'cafe', annotations: { waf: '' } })) as {
    metadata: { annotations: Record<string, string> };
  };
  Object.assign(route.metadata.annotations, annotations);
  return JSON.stringify(route, undefined, 2);
}

const config = configText();
const ignoring = (entry: string): string => `${config}ignore:\n  - ${entry}\n`;
const twoBad: Files = {
  ...shopsAndBanks,
  'clusters/east/bad.yaml': documents(badRoute('bakery'), badRoute('grill')),
};

interface Findings {
  readonly findings: ShownFinding[];
  readonly suppressed: ShownFinding[];
}

async function validated(cwd: string, ...args: string[]): Promise<Findings & { readonly code: number }> {
  const { stdout, stderr, code } = await render(['validate', '--format', 'json', ...args], { cwd });
  expect(stderr).toBe('');
  return { ...(JSON.parse(stdout) as Findings), code };
}

const rulesOf = (findings: readonly ShownFinding[]): string[] => findings.map(({ rule }) => rule);
const namesOf = (findings: readonly ShownFinding[]): Array<string | undefined> =>
  findings.map(({ resource }) => resource?.name);

describe('an annotation', () => {
  const why = { [`cis-render/ignore-${empty}`]: 'the firewall team adds its policy next week' };

  test('suppresses a finding about its resource, and not the same about another', async () => {
    const bad = documents(badRoute('bakery', why), badRoute('grill'));
    const cwd = temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/bad.yaml': bad });
    const { findings, suppressed, code } = await validated(cwd);
    expect([namesOf(findings), namesOf(suppressed), code]).toEqual([['grill'], ['bakery'], 1]);
    const reason = 'the firewall team adds its policy next week';
    expect(suppressed[0]?.suppressed).toEqual({ kind: 'annotation', reason });
    expect(findings[0]).not.toHaveProperty('suppressed');
    const { stdout } = await render(['validate'], { cwd });
    expect(stdout).not.toContain('bakery');
    expect(stdout).toMatch(/\n\n1 error, 1 suppressed\n$/);
  });

  test('takes the finding out of the exit code, also of build', async () => {
    const cwd = temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/bad.yaml': badRoute('bakery', why) });
    expect(await render(['validate'], { cwd })).toEqual({ stdout: 'no findings, 1 suppressed\n', stderr: '', code: 0 });
    const { stderr, code } = await render(['build'], { cwd });
    expect([stderr, code]).toEqual(['\nno findings, 1 suppressed\n', 0]);
    // The resource stays rejected: what is rendered is what the controller posts.
    expect(Object.values(filesBelow(join(cwd, 'rendered'))).join()).not.toContain('bakery');
    const printed = await render(['build', '--as', 'east', '--stdout'], { cwd });
    expect([printed.stderr, printed.code]).toEqual(['', 0]);
    const built = await render(['build', '--format', 'json'], { cwd });
    expect(JSON.parse(built.stdout)).toMatchObject({ findings: [], suppressed: [{ rule: empty }] });
  });

  test('of a List counts for its own item', async () => {
    const items = [badRoute('bakery', why), badRoute('grill')].map(text => JSON.parse(text) as object);
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const { findings, suppressed } = await validated(
      temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/bad.yaml': list }),
    );
    expect([namesOf(findings), namesOf(suppressed)]).toEqual([['grill'], ['bakery']]);
  });

  test('of the extended ConfigMap counts for what is in its text', async () => {
    const spec = extendedSpecText(
      'mode: ratio\nextendedRouteSpec:\n  - {namespace: shop, vserverAddr: 10.8.3.11}\n  - {namespace: shop, vserverAddr: 10.8.3.12}',
    );
    const annotated = spec.replace(
      'metadata:\n',
      'metadata:\n  annotations:\n    cis-render/ignore-route-group-twice: both stay until the move is over\n',
    );
    const files = { 'render.yaml': config, 'clusters/east/spec.yaml': annotated };
    const before = await validated(temporaryWorkspace({ ...files, 'clusters/east/spec.yaml': spec }));
    const after = await validated(temporaryWorkspace(files));
    expect(rulesOf(before.findings)).toContain('route-group-twice');
    expect(rulesOf(after.findings)).not.toContain('route-group-twice');
    expect(rulesOf(after.suppressed)).toEqual(['route-group-twice']);
  });

  test('counts in its own copy of a pair, and is of use in both when it is in one', async () => {
    const copies = (east: string, west: string): Files => ({
      ...pair,
      'clusters/east/bad.yaml': east,
      'clusters/west/bad.yaml': west,
    });
    const one = await validated(temporaryWorkspace(copies(badRoute('bakery', why), badRoute('bakery'))));
    expect(one.findings.map(({ position }) => position?.file)).toEqual(['clusters/west/bad.yaml']);
    const both = await validated(temporaryWorkspace(copies(badRoute('bakery', why), badRoute('bakery', why))));
    expect([both.findings, both.suppressed.length]).toEqual([[], 2]);
    const mended = badRoute('bakery', why).replace(/\n.*f5\.com\/waf.*/, '');
    const needed = await validated(temporaryWorkspace(copies(badRoute('bakery', why), mended)));
    expect([needed.findings, needed.suppressed.length]).toEqual([[], 1]);
    const idle = await validated(temporaryWorkspace(copies(mended, mended)));
    expect(rulesOf(idle.findings)).toEqual(['suppression-unused', 'suppression-unused']);
  });

  test('is not called unused where not every view was rendered', async () => {
    const cwd = temporaryWorkspace({ ...pair, 'clusters/west/bad.yaml': badRoute('bakery', why) });
    const { stderr, code } = await render(['build', '--as', 'east'], { cwd });
    expect([stderr, code]).toEqual(['', 0]);
  });

  test('does not hide why nothing is written', async () => {
    const files = { ...shopsAndBanks, 'render.yaml': ignoring('{rule: controller-refuses-arguments, reason: later}') };
    const refusing = files['render.yaml'].replace('type=cluster', 'type=cluter');
    const { findings, suppressed, code } = await validated(temporaryWorkspace({ ...files, 'render.yaml': refusing }));
    expect([suppressed, code]).toEqual([[], 1]);
    expect(rulesOf(findings)).toEqual(['controller-refuses-arguments', 'suppression-impossible']);
  });
});

describe('ignore in render.yaml', () => {
  test.each([
    ['a rule everywhere', `{rule: ${empty}, reason: later}`, []],
    ['a file', `{rule: ${empty}, path: clusters/east/bad.yaml, reason: later}`, []],
    ['a directory', `{rule: ${empty}, path: ./clusters/east/, reason: later}`, []],
    ['a glob', `{rule: ${empty}, path: 'clusters/*/b*.yaml', reason: later}`, []],
    ['another file', `{rule: ${empty}, path: clusters/east/shop.yaml, reason: later}`, ['bakery', 'grill']],
    ['a part of a name', `{rule: ${empty}, path: clusters/ea, reason: later}`, ['bakery', 'grill']],
    [
      'a resource',
      `{rule: ${empty}, resource: {kind: Route, namespace: shop, name: grill}, reason: later}`,
      ['bakery'],
    ],
    ['a kind', `{rule: ${empty}, resource: {kind: Route}, reason: later}`, []],
    ['another namespace', `{rule: ${empty}, resource: {namespace: bank}, reason: later}`, ['bakery', 'grill']],
    [
      'a resource in another file',
      `{rule: ${empty}, path: clusters/west, resource: {name: grill}, reason: later}`,
      ['bakery', 'grill'],
    ],
    ['another rule', '{rule: routes-plain-on-https, reason: later}', ['bakery', 'grill']],
  ])('suppresses by %s', async (_, entry, left) => {
    const cwd = temporaryWorkspace({ ...twoBad, 'render.yaml': ignoring(entry) });
    const { findings, suppressed } = await validated(cwd);
    expect(namesOf(findings.filter(({ rule }) => rule === empty))).toEqual(left);
    expect(suppressed).toHaveLength(2 - left.length);
    for (const finding of suppressed) expect(finding.suppressed).toEqual({ kind: 'configuration', reason: 'later' });
    expect(rulesOf(findings).includes('suppression-unused')).toBe(left.length === 2);
  });

  test.each([
    ['an unknown key', '{rule: x, reason: y, resson: z}', 'unknown key "resson". Did you mean "reason"?'],
    [
      'an unknown key of a resource',
      '{rule: x, reason: y, resource: {names: z}}',
      'unknown key "names". Did you mean "name"?',
    ],
    ['no reason', '{rule: x}', 'ignore.0 needs reason'],
    ['an empty reason', '{rule: x, reason: ""}', 'ignore.0.reason is empty'],
  ])('is refused with %s', async (_, entry, problem) => {
    const cwd = temporaryWorkspace({ ...twoBad, 'render.yaml': ignoring(entry) });
    const { stdout, stderr, code } = await render(['validate'], { cwd });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(problem);
  });
});

test('the library tells suppressed findings apart', async () => {
  const cwd = temporaryWorkspace({
    ...twoBad,
    'render.yaml': ignoring(`{rule: ${empty}, resource: {name: grill}, reason: later}`),
  });
  const { findings, suppressed } = await renderWorkspace(cwd);
  expect([namesOf(findings), namesOf(suppressed)]).toEqual([['bakery'], ['grill']]);
  expect(suppressed[0]?.suppressed).toEqual({ kind: 'configuration', reason: 'later' });
});

describe('a baseline', () => {
  const write = ['validate', '--write-baseline', 'baseline.json'];

  test('is not written over a file that is something else', async () => {
    const cwd = temporaryWorkspace({ ...twoBad, 'empty.json': '', 'other.json': '{"version": 1}', 'old.json': '' });
    for (const file of ['render.yaml', 'clusters/east/extended-spec.yaml', 'other.json']) {
      const before = filesBelow(cwd);
      const { stderr, code } = await render(['validate', '--write-baseline', file], { cwd });
      expect([stderr, code]).toEqual([
        `render: --write-baseline ${file}: this file is no baseline, and would be lost; give another name\n`,
        2,
      ]);
      expect(filesBelow(cwd)).toEqual(before);
    }
    writeFiles(cwd, { 'old.json': '{"version": 0, "findings": []}' });
    for (const file of ['empty.json', 'old.json']) {
      expect(await render(['validate', '--write-baseline', file], { cwd })).toMatchObject({ stderr: '', code: 0 });
      expect(filesBelow(cwd)[file]).toContain('"fingerprint"');
    }
  });

  test.each([
    ['nowhere.json', 'nowhere.json: there is no such file'],
    ['clusters', 'clusters: it is not a file'],
    ['.', '.: it is not a file'],
    ['/dev/zero', '/dev/zero: it is not a file'],
    ['baseline.json/x', 'baseline.json/x: the file cannot be read: not a directory'],
  ])('is a file: %s', async (name, said) => {
    const cwd = temporaryWorkspace({ ...twoBad, 'baseline.json': '' });
    const { stderr, code } = await render(['validate', '--baseline', name], { cwd });
    expect([stderr.split('\n')[0], code]).toEqual([`error baseline ${said} [baseline-unusable]`, 2]);
  });

  test('suppresses what is there, and nothing that comes later', async () => {
    const cwd = temporaryWorkspace(twoBad);
    const written = await render(write, { cwd });
    expect(written).toEqual({ stdout: 'no findings, 2 suppressed\n', stderr: '', code: 0 });
    writeFiles(cwd, { 'clusters/east/worse.yaml': badRoute('stall') });
    const { findings, suppressed, code } = await validated(cwd, '--baseline', 'baseline.json');
    expect([namesOf(findings), namesOf(suppressed), code]).toEqual([['stall'], ['bakery', 'grill'], 1]);
    expect(suppressed[0]?.suppressed).toEqual({ kind: 'baseline' });
    const { code: built, stderr } = await render(['build', '--baseline', 'baseline.json'], { cwd });
    expect([built, stderr.split('\n').at(-2)]).toEqual([1, '1 error, 2 suppressed']);
  });

  test('does not see that lines have moved, and sees values', async () => {
    const cwd = temporaryWorkspace(twoBad);
    await render(write, { cwd });
    const text = readFileSync(join(cwd, 'clusters/east/bad.yaml'), 'utf8');
    writeFiles(cwd, { 'clusters/east/bad.yaml': `# The stalls.\n\n${text}` });
    expect((await validated(cwd, '--baseline', 'baseline.json')).findings).toEqual([]);
    writeFiles(cwd, { 'clusters/east/bad.yaml': text.replaceAll('f5.com/waf', 'f5.com/policyCR') });
    const { findings } = await validated(cwd, '--baseline', 'baseline.json');
    expect(rulesOf(findings)).toContain('baseline-outdated');
    expect(findings.filter(({ severity }) => severity !== 'info')).not.toEqual([]);
  });

  test('has equal findings as often as they occur', async () => {
    const duplicate = documents(...Array.from({ length: 3 }, () => serviceText('stall')));
    const cwd = temporaryWorkspace({ ...shopsAndBanks, 'clusters/east/stall.yaml': duplicate });
    await render(write, { cwd });
    const entries = (JSON.parse(readFileSync(join(cwd, 'baseline.json'), 'utf8')) as { findings: object[] }).findings;
    expect(entries).toHaveLength(2);
    for (const resource of ['Service shop/stall', 'Endpoints shop/stall'])
      expect(entries).toContainEqual(expect.objectContaining({ rule: 'object-duplicate', resource, count: 2 }));
    writeFiles(cwd, { 'clusters/east/stall.yaml': documents(duplicate.trim(), serviceText('stall')) });
    const { findings, suppressed } = await validated(cwd, '--baseline', 'baseline.json');
    expect([rulesOf(findings), suppressed.length]).toEqual([['object-duplicate', 'object-duplicate'], 4]);
  });

  test('is the same text for the same findings, one line each, and shrinks by a line', async () => {
    const cwd = temporaryWorkspace(twoBad);
    await render(write, { cwd });
    const text = readFileSync(join(cwd, 'baseline.json'), 'utf8');
    const lines = text.split('\n');
    expect(lines.slice(0, 3)).toEqual(['{', '  "version": 1,', '  "findings": [']);
    expect(lines.slice(-4)).toEqual([expect.stringMatching(/^ {4}\{"rule":.*\}$/), '  ]', '}', '']);
    expect(lines).toHaveLength(8);
    writeFiles(cwd, { 'clusters/east/bad.yaml': `\n\n${documents(badRoute('grill'), badRoute('bakery'))}` });
    await render(write, { cwd });
    expect(readFileSync(join(cwd, 'baseline.json'), 'utf8')).toBe(text);
    writeFiles(cwd, { 'clusters/east/bad.yaml': badRoute('bakery') });
    const { stdout, code } = await render(['validate', '--baseline', 'baseline.json'], { cwd });
    expect(stdout).toMatch(
      /^baseline\.json:[45]:5 info 1 of the 2 findings in baseline baseline\.json does not occur any more/,
    );
    expect(code).toBe(0);
    await render(write, { cwd });
    const left = readFileSync(join(cwd, 'baseline.json'), 'utf8').split('\n');
    expect(left).toHaveLength(7);
    expect(lines.map(line => line.replace(/,$/, ''))).toEqual(
      expect.arrayContaining(left.map(line => line.replace(/,$/, ''))),
    );
    writeFiles(cwd, { 'clusters/east/bad.yaml': '' });
    await render(write, { cwd });
    expect(readFileSync(join(cwd, 'baseline.json'), 'utf8')).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
  });

  test('of render.yaml counts without a flag, for build and validate; --no-baseline does without', async () => {
    const cwd = temporaryWorkspace({ ...twoBad, 'render.yaml': `${config}baseline: clusters/east/baseline.json\n` });
    await render(['validate', '--write-baseline', 'clusters/east/baseline.json'], { cwd });
    const { stdout, code } = await render(['validate'], { cwd });
    expect([stdout, code]).toEqual(['no findings, 2 suppressed\n', 0]);
    expect((await render(['build'], { cwd })).code).toBe(0);
    expect((await validated(cwd, '--no-baseline')).findings).toHaveLength(2);
  });

  test('leaves out what cannot be suppressed, which is told', async () => {
    const refusing = config.replace('type=cluster', 'type=cluter');
    const cwd = temporaryWorkspace({ ...twoBad, 'render.yaml': refusing });
    const { stdout, code } = await render(write, { cwd });
    expect([stdout.includes('[controller-refuses-arguments]'), code]).toEqual([true, 1]);
    expect(readFileSync(join(cwd, 'baseline.json'), 'utf8')).toContain('"findings": []');
  });

  test('leaves out what an annotation suppresses', async () => {
    const cwd = temporaryWorkspace({ ...twoBad, 'render.yaml': ignoring(`{rule: ${empty}, reason: later}`) });
    await render(write, { cwd });
    expect(readFileSync(join(cwd, 'baseline.json'), 'utf8')).toContain('"findings": []');
    const { suppressed } = await validated(cwd, '--baseline', 'baseline.json');
    expect(suppressed.map(finding => finding.suppressed?.kind)).toEqual(['configuration', 'configuration']);
  });

  test.each([
    ['that is not there', undefined, 'baseline baseline.json: there is no such file'],
    ['that is no JSON', '{', 'baseline baseline.json: it is not a baseline'],
    ['that is something else', '{"findings": []}', 'baseline baseline.json: it is not a baseline'],
    ['of a later release', '{"version": 2, "findings": []}', 'it is of version 2; this release reads version 1'],
    ['without a list', '{"version": 1}', 'it has no list of findings'],
    [
      'with a broken entry',
      '{"version": 1, "findings": [{"fingerprint": "a", "count": 0}]}',
      'findings.0 has no usable',
    ],
  ])('%s is said to be so', async (_, text, problem) => {
    const cwd = temporaryWorkspace(twoBad);
    if (text !== undefined) writeFileSync(join(cwd, 'baseline.json'), text);
    const { stdout, stderr, code } = await render(['validate', '--baseline', 'baseline.json'], { cwd });
    expect([stdout, code]).toEqual(['', 2]);
    expect(stderr).toContain(problem);
  });

  test.each([
    ['paths', [...write, 'clusters/east']],
    ['--baseline', [...write, '--baseline', 'baseline.json']],
  ])('is not written with %s', async (_, args) => {
    const cwd = temporaryWorkspace(twoBad);
    const { stdout, code } = await render(args, { cwd });
    expect([stdout, code, filesBelow(cwd)['baseline.json']]).toEqual(['', 2, undefined]);
  });

  test('limits what paths report', async () => {
    const cwd = temporaryWorkspace({ ...twoBad, 'clusters/east/worse.yaml': badRoute('stall') });
    await render(write, { cwd });
    const { stdout, code } = await render(['validate', '--baseline', 'baseline.json', 'clusters/east/bad.yaml'], {
      cwd,
    });
    expect([stdout, code]).toEqual(['no findings, 2 suppressed\n', 0]);
  });
});
