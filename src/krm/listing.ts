import type { JsonObject } from '../load/manifest-object.ts';
import type { Item } from './item.ts';

/** What a function is handed, and how to hand it back. */
export interface Listing {
  /** A ResourceList, or a stream of documents, with which no results go. */
  readonly form: 'list' | 'stream';
  readonly items: readonly Item[];
  /** What the function is to do. */
  readonly config: Item | undefined;
  /** The text of what was handed over with changes made to it; all else stays as it is, byte for byte. */
  readonly changed: (changes: Changes) => string;
}

export interface Changes {
  /** What takes the place of an item; undefined: nothing does. */
  readonly replaced: ReadonlyMap<Item, JsonObject | undefined>;
  readonly added: readonly JsonObject[];
  /** Left out where the caller does not take any. */
  readonly results: readonly JsonObject[];
}

/** A listing that came with a head of its own. */
export interface HeadedListing extends Listing {
  readonly apiVersion: unknown;
  readonly kind: unknown;
}
