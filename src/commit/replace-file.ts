import { lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { OutsideError } from '../outside-error.ts';
import { writeBeside } from './change-texts.ts';

/**
 * Puts a text in the place of a file of the workspace, or makes the file. It is written beside as a whole and then renamed, so that nobody
 * ever sees a part of it. No symbolic link is followed. `path` is relative to the workspace, with `/`.
 */
export function replaceFile(root: string, path: string, text: string): void {
  const target = join(root, path);
  const folder = dirname(target);
  refuseLinks(root, target, path);
  mkdirSync(folder, { recursive: true });
  const beside = join(folder, `.${basename(target)}.cis-render-new`);
  try {
    writeBeside(beside, target, text);
    renameSync(beside, target);
  } finally {
    rmSync(beside, { force: true });
  }
}

function refuseLinks(root: string, target: string, path: string): void {
  for (let part = target; part.startsWith(root + sep); part = dirname(part)) {
    if (lstatSync(part, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new OutsideError(`${path}: a symbolic link leads to it; it is written to real directories only`);
  }
}
