import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommonYaml } from '../../src/load/common-yaml.ts';
import { splitDocuments } from '../../src/load/split-documents.ts';
import { loadAnyYaml } from '../../src/load/yaml.ts';
import { seed } from '../seed.ts';

/**
 * The fast reader may give up on anything, but what it reads, the whole parser must read to the same value. Returns whether
 * it read the text at all.
 */
function agrees(text: string): boolean {
  const common = readCommonYaml(text);
  if (!common) return false;
  const whole = loadAnyYaml(text);
  expect(whole, text).toMatchObject({ ok: true });
  if (whole.ok) {
    expect(whole.value.duplicateKey, text).toBeUndefined();
    expect(whole.value.documents, text).toEqual(
      common.value === null && whole.value.documents.length === 0 ? [] : [common.value],
    );
  }
  return true;
}

const fixtures = join(import.meta.dirname, '../../fixtures');
const documents = (readdirSync(fixtures, { recursive: true }) as string[])
  .map(name => join(fixtures, name))
  .filter(path => path.endsWith('.yaml') && statSync(path).isFile())
  .flatMap(path => {
    const text = readFileSync(path, 'utf8');
    return splitDocuments(text).map(({ start, end }) => text.slice(start, end));
  });

describe('the fast reader agrees with the whole parser', () => {
  test('on every document of the fixtures, and reads most of them', () => {
    const read = documents.filter(agrees);
    expect(documents.length).toBeGreaterThan(500);
    expect(read.length / documents.length).toBeGreaterThan(0.9);
  });

  test('on documents with characters put in, taken out and exchanged', () => {
    const odd = [
      ' ',
      '  ',
      '\n',
      ':',
      ': ',
      '#',
      ' #',
      '-',
      '- ',
      "'",
      '"',
      '\\',
      '|',
      '|-',
      '|+',
      '>',
      '{}',
      '[]',
      '[',
      '&a',
      '*a',
      '!',
      '? ',
      '\t',
      '%',
      '@',
      'é',
      '~',
      'null',
      'yes',
      '0x1f',
      '1e3',
      '.5',
      '...',
      '\n---\n',
    ];
    let read = 0;
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.integer({ min: 0, max: 3 }),
      put: fc.constantFrom('', ...odd),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...documents.filter(text => text.length < 1500)),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (document, edits) => {
          let text = document;
          for (const { at, cut, put } of edits) {
            const position = Math.floor(at * text.length);
            text = text.slice(0, position) + put + text.slice(position + cut);
          }
          if (agrees(text)) read++;
        },
      ),
      { seed, numRuns: 4000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  test('on documents made of lines that go wrong together', () => {
    const line = fc.constantFrom(
      'a: 1',
      'b:',
      'c: "x y"',
      "d: 'it''s'",
      'e: |',
      'f: |-',
      'g: |+',
      '- 1',
      '- h: 2',
      '-',
      '- - 3',
      'i: {}',
      'j: []',
      'k: x # y',
      'l: x#y',
      '# comment',
      '',
      ' ',
      'text',
      'm:n',
      'o: p: q',
      'r: "\\n\\"\\u0041"',
      's: ~',
      't: 0777',
      'u: -5',
      'v: 1_000',
      'w: 2001-01-01',
      'x: 1:30',
      'true: y',
      '"z": 1',
      'A-b.c/d: e',
      '... ',
      'f: 08',
      'g: +.5e-3',
      'h: -',
      'i: :',
      'j: ?x',
      'k: a:b',
      'n: x  ',
      "o: 'a' b",
      'p: "a"#b',
      'q: |2',
      'r: | # c',
    );
    const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), line), { maxLength: 9 });
    let read = 0;
    fc.assert(
      fc.property(lines, fc.boolean(), (list, closed) => {
        const text = list.map(([indent, content]) => ' '.repeat(indent) + content).join('\n') + (closed ? '\n' : '');
        if (agrees(text)) read++;
      }),
      { seed, numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});
