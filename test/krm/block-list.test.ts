import { describe, expect, test } from 'vitest';
import { readBlockList } from '../../src/krm/block-list.ts';
import type { Changes, Listing } from '../../src/krm/listing.ts';

const head = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n';
const none: Changes = { replaced: new Map(), added: [], results: [] };
const map = { kind: 'ConfigMap', data: { text: 'a\n\nb\n' } };
const result = { message: 'm' };

function read(text: string): Listing {
  const list = readBlockList(text);
  if (!list) throw new Error('not read');
  return list;
}

describe('a list of blocks', () => {
  test('is what it was where nothing changes', () => {
    const text = `# top\n${head}items:\n\n  # first\n  -   a: 0777 # octal\n\n  # second\n  - {b: "1"}\n# end\n`;
    expect(read(text).changed(none)).toBe(text);
  });

  test.each([
    ['dashes below the key', '', 'functionConfig:\n  a: 1\n'],
    ['dashes to the right', '  ', 'functionConfig:\n  a: 1\n'],
    ['items at the end', '', ''],
  ])('takes more items: %s', (_, indent, behind) => {
    const items = `${indent}- a: 1\n${indent}- b: |\n${indent}    text\n`;
    const added = ['- kind: ConfigMap', '  data:', '    text: |', '      a', '', '      b'];
    const lines = added.map(line => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
    expect(read(`${head}items:\n${items}${behind}`).changed({ ...none, added: [map] })).toBe(
      `${head}items:\n${items}${lines}${behind}`,
    );
  });

  test('ends its last line before anything is put behind it', () => {
    const text = `${head}functionConfig: {}\nitems:\n- a: 1`;
    expect(read(text).changed({ ...none, added: [{ b: 2 }], results: [result] })).toBe(
      `${text}\n- b: 2\nresults:\n  - message: m\n`,
    );
  });

  test('loses items, and gets others in their place', () => {
    const list = read(`${head}items:\n- a: 1\n# about b\n- b: 2\n- c: 3\n\n# about what is kept\nkept: true\n`);
    const [first, second, third] = list.items;
    const replaced = new Map([
      [first!, undefined],
      [third!, { d: 4 }],
    ]);
    expect(second?.text.trim()).toBe('b: 2');
    expect(list.changed({ ...none, replaced })).toBe(
      `${head}items:\n# about b\n- b: 2\n- d: 4\n\n# about what is kept\nkept: true\n`,
    );
  });

  test.each([
    ['none', '', 'results:\n  - message: m\n'],
    ['those of another function', 'results:\n- message: old\n- message: older\n', 'results:\n  - message: m\n'],
    ['an empty list', 'results: []\n', 'results:\n  - message: m\n'],
  ])('has results in place of %s', (_, before, after) => {
    const text = (results: string): string => `${head}items:\n- a: 1\n${results}`;
    expect(read(text(before)).changed({ ...none, results: [result] })).toBe(text(after));
    expect(read(text(before)).changed(none)).toBe(text(''));
  });

  test('quotes what is no text to kubectl', () => {
    const added = [{ metadata: { namespace: 'on', name: '0777', labels: { a: 'true', b: '1_000', c: 'shop' } } }];
    const lines =
      '- metadata:\n    namespace: "on"\n    name: "0777"\n    labels:\n      a: "true"\n      b: "1_000"\n      c: shop\n';
    expect(read(`${head}items:\n- a: 1\n`).changed({ ...none, added })).toBe(`${head}items:\n- a: 1\n${lines}`);
  });

  test('gives each item as a document, with its comments', () => {
    const { items } = read(`${head}items:\n- # hello\n  kind: Service\n  metadata: {name: a}\n- kind: Route\n`);
    expect(items.map(({ text }) => text)).toEqual([
      '  # hello\n  kind: Service\n  metadata: {name: a}\n',
      '  kind: Route\n',
    ]);
    expect(items.map(({ path }) => path)).toEqual(['Service a', 'items[1]']);
  });

  test.each(['items: [{a: 1}]\n', 'items: {}\n', 'items: text\n'])('takes no other spelling of items: %s', items => {
    expect(() => read(`${head}${items}`)).toThrow('items is not a list of blocks');
  });
});
