import { describe, expect, test } from 'vitest';
import type { Fault } from '../bigip/faults.ts';
import { declarationOf, poolOf, tenantOf, virtualOf } from './declarations.ts';
import { startBigip, sync, syncWorkspace, tenantsOn } from './sync-workspace.ts';

const shop = tenantOf({ web_80: virtualOf('10.0.0.1', 'web'), web: poolOf('10.1.0.1') });

const answer = (status: number, body: object): Fault => ({ kind: 'answer', status, body: body as never });
/** Clears the screen, and turns text round. */
const escapes = '\u001b[2J\u009b31m\u202e';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

describe('what a BIG-IP answers', () => {
  test('may have nulls and lists where AS3 has objects', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop });
    await sync(root, bigip, '--apply');
    const odd = { ...shop, nothing: null, Shared: { ...(shop.Shared as object), web_80: null, empty: null, list: [] } };
    bigip.fault('read', answer(200, { ...declarationOf({ shop: odd as never }), gone: null, list: [] }));
    const { stdout, code } = await sync(root, bigip, '--apply');
    expect(stdout).toContain('  shop    update  ');
    expect(code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop });
  });

  test('does nothing to a terminal', async () => {
    const bigip = await startBigip();
    const result = {
      code: 422,
      tenant: 'shop',
      message: `bad ${escapes}`,
      errors: [`/shop/Shared/web${escapes}: bad`],
    };
    const other = { code: 422, tenant: `other${escapes}`, message: 'declaration failed' };
    bigip.fault('change', answer(422, { code: 422, results: [result, other] }));
    const { stdout, stderr, code } = await sync(syncWorkspace({ shop }), bigip, '--apply');
    expect(code).toBe(3);
    expect(stdout).toContain('/shop/Shared/web');
    expect(stdout).toContain('other');
    expect(stdout + stderr).not.toMatch(unprintable);
  });

  test('may be a task with a name that is none', async () => {
    const bigip = await startBigip();
    bigip.fault('change', answer(202, { id: `task${escapes}` }));
    bigip.fault('task', { kind: 'silence', taken: false }, 9);
    const { stdout, stderr, code } = await sync(syncWorkspace({ shop }), bigip, '--apply', '--deadline', '2');
    expect(stdout).toMatch(/^ {4}task task\S+ may still be at work/m);
    expect(code).toBe(3);
    expect(stdout + stderr).not.toMatch(unprintable);
  });
});

test('a plan for one BIG-IP is not carried out on another', async () => {
  const [one, other] = [await startBigip(), await startBigip()];
  const root = syncWorkspace({ shop });
  await sync(root, one, '--plan', 'plan.json');
  const { stdout, code } = await sync(root, other, '--plan', 'plan.json', '--apply');
  expect(stdout).toContain(
    `the BIG-IP was ${one.url.href} when the plan was made, and now is ${other.url.href}\n  Nothing is posted.`,
  );
  expect(code).toBe(1);
  expect(other.taken).toEqual([]);
});
