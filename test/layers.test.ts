import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom. A stage may use what stands before it in the pipeline, and nothing behind it:
 * load <- model <- translate <- { check, emit }. ARCHITECTURE.md has the reasons.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  generated: [],
  load: ['base', 'generated'],
  fix: ['base', 'load'],
  model: ['base', 'load', 'generated'],
  translate: ['base', 'load', 'model'],
  check: ['base', 'load', 'model', 'translate'],
  suppress: ['base', 'load', 'model'],
  emit: ['base', 'translate', 'generated'],
  parity: ['base', 'load', 'model', 'translate'],
  explain: ['base', 'load', 'model', 'translate'],
  snapshot: ['base', 'load', 'model', 'translate'],
  diff: ['base', 'load', 'model', 'translate', 'emit'],
  argocd: ['base', 'load'],
  init: ['base', 'load', 'model'],
  commit: ['base'],
  bigip: ['base'],
  sync: ['base', 'emit', 'diff', 'bigip'],
  pipeline: ['base', 'fix', 'load', 'model', 'translate', 'check', 'suppress'],
  build: ['base', 'pipeline', 'translate', 'emit', 'commit', 'report'],
  validate: ['base', 'fix', 'load', 'pipeline', 'emit'],
  session: ['base', 'load', 'model', 'emit', 'pipeline', 'suppress', 'validate'],
  krm: ['base', 'generated', 'load', 'translate', 'emit', 'commit', 'pipeline'],
  lsp: ['base', 'fix'],
  report: ['base'],
  cli: [
    'base',
    'fix',
    'load',
    'model',
    'translate',
    'emit',
    'parity',
    'explain',
    'snapshot',
    'argocd',
    'init',
    'diff',
    'bigip',
    'sync',
    'commit',
    'pipeline',
    'validate',
    'session',
    'build',
    'report',
    'krm',
    'lsp',
  ],
  action: ['base', 'load', 'pipeline', 'report', 'cli'],
  library: ['base', 'load', 'model', 'translate', 'emit', 'parity', 'pipeline', 'report'],
};
/** What reports may know the shape of, without running any of it. */
const mayImportTypes: Readonly<Record<string, readonly string[]>> = {
  report: [
    'build',
    'commit',
    'diff',
    'explain',
    'sync',
    'pipeline',
    'translate',
    'emit',
    'parity',
    'snapshot',
    'suppress',
  ],
  cli: ['suppress'],
  emit: ['model'],
  lsp: ['validate'],
  bigip: ['emit'],
};
const files: Readonly<Record<string, string>> = {
  'place.ts': 'base',
  'finding.ts': 'base',
  'fingerprint.ts': 'base',
  'order.ts': 'base',
  'remembered.ts': 'base',
  'outside-error.ts': 'base',
  'system-errors.ts': 'base',
  'pipeline.ts': 'pipeline',
  'build.ts': 'build',
  'validate.ts': 'validate',
  'cli.ts': 'cli',
  'action.ts': 'action',
  'index.ts': 'library',
};
const folders: Readonly<Record<string, string>> = { rules: 'base' };

const reads = ['node:fs', 'node:fs/promises'];
const talks = ['node:http', 'node:https', 'node:http2', 'node:tls', 'node:dgram', 'node:dns', '@octokit/rest'];
const runs = ['node:child_process', 'node:worker_threads', 'execa'];

const src = fileURLToPath(new URL('../src', import.meta.url));

interface Import {
  readonly from: string;
  /** Path within src for our own files, else the name of the package. */
  readonly to: string;
  readonly own: boolean;
  readonly typesOnly: boolean;
}

function stageOf(path: string): string {
  const [first = '', second] = path.split('/');
  return second === undefined ? (files[first] ?? first) : (folders[first] ?? first);
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(src, path), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(?:([^'";]*?)\s*from\s*)?'([^']+)'/gm);
  const calls = text.matchAll(/\bimport\(\s*'([^']+)'/g);
  const found = [
    ...[...statements].map(([, what = '', to = '']) => ({ what, to })),
    ...[...calls].map(([, to = '']) => ({ what: '', to })),
  ];
  return found.map(({ what, to }) => {
    const own = to.startsWith('.');
    const names =
      /^\{([\s\S]*)\}$/
        .exec(what)?.[1]
        ?.split(',')
        .map(name => name.trim())
        .filter(Boolean) ?? [];
    const typesOnly = what.startsWith('type ') || (names.length > 0 && names.every(name => name.startsWith('type ')));
    return { from: path, to: own ? posix.join(dirname(path), to) : to, own, typesOnly };
  });
}

const sources = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.m?ts$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
  .map(entry => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .filter(path => !path.startsWith('generated/'));
const imports = sources.flatMap(importsOf);
const told = ({ from, to }: Import): string => `${from} imports ${to}`;

describe('imports', () => {
  test('were seen at all, of every kind', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.filter(({ own }) => own).length).toBeGreaterThan(150);
    expect(imports.filter(({ typesOnly }) => typesOnly).length).toBeGreaterThan(20);
    expect(imports.map(told)).toContain('load/kustomize.ts imports execa');
    expect(imports.map(told)).toContain('pipeline.ts imports translate/index.ts');
  });

  test('come from files of a known stage', () => {
    expect(sources.filter(path => !Object.hasOwn(mayImport, stageOf(path)))).toEqual([]);
  });

  test('go from a stage to those before it', () => {
    const wrong = imports.filter(({ from, to, own, typesOnly }) => {
      const [one, other] = [stageOf(from), stageOf(to)];
      if (!own || one === other) return false;
      return !mayImport[one]?.includes(other) && !(typesOnly && mayImportTypes[one]?.includes(other));
    });
    expect(wrong.map(told)).toEqual([]);
  });

  test('do not go round between stages', () => {
    const behind = (stage: string, seen: readonly string[]): string[] =>
      (mayImport[stage] ?? []).flatMap(next =>
        seen.includes(next) ? [`${seen.join(' -> ')} -> ${next}`] : behind(next, [...seen, next]),
      );
    expect(Object.keys(mayImport).flatMap(stage => behind(stage, [stage]))).toEqual([]);
  });
});

describe('the outside', () => {
  const who = (packages: readonly string[]): string[] =>
    [...new Set(imports.filter(({ to }) => packages.includes(to)).map(({ from }) => from))].sort();

  test('files are read and written by load, commit and the two front doors alone', () => {
    const users = who(reads);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(path => !['load', 'commit', 'cli', 'action'].includes(stageOf(path)))).toEqual([]);
  });

  test('the network is for bigip, the probe of a primary and the API of GitHub alone, and none else uses fetch', () => {
    expect(who(talks)).toEqual([
      'action/github-api.ts',
      'bigip/connection.ts',
      'bigip/trust.ts',
      'sync/primary-probe.ts',
    ]);
    const fetching = sources.filter(path =>
      /\bfetch\(url|\bawait fetch\(|globalThis\.fetch|new WebSocket\b/.test(readFileSync(join(src, path), 'utf8')),
    );
    expect(fetching).toEqual(['action/github-api.ts']);
  });

  test('programs are run by three files of load alone', () => {
    expect(who(runs)).toEqual(['load/git.ts', 'load/kubectl.ts', 'load/kustomize.ts']);
  });

  test('the process belongs to the command line and the action', () => {
    const users = sources.filter(path => /\bprocess\.[a-z]|'node:process'/.test(readFileSync(join(src, path), 'utf8')));
    expect(users).toContain('cli.ts');
    // A lock names the process that holds it.
    expect(users.filter(path => !['cli', 'action'].includes(stageOf(path)))).toEqual(['commit/write-files.ts']);
  });
});
