import { createLocator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import { shownFindings } from '../pipeline.ts';
import { exitCodes } from './exit-codes.ts';
import { findingsText } from './output.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

const systemErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EISDIR: 'a directory is in the way',
  EMFILE: 'too many open files',
  EXDEV: 'not on one file system',
  EEXIST: 'a file is in the way',
  ENOTEMPTY: 'the directory is not empty',
  ELOOP: 'the symbolic links go in a circle',
  ENAMETOOLONG: 'the name is too long',
  ERR_FS_EISDIR: 'a directory is in the way',
  EIO: 'the disk does not answer',
};

/** Says why a command could not do its work, and returns its exit code. */
export function describeError(error: unknown, color: boolean): number {
  if (error instanceof ConfigurationError) {
    const locator = createLocator();
    print(2, findingsText(shownFindings([error.findings], locator), locator, 2, color));
    return exitCodes.usage;
  }
  if (error instanceof UsageError) {
    print(2, `render: ${error.message}\n`);
    return exitCodes.usage;
  }
  if (error instanceof OutsideError) {
    print(2, `render: ${error.message}\n`);
    return exitCodes.outside;
  }
  if (error === 'SIGINT' || error === 'SIGTERM') {
    print(2, 'render: interrupted; nothing was changed\n');
    return error === 'SIGINT' ? 130 : 143;
  }
  const { code, path, dest, message, stack, syscall } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (typeof code === 'string' && (code in systemErrors || syscall !== undefined)) {
    const where = [path, dest].filter(Boolean).join(' to ');
    print(2, `render: ${where ? `${where}: ` : ''}${systemErrors[code] ?? message}\n`);
    return exitCodes.outside;
  }
  print(2, `render: this is a defect of cis-render, please report it: ${message}\n${stack ?? ''}\n`);
  return exitCodes.outside;
}
