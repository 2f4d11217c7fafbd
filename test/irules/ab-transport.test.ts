import { expect, test } from 'vitest';
import { compareWithOracle } from './compare.ts';
import { POOLS, random, shares } from './random.ts';
import { connect, type Outcome, type Run } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

const virtual: Virtual = { transport: 'tcp', irules: ['ab-transport'], ab: { '/': 'p1,0.250;p2,1.000' } };

function choose(draw: number, extra: Partial<Virtual> = {}): Outcome[] {
  return connect({ ...virtual, ...extra }, { draws: [draw] });
}

describeExecution('A/B iRule of TransportServers', () => {
  test.each([
    [0, 'p1'],
    [0.25, 'p1'],
    [0.251, 'p2'],
    [0.999, 'p2'],
  ])('draw %d: %s', (draw, pool) => {
    expect(choose(draw)).toEqual([{ pool, draws: 1 }]);
  });

  test('the share of a pool without active members goes to the others', () => {
    expect(choose(0.1, { down: ['p1'] })).toEqual([{ pool: 'p2', draws: 1 }]);
    expect(choose(0.9, { down: ['p2'] })).toEqual([{ pool: 'p1', draws: 1 }]);
  });

  test.each(['tcp', 'udp', 'sctp'] as const)('%s: answered and rejected when nothing is active', transport => {
    const refused: Outcome[] = [{ answer: '503, rejected', draws: 1 }];
    expect(choose(0.5, { transport, down: ['p1', 'p2'] })).toEqual(refused);
    expect(choose(0.5, { transport, ab: { '/': '' } })).toEqual(refused);
  });

  test('random connections go where the specification sends them', () => {
    const { pick, chance, next, ...source } = random(5);
    const runs = Array.from({ length: 200 }, (): Run => {
      const given: Virtual = {
        ...virtual,
        transport: pick(['tcp', 'udp', 'sctp']),
        ab: { '/': shares({ pick, chance, next, ...source }) },
        down: POOLS.filter(() => chance(0.4)),
        missing: POOLS.filter(() => chance(0.1)),
      };
      return { virtual: given, connections: Array.from({ length: 10 }, () => ({ draws: [next()] })) };
    });
    const kinds = compareWithOracle(runs, ({ answer, pool }) => answer ?? pool ?? 'nothing');
    for (const kind of ['503, rejected', ...POOLS]) expect(kinds.get(kind), kind).toBeGreaterThan(100);
  });
});
