import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { ShownFinding } from '../../src/finding.ts';
import { prettyFindings } from '../../src/report/findings.ts';
import { table } from '../../src/report/table.ts';

const plain = pc.createColors(false);
const finding: ShownFinding = {
  rule: 'yaml-syntax',
  severity: 'error',
  message: 'it is wrong',
  hint: 'Mend it.',
  section: 'design',
  views: [],
  fingerprint: '',
};
const position = { file: 'a.yaml', line: 1, column: 1, endLine: 1, endColumn: 3 };
const shown = (change: Partial<ShownFinding>, line?: string): string =>
  prettyFindings([{ ...finding, ...change }], plain, () => line);

describe('text of manifests in what people read', () => {
  test.each([
    ['a line of its own', 'a\n::error::b', 'a\\n::error::b'],
    ['a line that is written over', 'a\rb', 'a\\rb'],
    ['colours and commands of the terminal', 'a\x1b[2J\x07\x9b', 'a\\u001b[2J\\u0007\\u009b'],
    ['text that is turned round', 'a\u202eb\u2066', 'a\\u202eb\\u2066'],
    ['what is not seen', 'a\u200b\ufeff\u2028', 'a\\u200b\\ufeff\\u2028'],
    ['half a character', 'a\ud83d', 'a\\ud83d'],
    ['ordinary text', 'é 😀 漢 <b> %3A `x`', 'é 😀 漢 <b> %3A `x`'],
  ])('%s shows as what it is', (_, text, expected) => {
    expect(shown({ message: text })).toBe(`error ${expected} [yaml-syntax]\n  Mend it.`);
    expect(shown({ hint: text })).toBe(`error it is wrong [yaml-syntax]\n  ${expected}`);
    expect(shown({ position: { ...position, file: text } })).toBe(
      `${expected}:1:1 error it is wrong [yaml-syntax]\n  Mend it.`,
    );
    expect(shown({ other: { ...position, file: text } })).toContain(`\n  see ${expected}:1:1\n`);
    expect(table([[text, 'end']])).toBe(`  ${expected}  end`);
  });

  test('a line of a file keeps its columns', () => {
    const inLine = { ...position, column: 4, endColumn: 6 };
    expect(shown({ position: inLine }, '\ta\x1bbc\u202e')).toContain('\n1 | \ta\ufffdbc\ufffd\n  | \t  ^~\n');
  });

  test('one long text does not take the place of all others', () => {
    expect(shown({ message: 'x'.repeat(1_000) })).toContain(` ${'x'.repeat(1_000)} [`);
    expect(shown({ message: 'x'.repeat(10_000_000) })).toContain(` ${'x'.repeat(1_000)}… [`);
  });
});
