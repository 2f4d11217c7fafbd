import { type FSWatcher, lstatSync, readdirSync, realpathSync, statSync, watch } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

export interface WatcherOptions {
  /** Told of a path, relative to the root, with `/`: a file or directory that has changed, come or gone. */
  readonly changed: (path: string) => void;
  /** Told when something cannot be watched. */
  readonly failed: (error: Error) => void;
}

/**
 * Watches every directory below a root but hidden ones and `node_modules`, and those that come. A directory tells of all files in it, so ten
 * thousand files need no more than their directories. Links within the root are followed.
 */
export class Watcher {
  readonly #root: string;
  readonly #real: string;
  readonly #options: WatcherOptions;
  readonly #directories = new Map<string, FSWatcher>();

  /** @param root absolute path */
  constructor(root: string, options: WatcherOptions) {
    this.#root = root;
    this.#real = realpathSync(root);
    this.#options = options;
    this.#enter(root, new Set());
  }

  close(): void {
    for (const watcher of this.#directories.values()) watcher.close();
    this.#directories.clear();
  }

  /** @param above real paths on the way: a link to one of them leads round in a circle */
  #enter(directory: string, above: ReadonlySet<string>): void {
    let names: string[];
    try {
      const real = realpathSync(directory);
      const inside = real === this.#real || real.startsWith(this.#real + sep);
      if (!inside || above.has(real) || !statSync(real).isDirectory()) return;
      // Watched before it is read: what comes in between is told twice and not never.
      this.#watch(directory);
      const within = new Set([...above, real]);
      names = readdirSync(directory, { withFileTypes: true })
        .filter(entry => entry.isDirectory() || entry.isSymbolicLink())
        .map(({ name }) => name);
      for (const name of names) if (!isPassedOver(name)) this.#enter(join(directory, name), within);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // It has gone meanwhile, or cannot be read: a run says so where it matters.
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES' && code !== 'ELOOP') throw error;
    }
  }

  #watch(directory: string): void {
    const watcher = watch(directory, (_, name) => this.#noticed(directory, name));
    watcher.on('error', error => {
      this.#leave(directory);
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EPERM') this.#options.failed(error);
    });
    this.#directories.set(directory, watcher);
  }

  #leave(directory: string): void {
    for (const [path, watcher] of this.#directories) {
      if (path !== directory && !path.startsWith(directory + sep)) continue;
      watcher.close();
      this.#directories.delete(path);
    }
  }

  #noticed(directory: string, name: string | null): void {
    // A directory that goes away tells of itself by its own name, and its parent tells of it too.
    const path =
      name === null || (name === basename(directory) && !exists(join(directory, name)))
        ? directory
        : join(directory, name);
    if (path !== directory && isPassedOver(basename(path))) return;
    try {
      // It may be another one than before.
      if (path !== directory && (this.#directories.has(path) || isDirectory(path))) {
        this.#leave(path);
        this.#enter(path, new Set());
      }
    } catch (error) {
      this.#options.failed(error as Error);
    }
    this.#options.changed(relative(this.#root, path).split(sep).join('/'));
  }
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
