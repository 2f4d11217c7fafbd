import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCALAR_STYLE } from 'js-yaml';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Inner, Place, Position, SourceFile } from '../place.ts';
import { scalarOffsets } from './embedded.ts';
import { decodeText } from './text.ts';
import { parseYaml } from './yaml.ts';
import { nodeAt, type YamlNode, type YamlScalar, yamlTrees } from './yaml-tree.ts';

type Range = readonly [start: number, end: number];

/** Turns places into lines and columns. It reads a file again when a place in it is asked for. */
export interface Locator {
  readonly position: (place: Place) => Position | undefined;
  /** Text of a line, 1-based, of a file in which a place was located. */
  readonly line: (file: string, line: number) => string | undefined;
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

/** Range of a value in JSON text, or of the deepest part of the path that exists. */
function jsonRange(text: string, path: Place['path'], part: 'key' | 'value'): Range {
  const root = parseTree(text);
  for (let length = path?.length ?? 0; root && length >= 0; length--) {
    const node = findNodeAtLocation(root, [...(path ?? [])].slice(0, length));
    if (node) {
      const key = part === 'key' && node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
      const shown = key ?? node;
      return [shown.offset, shown.offset + shown.length];
    }
  }
  return [0, text.length];
}

/** Range within a scalar's value. */
function innerRange(value: string, inner: Inner): Range {
  if (inner.syntax === 'text') return [inner.offset, inner.offset + inner.length];
  if (inner.syntax === 'json') return jsonRange(value, inner.path, inner.part ?? 'value');
  const parsed = parseYaml(value);
  const root = parsed.ok ? yamlTrees(parsed.value)[0] : undefined;
  if (!root) return [0, 0];
  const { node } = nodeAt(root, inner.path, inner.part);
  return [node.start, node.end];
}

function scalarRange(text: string, shift: number, scalar: YamlScalar, inner: Inner): Range {
  const [start, end] = innerRange(scalar.value, inner);
  const offsets = scalarOffsets(text, scalar);
  const clamp = (offset: number): number => Math.min(Math.max(offset, 0), scalar.value.length);
  const from = offsets[clamp(start)] ?? 0;
  // The end is behind the last character, an escape as a whole: the next character may be a line and an indentation away.
  const last = offsets[clamp(end - 1)] ?? from;
  const next = offsets[clamp(end)] ?? last + 1;
  const to = end <= start ? from : /\s/.test(text.slice(last + 1, next)) ? last + 1 : Math.max(last + 1, next);
  return [shift + from, shift + Math.max(from, to)];
}

/** What was located in a file: it holds as long as the file is the same `SourceFile`. */
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
    if (inner && node.kind === 'scalar') return scalarRange(document!.text, source.start, node, inner);
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
  return { position: locate, line };
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
