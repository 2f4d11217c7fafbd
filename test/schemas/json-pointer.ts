import { isObject, type Json, type JsonObject } from './json.ts';

/** A copy with the value at a JSON pointer replaced, added, or left out where undefined. The place must be there. */
export function changed(whole: JsonObject, pointer: string, value: Json | undefined): JsonObject {
  const copy = structuredClone(whole);
  const keys = pointer.slice(1).split('/').map(unescaped);
  const last = keys.pop()!;
  const holder = keys.reduce<Json | undefined>((at, key) => (at as JsonObject | undefined)?.[key], copy);
  if (Array.isArray(holder)) {
    if (value === undefined) throw new Error(`${pointer}: entries of a list are not left out`);
    holder[Number(last)] = value;
  } else if (isObject(holder)) {
    if (value === undefined && !(last in holder)) throw new Error(`${pointer} is not there`);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  } else throw new Error(`${pointer} is not there`);
  return copy;
}

/** The value and all in it, each with its JSON pointer. */
export function nodes(value: Json, pointer: string): { pointer: string; value: Json }[] {
  const within = Array.isArray(value)
    ? value.flatMap((item, index) => nodes(item, `${pointer}/${index}`))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, child]) => nodes(child, `${pointer}/${escaped(key)}`))
      : [];
  return [{ pointer, value }, ...within];
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
