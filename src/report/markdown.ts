import { bySeverity, type Severity, type ShownFinding } from '../finding.ts';
import type { Position } from '../place.ts';
import { detailsTable } from './details-table.ts';
import { countLine, countOf } from './findings.ts';
import { shortened } from './printable.ts';
import { relativeUrl } from './relative-url.ts';

export interface MarkdownOptions {
  /**
   * The most bytes of UTF-8 that it may have. A comment on GitHub takes 65,536 characters, a job summary 1 MiB; what is longer is refused
   * as a whole.
   */
  readonly limit?: number;
  /** What paths are appended to in links: the address of the files at a commit. Links are relative without. */
  readonly linkBase?: string;
}

/** Fits into a comment, with room for what others add. */
export const defaultLimit = 60_000;

/**
 * Findings for a comment or a job summary: counts, then a table for each severity, errors unfolded. Paths are relative to the root of
 * the repository. What does not fit is counted in the last line, errors are the last to be left out.
 */
export function markdownReport(
  findings: readonly ShownFinding[],
  { limit = defaultLimit, linkBase = '' }: MarkdownOptions = {},
): string {
  const blocks = [`### cis-render: ${countLine(findings)}\n`];
  const left: ShownFinding[] = [];
  // The line that tells of what is left out needs some, too.
  let room = limit - Buffer.byteLength(blocks[0]!) - 200;
  for (const [severity, list] of Object.entries(bySeverity(findings)) as [Severity, ShownFinding[]][]) {
    if (list.length === 0) continue;
    const { text, shown } = detailsTable(
      {
        open: severity === 'error',
        summary: countOf(severity, list.length),
        columns: ['place', 'finding'],
        rows: list.map(finding => tableRow(finding, linkBase)),
      },
      room,
    );
    // What is less severe takes no room that something more severe has not found.
    room = shown < list.length ? 0 : room - Buffer.byteLength(text);
    left.push(...list.slice(shown));
    blocks.push(text);
  }
  if (left.length > 0) blocks.push(`\nLeft out, since the text would be too long: ${countLine(left)}.\n`);
  return blocks.join('');
}

function tableRow({ rule, message, hint, position, other }: ShownFinding, linkBase: string): string {
  const see = other ? `<br>see ${link(other, linkBase)}` : '';
  return `| ${position ? link(position, linkBase) : ''} | ${inline(message)} (${rule})<br>${inline(hint)}${see} |\n`;
}

/** A link to lines of a file. */
export function link({ file, line, endLine }: Position, linkBase: string): string {
  const lines = endLine > line ? `L${line}-L${endLine}` : `L${line}`;
  return `[${inline(`${file}:${line}`)}](${linkBase}${relativeUrl(file)}#${lines})`;
}

/** Text of one line that shows as it is: no markup, no link, no mention of a user or an issue. */
export function inline(text: string): string {
  return (
    shortened(text)
      .replace(/\p{Surrogate}|\p{Cc}/gu, found => (/\s/.test(found) ? ' ' : '\ufffd'))
      .replace(/[\\`*_~[\]<>&|$]|:(?=\/\/)|(?<=www)\./gi, found => `\\${found}`)
      // A backslash does not keep GitHub from seeing these: a comment, which nobody sees, parts them from what follows.
      .replace(/[@#]|\bGH(?=-\d)/g, found => `${found}<!-- -->`)
  );
}
