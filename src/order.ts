/** Order of texts by their UTF-16 units, whatever the locale: what is sorted comes out the same on every machine. */
export function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
