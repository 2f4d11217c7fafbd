import type { Edit, Fix, ShownFinding } from '../finding.ts';

/** The findings whose fixes can be made at once: of two that would change the same text, the first one. */
export function fixableTogether(findings: readonly ShownFinding[]): ShownFinding[] {
  const taken = new Map<string, Edit[]>();
  const keyOf = ({ line, column, endLine, endColumn, text }: Edit): string =>
    JSON.stringify([line, column, endLine, endColumn, text]);
  const collides = (edit: Edit): boolean =>
    (taken.get(edit.file) ?? []).some(other => touches(edit, other) && keyOf(edit) !== keyOf(other));
  return findings.filter(({ fix }) => {
    if (!fix || fix.edits.some(collides)) return false;
    for (const edit of fix.edits) taken.set(edit.file, [...(taken.get(edit.file) ?? []), edit]);
    return true;
  });
}

/** Also where they only meet: what is put into one place twice has no order. */
function touches(a: Edit, b: Edit): boolean {
  return (
    compare(a.line, a.column, b.endLine, b.endColumn) <= 0 && compare(b.line, b.column, a.endLine, a.endColumn) <= 0
  );
}

function compare(line: number, column: number, otherLine: number, otherColumn: number): number {
  return line - otherLine || column - otherColumn;
}

/** Makes fixes that do not touch each other in the text of a file. */
export function applyFixes(text: string, file: string, fixes: readonly Fix[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column - 1;
  const changes = new Map<number, { readonly end: number; readonly text: string }>();
  for (const edit of fixes.flatMap(({ edits }) => edits)) {
    if (edit.file !== file) continue;
    changes.set(offset(edit.line, edit.column), { end: offset(edit.endLine, edit.endColumn), text: edit.text });
  }
  let result = '';
  let at = 0;
  for (const [start, { end, text: put }] of [...changes].sort(([a], [b]) => a - b)) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}
