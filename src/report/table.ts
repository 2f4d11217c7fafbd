import { printable } from './printable.ts';

/** Columns of text, each as wide as its widest cell; numbers to the right, unless all is to be on the left. A row is a line. */
export function table(texts: ReadonlyArray<readonly string[]>, { left = false } = {}): string {
  const rows = texts.map(row => row.map(printable));
  const indent = '  ';
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  const isNumber = (cell: string): boolean => !left && /^[\d,.-]+$/.test(cell);
  return rows
    .map(row => {
      const cells = row.map((cell, column) =>
        isNumber(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      );
      return `${indent}${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}
