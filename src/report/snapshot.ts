import { diffLines } from 'diff';
import type { Colors } from 'picocolors/types.js';
import type { InventoryChange } from '../snapshot/inventory-text.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** What became of the inventory of one cluster. */
export interface SnapshotResult {
  readonly cluster: string;
  readonly context: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly outcome: 'written' | 'up to date' | 'out of date' | 'failed';
  /** Objects of each kind in the new inventory. */
  readonly counts: Readonly<Record<string, number>>;
  /** What differs from the file as it was. */
  readonly changes: readonly InventoryChange[];
  readonly notes: readonly string[];
  /** Why it failed. */
  readonly problems: readonly string[];
}

/** The table of `render snapshot`: objects by kind and cluster, then what became of each file. */
export function snapshotText(results: readonly SnapshotResult[], check: boolean, colors: Colors): string {
  const read = results.filter(({ outcome }) => outcome !== 'failed');
  const kinds = [...new Set(read.flatMap(({ counts }) => Object.keys(counts)))].sort();
  const rows = kinds.map(kind => [kind, ...read.map(({ counts }) => String(counts[kind] ?? 0))]);
  const head = rows.length > 0 ? `${table([['', ...read.map(({ cluster }) => cluster)], ...rows])}\n\n` : '';
  const files = read.map(result => {
    const { file, outcome, changes } = result;
    const many = changes.length > 0 ? `: ${counted(changes)}` : '';
    return `${printable(file)}: ${outcome}${many}\n${check ? changesText(changes, colors) : ''}`;
  });
  return head + files.join('');
}

function counted(changes: readonly InventoryChange[]): string {
  const count = (kind: ChangeKind): number => changes.filter(change => kindOf(change) === kind).length;
  return (['added', 'changed', 'removed'] as const)
    .filter(kind => count(kind) > 0)
    .map(kind => `${count(kind)} ${kind}`)
    .join(', ');
}

type ChangeKind = 'added' | 'changed' | 'removed';

function kindOf({ before, after }: InventoryChange): ChangeKind {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
}

const signs = { added: '+', changed: '~', removed: '-' } as const;
/** What is shown of a long list of changes: objects, and lines of each. */
const most = { objects: 20, lines: 8 };

function changesText(changes: readonly InventoryChange[], colors: Colors): string {
  const shown = changes.slice(0, most.objects).map(change => {
    const kind = kindOf(change);
    const line = `  ${signs[kind]} ${printable(change.object)}\n`;
    const tint = { added: colors.green, changed: colors.bold, removed: colors.red }[kind];
    return tint(line) + (kind === 'changed' ? linesText(change, colors) : '');
  });
  const hidden = changes.length - shown.length;
  return shown.join('') + (hidden > 0 ? `  … and ${hidden} more\n` : '');
}

function linesText({ before = '', after = '' }: InventoryChange, colors: Colors): string {
  const lines = diffLines(before, after).flatMap(({ added, removed, value }) =>
    added || removed
      ? value
          .replace(/\n$/, '')
          .split('\n')
          .map(line => (added ? colors.green : colors.red)(`      ${added ? '+' : '-'} ${printable(line)}`))
      : [],
  );
  const hidden = lines.length - most.lines;
  const more = hidden > 0 ? [`      … and ${hidden} more ${hidden === 1 ? 'line' : 'lines'}`] : [];
  return `${[...lines.slice(0, most.lines), ...more].join('\n')}\n`;
}

/** The same for programs. */
export function snapshotJson(results: readonly SnapshotResult[]): string {
  return `${JSON.stringify({ clusters: results.map(plain) }, undefined, 2)}\n`;
}

/** A line for each cluster. */
export function snapshotNdjson(results: readonly SnapshotResult[]): string {
  return results.map(result => `${JSON.stringify(plain(result))}\n`).join('');
}

function plain({ outcome, changes, ...rest }: SnapshotResult): object {
  const listed = changes.map(change => ({ object: change.object, change: kindOf(change) }));
  return { ...rest, outcome: outcome.replaceAll(' ', '-'), changes: listed };
}
