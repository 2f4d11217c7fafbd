import { isDeepStrictEqual } from 'node:util';
import type { As3Object, As3Value } from '../emit/as3.ts';

/** An object of a declaration, and neither a list nor `null`, which only a declaration from elsewhere can have. */
export function isObject(value: unknown): value is As3Object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly As3Value[] {
  return Array.isArray(value);
}

/** Text that two values share exactly where they are equal, in whatever order their keys are. */
export function canonicalText(value: As3Value | undefined): string {
  return JSON.stringify(value, (_, held: As3Value) =>
    isObject(held) ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1))) : held,
  );
}

/** Names of both sides, ascending. */
export function bothNames(a: Iterable<string>, b: Iterable<string>): string[] {
  return [...new Set([...a, ...b])].sort();
}

/** True where two values are equal, in whatever order their keys are. */
export function same(a: As3Value | undefined, b: As3Value | undefined): boolean {
  return a === b || isDeepStrictEqual(a, b);
}
