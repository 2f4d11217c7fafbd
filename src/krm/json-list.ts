import { isObject, type JsonObject } from '../load/manifest-object.ts';
import { itemOf } from './item.ts';
import type { HeadedListing } from './listing.ts';

/** A ResourceList that is JSON. Undefined for any other text. */
export function readJsonList(text: string): HeadedListing | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  let list: JsonObject;
  try {
    list = JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
  const print = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  const values = Array.isArray(list.items) ? (list.items as unknown[]) : [];
  const items = values.map((value, index) => itemOf(print(value), `items[${index}]`));
  return {
    form: 'list',
    apiVersion: list.apiVersion,
    kind: list.kind,
    items,
    config: isObject(list.functionConfig) ? itemOf(print(list.functionConfig), 'functionConfig') : undefined,
    changed: ({ replaced, added, results }) => {
      const kept = items.flatMap((item, index) => (replaced.has(item) ? (replaced.get(item) ?? []) : [values[index]]));
      const { results: _, ...rest } = list;
      return print({ ...rest, items: [...kept, ...added], ...(results.length > 0 && { results }) });
    },
  };
}
