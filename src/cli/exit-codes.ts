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
