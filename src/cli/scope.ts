import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ShownFinding } from '../finding.ts';
import type { Run } from '../pipeline.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** The file that `-` stands for, absolute. */
export function standardInputFile(paths: readonly string[], filename: string | undefined): string | undefined {
  if (paths.includes('-') && filename === undefined)
    throw new UsageError('- needs --stdin-filename FILE: it says which file of the workspace the text is of');
  if (!paths.includes('-') && filename !== undefined)
    throw new UsageError('--stdin-filename needs - among the paths: it says what is read from standard input');
  if (filename === undefined) return undefined;
  const file = resolve(filename);
  if (isDirectory(file)) throw new UsageError(`--stdin-filename "${filename}": this is a directory; give a file of it`);
  return file;
}

export interface Scope {
  readonly workspace: string;
  readonly only: readonly string[];
}

/** The workspace that is meant, and the paths within it that are reported on: a workspace itself means all of it. */
export function scope(paths: readonly string[], stdinFile: string | undefined): Scope {
  const absolute = paths.map(path => (path === '-' && stdinFile) || resolve(path));
  for (const [index, path] of absolute.entries()) {
    if (path !== stdinFile && !existsSync(path)) throw new UsageError(`${paths[index]}: no such file or directory`);
  }
  const [first = resolve('.')] = absolute;
  const workspace = enclosingWorkspace(first) ?? (isDirectory(first) ? first : dirname(first));
  const strangers = absolute.filter(path => relative(workspace, path).startsWith('..'));
  if (strangers[0]) throw new UsageError(`${strangers[0]} is not in the workspace ${workspace}`);
  return { workspace, only: absolute.filter(path => path !== workspace) };
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The nearest directory upwards that is a workspace. */
export function enclosingWorkspace(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'render.yaml'))) return folder;
    if (dirname(folder) === folder) break;
  }
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'clusters'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Tells of paths that hold no file of any cluster: nothing is ever found there. Throws where that is so of all of them.
 */
export function sayUnread({ workspace, only }: Scope, { config, files, findings }: Run): void {
  // What a kustomization is built of is its own affair.
  if (only.length === 0 || config.clusters.some(({ kustomize }) => kustomize !== undefined)) return;
  const places = [
    ...files.flatMap(cluster => cluster.files),
    ...findings.list.flatMap(({ at }) => at?.source.file ?? []),
  ];
  const read = ['render.yaml', config.baseline ?? '', ...places.map(({ path }) => path)].map(path =>
    resolve(workspace, path),
  );
  const unread = only.filter(path => !read.some(file => file === path || file.startsWith(path + sep)));
  const [first] = unread;
  if (first === undefined) return;
  const more = unread.length === 1 ? '' : ` and ${unread.length - 1} more`;
  const text = `${relative(workspace, first)}${more}: no manifest of any cluster; name it under manifests in render.yaml`;
  if (unread.length === only.length) throw new UsageError(text);
  print(2, `render: ${text}\n`);
}

/** True for findings in some of the paths. What has no place, such as that nothing can be rendered at all, concerns every path. */
export function concerning({ workspace, only }: Scope): (finding: ShownFinding) => boolean {
  return ({ position }) => {
    if (only.length === 0 || !position) return true;
    const file = resolve(workspace, position.file);
    return only.some(path => file === path || file.startsWith(path + sep));
  };
}
