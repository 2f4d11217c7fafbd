import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { ParsedYaml } from './yaml.ts';

/** A YAML node that still knows its text and its place; offsets count in the text as read. */
export interface YamlScalar {
  readonly kind: 'scalar';
  /** The text of the value, before any type is given to it. */
  readonly value: string;
  readonly plain: boolean;
  /** Explicit tag such as `!!str`, or undefined. */
  readonly tag?: string;
  readonly start: number;
  readonly end: number;
  readonly event: ScalarEvent;
}
export interface YamlMapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyArray<{ readonly key: YamlNode; readonly value: YamlNode }>;
  readonly start: number;
  readonly end: number;
}
export interface YamlSequence {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly start: number;
  readonly end: number;
}
export type YamlNode = YamlScalar | YamlMapping | YamlSequence;

/** The nodes of each document of a parsed text; an alias is the node that it names. Undefined for an empty document. */
export function yamlTrees(parsed: ParsedYaml): Array<YamlNode | undefined> {
  const { text, events, original } = parsed;
  const anchors = new Map<string, YamlNode>();
  const trees: Array<YamlNode | undefined> = [];
  let at = 0;

  const anchor = (event: { anchorStart: number; anchorEnd: number }, node: YamlNode): YamlNode => {
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  };
  const closing = (event: { style: number }, last: number): number => {
    if (event.style !== COLLECTION_STYLE.FLOW) return last;
    const end = text.slice(last).search(/[\]}]/);
    return end < 0 ? last : original(last + end + 1);
  };
  const scalar = (event: ScalarEvent): YamlScalar => ({
    kind: 'scalar',
    value: getScalarValue(text, event),
    plain: event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0,
    ...(event.tagStart >= 0 && { tag: text.slice(event.tagStart, event.tagEnd) }),
    start: event.valueStart < 0 ? 0 : original(event.valueStart),
    end: event.valueEnd < 0 ? 0 : original(event.valueEnd),
    event,
  });
  const node = (): YamlNode => {
    const event = events[at++] as Event;
    if (event.type === EVENT_ID.SCALAR) return anchor(event, scalar(event));
    if (event.type === EVENT_ID.ALIAS) {
      const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      if (!target) throw new Error('an alias names no anchor');
      return target;
    }
    const start = original((event as { start: number }).start);
    if (event.type === EVENT_ID.MAPPING) {
      const entries: Array<{ key: YamlNode; value: YamlNode }> = [];
      const mapping = { kind: 'mapping' as const, entries, start, end: start };
      anchor(event, mapping);
      while (events[at]?.type !== EVENT_ID.POP) {
        const key = node();
        entries.push({ key, value: node() });
      }
      at++;
      const last = entries.at(-1);
      mapping.end = closing(event, Math.max(start, last?.key.end ?? 0, last?.value.end ?? 0));
      return mapping;
    }
    if (event.type === EVENT_ID.SEQUENCE) {
      const items: YamlNode[] = [];
      const sequence = { kind: 'sequence' as const, items, start, end: start };
      anchor(event, sequence);
      while (events[at]?.type !== EVENT_ID.POP) items.push(node());
      at++;
      sequence.end = closing(event, Math.max(start, items.at(-1)?.end ?? 0));
      return sequence;
    }
    throw new Error('unexpected YAML event');
  };

  while (at < events.length) {
    at++; // the document's own event
    trees.push(events[at]?.type === EVENT_ID.POP ? undefined : node());
    at++; // its end
    anchors.clear();
  }
  return trees;
}

/** Entry of a mapping by its key's text; the last one counts. */
function entryOf(mapping: YamlMapping, key: string): YamlMapping['entries'][number] | undefined {
  return mapping.entries.findLast(entry => entry.key.kind === 'scalar' && entry.key.value === key);
}

/**
 * The node at a path, or the deepest one before the path ends; `key` asks for the key instead of the value.
 * `found` is the number of path parts that exist.
 */
export function nodeAt(
  root: YamlNode,
  path: ReadonlyArray<string | number>,
  part: 'key' | 'value' = 'value',
): { readonly node: YamlNode; readonly found: number } {
  let node = root;
  let name = root;
  let found = 0;
  for (const step of path) {
    if (node.kind === 'mapping') {
      const entry = entryOf(node, String(step));
      if (!entry) break;
      name = entry.key;
      node = entry.value;
    } else if (node.kind === 'sequence') {
      const item = node.items[Number(step)];
      if (!item) break;
      name = item;
      node = item;
    } else break;
    found++;
  }
  // A path that ends early points at the name of the part that lacks it; so does a value with no text of its own.
  const empty = node.kind === 'scalar' && node.end <= node.start;
  return { node: part === 'key' || found < path.length || empty ? name : node, found };
}
