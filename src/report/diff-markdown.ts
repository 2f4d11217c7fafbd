import { detailsTable } from './details-table.ts';
import { type ChangeLine, changeCounts, changeGroups, linesOf, resourceWords, titleOf } from './diff.ts';
import type { DiffResult } from './diff-result.ts';
import { defaultLimit, inline, link, type MarkdownOptions } from './markdown.ts';

/**
 * Changes for a comment or a job summary: counts, then a table for each tenant. Paths are relative to the root of the repository. What
 * does not fit is counted in the last line.
 */
export function diffMarkdown(
  result: DiffResult,
  { limit = defaultLimit, linkBase = '' }: MarkdownOptions = {},
): string {
  const { changes, traffic, notRendered } = result;
  const blocks = [`### cis-render: ${changeCounts(changes)} against ${inline(result.against)}\n`];
  if (notRendered.length > 0)
    blocks.push(`\nNot rendered, since a controller would not run: ${inline(notRendered.join(', '))}.\n`);
  // The line that tells of what is left out needs some, too.
  let room = limit - Buffer.byteLength(blocks.join('')) - 200;
  let left = 0;
  for (const group of changeGroups(changes, traffic)) {
    const rows = linesOf(group).map(line => tableRow(line, linkBase));
    const summary = `${inline(titleOf(group))}: ${changeCounts(group.changes)}`;
    const { text, shown } = detailsTable({ open: true, summary, columns: ['', 'change', 'from'], rows }, room);
    room -= Buffer.byteLength(text);
    left += rows.length - shown;
    blocks.push(text);
  }
  if (left > 0) blocks.push(`\nLeft out, since the text would be too long: ${left} of the changes.\n`);
  return blocks.join('');
}

function tableRow({ sign, words, cause }: ChangeLine, linkBase: string): string {
  // A minus alone would be a list.
  const mark = sign === '-' ? '−' : sign;
  if (!cause) return `| ${mark} | ${inline(words)} | |\n`;
  const { position, revision } = cause;
  const place = !position
    ? ''
    : revision === undefined
      ? `<br>${link(position, linkBase)}`
      : `<br>${inline(`${position.file}:${position.line} at ${revision}`)}`;
  return `| ${mark} | ${inline(words)} | ${inline(resourceWords(cause))}${place} |\n`;
}
