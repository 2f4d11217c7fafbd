import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { onTestFinished } from 'vitest';

/** Files by path, with `/`. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files into a new directory, in the order given. It is gone when the test is over. */
export function temporaryWorkspace(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cis-render-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, files);
  return root;
}

export function writeFiles(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

/** Every file below a directory, by path; empty directories appear with a `/` at the end and no content. */
export function filesBelow(root: string): Record<string, string> {
  const files: Record<string, string> = {};
  const look = (folder: string): void => {
    const names = readdirSync(folder).sort();
    const path = relative(root, folder).split(sep).join('/');
    if (names.length === 0 && path !== '') files[`${path}/`] = '';
    for (const name of names) {
      const inside = join(folder, name);
      if (statSync(inside).isDirectory()) look(inside);
      else files[path === '' ? name : `${path}/${name}`] = readFileSync(inside, 'utf8');
    }
  };
  look(root);
  return files;
}
