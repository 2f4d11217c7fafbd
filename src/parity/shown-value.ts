import { createHash } from 'node:crypto';
import { isObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';

/** Longest value that is shown. */
const longest = 60;

/** Keys under which a Route holds what nobody may see. */
const hiddenKeys: readonly string[] = ['key'];

/** True for a value that is never shown: all of a Secret, and private keys of Routes. */
export function isHidden(kind: string, path: Path): boolean {
  return kind === 'Secret' || (kind === 'Route' && path[1] === 'tls' && hiddenKeys.includes(String(path.at(-1))));
}

/** True for a value whose lines are not shown: it is hidden, or holds what is. */
export function holdsHidden(kind: string, path: Path, value: unknown): boolean {
  return isHidden(kind, path) || (kind === 'Route' && isObject(value) && hiddenKeys.some(key => key in value));
}

/** A value in short, or nothing where there is none. What is hidden is told apart by its hash. */
export function shownValue(value: unknown, hidden: boolean): { readonly value?: string } {
  if (value === undefined) return {};
  if (hidden) return { value: `(hidden, sha256 ${hash(value)})` };
  const text = typeof value === 'string' ? value : JSON.stringify(value, hideKeys);
  const line = text === '' ? '""' : text.replace(/\s+/g, ' ');
  return { value: line.length > longest ? `${line.slice(0, longest - 1)}…` : line };
}

function hash(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** A private key within a larger value. */
function hideKeys(this: unknown, key: string, value: unknown): unknown {
  const holder = isObject(this) && ('certificate' in this || 'termination' in this);
  return holder && hiddenKeys.includes(key) ? '(hidden)' : value;
}
