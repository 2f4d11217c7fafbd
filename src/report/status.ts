import type { Colors } from 'picocolors/types.js';
import type { View } from '../translate/index.ts';
import { table } from './table.ts';

/** What would become of each resource, for people. */
export function statusText({ cluster, outcome, statuses }: View, colors: Colors): string {
  const title = `${colors.bold(`controller of ${cluster}`)}: ${outcome}`;
  if (statuses.length === 0) return title;
  const rows = statuses.map(({ kind, namespace, name, accepted, reason, message }) => [
    accepted ? 'accepted' : 'rejected',
    `${kind} ${namespace}/${name}`,
    accepted ? '' : [reason, message.trim()].filter(Boolean).join(': '),
  ]);
  const lines = table(rows).split('\n');
  return [title, ...lines.map((line, index) => (statuses[index]?.accepted ? line : colors.red(line)))].join('\n');
}
