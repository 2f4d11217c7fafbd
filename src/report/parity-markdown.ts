import { detailsTable } from './details-table.ts';
import { defaultLimit, inline, link, type MarkdownOptions } from './markdown.ts';
import type { ParityResult, ShownPair, ShownSide } from './parity-result.ts';

/**
 * What each primary and its secondary do not have in common, and what a failover changes, for a comment or a job summary. What is
 * harmless or allowed is counted. What does not fit is counted in the last line.
 */
export function parityMarkdown(
  { pairs }: ParityResult,
  { limit = defaultLimit, linkBase = '' }: MarkdownOptions = {},
): string {
  const blocks: string[] = [];
  // The line that tells of what is left out needs some, too.
  let room = limit - 200;
  let left = 0;
  for (const pair of pairs) {
    const head = `${blocks.length === 0 ? '' : '\n'}${headOf(pair)}`;
    room -= Buffer.byteLength(head);
    if (room < 0) break;
    blocks.push(head);
    for (const table of tablesOf(pair, linkBase)) {
      const { text, shown } = detailsTable(table, room);
      room -= Buffer.byteLength(text);
      left += table.rows.length - shown;
      blocks.push(text);
    }
  }
  if (left > 0) blocks.push(`\nLeft out, since the text would be too long: ${left} rows.\n`);
  return blocks.join('');
}

function headOf({ primary, secondary, differences, comparable }: ShownPair): string {
  const open = differences.filter(isOpen).length;
  const allowed = differences.filter(one => one.allowed !== undefined).length;
  const counts = [
    open === 0 ? 'no difference that matters' : `${open} ${open === 1 ? 'difference' : 'differences'}`,
    ...(allowed > 0 ? [`${allowed} allowed`] : []),
    ...(comparable ? [] : ['views cannot be compared']),
  ];
  return `### Parity of ${inline(primary)} and ${inline(secondary)}: ${counts.join(', ')}\n`;
}

function isOpen({ harmless, allowed }: ShownPair['differences'][number]): boolean {
  return !harmless && allowed === undefined;
}

function tablesOf({ primary, secondary, differences, views, failover }: ShownPair, linkBase: string) {
  const sideCell = (side: ShownSide, absent: string): string => {
    const place = side.position ? `<br>${link(side.position, linkBase)}` : '';
    return `${side.value === undefined ? absent : inline(side.value)}${place}`;
  };
  const differing = differences.filter(isOpen).map(({ resource, field = '', primary: one, secondary: other }) => {
    const name = resource && [resource.namespace, resource.name].filter(Boolean).join('/');
    const what = resource ? `${resource.kind} ${name}${field === '' ? '' : ` ${field}`}` : `--${field}`;
    const absent = resource && field === '' ? 'missing' : 'not set';
    return `| ${inline(what)} | ${sideCell(one, absent)} | ${sideCell(other, absent)} |\n`;
  });
  const affected = views.map(({ tenant, virtual, what, primary: inPrimary }) => {
    const only = inPrimary ? 'only the primary has it' : 'only the secondary has it';
    const words = what.length === 0 ? only : what.map(inline).join('<br>');
    return `| ${inline(`${virtual} of tenant ${tenant}`)} | ${words} |\n`;
  });
  const paths = failover.map(
    ({ virtual, path, words }) => `| ${inline(path)} (${inline(virtual)}) | ${inline(words)} |\n`,
  );
  const clusters = [primary, secondary].map(inline);
  return [
    { open: true, summary: 'Differences', columns: ['what', ...clusters], rows: differing },
    {
      open: true,
      summary: 'What the secondary would post otherwise',
      columns: ['virtual server', 'what'],
      rows: affected,
    },
    {
      open: false,
      summary: `When ${clusters[0]} is down`,
      columns: ['path', 'what becomes of its requests'],
      rows: paths,
    },
  ];
}
