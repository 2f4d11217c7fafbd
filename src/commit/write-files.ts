import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What a file is to hold, in pieces. */
export type Pieces = () => Iterable<string>;

const chunkSize = 1 << 20;
const newMark = '.cis-render-new';
const oldMark = '.cis-render-old';

/** A change of files that takes place as a whole or not at all: new contents are written beside, then everything is renamed. */
export class FileChange {
  readonly #root: string;
  readonly #writes = new Map<string, string>();
  readonly #removals = new Set<string>();

  /** `root` is the output directory, absolute. What an interrupted run left behind in it is cleared away. */
  constructor(root: string) {
    this.#root = root;
    if (existsSync(root)) clearLeftovers(root);
  }

  /** Writes a file's new content beside it. `path` is relative to the root. */
  write(path: string, pieces: Pieces): void {
    const target = join(this.#root, path);
    const beside = join(dirname(target), `.${basename(target)}${newMark}`);
    mkdirSync(dirname(target), { recursive: true });
    this.#writes.set(target, beside);
    const file = openSync(beside, 'w', 0o644);
    try {
      for (const chunk of chunks(pieces())) writeSync(file, chunk);
    } finally {
      closeSync(file);
    }
  }

  remove(path: string): void {
    this.#removals.add(join(this.#root, path));
  }

  /** Puts everything into place. On a failure what was moved is moved back, and the error is thrown. */
  apply(): void {
    const moved: Array<readonly [from: string, to: string]> = [];
    const move = (from: string, to: string): void => {
      renameSync(from, to);
      moved.push([from, to]);
    };
    const aside = (target: string): string => join(dirname(target), `.${basename(target)}${oldMark}`);
    try {
      for (const [target, beside] of this.#writes) {
        if (existsSync(target)) move(target, aside(target));
        move(beside, target);
      }
      for (const target of this.#removals) move(target, aside(target));
    } catch (error) {
      for (const [from, to] of moved.reverse()) renameSync(to, from);
      this.discard();
      throw error;
    }
    for (const target of [...this.#writes.keys(), ...this.#removals]) rmSync(aside(target), { force: true });
    for (const target of this.#removals) removeEmptyDirectories(dirname(target), this.#root);
  }

  /** Forgets what was written beside. */
  discard(): void {
    for (const [target, beside] of this.#writes) {
      rmSync(beside, { force: true });
      removeEmptyDirectories(dirname(target), dirname(this.#root));
    }
    this.#writes.clear();
  }
}

function clearLeftovers(root: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name.endsWith(newMark)) rmSync(path, { force: true });
    if (!entry.name.endsWith(oldMark)) continue;
    // The run was killed between two renames: the former content is the one that was whole.
    const target = join(entry.parentPath, entry.name.slice(1, -oldMark.length));
    if (existsSync(target)) rmSync(path);
    else renameSync(path, target);
  }
}

function removeEmptyDirectories(from: string, upTo: string): void {
  for (let folder = from; folder.startsWith(upTo) && folder !== upTo; folder = dirname(folder)) {
    if (!existsSync(folder)) continue;
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

/** Joins pieces to about a mebibyte each. */
function* chunks(pieces: Iterable<string>): Generator<Buffer> {
  let pending: string[] = [];
  let size = 0;
  for (const piece of pieces) {
    pending.push(piece);
    size += piece.length;
    if (size < chunkSize) continue;
    yield Buffer.from(pending.join(''));
    pending = [];
    size = 0;
  }
  if (pending.length > 0) yield Buffer.from(pending.join(''));
}

/** True when a file holds exactly these pieces. Neither is ever held as a whole. */
export function holds(path: string, pieces: Pieces): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    let at = 0;
    for (const chunk of chunks(pieces())) {
      const there = Buffer.alloc(chunk.length);
      if (readSync(file, there, 0, chunk.length, at) !== chunk.length || !chunk.equals(there)) return false;
      at += chunk.length;
    }
    return statSync(path).size === at;
  } finally {
    closeSync(file);
  }
}
