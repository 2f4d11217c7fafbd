import { posix } from 'node:path';
import type { Finding, ShownFinding } from '../finding.ts';
import { mayHoldManifests } from '../load/files.ts';
import { createLocator, type Locator } from '../load/locate.ts';
import { ModelMemory } from '../model/cluster-memory.ts';
import { judgedFindings, type Memory, type Run, readWorkspace } from '../pipeline.ts';
import type { Judged } from '../suppress/index.ts';
import { findingLists } from '../validate.ts';

export interface SessionOptions {
  /** Bytes of files by their path, such as an editor holds them: they count instead of those of the disk. It may change between checks. */
  readonly overlay?: ReadonlyMap<string, Buffer>;
  /** Path of a baseline that counts instead of that of `render.yaml`; false for none. */
  readonly baseline?: string | false | undefined;
}

/** What a check finds. */
export interface Checked extends Judged {
  readonly run: Run;
  /** Knows the lines of what was found. */
  readonly locator: Locator;
}

/**
 * A workspace that is checked again and again. What one check has read and found serves the next one: after a change the result is that of a
 * new process, and only what has changed is read. Paths are relative to the workspace, with `/`.
 */
export class Session {
  readonly #directory: string;
  readonly #options: SessionOptions;
  readonly #memory: Memory = { files: new Map(), model: new ModelMemory(), views: new Map() };
  /** Absent before the first. */
  #last: Run | undefined;
  readonly #locator = createLocator(new WeakMap());
  readonly #shown = new WeakMap<Finding, ShownFinding>();

  constructor(directory: string, options: SessionOptions = {}) {
    this.#directory = directory;
    this.#options = options;
  }

  /** True for a path that may change what a check finds: a file or a directory that comes, goes or changes. */
  concerns(path: string): boolean {
    const { config } = this.#last ?? {};
    const isIn = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
    if (!config || path === 'render.yaml' || path === config.baseline) return true;
    if (isIn(posix.normalize(config.output))) return false;
    // What a kustomization is built of is its own affair.
    if (config.clusters.some(({ kustomize }) => kustomize !== undefined)) return true;
    return mayHoldManifests(config.root, path) || [...this.#memory.files.values()].some(files => files.has(path));
  }

  /**
   * Everything that is found now.
   *
   * @param changed files that may have changed, come or gone since the last check, and directories with such files; without it, any may have
   * @throws ConfigurationError when `render.yaml` is not usable; the next check goes on from what was known before
   * @throws OutsideError when a kustomization cannot be built
   */
  async check(changed?: readonly string[]): Promise<Checked> {
    const run = await this.read(changed);
    const locator = this.#locator;
    const lists = await findingLists(run, { memory: this.#memory });
    return { ...judgedFindings(run, lists, locator, { complete: true, shown: this.#shown }), run, locator };
  }

  /** The workspace as it is now. */
  async read(changed?: readonly string[]): Promise<Run> {
    this.#note(changed);
    const { overlay, baseline } = this.#options;
    const run = await readWorkspace(this.#directory, {
      baseline,
      memory: this.#memory,
      standIns: [...(overlay ?? [])].map(([path, bytes]) => ({ path, bytes })),
    });
    this.#last = run;
    return run;
  }

  #note(changed: readonly string[] | undefined): void {
    const memories = [...this.#memory.files.values()];
    const isRead = (path: string): boolean => memories.map(files => files.changed(path)).includes(true);
    const named = changed && !memories.some(({ isLinked }) => isLinked);
    // What nobody has read may be new.
    if (!named || changed.filter(path => !isRead(path)).length > 0) for (const files of memories) files.look();
  }
}
