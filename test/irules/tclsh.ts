import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const NAME = process.env.TCLSH ?? 'tclsh';

/** The version of the tclsh of this machine, or nothing. `TCLSH` names another one. */
export const tclshVersion =
  spawnSync(NAME, [], { input: 'puts [info patchlevel]', encoding: 'utf8' }).stdout?.trim() || undefined;

/** A group of tests that execute iRules. Without tclsh it is reported as skipped; `tclsh.test.ts` says so aloud. */
export const describeExecution = describe.skipIf(tclshVersion === undefined);

/** Runs a script from a file with the given standard input and returns what it prints. */
export function runTclsh(script: string, input: string): string {
  const result = spawnSync(NAME, [script], { input, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 50_000 });
  if (result.status !== 0) throw new Error(`tclsh failed: ${result.stderr || result.error?.message}`);
  return result.stdout;
}
