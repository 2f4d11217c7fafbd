import { exitCodes } from '../cli/exit-codes.ts';
import type { Severity } from '../finding.ts';
import type { FailLevel } from './inputs.ts';
import type { Told } from './run-command.ts';

const ranks: readonly Severity[] = ['error', 'warning', 'info'];

/** The exit code of all commands together: `fail-on` says what of the findings counts, and a command that could not run always does. */
export function exitCodeOf(told: readonly Told[], failOn: FailLevel): number {
  const worst = Math.max(...told.map(({ exitCode }) => exitCode));
  if (worst > exitCodes.findings) return worst;
  if (failOn === 'never') return exitCodes.clean;
  const counting = ranks.slice(0, ranks.indexOf(failOn) + 1);
  const found = told.some(({ findings }) => findings.some(({ severity }) => counting.includes(severity)));
  return found ? exitCodes.findings : worst;
}
