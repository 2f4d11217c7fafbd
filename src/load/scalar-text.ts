import { findNodeAtLocation, type Node as JsonNode, parseTree } from 'jsonc-parser';
import type { Inner, Path } from '../place.ts';
import { scalarOffsets } from './embedded.ts';
import { parseYaml } from './yaml.ts';
import { nodeAt, type YamlNode, type YamlScalar, yamlTrees } from './yaml-tree.ts';

export type Range = readonly [start: number, end: number];

/** A scalar of a document whose value is text with places in it. It is read once, since one annotation can have thousands of findings. */
export class ScalarText {
  readonly node: YamlScalar;
  readonly #text: string;
  readonly #offsets: Uint32Array;
  #json: { readonly root: JsonNode | undefined } | undefined;
  #yaml: { readonly root: YamlNode | undefined } | undefined;

  /** `text` is that of the document. */
  constructor(text: string, node: YamlScalar) {
    this.#text = text;
    this.node = node;
    this.#offsets = scalarOffsets(text, node);
  }

  /** Where a place in the value stands in the document. */
  range(inner: Inner): Range {
    const offsets = this.#offsets;
    const [start, end] = this.#within(inner);
    const clamp = (offset: number): number => Math.min(Math.max(offset, 0), this.node.value.length);
    const from = offsets[clamp(start)] ?? 0;
    // The end is behind the last character, an escape as a whole: the next character may be a line and an indentation away.
    const last = offsets[clamp(end - 1)] ?? from;
    const next = offsets[clamp(end)] ?? last + 1;
    const to = end <= start ? from : /\s/.test(this.#text.slice(last + 1, next)) ? last + 1 : Math.max(last + 1, next);
    return [from, Math.max(from, to)];
  }

  /** Range within the value. */
  #within(inner: Inner): Range {
    if (inner.syntax === 'text') return [inner.offset, inner.offset + inner.length];
    if (inner.syntax === 'json') return this.#jsonRange(inner.path, inner.part);
    const root = this.#yamlRoot();
    if (!root) return [0, 0];
    const { node } = nodeAt(root, inner.path, inner.part);
    return [node.start, node.end];
  }

  /** Range of a value in JSON text, or of the deepest part of the path that exists. */
  #jsonRange(path: Path, part: 'key' | 'value' = 'value'): Range {
    this.#json ??= { root: parseTree(this.node.value) };
    const { root } = this.#json;
    for (let length = path.length; root && length >= 0; length--) {
      const node = findNodeAtLocation(root, path.slice(0, length));
      if (node) {
        const key = part === 'key' && node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
        const shown = key ?? node;
        return [shown.offset, shown.offset + shown.length];
      }
    }
    return [0, this.node.value.length];
  }

  #yamlRoot(): YamlNode | undefined {
    if (!this.#yaml) {
      const parsed = parseYaml(this.node.value);
      this.#yaml = { root: parsed.ok ? yamlTrees(parsed.value)[0] : undefined };
    }
    return this.#yaml.root;
  }
}
