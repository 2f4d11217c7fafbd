import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileChange } from '../../src/commit/write-files.ts';
import { type Files, filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';

const former: Files = {
  'east/banks.json': 'former banks',
  'east/cafes.json': 'former cafes',
  'east/shops.json': 'former shops',
};

/** Two files get new contents, one is new in a directory of its own, one goes. */
function change(root: string): FileChange {
  const files = new FileChange(root, { trial: false, within: root });
  expect(files.put('east/banks.json', ['new ', 'banks'])).toBe(true);
  expect(files.put('west/failover/bars.json', ['new bars'])).toBe(true);
  expect(files.put('east/shops.json', ['new shops'])).toBe(true);
  files.remove('east/cafes.json');
  return files;
}

describe('a change of files', () => {
  test('is not seen before it is applied', () => {
    const root = temporaryWorkspace(former);
    change(root);
    const { 'east/banks.json': banks, 'east/cafes.json': cafes, 'east/shops.json': shops } = filesBelow(root);
    expect({ banks, cafes, shops }).toEqual({ banks: 'former banks', cafes: 'former cafes', shops: 'former shops' });
  });

  test('takes place as a whole and leaves nothing beside', () => {
    const root = temporaryWorkspace(former);
    change(root).apply();
    expect(filesBelow(root)).toEqual({
      'east/banks.json': 'new banks',
      'east/shops.json': 'new shops',
      'west/failover/bars.json': 'new bars',
    });
  });

  test('is forgotten without a trace', () => {
    const root = temporaryWorkspace(former);
    change(root).discard();
    expect(filesBelow(root)).toEqual(former);
  });

  test.each<[what: string, hinder: (root: string) => void]>([
    ['the last of the new files', root => rmSync(join(root, 'east/.shops.json.cis-render-new'))],
    ['a new file in a new directory', root => rmSync(join(root, 'west/failover/.bars.json.cis-render-new'))],
    [
      'the former content of a file that goes',
      root => mkdirSync(join(root, 'east/.cafes.json.cis-render-old/in the way'), { recursive: true }),
    ],
  ])('is taken back as a whole when one rename fails: %s', (_, hinder) => {
    const root = temporaryWorkspace(former);
    const files = change(root);
    hinder(root);
    expect(() => files.apply()).toThrow();
    rmSync(join(root, 'east/.cafes.json.cis-render-old'), { recursive: true, force: true });
    expect(filesBelow(root)).toEqual(former);
  });

  test('leaves a file alone that holds the same', () => {
    const root = temporaryWorkspace(former);
    const files = new FileChange(root, { trial: false, within: root });
    expect(files.put('east/banks.json', ['former', ' ', 'banks'])).toBe(false);
    expect(filesBelow(root)).toEqual(former);
  });

  test.each([
    ['longer', 'former banks and more'],
    ['shorter', 'former ban'],
    ['empty', ''],
    ['another at its end', 'former bankS'],
    ['of several bytes a character', 'former bänks 🥐'],
  ])('writes a text that is %s', (_, text) => {
    const root = temporaryWorkspace(former);
    const files = new FileChange(root, { trial: false, within: root });
    expect(files.put('east/banks.json', [...text])).toBe(true);
    files.apply();
    expect(filesBelow(root)).toEqual({ ...former, 'east/banks.json': text });
  });

  test('writes texts of many mebibytes that differ late', () => {
    const large = `${'é'.repeat(3 << 20)}a`;
    const root = temporaryWorkspace({ 'large.json': large });
    const files = new FileChange(root, { trial: false, within: root });
    expect(files.put('large.json', [large])).toBe(false);
    const pieces = [large.slice(0, 1_000), large.slice(1_000, -1), 'b', 'c'];
    expect(files.put('large.json', pieces)).toBe(true);
    files.apply();
    expect(filesBelow(root)['large.json'] === pieces.join('')).toBe(true);
  });

  test('that is only tried changes nothing, leftovers included', () => {
    const leftovers: Files = { ...former, 'east/.shops.json.cis-render-new': 'half' };
    const root = temporaryWorkspace(leftovers);
    const files = new FileChange(root, { trial: true, within: root });
    expect(files.put('east/banks.json', ['new banks'])).toBe(true);
    expect(files.put('east/shops.json', ['former shops'])).toBe(false);
    expect(files.put('west/bars.json', ['new bars'])).toBe(true);
    expect(filesBelow(root)).toEqual(leftovers);
  });
});
