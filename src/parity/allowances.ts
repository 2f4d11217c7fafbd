import type { Allowance } from '../load/render-config.ts';
import type { Difference } from './difference.ts';

/** A difference with the reason for which `render.yaml` allows it, if it does. */
export function judged(difference: Difference, entries: readonly Allowance[]): Difference {
  const entry = entries.find(allowance => allows(allowance, difference));
  return entry ? { ...difference, allowed: entry.reason } : difference;
}

/** Entries that allow none of the differences there are. */
export function unusedAllowances(
  entries: readonly Allowance[],
  differences: readonly Difference[],
): readonly Allowance[] {
  return entries.filter(entry => !differences.some(difference => allows(entry, difference)));
}

function allows({ kind, namespace, name, path, argument }: Allowance, { area, resource, field }: Difference): boolean {
  if (argument !== undefined) return area === 'argument' && field === argument;
  if (!resource || resource.kind !== kind) return false;
  if (namespace !== undefined && namespace !== resource.namespace) return false;
  if (name !== undefined && name !== resource.name) return false;
  return path === undefined || (field !== undefined && isWithin(field, path));
}

function isWithin(field: string, path: string): boolean {
  return field === path || (field.startsWith(path) && /[.[]/.test(field[path.length] ?? ''));
}

/** An entry as it is called in a message. */
export function allowanceName({ kind, namespace, name, path, argument }: Allowance): string {
  if (argument !== undefined) return `--${argument}`;
  const object = [namespace, name].filter(Boolean).join('/');
  return [kind, object, path].filter(Boolean).join(' ');
}
