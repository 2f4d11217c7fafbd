import { expect, test } from 'vitest';
import { tclshVersion } from './tclsh.ts';

const MISSING = 'NOT RUN: there is no tclsh here, so no iRule was executed (install tcl, or name one in TCLSH)';

if (tclshVersion === undefined) {
  process.stderr.write(`\n*** ${MISSING} ***\n\n`);
  test.skip(MISSING);
} else {
  test('tclsh is there to execute the iRules', () => {
    expect(Number.parseFloat(tclshVersion ?? '')).toBeGreaterThanOrEqual(8.5);
  });
}
