import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedNames } from '../../src/translate/shared-names.ts';

test('an owner shares what another has now, whatever each had before', () => {
  const owner = fc.constantFrom('a', 'b', 'c', 'd');
  const names = fc.array(fc.constantFrom('one', 'two', 'three', 'four', 'five'), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(owner, names), { maxLength: 20 }), steps => {
      const shared = new SharedNames();
      const has = new Map<string, readonly string[]>();
      for (const [whose, now] of steps) {
        shared.set(whose, now);
        has.set(whose, now);
        for (const [one, own] of has) {
          const others = [...has].filter(([other]) => other !== one).flatMap(([, list]) => list);
          expect(shared.shares(one)).toBe(own.some(name => others.includes(name)));
        }
      }
    }),
  );
});
