import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, Findings } from '../finding.ts';
import type { SourceFile } from '../place.ts';
import type { FileSearch } from './files.ts';

/** What an entry of `manifests` has led to. */
interface Listing {
  readonly paths: readonly string[] | undefined;
  readonly findings: readonly Finding[];
}

interface KnownFile {
  readonly file: SourceFile;
  /** Tells a file from what it was before, as far as its directory does. */
  readonly stamp: string;
}

/**
 * The files of a cluster from one run to the next. A file that has changed is another `SourceFile`, and one that has not is the same: so
 * what was read of a file can be kept by that object.
 */
export class FileMemory {
  readonly #root: string;
  readonly #files = new Map<string, KnownFile>();
  readonly #texts = new Map<string, SourceFile>();
  readonly #listings = new Map<string, Listing>();
  #linked = false;

  /** @param root absolute path of the workspace */
  constructor(root: string) {
    this.#root = root;
  }

  /** A file of the disk. */
  file(path: string): SourceFile {
    const known = this.#files.get(path);
    if (known) return known.file;
    const file = { path, root: this.#root };
    this.#files.set(path, { file, stamp: stampOf(join(this.#root, path)) });
    return file;
  }

  /** A file whose text is known already: the one of before where that has not changed. */
  text(file: SourceFile): SourceFile {
    const known = this.#texts.get(file.path);
    if (known && known.text === file.text) return known;
    this.#texts.set(file.path, file);
    return file;
  }

  /** What `look` finds for an entry, or has found. */
  find(
    search: FileSearch,
    entry: string,
    look: (search: FileSearch, entry: string) => readonly SourceFile[] | undefined,
  ): readonly SourceFile[] | undefined {
    const known = this.#listings.get(entry);
    if (known) {
      search.findings.take(known.findings);
      return known.paths?.map(path => this.file(path));
    }
    const findings = new Findings();
    const found = look({ ...search, findings }, entry);
    this.#listings.set(entry, { paths: found?.map(({ path }) => path), findings: findings.list });
    search.findings.take(findings.list);
    return found;
  }

  /** Takes note that a path leads through a link: a file can then change under another name. */
  linked(): void {
    this.#linked = true;
  }

  /** True where the path of a file that changes does not tell which files have changed. */
  get isLinked(): boolean {
    return this.#linked;
  }

  /** True for a file that was read, and for a directory with one. */
  has(path: string): boolean {
    if (this.#files.has(path)) return true;
    for (const known of this.#files.keys()) if (known.startsWith(`${path}/`)) return true;
    return false;
  }

  /** Takes note of a path, relative to the workspace, that has changed or may have. False for one that was not read. */
  changed(path: string): boolean {
    const known = this.#files.get(path);
    if (!known) return false;
    this.#files.delete(path);
    // What is no file any more, or a link by now, has to be found anew.
    if (!lstatSync(join(this.#root, path), { throwIfNoEntry: false })?.isFile()) this.#listings.clear();
    return true;
  }

  /** Takes note that files may have come or gone, and any of them may have changed. */
  look(): void {
    this.#listings.clear();
    this.#linked = false;
    for (const [path, { stamp }] of this.#files) {
      if (stampOf(join(this.#root, path)) !== stamp) this.#files.delete(path);
    }
  }
}

/** Empty where there is no such file. */
function stampOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() ? [found.mtimeNs, found.ctimeNs, found.size, found.ino].join(' ') : '';
}
