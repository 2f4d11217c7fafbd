import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { OutsideError } from '../outside-error.ts';

const chunkSize = 1 << 20;
const newMark = '.cis-render-new';
const oldMark = '.cis-render-old';
/** Holds the process number of the run that is writing. */
const lockName = '.cis-render-lock';

/** A change of files that takes place as a whole or not at all: new contents are written beside, then everything is renamed. */
export class FileChange {
  readonly #root: string;
  readonly #writes = new Map<string, string>();
  readonly #removals = new Set<string>();

  readonly #trial: boolean;
  #lock: string | undefined;

  /**
   * `root` is the output directory, absolute, and lies in `within`; neither it nor a directory in it may be a symbolic link.
   * What an interrupted run left behind is put right. A trial changes nothing and only compares.
   */
  constructor(root: string, options: { readonly trial: boolean; readonly within: string }) {
    this.#root = root;
    this.#trial = options.trial;
    refuseLinks(options.within, root);
    if (this.#trial || !existsSync(root)) return;
    refuseOtherRun(root);
    clearLeftovers(root);
  }

  /**
   * Takes a file's new content. What differs from the file is written beside it, unless this is a trial; returns whether it
   * differs. The pieces are read once, and neither text is ever held as a whole.
   */
  put(path: string, pieces: Iterable<string>): boolean {
    const target = join(this.#root, path);
    refuseLinks(this.#root, dirname(target));
    // Reading it would tell no path.
    if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory())
      throw new OutsideError(`${target}: a directory is in the way`);
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
    const path = besideOf(target, newMark);
    this.#writes.set(target, path);
    mkdirSync(dirname(target), { recursive: true });
    this.#lock ??= takeLock(this.#root);
    const file = openSync(path, 'w', 0o644);
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
    if (this.#writes.size + this.#removals.size === 0) return;
    this.#lock ??= takeLock(this.#root);
    const moved: Array<readonly [from: string, to: string]> = [];
    const move = (from: string, to: string): void => {
      renameSync(from, to);
      moved.push([from, to]);
    };
    try {
      for (const [target, beside] of this.#writes) {
        if (existsSync(target)) move(target, besideOf(target, oldMark));
        move(beside, target);
      }
      for (const target of this.#removals) move(target, besideOf(target, oldMark));
    } catch (error) {
      for (const [from, to] of moved.reverse()) moveBack(to, from);
      this.discard();
      throw error;
    }
    for (const target of [...this.#writes.keys(), ...this.#removals])
      rmSync(besideOf(target, oldMark), { force: true });
    this.#release();
    this.#writes.clear();
    for (const target of this.#removals) removeEmptyDirectories(dirname(target), this.#root);
  }

  #release(): void {
    if (this.#lock !== undefined) rmSync(this.#lock, { force: true });
    this.#lock = undefined;
  }

  /** Forgets what was written beside. */
  discard(): void {
    this.#release();
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

function besideOf(target: string, mark: string): string {
  return join(dirname(target), `.${basename(target)}${mark}`);
}

/** One file that does not go back must not keep the others from it: the next run finds it by its name. */
function moveBack(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // The error that led here is the one to tell.
  }
}

/** Refuses a directory that is, or lies behind, a symbolic link: nothing is written outside the workspace. */
function refuseLinks(from: string, to: string): void {
  for (let folder = to; folder.startsWith(from) && folder !== from; folder = dirname(folder)) {
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new OutsideError(`${folder}: is a symbolic link; rendered files are written to real directories only`);
    }
  }
}

function isRunning(process_: number): boolean {
  if (process_ === process.pid) return false;
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Throws while another run writes into the directory; clears away the lock of a run that is gone. */
function refuseOtherRun(root: string): void {
  const path = join(root, lockName);
  if (!existsSync(path)) return;
  if (isRunning(Number(readFileSync(path, 'utf8')) || 0)) {
    throw new OutsideError(`${root}: another build is writing there; run this one again when it has ended`);
  }
  rmSync(path, { force: true });
}

/** Takes the lock of the output directory. Returns its path. */
function takeLock(root: string): string {
  const path = join(root, lockName);
  refuseOtherRun(root);
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') refuseOtherRun(root);
    throw error;
  }
  return path;
}

/** Puts right what a run that was killed has left. */
function clearLeftovers(root: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.name.endsWith(newMark)) rmSync(path, { force: true });
    if (!entry.name.endsWith(oldMark)) continue;
    // It was killed between two renames: the former content is the one that was whole.
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
