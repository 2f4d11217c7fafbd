import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { As3Object } from '../../src/emit/as3.ts';
import { beyondLimit, type Losses } from '../../src/sync/losses.ts';
import { liveOf } from '../../src/sync/ownership.ts';
import { planSync } from '../../src/sync/plan.ts';
import { declarationOf, poolOf, tenantOf, virtualOf, wantedOf } from './declarations.ts';

type Tenants = Readonly<Record<string, As3Object>>;

function losses(before: Tenants, after: Tenants, prune = false): Losses {
  return planSync(liveOf(declarationOf(before)), wantedOf(after), { prune, adopt: false }).losses;
}
const addresses = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, at) => `10.1.0.${from + at}`);
const pools = (...sizes: readonly number[]): Tenants => ({
  a: tenantOf(Object.fromEntries(sizes.map((size, at) => [`p${at}`, poolOf(...addresses(size, 1 + 20 * at))]))),
});

describe('what goes away', () => {
  test('is counted over all tenants of the workspace, those that stay among them', () => {
    const b = tenantOf({ vs: virtualOf('10.0.0.2'), q: poolOf(...addresses(6, 100)) });
    expect(losses({ ...pools(4), b }, { ...pools(1), b })).toEqual({
      members: { before: 10, gone: 3 },
      virtualServers: { before: 1, gone: 0 },
    });
  });

  test('is nothing where a member is replaced, or moves to another pool', () => {
    const before = { a: tenantOf({ p: poolOf('10.1.0.1', '10.1.0.2') }) };
    expect(losses(before, { a: tenantOf({ p: poolOf('10.1.0.8', '10.1.0.9') }) }).members.gone).toBe(0);
    const moved = tenantOf({ p_east: poolOf('10.1.0.1'), p_west: poolOf('10.1.0.2') });
    expect(losses(before, { a: moved }).members.gone).toBe(0);
    expect(losses(before, { a: tenantOf({ q: poolOf('10.1.0.1') }) }).members.gone).toBe(1);
  });

  test('is nothing where a virtual server changes its name and keeps its address', () => {
    const before = { a: tenantOf({ old_80: virtualOf('10.0.0.1') }) };
    expect(losses(before, { a: tenantOf({ new_80: virtualOf('10.0.0.1') }) }).virtualServers.gone).toBe(0);
    expect(losses(before, { a: tenantOf({ new_80: virtualOf('10.0.0.2') }) }).virtualServers.gone).toBe(1);
  });

  test('is all of a tenant that is deleted, and nothing of one that is kept', () => {
    const before = { ...pools(3), old: tenantOf({ vs: virtualOf('10.0.0.3'), q: poolOf('10.3.0.1') }) };
    expect(losses(before, pools(3))).toEqual({
      members: { before: 4, gone: 0 },
      virtualServers: { before: 1, gone: 0 },
    });
    expect(losses(before, pools(3), true)).toEqual({
      members: { before: 4, gone: 1 },
      virtualServers: { before: 1, gone: 1 },
    });
  });

  test('is all of a tenant that loses its application', () => {
    const empty = { a: { class: 'Tenant', label: 'shop', Shared: { class: 'Application', template: 'shared' } } };
    expect(losses(pools(3, 2), empty).members).toEqual({ before: 5, gone: 5 });
  });

  test('does not count what is somebody else’s', () => {
    const theirs = tenantOf({ q: poolOf(...addresses(9)) }, { label: 'theirs' });
    expect(losses({ a: theirs, ...{ b: pools(3).a! } }, { ...pools(1), b: pools(3).a! }).members).toEqual({
      before: 3,
      gone: 0,
    });
  });

  test('is never more than there was', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 });
    fc.assert(
      fc.property(sizes, sizes, (before, after) => {
        const { members } = losses(pools(...before), pools(...after));
        const sum = before.reduce((all, size) => all + size, 0);
        expect(members.before).toBe(sum);
        expect(members.gone).toBeGreaterThanOrEqual(0);
        expect(members.gone).toBeLessThanOrEqual(sum);
      }),
    );
  });
});

describe('the limit', () => {
  const of = (before: number, gone: number): Losses => ({
    members: { before, gone },
    virtualServers: { before: 0, gone: 0 },
  });

  test('is 30 % of the members or of the virtual servers, and no less', () => {
    expect(beyondLimit(of(10, 3))).toBeUndefined();
    expect(beyondLimit(of(0, 0))).toBeUndefined();
    expect(beyondLimit(of(10, 4))).toBe('4 of 10 pool members (40 %) would go away');
    expect(beyondLimit({ members: { before: 3, gone: 1 }, virtualServers: { before: 2, gone: 2 } })).toBe(
      '2 of 2 virtual servers (100 %) and 1 of 3 pool members (33 %) would go away',
    );
  });
});
