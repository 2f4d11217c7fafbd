import type { YamlNode } from '../load/yaml-tree.ts';
import type { Path, Place } from '../place.ts';

/** A document and its tree, whose offsets count in the text. */
export interface DocumentText {
  readonly text: string;
  readonly root: YamlNode;
}

/** Path of a place from the root of its document. */
export function pathInDocument({ source, path }: Place): Path {
  return [...(source.item ?? []), ...(path ?? [])];
}
