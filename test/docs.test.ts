import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { extendedSpecText } from './manifests.ts';
import { render } from './run-cli.ts';
import { temporaryWorkspace } from './temporary-workspace.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { encoding: 'utf8', recursive: true })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = textOf(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each([
  ['fixtures/example', '3 files'],
  ['fixtures/example-custom-resources', '3 files'],
  ['fixtures/example-cilium', '1 file'],
  ['fixtures/example-flomesh', '1 file'],
  ['fixtures/example-zones', '3 files'],
  ['fixtures/example-iomesh', '1 file'],
])('%s', (example, files) => {
  test('has no errors', async () => {
    const { stdout, code } = await render(['validate', example], { cwd: root });
    expect(stdout).not.toMatch(/ error /);
    expect(code).toBe(0);
  });

  test('is rendered as it is committed', async () => {
    const { stdout, code } = await render(['build', example, '--check'], { cwd: root });
    expect(stdout.split('\n')).toContain(`rendered/: ${files} up to date`);
    expect(code).toBe(0);
  });
});

describe('documents', () => {
  // The counts of conformance are among what is shown: it takes a while.
  test('show what commands print now, and every rule', { timeout: 300_000 }, async () => {
    const said = await new Promise<string>(resolve => {
      execFile(process.execPath, ['scripts/docs.mjs', '--check'], { cwd: root }, (error, stdout, stderr) => {
        resolve(`${stdout}${stderr}${error ? `exit code ${error.code}` : ''}`);
      });
    });
    expect(said).toBe('');
  });

  test.each(pages)('%s shows no output that no script makes', page => {
    const byHand = textOf(page).replace(/<!-- output[^\n]*-->[\s\S]*?<!-- end -->/g, '');
    // The pages of rules are made as a whole.
    expect(page.startsWith('docs/checks/') ? [] : (byHand.match(/^ *```console\n.*|^ *\$ .*/gm) ?? [])).toEqual([]);
  });

  test.each(pages)('%s links to what is there', page => {
    // What commands print is no part of the page.
    const prose = textOf(page).replace(/^```[\s\S]*?^```/gm, '');
    const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => to);
    const files = links.filter(to => !/^[a-z]+:/.test(to));
    expect(files.filter(to => !existsSync(join(root, dirname(page), to)))).toEqual([]);
    const anchored = [...prose.matchAll(/\]\((?![a-z]+:)([^)#\s]*)#([^)\s]+)\)/g)];
    const lost = anchored.filter(
      ([, to = '', anchor = '']) => !anchorsOf(to === '' ? page : join(dirname(page), to)).includes(anchor),
    );
    expect(lost.map(([link]) => link)).toEqual([]);
  });

  test('name the release that package.json is', () => {
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    const examples = readdirSync(join(root, '.github/workflows/examples'));
    const others = [
      'Dockerfile',
      'src/cli/init-command.ts',
      ...examples.map(name => `.github/workflows/examples/${name}`),
    ];
    const named = [...pages, ...others].flatMap(path =>
      [...textOf(path).matchAll(/(?:cis-render(?:\.git)?[@#:]|rev: )v?(\d[\d.]*)/g)].map(([, found = '']) => found),
    );
    // A release, or the tag of its major version.
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(each => each !== version && each !== version.split('.')[0])).toEqual([]);
  });

  test('begin with a render.yaml that can be used', async () => {
    const config = /```yaml\n(clusters:\n[\s\S]*?)```/.exec(textOf('README.md'))?.[1] ?? '';
    const configMap = extendedSpecText('extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11');
    const cwd = temporaryWorkspace({ 'render.yaml': config, 'clusters/cluster1/extended-spec.yaml': configMap });
    const { stdout, stderr, code } = await render(['validate'], { cwd });
    expect({ stdout, stderr, code }).toEqual({ stdout: 'no findings\n', stderr: '', code: 0 });
  });

  test('tell of every case that is tested as corrected', () => {
    const tested = [...textOf('test/irules/corrected-cases.test.ts').matchAll(/name: ['`](\d+): /g)];
    const told = [...textOf('docs/irules.md').matchAll(/^## (\d+)\. /gm)];
    const numbers = (matches: RegExpMatchArray[]): number[] =>
      [...new Set(matches.map(([, number]) => Number(number)))].sort((a, b) => a - b);
    expect(numbers(tested).length).toBeGreaterThan(5);
    expect(numbers(told)).toEqual(numbers(tested));
  });
});
