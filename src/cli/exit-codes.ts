import { constants } from 'node:os';

/** Exit codes of every command (design). */
export const exitCodes = {
  clean: 0,
  /** Errors were found, or something is out of date. */
  findings: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** A failure outside: disk, programs. */
  outside: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Exit code of a command that a signal ends, as shells have it: 128 and the signal's number. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
