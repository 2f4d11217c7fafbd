/** A value of a declaration. */
export type As3Value = string | number | boolean | readonly As3Value[] | As3Object;
export interface As3Object {
  readonly [key: string]: As3Value | undefined;
}

/** `{"bigip": path}`, or nothing for an empty path: spread into an object under its property. */
export function bigip(path: string): { readonly bigip: string } | undefined {
  return path === '' ? undefined : { bigip: path };
}

/** The object with its keys in reading order: `class` first, the others ascending; undefined values are dropped. */
export function inReadingOrder(object: As3Object): As3Object {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  entries.sort(([a], [b]) => (a === b ? 0 : a === 'class' ? -1 : b === 'class' ? 1 : a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
