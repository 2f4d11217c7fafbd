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

/** A copy of a text that was cut out of a larger one: a slice would keep all of the larger one in memory. */
export function detached(text: string): string {
  if (text.length < shortestSlice || text.length * 3 > scratch.length) return text;
  return scratch.toString('utf8', 0, scratch.write(text));
}
