/**
 * Where something stands in the workspace. A place is kept as a path into a document and becomes file:line:column only
 * when it is shown, so that documents without findings cost nothing.
 */

/** Keys and indexes that lead from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** A file of the workspace. `text` is kept only where the file does not hold it: kustomize output, what an editor has not saved. */
export interface SourceFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** Directory that the path is relative to, absolute; absent for text that no file holds. */
  readonly root?: string;
  readonly text?: string;
}

/** One object: a document of a file, or an item of a `List` in it. `start` and `end` count UTF-16 units after the BOM. */
export interface Source {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** Path of the object within its document: `['items', 3]` in a `List`. */
  readonly item?: Path;
}

/** A value inside the text of a scalar: YAML (`extendedSpec`), JSON (annotations), or a range of characters. */
export type Inner =
  | { readonly syntax: 'yaml' | 'json'; readonly path: Path; readonly part?: 'key' | 'value' }
  | { readonly syntax: 'text'; readonly offset: number; readonly length: number };

export interface Place {
  readonly source: Source;
  /** Absent: the whole object. Where the path ends early in the file, the deepest part that exists is meant. */
  readonly path?: Path;
  readonly part?: 'key' | 'value';
  readonly inner?: Inner;
  /** A range of characters in the file itself, for text that does not parse. Counted like `Source.start`. */
  readonly range?: readonly [start: number, end: number];
}

/** Lines and columns are 1-based; columns count UTF-16 units; the end is exclusive. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Path of the field, of an object that no file holds in these lines: `spec.host`. Empty for the whole object. */
  readonly field?: string;
}
