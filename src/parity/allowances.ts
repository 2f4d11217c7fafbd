import type { Allowance } from '../load/render-config.ts';
import type { Difference } from './difference.ts';

/** The differences that `render.yaml` allows, and what of it was of use. */
export class Allowances {
  readonly #entries: readonly Allowance[];
  readonly #used = new Set<Allowance>();

  constructor(entries: readonly Allowance[]) {
    this.#entries = entries;
  }

  /** A difference with the reason for which it is allowed, if it is. Notes which entry said so. */
  judge(difference: Difference): Difference {
    const entry = this.#entries.find(allowance => allows(allowance, difference));
    if (!entry) return difference;
    this.#used.add(entry);
    return { ...difference, allowed: entry.reason };
  }

  get unused(): readonly Allowance[] {
    return this.#entries.filter(entry => !this.#used.has(entry));
  }
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
