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
  const { text, exitCode } = failureOf(error, color);
  print(2, text);
  return exitCode;
}

/** Why a command could not do its work, for people, and its exit code. */
export function failureOf(error: unknown, color: boolean): { readonly text: string; readonly exitCode: number } {
  if (error instanceof ConfigurationError) {
    const locator = createLocator();
    const text = findingsText(shownFindings([error.findings], locator), locator, 2, color);
    return { text, exitCode: exitCodes.usage };
  }
  if (error instanceof UsageError) return { text: `render: ${printable(error.message)}\n`, exitCode: exitCodes.usage };
  if (error instanceof OutsideError)
    return { text: `render: ${printable(error.message)}\n`, exitCode: exitCodes.outside };
  if (error === 'SIGINT' || error === 'SIGTERM') {
    return { text: 'render: interrupted; nothing was changed\n', exitCode: error === 'SIGINT' ? 130 : 143 };
  }
  const { code, path, dest, message, stack, syscall } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (typeof code === 'string' && (code in systemErrors || syscall !== undefined)) {
    const where = syscall === 'uv_cwd' ? 'the current directory' : [path, dest].filter(Boolean).join(' to ');
    const text = `render: ${where ? `${where}: ` : ''}${systemReason({ code, message })}\n`;
    return { text, exitCode: exitCodes.outside };
  }
  const text = `render: this is a defect of cis-render, please report it: ${message}\n${stack ?? ''}\n`;
  return { text, exitCode: exitCodes.outside };
}
