import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCALAR_STYLE } from 'js-yaml';
import type { Place, Position, SourceFile } from '../place.ts';
import { type Range, ScalarText } from './scalar-text.ts';
import { decodeText } from './text.ts';
import { parseYaml } from './yaml.ts';
import { nodeAt, type YamlNode, yamlTrees } from './yaml-tree.ts';

/** The document of a place, as it was read. */
export interface LocatedDocument {
  readonly file: SourceFile;
  /** Text of the whole file, without a byte order mark. */
  readonly text: string;
  /** Where the document begins in it; offsets of the tree count from there. */
  readonly start: number;
  readonly root: YamlNode;
  /** Line and column of an offset in the file. */
  readonly position: (offset: number) => { readonly line: number; readonly column: number };
}

/** Turns places into lines and columns. It reads a file again when a place in it is asked for. */
export interface Locator {
  readonly position: (place: Place) => Position | undefined;
  /** Text of a line, 1-based, of a file in which a place was located. */
  readonly line: (file: string, line: number) => string | undefined;
  /** Undefined where the file or its document cannot be read. */
  readonly document: (place: Place) => LocatedDocument | undefined;
}

/** The text of a file as findings count in it: decoded, without a byte order mark. */
export function sourceText(file: SourceFile): string | undefined {
  if (file.text !== undefined) return file.text;
  if (file.root === undefined) return undefined;
  try {
    return decodeText(readFileSync(join(file.root, file.path)));
  } catch {
    return undefined;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Located {
  /** By `placeKey`. */
  readonly positions: Map<string, Position>;
  readonly lines: Map<number, string | undefined>;
}

/** What locators of earlier runs have found out. */
export type LocatedBefore = WeakMap<SourceFile, Located>;

function placeKey({ source: { start, end, item }, path, part, inner, range }: Place): string {
  return JSON.stringify([start, end, item, path, part, inner, range]);
}

/** What `make` says of a key, asked once. */
function once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return before as V;
  const value = make();
  known.set(key, value);
  return value;
}

/**
 * Makes a locator that remembers the last file and the last document it read: findings come file by file. What `before` holds is not
 * looked for again, and what is found is added.
 */
export function createLocator(before?: LocatedBefore): Locator {
  const seen = new Map<string, SourceFile>();
  let file: SourceFile | undefined;
  let text = '';
  let starts: number[] = [];
  let document:
    | { readonly start: number; readonly end: number; readonly text: string; readonly root?: YamlNode }
    | undefined;
  let scalar: ScalarText | undefined;

  const open = (wanted: SourceFile): boolean => {
    if (file === wanted) return true;
    const read = sourceText(wanted);
    if (read === undefined) return false;
    file = wanted;
    text = read;
    starts = lineStarts(text);
    document = undefined;
    return true;
  };
  const openDocument = (start: number, end: number): YamlNode | undefined => {
    if (document?.start !== start || document.end !== end) {
      const slice = text.slice(start, end);
      const parsed = parseYaml(slice);
      const root = parsed.ok ? yamlTrees(parsed.value)[0] : undefined;
      document = { start, end, text: slice, ...(root && { root }) };
    }
    return document?.root;
  };
  const rangeOf = ({ source, path, part, inner, range }: Place): Range => {
    if (range) return range;
    const root = openDocument(source.start, source.end);
    if (!root) return [source.start, source.start];
    const { node } = nodeAt(root, [...(source.item ?? []), ...(path ?? [])], part);
    if (inner && node.kind === 'scalar') {
      if (scalar?.node !== node) scalar = new ScalarText(document!.text, node);
      const [from, to] = scalar.range(inner);
      return [source.start + from, source.start + to];
    }
    // Of a whole object its first line is enough.
    const end = node.kind === 'scalar' ? node.end : Math.min(node.end, lineEnd(document!.text, node.start));
    return [source.start + shownStart(document!.text, node), source.start + end];
  };
  const position = (offset: number): { line: number; column: number } => {
    const clamped = Math.min(Math.max(offset, 0), text.length);
    const line = lineOf(starts, clamped);
    return { line: line + 1, column: clamped - starts[line]! + 1 };
  };

  const locatedIn = (wanted: SourceFile): Located | undefined => {
    const known = before?.get(wanted);
    if (known || !before) return known;
    const located = { positions: new Map(), lines: new Map() };
    before.set(wanted, located);
    return located;
  };
  const readLine = (wanted: SourceFile, number: number): string | undefined => {
    if (!open(wanted) || number > starts.length) return undefined;
    return text.slice(starts[number - 1], starts[number] ?? text.length).replace(/\r?\n$/, '');
  };
  const line = (name: string, number: number): string | undefined => {
    const wanted = seen.get(name);
    const located = wanted && locatedIn(wanted);
    if (!wanted || !located) return wanted && readLine(wanted, number);
    return once(located.lines, number, () => readLine(wanted, number));
  };
  const locate = (place: Place): Position => {
    const { file } = place.source;
    // A file as a whole, of which nothing is read, and so nothing may be shown: it can be out of the workspace, or without an end.
    if (place.source.end === 0) return { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
    seen.set(file.path, file);
    const located = locatedIn(file);
    return located ? once(located.positions, placeKey(place), () => find(place)) : find(place);
  };
  const find = (place: Place): Position => {
    const name = place.source.file.path;
    if (!open(place.source.file)) return { file: name, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const [from, to] = rangeOf(place);
    const start = position(from);
    const end = position(Math.max(from, to));
    return { file: name, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  const documentOf = ({ source }: Place): LocatedDocument | undefined => {
    if (!open(source.file)) return undefined;
    const root = openDocument(source.start, source.end);
    return root && { file: source.file, text, start: source.start, root, position };
  };
  return { position: locate, line, document: documentOf };
}

/** True where a scalar of a document is written without quotes and without a tag. */
export function isPlainAt({ source, path }: Place): boolean {
  const text = sourceText(source.file)?.slice(source.start, source.end);
  const parsed = text === undefined ? undefined : parseYaml(text);
  const root = parsed?.ok ? yamlTrees(parsed.value)[0] : undefined;
  if (!root) return false;
  const { node } = nodeAt(root, [...(source.item ?? []), ...(path ?? [])]);
  return node.kind === 'scalar' && node.plain;
}

/** Where the text of a node begins: the content of a block scalar begins with its indentation. */
function shownStart(text: string, node: YamlNode): number {
  if (node.kind !== 'scalar') return node.start;
  const { style } = node.event;
  if (style !== SCALAR_STYLE.LITERAL_BLOCK && style !== SCALAR_STYLE.FOLDED_BLOCK) return node.start;
  const indent = text.slice(node.start, node.end).search(/\S/);
  return node.start + Math.max(0, indent);
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/\r?\n/);
  return end < 0 ? text.length : from + end;
}
