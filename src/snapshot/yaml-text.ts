import { isPlainNull, plainBoolean, plainNumber } from '../load/yaml-schema.ts';

/**
 * Writes a value as YAML that kubectl, and we, read as the same value. Mappings that were anybody's own, such as labels, have
 * their keys in order by then. Texts of several lines are literal blocks, so that a line of `extendedSpec` is a line here.
 */
export function yamlText(value: unknown): string {
  const lines: string[] = [];
  write(value, '', '', lines);
  return `${lines.join('\n')}\n`;
}

/** Adds the lines of a value. The first begins with `head`, what is below it with `indent`. */
function write(value: unknown, head: string, indent: string, lines: string[]): void {
  const children = entriesOf(value);
  if (children === undefined || children.length === 0) {
    lines.push(head + scalar(value, indent));
    return;
  }
  let first = head;
  // A key stands on a line of its own; a dash takes the first line of what it holds.
  if (head !== '' && !head.endsWith('- ')) {
    lines.push(head.trimEnd());
    first = indent;
  }
  for (const [mark, child] of children) {
    write(child, `${first}${mark}`, `${indent}  `, lines);
    first = indent;
  }
}

/** What stands before each child of a list or mapping, and the child. Undefined for a scalar. */
function entriesOf(value: unknown): ReadonlyArray<readonly [string, unknown]> | undefined {
  if (Array.isArray(value)) return value.map(item => ['- ', item]);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).map(([key, child]) => [`${quotedWhereNeeded(key)}: `, child]);
}

function scalar(value: unknown, indent: string): string {
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object' && value !== null) return '{}';
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  return isBlock(value) ? block(value, indent) : quotedWhereNeeded(value);
}

/** Nothing that a reader could take for anything but the text it is. */
const plain = /^(?:[A-Za-z/][-A-Za-z0-9_./]*(?: [-A-Za-z0-9_./]+)*|\d+(?:\.\d+){3})$/;

function quotedWhereNeeded(text: string): string {
  const isText = plainNumber(text) === undefined && plainBoolean(text) === undefined && !isPlainNull(text);
  return plain.test(text) && isText ? text : quoted(text);
}

/** As JSON, whose escapes are those of YAML too; what a terminal or an editor might swallow is escaped as well. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff]/g,
    found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Several lines of printable characters, the first of which shows how far the block is indented. */
function isBlock(text: string): boolean {
  return /^\S[\s\S]*\n/.test(text) && !/[^\n\x20-\x7e]| \n| $/.test(text);
}

function block(text: string, indent: string): string {
  const chomp = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  return `|${chomp}\n${lines.map(line => (line === '' ? '' : `${indent}${line}`)).join('\n')}`;
}
