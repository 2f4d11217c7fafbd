import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Fix, ShownFinding } from '../../src/finding.ts';
import { applyFixes, fixableTogether } from '../../src/fix/apply.ts';
import { createFixer } from '../../src/fix/index.ts';
import { createLocator } from '../../src/load/locate.ts';
import { finding } from '../report/any-finding.ts';
import { seed } from '../seed.ts';

const file = 'shop.yaml';
/** A fix that replaces characters of one line. */
const fixOf = (line: number, column: number, endColumn: number, text: string): Fix => ({
  title: text,
  edits: [{ file, line, column, endLine: line, endColumn, text }],
});
const fixable = (fix: Fix): ShownFinding => finding({ fix });

describe('fixes that are made at once', () => {
  const made = (...fixes: Fix[]): Fix[] => fixableTogether(fixes.map(fixable)).flatMap(({ fix }) => fix ?? []);
  const word = fixOf(3, 5, 9, 'host');

  test('are the first of two that overlap, meet, or put something into one place', () => {
    expect(made(word, fixOf(3, 8, 12, 'other'))).toEqual([word]);
    expect(made(word, fixOf(3, 9, 9, 'behind'))).toEqual([word]);
    const [one, other] = [fixOf(4, 1, 1, 'a'), fixOf(4, 1, 1, 'b')];
    expect(made(one, other)).toEqual([one]);
  });

  test('are both where they are apart, in other lines or in other files', () => {
    const elsewhere = { title: '', edits: word.edits.map(edit => ({ ...edit, file: 'bar.yaml' })) };
    expect(made(word, fixOf(3, 10, 12, 'x'), fixOf(4, 5, 9, 'y'), elsewhere)).toHaveLength(4);
  });

  test('are one change where they are the same', () => {
    const fixes = made(word, { ...word });
    expect(fixes).toHaveLength(2);
    expect(applyFixes('a:\n  b:\n    hots: c\n', file, fixes)).toBe('a:\n  b:\n    host: c\n');
  });

  test('change what they say and nothing around it', () => {
    const piece = fc.tuple(
      fc.stringMatching(/^[a-z\r\n é😀]{1,8}$/u),
      fc.stringMatching(/^[a-z\n]{0,4}$/),
      fc.stringMatching(/^[A-Z\n]{0,4}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const before = pieces.map(([kept, old]) => kept + old).join('');
        const after = pieces.map(([kept, , put]) => kept + put).join('');
        const at = (offset: number): { line: number; column: number } => {
          const lines = before.slice(0, offset).split('\n');
          return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
        };
        let offset = 0;
        const fixes = pieces.map(([kept, old, text]): Fix => {
          const start = at(offset + kept.length);
          offset += kept.length + old.length;
          const end = at(offset);
          return { title: '', edits: [{ file, ...start, endLine: end.line, endColumn: end.column, text }] };
        });
        expect(applyFixes(before, file, fixes)).toBe(after);
        expect(applyFixes(before, 'other.yaml', fixes)).toBe(before);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('what kustomize has built', () => {
  const text = 'spec:\n  hots: cafe.example.com\n';
  const values = { kind: 'Route', name: 'cafe', field: 'spec.hots', suggested: 'host', certain: true };
  const misspelt = (built: boolean): Finding<'object-key-unknown'> => {
    const source = { file: { path: 'overlays/east', text, ...(!built && { root: '/' }) }, start: 0, end: text.length };
    return { rule: 'object-key-unknown', values, at: { source, path: ['spec', 'hots'], part: 'key' } };
  };

  test('has no fix: it is in no file', () => {
    const { fix } = createFixer(createLocator());
    expect(fix(misspelt(true))).toBeUndefined();
    expect(fix(misspelt(false))?.edits).toMatchObject([{ line: 2, column: 3, endColumn: 7, text: 'host' }]);
  });
});
