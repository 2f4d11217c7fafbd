import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const chunkSize = 1 << 20;
const newMark = '.cis-render-new';
const oldMark = '.cis-render-old';

/** A change of files that takes place as a whole or not at all: new contents are written beside, then everything is renamed. */
export class FileChange {
  readonly #root: string;
  readonly #writes = new Map<string, string>();
  readonly #removals = new Set<string>();

  readonly #trial: boolean;

  /**
   * `root` is the output directory, absolute. What an interrupted run left behind in it is cleared away. A trial changes
   * nothing and only compares.
   */
  constructor(root: string, options: { readonly trial: boolean }) {
    this.#root = root;
    this.#trial = options.trial;
    if (!this.#trial && existsSync(root)) clearLeftovers(root);
  }

  /**
   * Takes a file's new content. What differs from the file is written beside it, unless this is a trial; returns whether it
   * differs. The pieces are read once, and neither text is ever held as a whole.
   */
  put(path: string, pieces: Iterable<string>): boolean {
    const target = join(this.#root, path);
    const existing = existsSync(target) ? openSync(target, 'r') : undefined;
    let same = existing !== undefined;
    let at = 0;
    let beside: number | undefined;
    try {
      for (const chunk of chunks(pieces)) {
        if (same && !matches(existing, chunk, at)) same = false;
        if (!same && !this.#trial) {
          beside ??= this.#beside(target, existing, at);
          writeAll(beside, chunk);
        }
        at += chunk.length;
      }
      if (same && fstatSync(existing!).size !== at) {
        same = false;
        if (!this.#trial) beside = this.#beside(target, existing, at);
      }
      return !same;
    } finally {
      if (existing !== undefined) closeSync(existing);
      if (beside !== undefined) closeSync(beside);
    }
  }

  /** Opens the new file, with the part that the old one has in common with it. */
  #beside(target: string, existing: number | undefined, common: number): number {
    mkdirSync(dirname(target), { recursive: true });
    const path = join(dirname(target), `.${basename(target)}${newMark}`);
    const file = openSync(path, 'w', 0o644);
    this.#writes.set(target, path);
    const buffer = Buffer.alloc(Math.min(common, chunkSize));
    for (let at = 0; existing !== undefined && at < common; ) {
      const length = readSync(existing, buffer, 0, Math.min(buffer.length, common - at), at);
      writeAll(file, buffer.subarray(0, length));
      at += length;
    }
    return file;
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

/** A disk may take less than it is given; then the rest is offered again, until it takes it or says why not. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
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

/** Bytes of the pieces, about a mebibyte at a time. A chunk is only good until the next one is asked for. */
function* chunks(pieces: Iterable<string>): Generator<Buffer> {
  let buffer = Buffer.allocUnsafe(chunkSize);
  let filled = 0;
  for (const piece of pieces) {
    // A UTF-16 unit takes at most three bytes.
    const most = piece.length * 3;
    if (filled + most > buffer.length && filled > 0) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (most > buffer.length) buffer = Buffer.allocUnsafe(most);
    filled += buffer.write(piece, filled);
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** True when a file has these bytes at a position. */
function matches(file: number | undefined, wanted: Buffer, at: number): boolean {
  if (file === undefined) return false;
  const there = Buffer.allocUnsafe(wanted.length);
  return readSync(file, there, 0, wanted.length, at) === wanted.length && wanted.equals(there);
}
