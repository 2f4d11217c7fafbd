/** A table that can be folded. */
export interface DetailsTable {
  readonly open: boolean;
  readonly summary: string;
  readonly columns: readonly string[];
  /** Each with its `| … |` and a line end. */
  readonly rows: readonly string[];
}

/** As much of it as fits into so many bytes of UTF-8: the text, empty where no row fits, and how many rows it has. */
export function detailsTable(
  { open, summary, columns, rows }: DetailsTable,
  room: number,
): { readonly text: string; readonly shown: number } {
  const head = `\n<details${open ? ' open' : ''}>\n<summary>${summary}</summary>\n\n|${columns.map(column => ` ${column}`.trimEnd()).join(' |')} |\n|${' --- |'.repeat(columns.length)}\n`;
  const foot = '\n</details>\n';
  let left = room - Buffer.byteLength(head) - foot.length;
  const end = rows.findIndex(row => {
    left -= Buffer.byteLength(row);
    return left < 0;
  });
  const shown = end < 0 ? rows : rows.slice(0, end);
  return { text: shown.length === 0 ? '' : head + shown.join('') + foot, shown: shown.length };
}
