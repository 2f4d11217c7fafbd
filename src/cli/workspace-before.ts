import { join } from 'node:path';
import { type Changes, checkOut, temporaryDirectory } from '../load/git.ts';
import { signalExitCode } from './exit-codes.ts';

/** Does something with the workspace as it was in a commit: its files are in a temporary directory until it is done. */
export async function withWorkspaceBefore<T>(changes: Changes, work: (workspace: string) => Promise<T>): Promise<T> {
  const { path, remove } = temporaryDirectory();
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    process.exit(signalExitCode(signal));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(join(await checkOut(changes, path), changes.folder));
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    remove();
  }
}
