import { isAscii } from 'node:buffer';

/** Text of UTF-8 bytes without their byte order mark: what every offset and column counts in. */
export function decodeText(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

const scratch = Buffer.allocUnsafeSlow(4 * 1024);
/** Shorter slices are copies anyway. */
const shortestSlice = 13;

/**
 * Copies of the texts that come again and again: namespaces, kinds, nodes. Forgotten when they become too many; that a text
 * has one copy saves memory and means nothing else.
 */
const copies = new Map<string, string>();
const mostCopies = 2_048;

/** A copy of a text that was cut out of a larger one: a slice would keep all of the larger one in memory. */
export function detached(text: string): string {
  if (text.length * 3 > scratch.length) return text;
  const known = copies.get(text);
  if (known !== undefined) return known;
  const copy = text.length < shortestSlice ? text : scratch.toString('utf8', 0, scratch.write(text));
  if (copies.size >= mostCopies) copies.clear();
  copies.set(copy, copy);
  return copy;
}
