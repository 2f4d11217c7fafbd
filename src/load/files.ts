import { isUtf8 } from 'node:buffer';
import { closeSync, type Dirent, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Findings } from '../finding.ts';
import { byBytes } from '../order.ts';
import type { Place, SourceFile } from '../place.ts';
import { systemReason } from '../system-errors.ts';
import type { FileMemory } from './file-memory.ts';
import { decodeText } from './text.ts';

/** Larger files are not manifests: etcd takes 1.5 MiB for an object. */
export const maxBytes = 16 * 1024 * 1024;
const manifestName = /\.(?:ya?ml|json)$/i;
const hasGlob = /[*?[\]{}!]/;

/** A place without a document, for what concerns a whole file. */
function wholeFile(file: SourceFile): {
  source: { file: SourceFile; start: number; end: number };
  range: [0, 0];
} {
  return { source: { file, start: 0, end: 0 }, range: [0, 0] };
}

export interface FileSearch {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Absolute paths that are never entered: what we wrote ourselves. */
  readonly excluded: readonly string[];
  readonly findings: Findings;
  readonly overlay?: Overlay | undefined;
  /** Read in place of the files of these paths, which need not be there. */
  readonly standIns: ReadonlyMap<string, SourceFile>;
  /** What is known of files from an earlier run. */
  readonly memory?: FileMemory;
}

/** Texts that stand for those of files, by absolute path. */
export type Overlay = ReadonlyMap<string, string>;

/**
 * Files of one `manifests` entry: a file, a directory (read whole, hidden entries and `node_modules` left out) or a glob.
 * Always in the same order, whatever the file system's. Undefined when nothing matches.
 */
export function findFiles(search: FileSearch, entry: string): readonly SourceFile[] | undefined {
  const { standIns, memory } = search;
  const found = memory ? memory.find(search, entry, filesOnDisk) : filesOnDisk(search, entry);
  if (standIns.size === 0) return found;
  const replaced = found?.map(file => standIns.get(file.path) ?? file);
  const known = new Set(found?.map(({ path }) => path));
  const added = [...standIns.values()].filter(({ path }) => !known.has(path) && wouldFind(search, entry, path));
  if (added.length === 0) return replaced;
  return [...(replaced ?? []), ...added].sort((a, b) => byNames(a.path.split('/'), b.path.split('/')));
}

/** True for a file that an entry would find if it were there. */
function wouldFind({ root, excluded }: FileSearch, entry: string, path: string): boolean {
  const absolute = resolve(root, path);
  if (excluded.some(place => absolute === place || absolute.startsWith(place + sep))) return false;
  const { base, glob } = picomatch.scan(entry);
  const isGlob = hasGlob.test(entry) && glob !== '';
  const within = relative(resolve(root, isGlob ? base : entry), absolute).split(sep);
  if (within.some(name => (name !== '' && name.startsWith('.')) || name === 'node_modules')) return false;
  if (isGlob) return picomatch(glob, { dot: false })(within.join('/'));
  return within[0] === '' || manifestName.test(path);
}

/** The order in which directories are walked. */
function byNames(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, index) => name !== b[index]);
  return at < 0 ? a.length - b.length : byBytes(a[at] ?? '', b[at] ?? '');
}

function filesOnDisk(search: FileSearch, entry: string): SourceFile[] | undefined {
  const absolute = resolve(search.root, entry);
  const kind = linked(absolute);
  if (kind) {
    if (!insideWorkspace(search, absolute)) return [];
    if (kind.isDirectory()) return walk(search, absolute, name => manifestName.test(name));
    return kind.isFile() ? [sourceFile(search, absolute)] : undefined;
  }
  const { base, glob } = picomatch.scan(entry);
  const start = resolve(search.root, base);
  // A lone bracket looks like a glob and is none.
  if (glob === '' || !hasGlob.test(entry) || !linked(start)?.isDirectory()) return undefined;
  if (!insideWorkspace(search, start)) return [];
  const matches = picomatch(glob, { dot: false });
  const found = walk(search, start, (_, path) => matches(relative(start, path).split(sep).join('/')));
  return found.length > 0 ? found : undefined;
}

/** A file of the workspace by its absolute path. */
export function sourceFile(
  { root, overlay, memory }: Pick<FileSearch, 'root' | 'overlay' | 'memory'>,
  absolute: string,
): SourceFile {
  const text = overlay?.get(absolute);
  const path = relative(root, absolute).split(sep).join('/') || '.';
  return text === undefined ? (memory?.file(path) ?? { path, root }) : { path, root, text };
}

/** True for a directory, and for a file that a directory of `manifests` would take. */
export function mayHoldManifests(root: string, path: string): boolean {
  const kind = linked(join(root, path));
  return kind?.isDirectory() === true || (kind?.isFile() === true && manifestName.test(path));
}

/** What a finding about a path as a whole says of where it is. */
function wholePath({ root }: Pick<FileSearch, 'root'>, absolute: string): Place {
  return wholeFile({ path: relative(root, absolute).split(sep).join('/') || '.', root });
}

/** True unless the path leads, through symbolic links or not, out of the workspace: a PR must not read the runner's files. */
export function insideWorkspace(search: Pick<FileSearch, 'root' | 'findings' | 'memory'>, path: string): boolean {
  const real = realpathSync(path);
  const root = realpathSync(search.root);
  if (relative(root, real) !== relative(search.root, path)) search.memory?.linked();
  if (real === root || real.startsWith(root + sep)) return true;
  search.findings.add('symlink-outside', { path: relative(search.root, path) }, { at: wholePath(search, path) });
  return false;
}

function walk(search: FileSearch, directory: string, wanted: (name: string, path: string) => boolean): SourceFile[] {
  const files: SourceFile[] = [];
  /** Real paths from the start to where we are: a link to one of them leads round in a circle. */
  const open = new Set<string>();
  const enter = (folder: string, real: string): void => {
    if (search.excluded.includes(folder) || open.has(real)) return;
    open.add(real);
    for (const entry of entriesOf(search, folder)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      const isLink = entry.isSymbolicLink();
      const kind = isLink ? linked(path) : entry;
      if (kind?.isDirectory()) {
        if (!isLink) enter(path, join(real, entry.name));
        else if (insideWorkspace(search, path)) enter(path, realpathSync(path));
      } else if (kind?.isFile() && wanted(entry.name, path)) {
        if (!isLink || insideWorkspace(search, path)) files.push(sourceFile(search, path));
      } else if (!kind && wanted(entry.name, path)) {
        const reason = 'the symbolic link leads nowhere';
        search.findings.add('file-unreadable', { reason }, { at: wholePath(search, path) });
      }
    }
    open.delete(real);
  };
  enter(directory, realpathSync(directory));
  return files;
}

/** Entries of a directory, always in the same order; none, with a finding, where it cannot be read. */
function entriesOf(search: FileSearch, folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => byBytes(a.name, b.name));
  } catch (error) {
    const reason = reasonOf(error);
    search.findings.add('file-unreadable', { reason }, { at: wholePath(search, folder) });
    return [];
  }
}

/** Why a file or a directory cannot be read. */
export function reasonOf(error: unknown): string {
  return systemReason(error as NodeJS.ErrnoException);
}

function linked(path: string): Pick<Dirent, 'isDirectory' | 'isFile'> | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Most manifests fit into it; a file that does is read with one call. */
const smallFile = Buffer.allocUnsafeSlow(64 * 1024);

/** Text of a manifest file, or undefined with a finding that says why it is left out. */
export function readManifest(file: SourceFile, findings: Findings): string | undefined {
  if (file.text !== undefined || file.root === undefined) return file.text;
  const at = wholeFile(file);
  let handle: number | undefined;
  try {
    handle = openSync(join(file.root, file.path), 'r');
    const length = readSync(handle, smallFile, 0, smallFile.length, 0);
    return manifestText(length < smallFile.length ? smallFile.subarray(0, length) : readLarge(handle), at, findings);
  } catch (error) {
    findings.add('file-unreadable', { reason: reasonOf(error) }, { at });
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A file whose bytes are known. Without a text, and with a finding that says why, where it is left out. */
export function standInFile(path: string, bytes: Buffer, findings: Findings): SourceFile {
  const text = manifestText(bytes.length > maxBytes ? bytes.length : bytes, wholeFile({ path }), findings);
  return { path, ...(text !== undefined && { text }) };
}

/** Text of bytes, or of a number of them that is too large. */
function manifestText(bytes: Buffer | number, at: Place, findings: Findings): string | undefined {
  if (typeof bytes === 'number') {
    const values = { mebibytes: Math.round(bytes / 1024 / 1024), limit: maxBytes / 1024 / 1024 };
    findings.add('file-too-large', values, { at });
    return undefined;
  }
  if (isUtf8(bytes)) return decodeText(bytes);
  findings.add('file-not-utf8', {}, { at });
  return undefined;
}

/** The bytes of a file that is larger, or their number where it is too large. */
function readLarge(handle: number): Buffer | number {
  const { size } = fstatSync(handle);
  if (size > maxBytes) return size;
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read)
    read = readSync(handle, bytes, length, size - length, length);
  return bytes.subarray(0, length);
}
