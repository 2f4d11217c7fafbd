import type { Colors } from 'picocolors/types.js';
import type { BuildResult } from '../build.ts';
import { emptiedWord, type ViewSummary } from './summary.ts';
import { table } from './table.ts';

const outcomeWords = {
  posts: 'posts',
  'posts-nothing': 'posts nothing',
  'refuses-to-start': 'refuses to start',
  crashes: 'crashes',
} as const;

/** The table of `render build`: virtual servers, pools and members by cluster, one block a view. */
export function buildTable(views: readonly ViewSummary[], colors: Colors): string {
  return views.map(view => `${block(view, colors)}\n\n`).join('');
}

function block(view: ViewSummary, colors: Colors): string {
  const { cluster, failover, multiClusterMode, mode, outcome, virtuals, emptied, clusters } = view;
  const facts = [
    multiClusterMode,
    mode === 'none' ? '' : mode,
    outcome === 'posts' ? '' : outcomeWords[outcome],
  ].filter(Boolean);
  const title = `${colors.bold(`view ${cluster}`)}${failover ? ' when the primary is down' : ''}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
  if (virtuals.length + emptied.length === 0) return title;
  const rows: string[][] = [['tenant', 'virtual server', 'address', 'pool', ...clusters]];
  let hidden = 0;
  for (const { tenant, name, address, port, pools, poolCount } of virtuals) {
    hidden += poolCount - pools.length;
    const head = [tenant, name, `${address.includes(':') ? `[${address}]` : address}:${port}`];
    if (pools.length === 0) rows.push([...head, '-']);
    pools.forEach((pool, index) => {
      rows.push([
        ...(index === 0 ? head : ['', '', '']),
        pool.name,
        ...clusters.map(from => String(pool.members[from] ?? 0)),
      ]);
    });
  }
  for (const tenant of emptied) rows.push([tenant.tenant, `(${emptiedWord(tenant)})`]);
  const [header = '', ...lines] = table(rows).split('\n');
  const more = hidden > 0 ? [colors.dim(`  … and ${hidden} more pools`)] : [];
  return [title, colors.dim(header), ...lines, ...more].join('\n');
}

/** One line on what became of the files. */
export function filesLine(
  { written, removed, unchanged, blocked }: BuildResult,
  output: string,
  check: boolean,
): string {
  const file = (count: number): string => `${count} ${count === 1 ? 'file' : 'files'}`;
  if (blocked) return `${output}/: nothing written`;
  const parts = [
    ...(written.length > 0 ? [`${file(written.length)} ${check ? 'out of date' : 'written'}`] : []),
    ...(removed.length > 0 ? [`${file(removed.length)} ${check ? 'to be removed' : 'removed'}`] : []),
    ...(unchanged > 0 || written.length + removed.length === 0 ? [`${file(unchanged)} up to date`] : []),
  ];
  return `${output}/: ${parts.join(', ')}`;
}
