import { describe, expect, test } from 'vitest';
import { Findings } from '../../src/finding.ts';
import { decodeStrictly, type Shape } from '../../src/model/strict-yaml.ts';

const shape = {
  map: {
    name: 'string',
    ratio: 'int',
    discovery: 'bool',
    versions: { list: 'string' },
    group: { map: { namespace: 'string', ratio: 'int' } },
    groups: { list: { map: { namespace: 'string' } } },
  },
} as const satisfies Shape;

function decode(text: string): { readonly value: unknown; readonly problems: string[] } {
  const findings = new Findings();
  const place = { source: { file: { path: 'spec.yaml', text }, start: 0, end: text.length } };
  const resource = { kind: 'ConfigMap', namespace: 'kube-system', name: 'extended-spec' };
  const value = decodeStrictly(text, shape, { at: place, resource }, findings);
  return { value, problems: findings.list.map(({ values }) => (values as { problem: string }).problem) };
}

/** Specification 01 §2.1. */
describe('extendedSpec', () => {
  test.each([
    ['1.20', '1.20'],
    ['12', '12'],
    ['true', 'true'],
    ['yes', 'yes'],
    ['0777', '0777'],
    ['1e3', '1e3'],
    ['2001-01-01', '2001-01-01'],
    ['null', ''],
    ['~', ''],
    ['', ''],
    ['"~"', '~'],
    ["'a b'", 'a b'],
    ['!!str 12', '12'],
    ['plain words', 'plain words'],
  ])('keeps the source of a text: %s', (text, wanted) => {
    expect(decode(`name: ${text}\n`)).toEqual({ value: { name: wanted }, problems: [] });
  });

  test.each([
    ['3', 3],
    ['3.7', 3],
    ['-3.7', -3],
    ['1e3', 1000],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['.5', 0],
    ['~', undefined],
  ])('reads a number and cuts it: %s', (text, wanted) => {
    expect(decode(`ratio: ${text}\n`)).toEqual({ value: { ratio: wanted }, problems: [] });
  });

  test.each(['y', 'yes', 'Yes', 'YES', 'true', 'True', 'on', 'ON'])('reads %s as true', text => {
    expect(decode(`discovery: ${text}\n`)).toEqual({ value: { discovery: true }, problems: [] });
  });

  test.each(['n', 'no', 'No', 'false', 'FALSE', 'off', 'Off'])('reads %s as false', text => {
    expect(decode(`discovery: ${text}\n`)).toEqual({ value: { discovery: false }, problems: [] });
  });

  test.each<[text: string, problem: string]>([
    ['ratio: "3"', 'ratio must be a number, not the text "3" (quoted, so it is text)'],
    ['ratio: three', 'ratio must be a number, not "three"'],
    ['discovery: "true"', 'discovery must be a boolean, not the text "true" (quoted, so it is text)'],
    ['discovery: 1', 'discovery must be a boolean, not "1"'],
    ['name: [a]', 'name must be a text, not a list'],
    ['name: {a: 1}', 'name must be a text, not a mapping'],
    ['groups: {}', 'groups must be a list, not a mapping'],
    ['groups: [a]', 'groups must be a mapping, not "a"'],
    ['group: []', 'group must be a mapping, not a list'],
    ['group: text', 'group must be a mapping, not "text"'],
    ['versions: 1.2', 'versions must be a list, not "1.2"'],
    ['Name: a', 'unknown key "Name"'],
    ['group: {namespaces: a}', 'unknown key "namespaces"'],
    ['groups: [{}, {name: a}]', 'unknown key "name"'],
    ['name: a\nname: a', 'key "name" stands twice in one mapping'],
    ['group: {ratio: 1, ratio: 1}', 'key "ratio" stands twice in one mapping'],
    ['constructor: a', 'unknown key "constructor"'],
    ['__proto__: a', 'unknown key "__proto__"'],
    ['just a text', 'extendedSpec must be a mapping, not "just a text"'],
    ['- a', 'extendedSpec must be a mapping, not a list'],
  ])('refuses %j', (text, problem) => {
    expect(decode(`${text}\n`)).toEqual({ value: undefined, problems: [problem] });
  });

  test('tells everything that is wrong at once', () => {
    expect(decode('ratio: a\nnames: b\ngroup: {ratio: "1"}\n').problems).toHaveLength(3);
  });

  test('refuses text that does not parse', () => {
    const { value, problems } = decode('name: [a\n');
    expect([value, problems.length]).toEqual([undefined, 1]);
  });

  test.each(['', '# nothing', '~', '---\n'])('may be empty: %j', text => {
    expect(decode(text)).toEqual({ value: {}, problems: [] });
  });

  test('refuses nesting beyond measure', () => {
    expect(decode(`groups: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`).value).toBeUndefined();
  });

  test('ends with its first document', () => {
    expect(decode('name: a\n---\nratio: x\n')).toEqual({ value: { name: 'a' }, problems: [] });
  });

  test('takes an empty item of a list for the zero of its kind', () => {
    expect(decode('versions: [~, 1.0]\ngroups: [~]\n').value).toEqual({ versions: ['', '1.0'], groups: [{}] });
  });

  test('knows anchors and merge keys', () => {
    const text = 'group: &g {namespace: a, ratio: 1}\ngroups: [{namespace: &n b}, {namespace: *n}]\n';
    expect(decode(text)).toEqual({
      value: { group: { namespace: 'a', ratio: 1 }, groups: [{ namespace: 'b' }, { namespace: 'b' }] },
      problems: [],
    });
    expect(decode('groups: [&g {namespace: a}, {<<: *g}]\n').value).toEqual({
      groups: [{ namespace: 'a' }, { namespace: 'a' }],
    });
  });

  test.each([
    ['name nothing', 'name: *nothing\n'],
    ['hold themselves', 'groups: &g [*g]\n'],
    ['hold themselves in a merge', 'group: &g {<<: *g}\n'],
    [
      'grow beyond measure',
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
        .map(
          (name, index, all) =>
            `${name}: &${name} {<<: [${Array(10)
              .fill(`*${all[index - 1] ?? 'z'}`)
              .join(', ')}]}`,
        )
        .concat('group: {<<: *h}')
        .join('\n')
        .replaceAll('*z', '{name: x}'),
    ],
  ])('refuses aliases that %s, and soon', (_, text) => {
    const begun = performance.now();
    const { value, problems } = decode(text);
    expect(value).toBeUndefined();
    expect(problems.join()).toContain('alias');
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});
