import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readCommonYaml } from '../../src/load/common-yaml.ts';
import { loadYaml } from '../../src/load/yaml.ts';
import { yamlText } from '../../src/snapshot/yaml-text.ts';
import { seed } from '../seed.ts';

/** Texts that YAML readers like to take for something else. */
const tricky = [
  '',
  'yes',
  'NO',
  'on',
  'null',
  '~',
  '1',
  '0777',
  '1_000',
  '1e3',
  '0x1f',
  '.5',
  '2026-01-01',
  '12:30',
  '- a',
];
const trickier = [
  'a: b',
  'a #b',
  '#a',
  '*a',
  '&a',
  '!a',
  '|',
  '>',
  '%a',
  '@a',
  '`a',
  '"',
  "'",
  '{',
  '[]',
  ' a',
  'a ',
  '---',
];
const blocks = [
  'a\n',
  'a\nb',
  'a\n\n',
  '\na\n',
  ' a\nb\n',
  'a \nb\n',
  'a\n  b\n',
  'a\tb\n',
  'a\r\nb\n',
  '# a\nb\n',
  'ä\nb\n',
  '---\na\n',
];
const text = fc.oneof(fc.constantFrom(...tricky, ...trickier, ...blocks), fc.string(), fc.string({ unit: 'binary' }));
const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      text.filter(key => key !== '__proto__' && key !== '<<'),
      tie('tree'),
      { maxKeys: 3 },
    ),
  ),
}));

describe('the text of a value', () => {
  test('is read as that value again, by us and by others', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree), value => {
        const written = yamlText(value);
        const ours = loadYaml(written);
        expect(ours.ok && ours.value.documents).toEqual([value]);
        expect(load(written)).toEqual(value);
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('is such as is read fast, and a line for a line of a block', () => {
    const extendedSpec = 'extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11\n';
    const value = {
      metadata: { name: 'extended-spec', labels: { f5nr: 'true' } },
      data: { extendedSpec },
      subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [] }],
    };
    expect(yamlText(value)).toBe(`metadata:
  name: extended-spec
  labels:
    f5nr: "true"
data:
  extendedSpec: |
    extendedRouteSpec:
      - namespace: shop
        vserverAddr: 10.8.3.11
subsets:
  - addresses:
      - ip: 10.0.0.1
    ports: []
`);
    expect(readCommonYaml(yamlText(value))).toEqual({ value });
  });
});
