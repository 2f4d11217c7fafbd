import type { Change } from '../diff/index.ts';
import {
  type ChangeGroup,
  type ChangeLine,
  changeCounts,
  changeGroups,
  linesOf,
  resourceWords,
  titleOf,
} from './diff.ts';
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
    const lines = linesOf(group);
    const head = headOf(group);
    const foot = '\n</details>\n';
    room -= Buffer.byteLength(head) + foot.length;
    let rows = '';
    let count = 0;
    for (const line of lines) {
      const row = tableRow(line, linkBase);
      room -= Buffer.byteLength(row);
      if (room < 0) break;
      rows += row;
      count++;
    }
    left += lines.length - count;
    if (count > 0) blocks.push(head + rows + foot);
  }
  if (left > 0) blocks.push(`\nLeft out, since the text would be too long: ${left} of the changes.\n`);
  return blocks.join('');
}

function headOf(group: ChangeGroup): string {
  const counts = changeCounts(group.changes as readonly Change[]);
  return `\n<details open>\n<summary>${inline(titleOf(group))}: ${counts}</summary>\n\n| | change | from |\n| --- | --- | --- |\n`;
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
