import type { Colors } from 'picocolors/types.js';
import type { View } from '../translate/index.ts';
import { printable } from './printable.ts';
import { emptiedTenants, emptiedWord } from './summary.ts';
import { table } from './table.ts';

/** What would become of each resource, for people. */
export function statusText(view: View, colors: Colors): string {
  const { cluster, outcome, statuses } = view;
  const title = `${colors.bold(`controller of ${cluster}`)}: ${outcome}`;
  const tenants = emptiedTenants(view).map(gone =>
    colors.red(`tenant ${printable(gone.tenant)}: ${emptiedWord(gone)}`),
  );
  if (statuses.length === 0) return [title, ...tenants].join('\n');
  const rows = statuses.map(({ kind, namespace, name, accepted, reason, message }) => [
    accepted ? 'accepted' : 'rejected',
    `${kind} ${namespace}/${name}`,
    accepted ? '' : [reason, message.trim()].filter(Boolean).join(': '),
  ]);
  const lines = table(rows).split('\n');
  const shown = lines.map((line, index) => (statuses[index]?.accepted ? line : colors.red(line)));
  return [title, ...shown, ...tenants].join('\n');
}
