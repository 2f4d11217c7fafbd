import type { As3Object } from '../emit/as3.ts';
import { isList, isObject } from './values.ts';

/** Records of a data group by key; one without a value has an empty one. */
export function recordsOf({ records }: As3Object): ReadonlyMap<string, string> {
  const list = (isList(records) ? records : []).filter(isObject);
  return new Map(list.map(({ key, value = '' }) => [String(key), String(value)]));
}
