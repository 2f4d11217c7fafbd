import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * The way from the root of the Git repository to a workspace: `''`, or with `/` and one at its end. Code hosts know files by it. Where there
 * is no repository, it is the way from the current directory.
 */
export function folderInRepository(workspace: string): string {
  const root = resolve(workspace);
  const path = relative(repositoryOf(root) ?? resolve('.'), root);
  return path === '' || path.startsWith('..') || resolve(path) === path ? '' : `${path.split(sep).join('/')}/`;
}

/** The root of the Git repository that a directory is in. */
export function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder));
}
