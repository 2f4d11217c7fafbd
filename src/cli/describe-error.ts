import { createLocator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import { shownFindings } from '../pipeline.ts';
import { printable } from '../report/printable.ts';
import { systemErrors, systemReason } from '../system-errors.ts';
import { exitCodes } from './exit-codes.ts';
import { findingsText } from './output.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** Says why a command could not do its work, and returns its exit code. */
export function describeError(error: unknown, color: boolean): number {
  if (error instanceof ConfigurationError) {
    const locator = createLocator();
    print(2, findingsText(shownFindings([error.findings], locator), locator, 2, color));
    return exitCodes.usage;
  }
  if (error instanceof UsageError) {
    print(2, `render: ${printable(error.message)}\n`);
    return exitCodes.usage;
  }
  if (error instanceof OutsideError) {
    print(2, `render: ${printable(error.message)}\n`);
    return exitCodes.outside;
  }
  if (error === 'SIGINT' || error === 'SIGTERM') {
    print(2, 'render: interrupted; nothing was changed\n');
    return error === 'SIGINT' ? 130 : 143;
  }
  const { code, path, dest, message, stack, syscall } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (typeof code === 'string' && (code in systemErrors || syscall !== undefined)) {
    const where = syscall === 'uv_cwd' ? 'the current directory' : [path, dest].filter(Boolean).join(' to ');
    print(2, `render: ${where ? `${where}: ` : ''}${systemReason({ code, message })}\n`);
    return exitCodes.outside;
  }
  print(2, `render: this is a defect of cis-render, please report it: ${message}\n${stack ?? ''}\n`);
  return exitCodes.outside;
}
