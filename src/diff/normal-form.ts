import type { As3Object, As3Value } from '../emit/as3.ts';
import { defaultsOf } from './defaults.ts';
import { canonicalText, isList, isObject, same } from './values.ts';

/** Where an object is, which its references may leave out. */
export interface Home {
  readonly tenant: string;
  readonly application: string;
}

/** What of a tenant, an application or an object is for people and for AS3 itself: it configures nothing. */
const bookkeeping: ReadonlySet<string> = new Set(['label', 'constants', 'controls', 'optimisticLockKey']);

/** Lists whose order means nothing to AS3. Of iRules, addresses, persistence methods and certificates it does. */
const sets: ReadonlySet<string> = new Set([
  'allowVlans',
  'rejectVlans',
  'securityLogProfiles',
  'monitors',
  'serverTLS',
  'clientTLS',
]);

/** Properties that may name an object by a bare text. */
const pointers: ReadonlySet<string> = new Set([
  'policyEndpoint',
  'serverTLS',
  'clientTLS',
  'pool',
  'iRules',
  'certificate',
]);

/** Properties that may be a list with one item, or the item. */
const maybeLists: ReadonlySet<string> = new Set(['policyEndpoint', 'serverTLS', 'clientTLS']);

/**
 * An object as it is compared: without bookkeeping and what AS3 takes anyhow, sets in one order, references in one spelling. Two
 * objects have the same normal form where AS3 would make the same of them, as far as that can be known.
 */
export function normalForm(object: As3Object, home: Home): As3Object {
  const entries = Object.entries(object)
    .filter(([key]) => !bookkeeping.has(key))
    .map(([key, value]) => [key, normalProperty(key, value, home)] as const);
  // AS3 takes an empty chain for none, and the controller always gives one.
  const kept = entries.filter(([key, value]) => !(key === 'chainCA' && value === ''));
  return withoutDefaults(Object.fromEntries(kept), defaultsOf(object));
}

export function withoutDefaults(object: As3Object, defaults: As3Object): As3Object {
  const entries = Object.entries(object).filter(
    ([key, value]) => value !== undefined && !(Object.hasOwn(defaults, key) && same(value, defaults[key])),
  );
  return Object.fromEntries(entries);
}

function normalProperty(key: string, value: As3Value | undefined, home: Home): As3Value | undefined {
  const normal = normalValue(value, home);
  if (pointers.has(key)) {
    const items = (isList(normal) ? normal : [normal]).map(item => pointer(item, home));
    if (!isList(normal) || (maybeLists.has(key) && items.length === 1)) return items[0];
    return sets.has(key) ? inOneOrder(items as As3Value[]) : (items as As3Value[]);
  }
  return sets.has(key) && isList(normal) ? inOneOrder(normal) : normal;
}

function inOneOrder(items: readonly As3Value[]): As3Value[] {
  const texts = items.map(item => [canonicalText(item), item] as const);
  return texts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}

/** A reference to an object of the declaration as a bare name or path. */
function pointer(value: As3Value | undefined, home: Home): As3Value | undefined {
  if (typeof value === 'string') return relative(value, home);
  return isObject(value) && typeof value.use === 'string' && Object.keys(value).length === 1 ? value.use : value;
}

function relative(path: string, { tenant, application }: Home): string {
  const own = `/${tenant}/${application}/`;
  return path.startsWith(own) ? path.slice(own.length) : path;
}

function normalValue(value: As3Value | undefined | null, home: Home): As3Value | undefined {
  if (value === null) return undefined;
  if (isList(value)) return value.map(item => normalValue(item, home) ?? '');
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value.base64 === 'string')
    return Buffer.from(value.base64, 'base64').toString('utf8');
  if (keys.length === 1 && typeof value.use === 'string') return { use: relative(value.use, home) };
  return Object.fromEntries(
    keys.map(key => [key, normalProperty(key, value[key], home)] as const).filter(([, held]) => held !== undefined),
  );
}
