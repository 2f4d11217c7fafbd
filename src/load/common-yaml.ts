import { isPlainNull, plainBoolean, plainNumber } from './yaml-schema.ts';

/**
 * Reads the YAML that manifests are mostly written in: block mappings and sequences, scalars on one line, literal blocks,
 * comments. It is several times as fast as a whole parser and knows when to give up: for anything else, and for anything
 * doubtful, it returns `undefined` and the text goes to the whole parser, whose result is the same for all that is read here.
 */
export function readCommonYaml(text: string): { readonly value: unknown } | undefined {
  if (uncommon.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    return { value: reader.document() };
  } catch (error) {
    if (error === notCommon) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns, control characters and everything beyond ASCII; `...` and directives at the start of a line. */
const uncommon = /[^\n\x20-\x7e]|^(?:\.\.\.|%|---)/m;
/** Thrown to give up: a constant, since making an Error costs more than most documents. */
const notCommon = Symbol('not common YAML');
/** Deeper documents are left to the whole parser, which has a limit of its own. */
const maxIndent = 80;

const SPACE = 32;
const LINE = 10;
const HASH = 35;
const DASH = 45;
const COLON = 58;

class Reader {
  readonly #text: string;
  readonly #end: number;
  /** First character of the current line that is no blank; the end of the text when there is no line left. */
  #at = 0;
  /** Blanks before it; -1 at the end. */
  #indent = 0;

  constructor(text: string) {
    this.#text = text;
    this.#end = text.length;
  }

  document(): unknown {
    this.#nextLine(0);
    if (this.#indent < 0) return null;
    const value = this.#block(this.#indent);
    if (this.#indent >= 0) throw notCommon;
    return value;
  }

  /** Goes to the next line with content, from a position at the start of a line. */
  #nextLine(from: number): void {
    const text = this.#text;
    const end = this.#end;
    let start = from;
    while (start < end) {
      let at = start;
      while (at < end && text.charCodeAt(at) === SPACE) at++;
      const code = at < end ? text.charCodeAt(at) : LINE;
      if (code !== LINE && code !== HASH) {
        this.#at = at;
        this.#indent = at - start;
        return;
      }
      const line = text.indexOf('\n', at);
      if (line < 0) break;
      start = line + 1;
    }
    this.#at = end;
    this.#indent = -1;
  }

  /** A mapping or a sequence whose lines begin at a column. */
  #block(indent: number): unknown {
    if (indent > maxIndent) throw notCommon;
    return this.#isItem() ? this.#sequence(indent) : this.#mapping(indent);
  }

  #isItem(): boolean {
    if (this.#text.charCodeAt(this.#at) !== DASH) return false;
    const next = this.#at + 1;
    const code = next < this.#end ? this.#text.charCodeAt(next) : LINE;
    return code === SPACE || code === LINE;
  }

  /** End of the plain key at a position: where its colon stands, or -1. */
  #keyEnd(from: number): number {
    const text = this.#text;
    let at = from;
    let code = text.charCodeAt(at);
    // Letters first, then also digits and the characters of label and annotation names.
    if (!((code >= 97 && code <= 122) || (code >= 65 && code <= 90))) return -1;
    do {
      code = text.charCodeAt(++at);
    } while (
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 45 && code <= 57) || // - . / 0-9
      code === 95
    );
    if (code !== COLON) return -1;
    const after = at + 1 < this.#end ? text.charCodeAt(at + 1) : LINE;
    return after === SPACE || after === LINE ? at : -1;
  }

  #mapping(indent: number): unknown {
    const result: Record<string, unknown> = {};
    while (this.#indent === indent) {
      const colon = this.#keyEnd(this.#at);
      if (colon < 0) throw notCommon;
      const key = this.#text.slice(this.#at, colon);
      if (key in result || (key.length <= 5 && (plainBoolean(key) !== undefined || isPlainNull(key)))) throw notCommon;
      result[key] = this.#value(colon + 1, indent, true);
    }
    if (this.#indent > indent) throw notCommon;
    return result;
  }

  #sequence(indent: number): unknown {
    const result: unknown[] = [];
    while (this.#indent === indent && this.#isItem()) {
      let at = this.#at + 1;
      while (at < this.#end && this.#text.charCodeAt(at) === SPACE) at++;
      const code = at < this.#end ? this.#text.charCodeAt(at) : LINE;
      if (code !== LINE && code !== HASH && this.#keyEnd(at) >= 0) {
        // A mapping that begins on the line of its dash.
        const column = indent + at - this.#at;
        this.#at = at;
        this.#indent = column;
        result.push(this.#mapping(column));
      } else result.push(this.#value(this.#at + 1, indent, false));
    }
    if (this.#indent > indent) throw notCommon;
    return result;
  }

  /** The value that follows a colon or a dash, up to the next line that is not part of it. */
  #value(from: number, indent: number, ofKey: boolean): unknown {
    const text = this.#text;
    let at = from;
    while (at < this.#end && text.charCodeAt(at) === SPACE) at++;
    const code = at < this.#end ? text.charCodeAt(at) : LINE;
    let line = text.indexOf('\n', at);
    if (line < 0) line = this.#end;
    if (code === LINE || (code === HASH && at > from)) {
      this.#nextLine(line + 1);
      if (this.#indent > indent) return this.#block(this.#indent);
      // A sequence may stand at the column of its key.
      if (ofKey && this.#indent === indent && this.#isItem()) return this.#sequence(indent);
      return null;
    }
    if (code === 124) return this.#literal(at, line, indent); // |
    const value =
      code === 39 || code === 34
        ? this.#quoted(at, line, code)
        : code === 123 || code === 91
          ? this.#empty(at, line)
          : this.#plain(at, line, code);
    this.#nextLine(line + 1);
    // A deeper line would go on with this scalar.
    if (this.#indent > indent) throw notCommon;
    return value;
  }

  /** Gives up unless only blanks or a comment follow on the line. */
  #nothingAfter(from: number, line: number): void {
    let at = from;
    while (at < line && this.#text.charCodeAt(at) === SPACE) at++;
    if (at < line && (at === from || this.#text.charCodeAt(at) !== HASH)) throw notCommon;
  }

  /** `{}` or `[]`. */
  #empty(at: number, line: number): unknown {
    const two = this.#text.slice(at, at + 2);
    if (two !== '{}' && two !== '[]') throw notCommon;
    this.#nothingAfter(at + 2, line);
    return two === '{}' ? {} : [];
  }

  #quoted(at: number, line: number, quote: number): string {
    const text = this.#text;
    const mark = quote === 39 ? "'" : '"';
    let close = text.indexOf(mark, at + 1);
    if (quote === 39) {
      while (close >= 0 && text.charCodeAt(close + 1) === 39) close = text.indexOf(mark, close + 2);
    } else {
      while (close >= 0 && isEscaped(text, close)) close = text.indexOf(mark, close + 1);
    }
    if (close < 0 || close > line) throw notCommon;
    this.#nothingAfter(close + 1, line);
    const inner = text.slice(at + 1, close);
    if (quote === 39) return inner.includes("''") ? inner.replaceAll("''", "'") : inner;
    if (!inner.includes('\\')) return inner;
    if (!/^(?:[^\\]|\\[\\"/bfnrt])*$/.test(inner)) throw notCommon;
    return JSON.parse(`"${inner}"`);
  }

  #plain(at: number, line: number, first: number): unknown {
    const text = this.#text;
    // Indicators: & * ! > % @ ` ? , ] } : - and # where they could mean something.
    if (indicators.has(first)) {
      const next = text.charCodeAt(at + 1);
      if ((first !== DASH && first !== COLON && first !== 63) || next === SPACE || next === LINE || Number.isNaN(next))
        throw notCommon;
    }
    let end = line;
    for (let i = at; i < line; i++) {
      const code = text.charCodeAt(i);
      if (code === COLON && (i + 1 === line || text.charCodeAt(i + 1) === SPACE)) throw notCommon;
      if (code === HASH && text.charCodeAt(i - 1) === SPACE) {
        end = i;
        break;
      }
    }
    while (text.charCodeAt(end - 1) === SPACE) end--;
    const value = text.slice(at, end);
    if ((first >= 48 && first <= 57) || first === DASH || first === 43 || first === 46)
      return plainNumber(value) ?? value;
    switch (value) {
      case 'true':
      case 'True':
      case 'TRUE':
        return true;
      case 'false':
      case 'False':
      case 'FALSE':
        return false;
      default:
        return isPlainNull(value) ? null : value;
    }
  }

  /** A literal block: `|`, `|-` or `|+`, its indentation taken from its first line. */
  #literal(at: number, line: number, indent: number): string {
    const text = this.#text;
    const chomp = text.charCodeAt(at + 1);
    const marked = chomp === DASH || chomp === 43;
    this.#nothingAfter(at + (marked ? 2 : 1), line);
    const lines: string[] = [];
    let column = -1;
    let start = line + 1;
    while (start < this.#end) {
      let stop = text.indexOf('\n', start);
      if (stop < 0) stop = this.#end;
      let first = start;
      while (first < stop && text.charCodeAt(first) === SPACE) first++;
      if (first === stop) {
        // Blanks alone: an empty line, unless they reach into the block.
        if (first - start > Math.max(column, indent)) throw notCommon;
        lines.push('');
      } else {
        if (column < 0) {
          if (first - start <= indent) break;
          column = first - start;
        }
        if (first - start < column) break;
        lines.push(text.slice(start + column, stop));
      }
      start = stop + 1;
    }
    // The last line of the text may lack its newline; that is a matter for the whole parser.
    if (column >= 0 && start > this.#end) throw notCommon;
    this.#nextLine(Math.min(start, this.#end));
    if (this.#indent > indent) throw notCommon;
    if (column < 0) {
      if (chomp === 43 && lines.length > 0) throw notCommon;
      return '';
    }
    let last = lines.length;
    while (last > 0 && lines[last - 1] === '') last--;
    const content = lines.slice(0, last).join('\n');
    return chomp === DASH
      ? content
      : chomp === 43
        ? `${content}${'\n'.repeat(lines.length - last + 1)}`
        : `${content}\n`;
  }
}

const indicators: ReadonlySet<number> = new Set([...'&*!>%@`?,]}:-#|\'"{['].map(char => char.charCodeAt(0)));

/** True for a character with an odd number of backslashes before it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}
