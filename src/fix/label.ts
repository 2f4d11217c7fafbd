import { nodeAt, type YamlMapping, type YamlNode } from '../load/yaml-tree.ts';
import type { Place } from '../place.ts';
import type { DocumentText } from './document-text.ts';
import type { DocumentFix, TextChange } from './index.ts';

type Entry = YamlMapping['entries'][number];

export interface Label {
  readonly key: string;
  readonly value: string;
}

/** Gives an object a label that it does not have, in the layout of what stands around. */
export function addLabel({ text, root }: DocumentText, { source }: Place, label: Label): DocumentFix | undefined {
  const path = source.item ?? [];
  const object = nodeAt(root, path);
  const metadata = object.found === path.length ? entryOf(object.node, 'metadata') : undefined;
  if (!metadata || isShared(text, metadata)) return undefined;
  const labels = entryOf(metadata.value, 'labels');
  const change = labels ? intoLabels(text, labels, label) : withLabels(text, metadata, label);
  return change && { title: `Add the label ${label.key}: "${label.value}"`, changes: [change] };
}

function entryOf(node: YamlNode, name: string): Entry | undefined {
  if (node.kind !== 'mapping') return undefined;
  return node.entries.findLast(({ key }) => key.kind === 'scalar' && key.value === name);
}

/** True for a value that is an alias or has an anchor or a tag: what is written there may count elsewhere too. */
function isShared(text: string, { key }: Entry): boolean {
  return /^["']?\s*:\s*[*&!]/.test(text.slice(key.end));
}

function intoLabels(text: string, labels: Entry, label: Label): TextChange | undefined {
  const { value } = labels;
  if (isShared(text, labels) || value.kind !== 'mapping' || entryOf(value, label.key)) return undefined;
  const item = written(text, labels, label);
  if (text[value.start] === '{') return intoFlow(text, value, item);
  return belowLine(text, value.entries.at(-1), item);
}

function withLabels(text: string, metadata: Entry, label: Label): TextChange | undefined {
  const { value } = metadata;
  if (value.kind !== 'mapping') return undefined;
  if (text[value.start] === '{') {
    const quote = quoteOf(text, metadata);
    return intoFlow(text, value, `${quote}labels${quote}: {${written(text, metadata, label)}}`);
  }
  // Below name and namespace, as people write it.
  const named = value.entries.filter(({ key }) => key.kind === 'scalar' && ['name', 'namespace'].includes(key.value));
  const step = columnOf(text, value.entries[0]?.key.start ?? 0) - columnOf(text, metadata.key.start);
  if (step < 1) return undefined;
  return belowLine(text, named.at(-1), 'labels:', `${' '.repeat(step)}${written(text, metadata, label)}`);
}

/** Quoted as the keys around it. */
function written(text: string, around: Entry, { key, value }: Label): string {
  const quote = quoteOf(text, around);
  return `${quote}${key}${quote}: "${value}"`;
}

function quoteOf(text: string, { key }: Entry): '"' | '' {
  return text[key.end] === '"' ? '"' : '';
}

/** In front of the first entry of a flow mapping: on a line of its own where that has one. */
function intoFlow(text: string, { start, entries }: YamlMapping, item: string): TextChange | undefined {
  const [first] = entries;
  if (!first) return { start: start + 1, end: start + 1, text: item };
  const at = /["']/.test(text[first.key.start - 1] ?? '') ? first.key.start - 1 : first.key.start;
  const between = text.slice(start + 1, at);
  if (between.trim() !== '') return undefined;
  const lineBreak = /\r?\n[ \t]*$/.exec(between)?.[0];
  return { start: at, end: at, text: `${item},${lineBreak ?? ' '}` };
}

/** Lines below that of an entry, which has to be on one line of its own. The first is as far to the right as the entry. */
function belowLine(text: string, above: Entry | undefined, ...lines: readonly string[]): TextChange | undefined {
  if (!above || isShared(text, above)) return undefined;
  const { key, value } = above;
  const from = text.lastIndexOf('\n', key.start) + 1;
  const [rest = ''] = /^[^\r\n]*/.exec(text.slice(key.start)) ?? [];
  const end = key.start + rest.length;
  const indent = /^ *(?=["']?$)/.exec(text.slice(from, key.start))?.[0];
  const oneLine = value.kind === 'scalar' && (value.end <= value.start || (value.start >= key.end && value.end <= end));
  if (indent === undefined || !oneLine || /^["']?\s*:\s*[|>]/.test(text.slice(key.end))) return undefined;
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? '\n';
  return { start: end, end, text: lines.map(line => `${lineBreak}${indent}${line}`).join('') };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
