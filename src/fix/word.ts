import { scalarOffsets } from '../load/embedded.ts';
import { parseYaml } from '../load/yaml.ts';
import { isPlainNull, plainBoolean, plainNumber } from '../load/yaml-schema.ts';
import { nodeAt, type YamlMapping, type YamlNode, type YamlScalar, yamlTrees } from '../load/yaml-tree.ts';
import type { Inner, Path, Place } from '../place.ts';
import { type DocumentText, pathInDocument } from './document-text.ts';
import type { DocumentFix, TextChange } from './index.ts';

type Entry = YamlMapping['entries'][number];

/** A word of a document: a key, or the value of one. */
interface Word {
  readonly scalar: YamlScalar;
  readonly entry: Entry;
  /** The mapping, where the word is a key of it. */
  readonly keyOf?: YamlMapping;
}

/** Writes another word in place of a key or a value, in its quotes. */
export function changeWord(document: DocumentText, place: Place, word: string): DocumentFix | undefined {
  const path = pathInDocument(place);
  const { inner } = place;
  if (!inner) {
    const found = wordAt(document.root, path, place.part);
    return found && fixOf(found, word, changeOf(document.text, found.scalar, word));
  }
  const { node: scalar, found: parts } = nodeAt(document.root, path);
  if (scalar.kind !== 'scalar' || parts !== path.length) return undefined;
  const found = wordWithin(scalar.value, inner);
  const change = found && changeOf(scalar.value, found.scalar, word);
  return found && fixOf(found, word, change && outward(document.text, scalar, change));
}

function fixOf({ scalar, entry, keyOf }: Word, word: string, change: TextChange | undefined): DocumentFix | undefined {
  if (!change || (keyOf && !fits(keyOf, entry, word))) return undefined;
  return { title: `Change "${scalar.value}" to "${word}"`, changes: [change] };
}

/** A key must not be there already; and `pool` is no slip for `pools` where its value is no list. */
function fits({ entries }: YamlMapping, { key, value }: Entry, word: string): boolean {
  if (entries.some(other => other.key.kind === 'scalar' && other.key.value === word)) return false;
  const name = key.kind === 'scalar' ? key.value : '';
  if (word === `${name}s`) return value.kind === 'sequence';
  return name !== `${word}s` || value.kind !== 'sequence';
}

function wordAt(root: YamlNode, path: Path, part: 'key' | 'value' = 'value'): Word | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  if (parent.found !== path.length - 1 || parent.node.kind !== 'mapping') return undefined;
  const name = String(path.at(-1));
  const entry = parent.node.entries.findLast(({ key }) => key.kind === 'scalar' && key.value === name);
  const scalar = part === 'key' ? entry?.key : entry?.value;
  if (!entry || scalar?.kind !== 'scalar') return undefined;
  return part === 'key' ? { scalar, entry, keyOf: parent.node } : { scalar, entry };
}

function wordWithin(value: string, inner: Inner): Word | undefined {
  const parsed = parseYaml(value);
  const root = parsed.ok ? yamlTrees(parsed.value)[0] : undefined;
  if (!root) return undefined;
  return inner.syntax === 'text' ? keyFrom(root, inner.offset) : wordAt(root, inner.path, inner.part);
}

/** The key that begins at an offset. */
function keyFrom(node: YamlNode, offset: number): Word | undefined {
  if (node.kind === 'sequence') return firstOf(node.items, item => keyFrom(item, offset));
  if (node.kind === 'scalar') return undefined;
  return firstOf(node.entries, entry =>
    entry.key.kind === 'scalar' && entry.key.start === offset
      ? { scalar: entry.key, entry, keyOf: node }
      : keyFrom(entry.value, offset),
  );
}

function firstOf<T>(list: readonly T[], find: (item: T) => Word | undefined): Word | undefined {
  for (const item of list) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

/** Letters that stand for themselves in every style of scalar. */
const unescaped = /^[A-Za-z][A-Za-z0-9._/-]*$/;

function changeOf(text: string, { start, end, value, plain }: YamlScalar, word: string): TextChange | undefined {
  const isWord = plainBoolean(word) === undefined && plainNumber(word) === undefined && !isPlainNull(word);
  // An alias is written elsewhere, and a word with escapes is not written as it is read.
  if (text.slice(start, end) !== value || !unescaped.test(word) || (plain && !isWord)) return undefined;
  return { start, end, text: word };
}

/** The same change in the text that a scalar's value is written in, unless escapes or folding lie within. */
function outward(text: string, scalar: YamlScalar, { start, end, text: word }: TextChange): TextChange | undefined {
  const offsets = scalarOffsets(text, scalar);
  const from = offsets[start] ?? 0;
  const to = (offsets[end - 1] ?? 0) + 1;
  return text.slice(from, to) === scalar.value.slice(start, end) ? { start: from, end: to, text: word } : undefined;
}
