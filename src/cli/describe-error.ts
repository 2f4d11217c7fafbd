import type { ShownFinding } from '../finding.ts';
import { createLocator, type Locator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import { shownFindings } from '../pipeline.ts';
import { printable } from '../report/printable.ts';
import { systemErrors, systemReason } from '../system-errors.ts';
import { exitCodes, signalExitCode } from './exit-codes.ts';
import { findingsText } from './output.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** Why a command could not do its work. */
export interface Failure {
  readonly exitCode: number;
  /** One line. */
  readonly message: string;
  /** Of a defect of ours. */
  readonly stack?: string;
  /** What is wrong with the configuration, in place of the message. */
  readonly findings?: { readonly list: readonly ShownFinding[]; readonly locator: Locator };
}

/** Says why a command could not do its work, and returns its exit code. */
export function describeError(error: unknown, color: boolean): number {
  const failure = failureOf(error);
  print(2, failureText(failure, color));
  return failure.exitCode;
}

/** The same for people. */
export function failureText({ message, stack, findings }: Failure, color: boolean): string {
  if (findings) return findingsText(findings.list, findings.locator, 2, color);
  return `render: ${message}\n${stack === undefined ? '' : `${stack}\n`}`;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ConfigurationError) {
    const locator = createLocator();
    const list = shownFindings([error.findings], locator);
    return { exitCode: exitCodes.usage, message: 'it cannot be configured so', findings: { list, locator } };
  }
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, message: printable(error.message) };
  if (error instanceof OutsideError) return { exitCode: exitCodes.outside, message: printable(error.message) };
  if (error === 'SIGINT' || error === 'SIGTERM') {
    return { exitCode: signalExitCode(error), message: 'interrupted; nothing was changed' };
  }
  const { code, path, dest, message, stack, syscall } = error as NodeJS.ErrnoException & { readonly dest?: string };
  if (typeof code === 'string' && (code in systemErrors || syscall !== undefined)) {
    const where = syscall === 'uv_cwd' ? 'the current directory' : [path, dest].filter(Boolean).join(' to ');
    const reason = systemReason({ code, message });
    return { exitCode: exitCodes.outside, message: where ? `${where}: ${reason}` : reason };
  }
  const defect = `this is a defect of cis-render, please report it: ${message}`;
  return { exitCode: exitCodes.outside, message: defect, stack: stack ?? '' };
}
