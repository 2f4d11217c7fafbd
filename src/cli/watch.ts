import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { OutsideError } from '../outside-error.ts';
import { describeError } from './describe-error.ts';
import type { ExitCode } from './exit-codes.ts';
import { print } from './streams.ts';
import { Watcher } from './watcher.ts';

/** Milliseconds without a change after which a run begins: an editor that saves changes several things. */
const quiet = 15;
/** Milliseconds after which it begins however much goes on. */
const longest = 300;

/** What a run has said. */
export interface Shown {
  readonly exitCode: ExitCode;
  /** What was found, in a few words: `3 findings`. */
  readonly count: string;
  /** False when nobody reads the results any more. */
  readonly read: boolean;
}

export interface WatchOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly color: boolean;
  /** True for a path, relative to the workspace, that may change the result. */
  readonly concerns: (path: string) => boolean;
  /** Makes and prints a result. `changed` is absent the first time. */
  readonly run: (changed?: readonly string[]) => Promise<Shown>;
}

/** Runs now, and whenever a file changes, until ctrl-C. What keeps a run from a result is told, and the next change runs again. */
export async function watchWorkspace({ root, color, concerns, run }: WatchOptions): Promise<ExitCode> {
  const changes = new Changes(root, concerns);
  const attempt = async (changed?: readonly string[]): Promise<Shown> => {
    const begun = performance.now();
    let shown: Shown;
    try {
      shown = await run(changed);
    } catch (error) {
      shown = { exitCode: describeError(error, color) as ExitCode, count: 'no result', read: true };
    }
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    const what = changed ? `${inWords(changed)}: ` : '';
    const hint = changed ? '' : '; watching for changes, Ctrl-C ends';
    print(2, `render: ${what}${shown.count} in ${seconds} s${hint}\n`);
    return shown;
  };
  try {
    let shown = await attempt();
    const ended = new AbortController();
    const end = (): void => ended.abort();
    process.on('SIGINT', end).on('SIGTERM', end);
    while (shown.read) {
      const changed = await changes.next(ended.signal);
      if (!changed) break;
      shown = await attempt(changed);
    }
    process.off('SIGINT', end).off('SIGTERM', end);
    return shown.exitCode;
  } finally {
    changes.close();
  }
}

function inWords([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? `${first} changed` : `${first} and ${others.length} more changed`;
}

/** Changes that have not been told yet. */
class Changes extends EventTarget {
  readonly #paths = new Set<string>();
  readonly #watcher: Watcher;
  #failure: Error | undefined;
  #last = 0;

  constructor(root: string, concerns: (path: string) => boolean) {
    super();
    this.#watcher = watching(root, {
      changed: path => {
        if (!concerns(path)) return;
        this.#paths.add(path);
        this.#last = performance.now();
        this.dispatchEvent(new Event('change'));
      },
      failed: error => {
        this.#failure = error;
        this.dispatchEvent(new Event('change'));
      },
    });
  }

  /** Those up to a moment of quiet, ascending; undefined when it is to end. Rejects when files can no longer be watched. */
  async next(ended: AbortSignal): Promise<string[] | undefined> {
    try {
      if (this.#paths.size === 0 && !this.#failure) await once(this, 'change', { signal: ended });
      const begun = performance.now();
      for (let left = quiet; left > 0; left = Math.min(this.#last + quiet, begun + longest) - performance.now())
        await delay(left, undefined, { signal: ended });
    } catch (error) {
      if (ended.aborted) return undefined;
      throw error;
    }
    if (this.#failure) throw unwatchable(this.#failure);
    const paths = [...this.#paths].sort();
    this.#paths.clear();
    return paths;
  }

  close(): void {
    this.#watcher.close();
  }
}

function watching(...given: ConstructorParameters<typeof Watcher>): Watcher {
  try {
    return new Watcher(...given);
  } catch (error) {
    throw unwatchable(error as Error);
  }
}

function unwatchable({ message }: Error): OutsideError {
  return new OutsideError(`the directories of the workspace cannot be watched: ${message}`);
}
