import { diff } from 'json-diff';
import type { As3Object, As3Value } from '../emit/as3.ts';
import type { PropertyChange } from './change.ts';
import { withoutSecrets } from './secrets.ts';
import { bothNames, canonicalText, isList, isObject, same } from './values.ts';

/**
 * Most values of one property that are compared in depth: json-diff compares each item of a list with each. What has more is one
 * change.
 */
const mostValues = 600;

/**
 * Properties in which two objects in their normal form differ, as deep as that can be told. What an object does not say is what AS3
 * takes by default, for each of both.
 */
export function propertyChanges(
  before: As3Object,
  after: As3Object,
  defaults: As3Object = {},
  defaultsAfter: As3Object = defaults,
): PropertyChange[] {
  const valueIn = (object: As3Object, taken: As3Object, property: string): As3Value | undefined =>
    object[property] ?? (Object.hasOwn(taken, property) ? taken[property] : undefined);
  return bothNames(Object.keys(before), Object.keys(after)).flatMap(property =>
    [...changesOf(property, valueIn(before, defaults, property), valueIn(after, defaultsAfter, property))].map(shown),
  );
}

function shown({ before, after, ...change }: PropertyChange): PropertyChange {
  const key = change.property.slice(change.property.lastIndexOf('.') + 1);
  return {
    ...change,
    ...(before !== undefined && { before: withoutSecrets(before, key) }),
    ...(after !== undefined && { after: withoutSecrets(after, key) }),
  };
}

function* changesOf(
  property: string,
  before: As3Value | undefined,
  after: As3Value | undefined,
): Generator<PropertyChange> {
  if (same(before, after)) return;
  const whole: PropertyChange = {
    property,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
  const deep =
    (isObject(before) && isObject(after)) || (isList(before) && isList(after) && !isReordered(before, after));
  if (!deep || count(before) + count(after) > mostValues) return yield whole;
  const parts = [...partsOf(property, diff(before, after))];
  if (parts.length === 0) yield whole;
  else yield* parts;
}

/** The same items in another order. */
function isReordered(before: readonly As3Value[], after: readonly As3Value[]): boolean {
  const texts = (items: readonly As3Value[]): string => items.map(canonicalText).sort().join('\n');
  return before.length === after.length && texts(before) === texts(after);
}

/** How many values there are in a value, itself included. */
function count(value: As3Value | undefined): number {
  if (typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, held) => sum + count(held), 1);
}

/** What json-diff says: `{__old, __new}`, objects with `key__added` and `key__deleted`, lists of `[' ' | '+' | '-' | '~', item]`. */
function* partsOf(property: string, result: unknown): Generator<PropertyChange> {
  if (Array.isArray(result)) {
    let index = 0;
    for (const [sign, item] of result as Array<[string, As3Value]>) {
      if (sign === '+') yield { property, after: item, item: true };
      else if (sign === '-') yield { property, before: item, item: true };
      else if (sign === '~') yield* partsOf(`${property}[${index}]`, item);
      if (sign !== '-') index++;
    }
  } else if (isObject(result)) {
    if ('__old' in result || '__new' in result) {
      yield { property, before: result.__old as As3Value, after: result.__new as As3Value };
      return;
    }
    for (const [key, part] of Object.entries(result)) {
      const [, name = key, sign] = /^(.*)__(added|deleted)$/s.exec(key) ?? [];
      const at = `${property}.${name}`;
      if (sign === 'added') yield { property: at, after: part as As3Value };
      else if (sign === 'deleted') yield { property: at, before: part as As3Value };
      else yield* partsOf(at, part);
    }
  }
}
