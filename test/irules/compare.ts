import { expect } from 'vitest';
import { expectedOutcomes } from './oracle.ts';
import { type Outcome, type Run, simulate } from './simulate.ts';

/**
 * Executes the iRules over the connections and holds each outcome to the oracle's. Gives how often each kind of fate was
 * met: traffic is worth something only when it meets all of them.
 */
export function compareWithOracle(runs: readonly Run[], kindOf: (outcome: Outcome) => string): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const [run, outcomes] of simulate(runs).entries()) {
    const { virtual, connections } = runs[run]!;
    for (const [index, outcome] of outcomes.entries()) {
      const connection = connections[index]!;
      const shown = JSON.stringify({ virtual, connection: { ...connection, segments: undefined } });
      expect(outcome, shown).toEqual(expectedOutcomes(virtual, connection));
      for (const one of outcome) kinds.set(kindOf(one), (kinds.get(kindOf(one)) ?? 0) + 1);
    }
  }
  return kinds;
}
