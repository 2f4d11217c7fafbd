import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { render } from '../run-cli.ts';
import { compareDirectory, differencesOf } from './compare.ts';

/**
 * What `render parity` says in each workspace. After a change that is meant, rewrite it with
 * `UPDATE=1 npx vitest run test/parity/workspaces.test.ts` and read what `git diff` shows.
 */
const fixtures = fileURLToPath(new URL('../../fixtures/parity', import.meta.url));
const scenarios = fileURLToPath(new URL('../../fixtures/conformance/scenarios', import.meta.url));
const update = process.env.UPDATE === '1';

describe.concurrent('a workspace with a pair', () => {
  test.for(readdirSync(fixtures))('%s', async (folder, { expect }) => {
    const directory = join(fixtures, folder);
    const { stdout, stderr, code } = await render(['parity'], { cwd: directory });
    const file = join(directory, 'expected.txt');
    if (update) writeFileSync(file, stdout);
    expect(stderr).toBe('');
    expect(stdout).toBe(readFileSync(file, 'utf8'));
    expect(code).toBe(folder === 'same' ? 0 : 1);
  });

  test.for(readdirSync(fixtures))(
    '%s, for programs: both sides of each difference have a place',
    async (folder, { expect }) => {
      const { stdout, code } = await render(['parity', '--format', 'json'], { cwd: join(fixtures, folder) });
      const { differs, pairs } = JSON.parse(stdout);
      expect(code).toBe(differs ? 1 : 0);
      for (const { primary, secondary } of pairs.flatMap(({ differences }: { differences: object[] }) => differences)) {
        expect(primary.position.line).toBeGreaterThan(0);
        expect(secondary.position.line).toBeGreaterThan(0);
      }
    },
  );
});

describe('scenarios of conformance with a primary and a secondary', () => {
  const pairs = readdirSync(scenarios).filter(name => {
    const config = readFileSync(join(scenarios, name, 'render.yaml'), 'utf8');
    return /multi-cluster-mode=primary/.test(config) && /multi-cluster-mode=secondary/.test(config);
  });

  test('are there', () => expect(pairs.length).toBeGreaterThan(20));

  /** Their manifests are the same on both sides, but for one that is about what is missing. */
  test.each(pairs)('%s', async name => {
    const parity = await compareDirectory(join(scenarios, name));
    expect(differencesOf(parity)).toEqual(name === 'routes-ratio-ha-missing' ? ['Service shop/web'] : []);
    expect(parity.differs).toBe(name === 'routes-ratio-ha-missing');
  });
});

test('secrets are never shown, nor the lines that hold them', async () => {
  for (const args of [['parity'], ['parity', '--format', 'json']]) {
    const { stdout } = await render(args, { cwd: join(fixtures, 'custom-resources') });
    expect(stdout).toMatch(/data\[\\?"tls\.key\\?"\]/);
    const manifest = readFileSync(join(fixtures, 'custom-resources/clusters/cluster2/shop.yaml'), 'utf8');
    const [, key = ''] = /tls\.key: (\S+)/.exec(manifest) ?? [];
    expect(key.length).toBeGreaterThan(100);
    expect(stdout).not.toContain(key.slice(0, 20));
    expect(stdout).not.toContain('nobody-asks');
  }
});
