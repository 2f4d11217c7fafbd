import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BigipError, type TenantResult } from '../../src/bigip/client.ts';
import { seed } from '../seed.ts';
import { busy, expired, type Fault, type Occasion, restarting, unregistered } from './faults.ts';
import type { StandIn } from './stand-in.ts';
import { clientOf, declarationOf, emptiedOf, standIn } from './with-bigip.ts';

const anyFault = fc.constantFrom<Fault>(
  busy,
  expired,
  restarting,
  unregistered,
  { kind: 'garbage' },
  { kind: 'cut', brokenOff: true },
  { kind: 'cut', brokenOff: false },
  { kind: 'reset', taken: false },
  { kind: 'reset', taken: true },
  { kind: 'silence', taken: true },
  { kind: 'page', status: 500, title: 'HTTP Status 500', taken: true },
  { kind: 'page', status: 502, title: '502 Proxy Error', taken: false },
  { kind: 'lost-task' },
  { kind: 'restart' },
);
const anyOccasion = fc.constantFrom<Occasion>('login', 'read', 'change', 'change', 'change', 'tasks', 'task', 'any');
const anyChange = fc.record({
  tenant: fc.constantFrom('shop', 'bank'),
  text: fc.constantFrom('one', 'two', 'emptied'),
  broken: fc.boolean(),
  faults: fc.array(fc.tuple(anyOccasion, anyFault), { maxLength: 3 }),
});

const bodyOf = (tenant: string, text: string): string =>
  text === 'emptied' ? emptiedOf(tenant) : declarationOf(tenant, [text === 'one' ? '10.0.0.1' : '10.0.0.2']);
const wantedOf = (tenant: string, text: string): unknown =>
  text === 'one' || text === 'two' ? JSON.parse(bodyOf(tenant, text))[tenant] : undefined;

/** Makes a change, and holds what is said of it to what AS3 then has. */
async function change(
  bigip: StandIn,
  { tenant, text, restarts = 0 }: { readonly tenant: string; readonly text: string; readonly restarts?: number },
): Promise<TenantResult | BigipError> {
  const client = clientOf(bigip, { pace: { silence: 600, grace: 100 } });
  const [worked, taken, before] = [bigip.as3.worked.length, bigip.taken.length, bigip.as3.declaration?.[tenant]];
  const result = await client.declare(tenant, bodyOf(tenant, text)).catch((error: unknown) => error as BigipError);
  const after = bigip.as3.declaration?.[tenant];
  expect(bigip.as3.worked.length - worked).toBeLessThanOrEqual(1);
  expect(bigip.taken.length - taken).toBeLessThanOrEqual(1 + restarts);
  if (result instanceof BigipError) expect(['as3-missing', 'not-json', 'authentication']).toContain(result.kind);
  else if (result.outcome === 'refused') expect(after).toEqual(before);
  else if (result.outcome !== 'unknown') expect(after).toEqual(wantedOf(tenant, text));
  await client.close();
  return result;
}

test('whatever goes wrong, what is said is so, nothing is done twice, and the next run puts it right', async () => {
  const seen = new Set<string>();
  const run = fc.asyncProperty(fc.array(anyChange, { minLength: 1, maxLength: 3 }), async changes => {
    const bigip = await standIn({ taskTime: 10 });
    for (const { tenant, text, broken, faults } of changes) {
      if (broken) bigip.as3.broken.set(tenant, '01070734:3: Configuration error');
      for (const [on, fault] of faults) bigip.fault(on, fault);
      const restarts = faults.filter(([, { kind }]) => kind === 'restart').length;
      const result = await change(bigip, { tenant, text, restarts });
      seen.add(result instanceof BigipError ? result.kind : result.outcome);
      bigip.noMoreFaults();
      bigip.as3.broken.clear();
      await bigip.as3.idle();
      expect(await change(bigip, { tenant, text })).toMatchObject({ code: 200 });
      expect(await change(bigip, { tenant, text })).toMatchObject({ outcome: 'unchanged' });
    }
    await bigip.stop();
  });
  await fc.assert(run, { seed, numRuns: 30 });
  expect([...seen]).toEqual(expect.arrayContaining(['changed', 'unchanged', 'refused']));
});
