import { SCALAR_STYLE } from 'js-yaml';
import type { YamlScalar } from './yaml-tree.ts';

const escapes: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** What a `\` at `at` of a double-quoted scalar stands for, and how many characters it takes. */
function escapeAt(text: string, at: number): { readonly means: string; readonly length: number } {
  const letter = text[at + 1] ?? '';
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    return { means: Number.isNaN(code) || code > 0x10ffff ? '' : String.fromCodePoint(code), length: 2 + digits };
  }
  return { means: escapes[letter] ?? '', length: 2 };
}

const isBreak = (char: string | undefined): boolean => char === '\n' || char === '\r';
const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';

/**
 * Maps offsets in a scalar's value to offsets in the file: entry i is where character i of the value stands, for literal,
 * folded, quoted and plain scalars. The last entry is the end of the value.
 *
 * The characters of the value stand in the file in the same order; what lies between them is indentation, folding and
 * escapes. So the file is read forward to the next character that fits.
 */
export function scalarOffsets(text: string, scalar: YamlScalar): Uint32Array {
  const { value, event } = scalar;
  const block = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
  const offsets = new Uint32Array(value.length + 1);
  let at = scalar.start;
  const skipIndent = (): void => {
    for (let n = 0; block ? n < event.indent && isBlank(text[at]) : isBlank(text[at]); n++) at++;
  };
  const skipBreak = (): void => {
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    skipIndent();
  };
  if (block) skipIndent();
  for (let i = 0; i < value.length; ) {
    const char = value[i];
    let width = 1;
    if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && text[at] === '\\') {
      if (isBreak(text[at + 1])) {
        at++;
        skipBreak();
        continue;
      }
      const { means, length } = escapeAt(text, at);
      for (width = 0; width < Math.max(1, means.length) && i + width < value.length; width++) offsets[i + width] = at;
      at += length;
    } else if (event.style === SCALAR_STYLE.SINGLE_QUOTED && char === "'" && text.startsWith("''", at)) {
      offsets[i] = at;
      at += 2;
    } else if (text[at] === char && char !== '\n') {
      offsets[i] = at++;
    } else if (isBreak(text[at])) {
      // The break itself is the value's space or newline; before anything else it is folding, and skipped.
      if (char === ' ' || char === '\n') offsets[i] = at;
      else width = 0;
      skipBreak();
    } else if (isBlank(text[at])) {
      at++;
      width = 0;
    } else {
      offsets[i] = at; // beyond the source, as the newline that a block scalar ends with
      if (at < scalar.end) at++;
    }
    i += width;
  }
  offsets[value.length] = Math.max(at, value.length > 0 ? (offsets[value.length - 1] ?? 0) + 1 : at);
  return offsets;
}
