import { describe, expect, test } from 'vitest';
import { loadYaml } from '../../src/load/yaml.ts';

function readValue(text: string): unknown {
  const loaded = loadYaml(`value: ${text}\n`);
  if (!loaded.ok) throw new Error(loaded.problem.reason);
  return (loaded.value.documents[0] as { value: unknown }).value;
}

/** What `kubectl label --local -o json` makes of a plain scalar; it was asked about each of these. */
describe('a plain scalar', () => {
  test.each([
    ['0777', 511],
    ['-0777', -511],
    ['0o17', 15],
    ['0o8', '0o8'],
    ['0b11', 3],
    ['0x1F', 31],
    ['-0x1F', -31],
    ['0x', '0x'],
    ['08', 8],
    ['09.5', 9.5],
    ['1_000', 1000],
    ['1__0', 10],
    ['_1', '_1'],
    ['1_0.5_0', 10.5],
    ['1.20', 1.2],
    ['1.', 1],
    ['.5', 0.5],
    ['+5', 5],
    ['1e3', 1000],
    ['12e03', 12000],
    ['1e', '1e'],
    ['1:30', '1:30'],
    ['190:20:30', '190:20:30'],
    ['2001-01-01', '2001-01-01'],
    ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z'],
    ['~', null],
    ['Null', null],
    ['', null],
    ['true', true],
    ['FALSE', false],
    ['tRue', 'tRue'],
    ['!!str 12', '12'],
    ['"12"', '12'],
    ["'~'", '~'],
    ['10.2.0.1', '10.2.0.1'],
  ])('%s is %j', (text, wanted) => {
    expect(readValue(text)).toBe(wanted);
  });

  /** kubectl makes booleans of these. They stay text until a field is read, where a finding says so. */
  test.each(['yes', 'Yes', 'on', 'ON', 'y', 'n', 'no', 'off'])('%s stays text', text => {
    expect(readValue(text)).toBe(text);
  });
});

describe('text that strict parsers refuse and kubectl reads', () => {
  test.each([
    ['double quotes', 'value: "it\n  goes\nagain"\nother: 1\n', 'it goes again'],
    ['single quotes', "value: 'it\ngoes\n\nagain'\nother: 1\n", 'it goes\nagain'],
  ])('in %s goes on at its key’s indentation or left of it', (_, text, wanted) => {
    const loaded = loadYaml(`spec:\n  ${text.replaceAll('other', '  other').replace('    other', '  other')}`);
    expect(loaded).toMatchObject({ ok: true, value: { documents: [{ spec: { value: wanted, other: 1 } }] } });
  });

  test('ends a flow collection at its key’s indentation', () => {
    const loaded = loadYaml('spec:\n  value: [\n  a, {\n  b: 1\n  }\n  ]\n  other: 1\n');
    expect(loaded).toMatchObject({ ok: true, value: { documents: [{ spec: { value: ['a', { b: 1 }], other: 1 } }] } });
  });

  test('costs a limited time, however often it happens', () => {
    const begun = performance.now();
    const lines = Array.from({ length: 3_000 }, (_, index) => `  k${index}: "a\n  b"`);
    loadYaml(`spec:\n${lines.join('\n')}\n`);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('aliases', () => {
  test('stand for the value that they name', () => {
    const loaded = loadYaml('a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n');
    expect(loaded).toMatchObject({ ok: true, value: { documents: [{ a: { b: 1 }, c: { b: 1 }, d: { b: 1, e: 2 } }] } });
  });

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [name, before] of [
    ['b', 'a'],
    ['c', 'b'],
    ['d', 'c'],
    ['e', 'd'],
    ['f', 'e'],
    ['g', 'f'],
  ]) {
    bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`);
  }

  test.each([
    ['grow beyond measure', bomb.join('\n')],
    ['hold themselves', 'a: &a\n  b: *a\n'],
    ['are too many', `a: &a 1\nb: [${Array(2_000).fill('*a').join(', ')}]\n`],
    ['name nothing', 'a: *nothing\n'],
  ])('that %s are refused, and soon', (_, text) => {
    const begun = performance.now();
    const loaded = loadYaml(text);
    expect(loaded).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('alias') } });
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  test('of another document are not known', () => {
    expect(loadYaml('a: &a 1\n---\nb: *a\n').ok).toBe(false);
  });
});

describe('a key that stands twice', () => {
  test('lets the last one count and is told by its place', () => {
    expect(loadYaml('a: 1\nb: 2\na: 3\n')).toEqual({
      ok: true,
      value: { documents: [{ a: 3, b: 2 }], duplicateKey: 10 },
    });
  });
});

test('nesting beyond measure is refused, not followed', () => {
  expect(loadYaml(`${'['.repeat(50_000)}${']'.repeat(50_000)}`).ok).toBe(false);
});
