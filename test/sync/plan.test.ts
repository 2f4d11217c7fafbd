import { describe, expect, test } from 'vitest';
import type { As3Object } from '../../src/emit/as3.ts';
import { stepsOf } from '../../src/sync/order.ts';
import { type Live, liveOf } from '../../src/sync/ownership.ts';
import { type PlanOptions, planSync } from '../../src/sync/plan.ts';
import { movedSince, parsePlanFile, planFileText, plannedBigip } from '../../src/sync/plan-file.ts';
import { declarationOf, poolOf, tenantOf, virtualOf, wantedOf } from './declarations.ts';

type Tenants = Readonly<Record<string, As3Object>>;

const one = tenantOf({ web_80: virtualOf('10.0.0.1'), web: poolOf('10.1.0.1', '10.1.0.2') });
const changed = tenantOf({ web_80: virtualOf('10.0.0.1'), web: poolOf('10.1.0.1', '10.1.0.2', '10.1.0.3') });
const other = tenantOf({ old_80: virtualOf('10.0.0.2'), old: poolOf('10.2.0.1') });

function actions(live: Live, wanted: Tenants, options: Partial<PlanOptions> = {}): Record<string, string> {
  const plan = planSync(live, wantedOf(wanted), { prune: false, adopt: false, ...options });
  return Object.fromEntries(plan.tenants.map(({ tenant, action }) => [tenant, action]));
}
const declared = (tenants: Tenants, label?: string): Live => liveOf(declarationOf(tenants, label));

describe('a plan', () => {
  test('creates, updates, and leaves alone what is as it should be', () => {
    expect(actions(declared({ a: one, b: one }), { a: changed, b: one, c: one })).toEqual({
      a: 'update',
      b: 'none',
      c: 'create',
    });
  });

  test('of an empty BIG-IP creates everything', () => {
    expect(actions(liveOf(undefined), { a: one })).toEqual({ a: 'create' });
  });

  test('has the changes of what it updates, and none of what stays', () => {
    const { tenants } = planSync(declared({ a: one, b: one }), wantedOf({ a: changed, b: one }), {
      prune: false,
      adopt: false,
    });
    expect(tenants.map(({ changes }) => changes.map(({ kind, verb }) => `${kind} ${verb}`))).toEqual([
      ['member added'],
      [],
    ]);
  });

  test('deletes what is not in Git any more with --prune alone', () => {
    const live = declared({ a: one, old: other });
    expect(actions(live, { a: one })).toEqual({ a: 'none', old: 'keep' });
    expect(actions(live, { a: one }, { prune: true })).toEqual({ a: 'none', old: 'delete' });
  });

  test('knows what is not in Git any more by the partition of the controller where no file is left', () => {
    const live = declared({ old: other });
    expect(actions(live, {}, { prune: true })).toEqual({});
    expect(actions(live, {}, { prune: true, partition: 'shop' })).toEqual({ old: 'delete' });
  });

  test('takes a committed file that empties its tenant for a deletion', () => {
    const wanted = { a: one, old: { class: 'Tenant' } };
    expect(actions(declared({ a: one, old: other }), wanted)).toEqual({ a: 'none', old: 'keep' });
    expect(actions(declared({ a: one, old: other }), wanted, { prune: true })).toEqual({ a: 'none', old: 'delete' });
    expect(actions(declared({ a: one }), wanted, { prune: true })).toEqual({ a: 'none', old: 'none' });
  });
});

describe('ownership', () => {
  const foreign = tenantOf({ x_80: virtualOf('10.9.0.1') }, { label: 'theirs' });
  const unlabelled = { ...tenantOf({ x_80: virtualOf('10.9.0.1') }) } as Record<string, unknown>;
  delete unlabelled.label;

  test('what is not in Git and has another label, or none, is not even mentioned', () => {
    const live = declared({ a: one, x: foreign, y: unlabelled as As3Object, Common: one });
    expect(actions(live, { a: one }, { prune: true, adopt: true })).toEqual({ a: 'none' });
  });

  test('a tenant of another label is not touched, unless it is adopted', () => {
    const live = declared({ a: foreign });
    expect(actions(live, { a: one })).toEqual({ a: 'foreign' });
    expect(actions(live, { a: one }, { prune: true })).toEqual({ a: 'foreign' });
    expect(actions(live, { a: one }, { adopt: true })).toEqual({ a: 'update' });
  });

  test('what the controller itself has posted is not touched, unless it is adopted', () => {
    const live = declared({ a: one }, 'CIS Declaration');
    expect(actions(live, { a: changed })).toEqual({ a: 'foreign' });
    expect(actions(live, { a: changed, b: one }, { adopt: true })).toEqual({ a: 'update', b: 'create' });
    // Also what does not differ: it is by being posted that it becomes ours.
    expect(actions(live, { a: one })).toEqual({ a: 'foreign' });
    expect(actions(live, { a: one }, { adopt: true })).toEqual({ a: 'adopt' });
  });

  test('Common is never touched', () => {
    expect(actions(declared({ Common: one }), { Common: changed }, { adopt: true })).toEqual({ Common: 'foreign' });
  });

  test('where somebody else has posted since, a tenant that is as it was left is still ours', () => {
    const before = declared({ a: one });
    const now = { ...declared({ a: one, x: foreign }, 'theirs'), history: [before] };
    expect(actions(now, { a: changed })).toEqual({ a: 'update' });
    const meddled = { ...declared({ a: changed, x: foreign }, 'theirs'), history: [before] };
    expect(actions(meddled, { a: one })).toEqual({ a: 'foreign' });
  });
});

describe('the order', () => {
  const order = (live: Tenants, wanted: Tenants, options: Partial<PlanOptions> = {}): string[] => {
    const seen = declared(live);
    const plan = planSync(seen, wantedOf(wanted), { prune: true, adopt: false, ...options });
    return stepsOf(plan, seen.tenants).map(({ plan: { tenant }, after }) => [tenant, ...after].join(' after '));
  };
  const at = (address: string): As3Object => tenantOf({ vs: virtualOf(address) });

  test('is that of the names', () => {
    expect(order({ c: one }, { c: changed, b: other, a: at('10.0.0.9') })).toEqual(['a', 'b', 'c']);
  });

  test('has first what frees an address that another takes', () => {
    expect(order({ b: at('10.0.0.1') }, { b: at('10.0.0.2'), a: at('10.0.0.1') })).toEqual(['b', 'a after b']);
  });

  test('has a deletion first where its address is taken', () => {
    expect(order({ z: at('10.0.0.1') }, { a: at('10.0.0.1') })).toEqual(['z', 'a after z']);
  });

  test('of two that take from each other is that of the names, and neither waits for ever', () => {
    const live = { a: at('10.0.0.1'), b: at('10.0.0.2') };
    expect(order(live, { a: at('10.0.0.2'), b: at('10.0.0.1') })).toEqual(['b', 'a after b']);
  });
});

describe('a plan file', () => {
  const target = { name: 'bigip1', url: 'https://bigip1/', view: 'east', failover: false };
  const options = { prune: true, adopt: false };
  const planned = (live: Tenants, wanted: Tenants) =>
    plannedBigip(target, planSync(declared(live), wantedOf(wanted), options));
  const whole = planned({ a: one, old: other }, { a: changed });

  test('says what it is, and holds no declaration', () => {
    const text = planFileText(options, true, [whole]);
    expect(parsePlanFile(text)).toMatchObject({ prune: true, adopt: false, force: true, bigips: [whole] });
    expect(text).not.toContain('10.1.0.');
  });

  test.each([
    ['', 'it is not JSON'],
    ['[]', 'it is no plan'],
    ['null', 'it is no plan'],
    ['{"kind":"cis-render plan","version":2}', 'it is of version 2; this release reads version 1'],
    ['{"kind":"cis-render plan","version":1,"prune":true,"adopt":true,"force":true,"bigips":[{}]}', 'it is damaged'],
    ['{"kind":"cis-render plan","version":1,"bigips":[]}', 'it is damaged'],
  ])('%j cannot be used', (text, reason) => {
    expect(parsePlanFile(text)).toBe(reason);
  });

  test('fits as long as the BIG-IP and the files are as they were', () => {
    expect(movedSince(whole, planned({ a: one, old: other }, { a: changed }))).toEqual([]);
  });

  test('does not fit when a tenant has changed on the BIG-IP, come, or gone', () => {
    expect(movedSince(whole, planned({ a: other, old: other }, { a: changed }))).toEqual([
      'tenant a on bigip1 has changed since the plan was made',
    ]);
    expect(movedSince(whole, planned({ a: one }, { a: changed }))).toEqual([
      'tenant old on bigip1 has changed since the plan was made',
    ]);
    expect(movedSince(whole, planned({ a: one, old: other, older: other }, { a: changed }))).toEqual([
      'tenant older on bigip1 is not in the plan',
    ]);
  });

  test('does not fit when a committed file has changed', () => {
    expect(movedSince(whole, planned({ a: one, old: other }, { a: one }))).toEqual([
      'the committed file of tenant a has changed since the plan was made',
    ]);
  });

  test('does not fit another view', () => {
    expect(movedSince(whole, { ...whole, failover: true })).toEqual([
      'bigip1 gets another view now: the failover view of east and not the view of east',
    ]);
  });
});
