import type { ShownFinding } from '../finding.ts';
import { createLocator, type Locator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import { shownFindings } from '../pipeline.ts';
import { systemErrors, systemReason } from '../system-errors.ts';
import { exitCodes } from './exit-codes.ts';
import { findingsText } from './output.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** Why a command could not do its work. */
export interface Failure {
  readonly exitCode: number;
  readonly message: string;
  /** Of a defect of ours. */
  readonly stack?: string;
  /** What is wrong with the configuration, in place of a message. */
  readonly findings?: { readonly list: readonly ShownFinding[]; readonly locator: Locator };
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ConfigurationError) {
    const locator = createLocator();
    const list = shownFindings([error.findings], locator);
    return { exitCode: exitCodes.usage, message: 'it cannot be configured so', findings: { list, locator } };
  }
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, message: error.message };
  if (error instanceof OutsideError) return { exitCode: exitCodes.outside, message: error.message };
  if (error === 'SIGINT' || error === 'SIGTERM') {
    return { exitCode: error === 'SIGINT' ? 130 : 143, message: 'interrupted; nothing was changed' };
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

/** Says why a command could not do its work, and returns its exit code. */
export function describeError(error: unknown, color: boolean): number {
  const { exitCode, message, stack, findings } = failureOf(error);
  if (findings) print(2, findingsText(findings.list, findings.locator, 2, color));
  else print(2, `render: ${message}\n${stack === undefined ? '' : `${stack}\n`}`);
  return exitCode;
}
