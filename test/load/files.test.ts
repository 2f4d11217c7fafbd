import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Findings } from '../../src/finding.ts';
import { loadClusters, readFileObjects } from '../../src/load/index.ts';
import { loadRenderConfig } from '../../src/load/render-config.ts';
import { type Files, temporaryWorkspace } from '../temporary-workspace.ts';

const node = (name: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}}\n`;

interface Loaded {
  /** Files of the first cluster, in the order in which they are read. */
  readonly files: string[];
  readonly names: string[];
  /** Rules of the findings, each with the file that it is about. */
  readonly findings: string[];
  /** Whether something was left out, so that absence means nothing. */
  readonly incomplete: boolean;
}

async function load(root: string): Promise<Loaded> {
  const findings = new Findings();
  const [cluster] = await loadClusters(loadRenderConfig(root), findings);
  if (!cluster) throw new Error('no cluster');
  let { incomplete } = cluster;
  const unread = (): void => {
    incomplete = true;
  };
  const names = cluster.files.flatMap(file =>
    [...readFileObjects(file, { findings, unread, takes: () => false })].map(({ name }) => name),
  );
  return {
    files: cluster.files.map(({ path }) => path),
    names,
    findings: findings.list.map(({ rule, at }) => `${rule} ${at?.source.file.path}`),
    incomplete,
  };
}

const config = (manifests: string): string => `clusters:\n  - name: east\n    manifests: ${manifests}\n`;
/** Runs something as a user who is not above permissions: root becomes nobody for that time. */
async function withoutPrivileges<T>(run: () => Promise<T>): Promise<T> {
  const { seteuid, geteuid } = process;
  if (!seteuid || !geteuid || geteuid() !== 0) return run();
  seteuid(65_534);
  try {
    return await run();
  } finally {
    seteuid(0);
  }
}

const menu: Files = {
  'shops/cafe.yaml': node('cafe'),
  'shops/bakery.yml': node('bakery'),
  'shops/Bar.YAML': node('bar'),
  'shops/deep/down/bistro.json': '{"apiVersion":"v1","kind":"Node","metadata":{"name":"bistro"}}',
  'shops/README.md': '# Shops\n',
  'shops/.hidden.yaml': node('hidden'),
  'shops/.git/config.yaml': node('git'),
  'shops/node_modules/pack/a.yaml': node('module'),
  'bank/teller.yaml': node('teller'),
};

describe('manifests', () => {
  const all = ['shops/Bar.YAML', 'shops/bakery.yml', 'shops/cafe.yaml', 'shops/deep/down/bistro.json'];
  test.each<[what: string, manifests: string, files: string[]]>([
    ['a directory, read whole but for what is hidden', 'shops', all],
    ['a directory with a slash', 'shops/', all],
    ['a directory with ./', './shops', all],
    ['a file, whatever its name', 'shops/README.md', ['shops/README.md']],
    ['a glob in one directory', 'shops/*.y*ml', ['shops/bakery.yml', 'shops/cafe.yaml']],
    ['a glob over directories', '"**/*.json"', ['shops/deep/down/bistro.json']],
    ['a glob over hidden files: they stay hidden', '"shops/*.yaml"', ['shops/cafe.yaml']],
    ['a glob with alternatives', '"{bank,shops}/*.yaml"', ['bank/teller.yaml', 'shops/cafe.yaml']],
    [
      'a list, in its order, each file once',
      '[bank, shops/cafe.yaml, shops/*.yaml]',
      ['bank/teller.yaml', 'shops/cafe.yaml'],
    ],
    ['the workspace itself, without render.yaml', '.', ['bank/teller.yaml', ...all]],
  ])('are %s', async (_, manifests, files) => {
    const loaded = await load(temporaryWorkspace({ 'render.yaml': config(manifests), ...menu }));
    expect(loaded.files).toEqual(files);
    expect(loaded.findings).toEqual([]);
    expect(loaded.incomplete).toBe(false);
  });

  test('are read in an order that is the same whatever the file system’s', async () => {
    const names = ['a.yaml', 'b.yaml', 'B.yaml', '10.yaml', '9.yaml', 'é.yaml'];
    const ordered = ['10.yaml', '9.yaml', 'B.yaml', 'a.yaml', 'b.yaml', 'é.yaml'].map(name => `shops/${name}`);
    for (const order of [names, [...names].reverse()]) {
      const files = Object.fromEntries(order.map(name => [`shops/${name}`, '']));
      expect((await load(temporaryWorkspace({ ...files, 'render.yaml': config('shops') }))).files).toEqual(ordered);
    }
  });

  test('may have names that look like globs', async () => {
    const files = { 'shops/[cafe].yaml': node('cafe'), 'render.yaml': config('"shops/[cafe].yaml"') };
    expect((await load(temporaryWorkspace(files))).names).toEqual(['cafe']);
  });

  test('are not what was rendered before', async () => {
    const files = { 'render.yaml': config('.'), 'rendered/east/shops.json': '{"class": "ADC"}', ...menu };
    expect((await load(temporaryWorkspace(files))).files).toEqual(['bank/teller.yaml', ...all]);
  });

  test.each([
    'nowhere',
    'nowhere/*.yaml',
    'shops/*.toml',
    '"shops]"',
    '"shops/cafe.yaml/*"',
    '"[!a"',
    `"${'a'.repeat(300)}*"`,
  ])('%s is told when it matches nothing, and is no change of the manifests', async manifests => {
    const loaded = await load(temporaryWorkspace({ 'render.yaml': config(manifests), ...menu }));
    expect(loaded).toEqual({ files: [], names: [], findings: ['config-path-missing render.yaml'], incomplete: true });
  });
});

describe('symbolic links', () => {
  test('within the workspace are followed', async () => {
    const root = temporaryWorkspace({ 'render.yaml': config('bank'), ...menu });
    symlinkSync('../shops/cafe.yaml', join(root, 'bank/cafe.yaml'));
    symlinkSync('../shops/deep', join(root, 'bank/deep'));
    expect(await load(root)).toEqual({
      files: ['bank/cafe.yaml', 'bank/deep/down/bistro.json', 'bank/teller.yaml'],
      names: ['cafe', 'bistro', 'teller'],
      findings: [],
      incomplete: false,
    });
  });

  test('that lead round in a circle are followed once', async () => {
    const root = temporaryWorkspace({ 'render.yaml': config('shops'), 'shops/a/cafe.yaml': node('cafe') });
    symlinkSync('.', join(root, 'shops/itself'));
    symlinkSync('..', join(root, 'shops/a/above'));
    symlinkSync('loop', join(root, 'shops/loop'));
    const { files, findings } = await load(root);
    expect(files.filter(path => path.startsWith('shops/a/cafe'))).toEqual(['shops/a/cafe.yaml']);
    expect(files.every(path => path.split('/').length < 6)).toBe(true);
    expect(findings).toEqual([]);
  });

  test.each([
    ['a file', 'shops', 'cafe.yaml', 'shops/out'],
    ['a directory', 'shops', '', 'shops/out'],
    ['a directory that a glob begins with', 'shops/out/*.yaml', '', 'shops/out'],
    ['the directory of the manifests', 'shops/out', '', 'shops/out'],
  ])('that lead out are not read: %s', async (_, manifests, target, at) => {
    const outside = temporaryWorkspace({ 'cafe.yaml': node('secret') });
    const root = temporaryWorkspace({ 'render.yaml': config(`"${manifests}"`), 'shops/.keep': '' });
    const link = target === '' ? at : `${at}.yaml`;
    symlinkSync(join(outside, target), join(root, link));
    expect(await load(root)).toEqual({ files: [], names: [], findings: [`symlink-outside ${link}`], incomplete: true });
  });

  test.each(['../*/cafe.yaml', '../*.yaml', '..'])('nor is %s', async manifests => {
    const root = temporaryWorkspace({ 'inside/render.yaml': config(`"${manifests}"`), 'cafe.yaml': node('secret') });
    const loaded = await load(join(root, 'inside'));
    expect(loaded.files).toEqual([]);
    expect(loaded.incomplete).toBe(true);
  });

  test('that lead nowhere are told where they would be read', async () => {
    const root = temporaryWorkspace({ 'render.yaml': config('shops'), 'shops/.keep': '' });
    symlinkSync('nowhere', join(root, 'shops/cafe.yaml'));
    symlinkSync('nowhere', join(root, 'shops/notes.txt'));
    const { findings, incomplete } = await load(root);
    expect(findings).toEqual(['file-unreadable shops/cafe.yaml']);
    expect(incomplete).toBe(true);
  });
});

describe('files that are not read', () => {
  const shop = (content: string | Uint8Array) =>
    load(
      temporaryWorkspace({ 'render.yaml': config('shops'), 'shops/a.yaml': content, 'shops/cafe.yaml': node('cafe') }),
    );
  const limit = 16 * 1024 * 1024;

  test('have more than 16 MiB', async () => {
    expect(await shop(Buffer.alloc(limit + 1, '#'))).toMatchObject({
      names: ['cafe'],
      findings: ['file-too-large shops/a.yaml'],
      incomplete: true,
    });
    expect(
      await shop(Buffer.concat([Buffer.from(node('big')), Buffer.alloc(limit - node('big').length, '#')])),
    ).toMatchObject({
      names: ['big', 'cafe'],
      findings: [],
    });
  });

  test('are not UTF-8', async () => {
    for (const bytes of [Buffer.from(node('café'), 'latin1'), Buffer.from([0xff])]) {
      expect(await shop(bytes)).toMatchObject({
        names: ['cafe'],
        findings: ['file-not-utf8 shops/a.yaml'],
        incomplete: true,
      });
    }
  });

  test.each([
    ['empty', ''],
    ['only comments', '# nothing yet\n'],
    ['only a mark', '---\n'],
    ['only a byte order mark', '\ufeff'],
  ])('say nothing, and that is no mistake: %s', async (_, content) => {
    expect(await shop(content)).toMatchObject({ names: ['cafe'], findings: [], incomplete: false });
  });

  test('are forbidden, or lie in a directory that is', async () => {
    const root = temporaryWorkspace({
      'render.yaml': config('[shops, bank/*.yaml]'),
      'shops/a.yaml': node('a'),
      'shops/locked/b.yaml': node('b'),
      'shops/cafe.yaml': node('cafe'),
      'bank/teller.yaml': node('teller'),
    });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'shops/a.yaml'), 0o000);
    chmodSync(join(root, 'shops/locked'), 0o000);
    chmodSync(join(root, 'bank'), 0o000);
    try {
      expect(await withoutPrivileges(() => load(root))).toEqual({
        files: ['shops/a.yaml', 'shops/cafe.yaml'],
        names: ['cafe'],
        findings: [
          'file-unreadable shops/locked',
          'file-unreadable bank',
          'config-path-missing render.yaml',
          'file-unreadable shops/a.yaml',
        ],
        incomplete: true,
      });
    } finally {
      chmodSync(join(root, 'shops/locked'), 0o755);
      chmodSync(join(root, 'bank'), 0o755);
    }
  });
});

describe('clusters without render.yaml', () => {
  test('are the directories below clusters/', async () => {
    const root = temporaryWorkspace({
      'clusters/west/a.yaml': node('a'),
      'clusters/east/b.yaml': node('b'),
      'clusters/.git/c.yaml': node('c'),
      'clusters/notes.yaml': node('d'),
    });
    mkdirSync(join(root, 'clusters/north'));
    const { clusters, output, as3Version } = loadRenderConfig(root);
    expect(clusters).toEqual(['east', 'north', 'west'].map(name => ({ name, manifests: [`clusters/${name}`] })));
    expect([output, as3Version]).toEqual(['rendered', '3.56.0']);
    expect((await load(root)).names).toEqual(['b']);
  });
});
