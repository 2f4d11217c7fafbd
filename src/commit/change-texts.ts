import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A new text for a file of the workspace. Neither text has a byte order mark. */
export interface TextChange {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A change that can be made, with the byte order mark that the file has and keeps. */
export interface ReadyChange extends TextChange {
  readonly mark: '' | '\uFEFF';
}

/** A file that is left as it is, and why. */
export interface LeftAlone {
  readonly path: string;
  readonly reason: string;
}

export interface TextChanges {
  readonly ready: readonly ReadyChange[];
  readonly left: readonly LeftAlone[];
}

/** Tells which files can be changed: those that still have the text that was read, and lie in the workspace themselves. */
export function readyChanges(root: string, changes: readonly TextChange[]): TextChanges {
  const ready: ReadyChange[] = [];
  const left: LeftAlone[] = [];
  for (const change of changes) {
    const found = markOf(root, change);
    if (found.reason === undefined) ready.push({ ...change, mark: found.mark });
    else left.push({ path: change.path, reason: found.reason });
  }
  return { ready, left };
}

/**
 * Writes the new texts. Each is written beside its file as a whole and then put in its place, with the same permissions, unless
 * the file has changed meanwhile. Returns what could be changed, and what was left alone.
 */
export function changeTexts(root: string, changes: readonly ReadyChange[]): TextChanges {
  const ready: ReadyChange[] = [];
  const left: LeftAlone[] = [];
  for (const change of changes) {
    const target = join(root, change.path);
    const beside = join(dirname(target), `.${basename(target)}.cis-render-fix`);
    try {
      writeBeside(beside, target, change.mark + change.after);
      const { reason } = markOf(root, change);
      if (reason === undefined) {
        renameSync(beside, target);
        ready.push(change);
      } else left.push({ path: change.path, reason });
    } finally {
      rmSync(beside, { force: true });
    }
  }
  return { ready, left };
}

function markOf(
  root: string,
  { path, before }: TextChange,
): { readonly mark: '' | '\uFEFF'; readonly reason?: undefined } | { readonly reason: string } {
  const target = join(root, path);
  try {
    if (realpathSync(target) !== join(realpathSync(root), path)) return { reason: 'a symbolic link leads to it' };
    accessSync(target, constants.W_OK);
    const text = readFileSync(target);
    for (const mark of ['', '\uFEFF'] as const) if (text.equals(Buffer.from(mark + before))) return { mark };
    return { reason: 'it has changed meanwhile' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { reason: 'it is gone' };
    return { reason: code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'it may not be written' : message };
  }
}

/** Writes a text beside the file that it is for, with the same permissions where that is there. */
export function writeBeside(beside: string, target: string, text: string): void {
  // What an interrupted run left behind; `wx` follows no link.
  rmSync(beside, { force: true });
  const there = statSync(target, { throwIfNoEntry: false });
  const file = openSync(beside, 'wx', there ? 0o600 : 0o644);
  try {
    writeFileSync(file, text);
    if (there) {
      keepOwner(file, there.uid, there.gid);
      fchmodSync(file, there.mode & 0o7777);
    }
  } finally {
    closeSync(file);
  }
}

/** Only the superuser can give a file away; who else writes keeps it. */
function keepOwner(file: number, uid: number, gid: number): void {
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
