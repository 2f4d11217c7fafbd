import { UnreadableFile } from '../commit/read-tenant.ts';
import { printable } from '../report/printable.ts';
import { UsageError } from './usage-error.ts';

/** Does what reads rendered files; says which of them cannot be read. */
export function readingFiles<T>(output: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${output}: a file nests values too deeply to be compared`);
    if (!(error instanceof UnreadableFile)) throw error;
    const { path, line, message } = error;
    const place = path === '.' ? output : `${output}/${path}`;
    throw new UsageError(printable(`${place}${line === undefined ? '' : `:${line}`} ${message}`));
  }
}
