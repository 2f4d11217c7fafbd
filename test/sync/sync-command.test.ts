import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { As3Object } from '../../src/emit/as3.ts';
import { writeFiles } from '../temporary-workspace.ts';
import { declarationOf, poolOf, tenantOf, virtualOf } from './declarations.ts';
import { rendered, startBigip, sync, syncWorkspace, tenantsOn } from './sync-workspace.ts';

const web = (...members: readonly string[]): As3Object =>
  tenantOf({ web_80: virtualOf('10.0.0.1', 'web'), web: poolOf(...members) });
const shop = web('10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4');
const bank = tenantOf({ bank_80: virtualOf('10.0.0.2'), bank: poolOf('10.2.0.1', '10.2.0.2') });
const theirs = tenantOf({ x_80: virtualOf('10.9.0.1') }, { label: 'theirs' });

describe('render sync', () => {
  test('shows the plan, posts nothing, and says what does', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop, bank });
    const { stdout, stderr, code } = await sync(root, bigip);
    expect(stdout).toBe(
      [
        `the BIG-IP (${bigip.url.href}): view of east, AS3 3.56.0`,
        '  tenant bank',
        '    + tenant bank added: 1 virtual server (bank_80 10.0.0.2:80), 1 pool with 2 members',
        '  tenant shop',
        '    + tenant shop added: 1 virtual server (web_80 10.0.0.1:80), 1 pool with 4 members',
        '  Tenants: 2 to create. Nothing was posted; --apply does it.',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(bigip.taken).toEqual([]);
  });

  test('posts each file byte for byte, and then has nothing to do', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop, bank });
    const first = await sync(root, bigip, '--apply');
    expect(first.stdout).toMatch(/2 of 2 tenants landed\.\n$/);
    expect(first.code).toBe(0);
    expect(bigip.taken.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /mgmt/shared/appsvcs/declare/bank?async=true',
      'POST /mgmt/shared/appsvcs/declare/shop?async=true',
    ]);
    for (const [at, tenant] of ['bank', 'shop'].entries())
      expect(bigip.taken[at]!.body).toBe(readFileSync(join(root, `rendered/east/${tenant}.json`), 'utf8'));
    expect(tenantsOn(bigip)).toEqual({ bank, shop });
    const second = await sync(root, bigip, '--apply');
    expect(second.stdout).toMatch(/Tenants: 2 unchanged\.\n$/);
    expect(second.code).toBe(0);
    expect(bigip.taken).toHaveLength(2);
    expect((await sync(root, bigip)).code).toBe(0);
  });

  test('posts only the tenants that have changed', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop, bank });
    await sync(root, bigip, '--apply');
    const more = web('10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4', '10.1.0.5');
    writeFiles(root, rendered('east', { shop: more }));
    const plan = await sync(root, bigip);
    expect(plan.stdout).toContain('    + pool web: member 10.1.0.5:8080 added\n');
    expect((await sync(root, bigip, '--apply')).code).toBe(0);
    expect(bigip.taken.map(({ path }) => path).slice(2)).toEqual(['/mgmt/shared/appsvcs/declare/shop?async=true']);
    expect(tenantsOn(bigip)).toEqual({ bank, shop: more });
  });

  test('lets one bad tenant not stop the others, and tells where in Git it is', async () => {
    const bigip = await startBigip();
    bigip.as3.broken.set('bank', '01070734:3: Configuration error: Invalid pool (/bank/Shared/bank)');
    const root = syncWorkspace({ shop, bank });
    const { stdout, code } = await sync(root, bigip, '--apply');
    expect(code).toBe(3);
    expect(tenantsOn(bigip)).toEqual({ shop });
    expect(stdout).toMatch(/^ {2}bank {4}create {2}refused .*declaration failed$/m);
    expect(stdout).toContain('    01070734:3: Configuration error: Invalid pool (/bank/Shared/bank)\n');
    expect(stdout).toContain('    bank: rendered/east/bank.json:24\n');
    expect(stdout).toMatch(/1 of 2 tenants landed, 1 not\.\n$/);
    const text = readFileSync(join(root, 'rendered/east/bank.json'), 'utf8');
    expect(text.split('\n')[23]).toContain('"bank": {');
  });

  test('does not touch what somebody else has posted', async () => {
    const bigip = await startBigip();
    const seeded = declarationOf({ shop: theirs, other: theirs, Common: shop }, 'theirs');
    bigip.as3.history.unshift(seeded as Record<string, unknown>);
    const root = syncWorkspace({ shop, bank });
    const refused = await sync(root, bigip, '--apply', '--prune', '--force');
    expect(refused.stdout).toContain(
      '  tenant shop is not touched: on the BIG-IP it has label "theirs", not that of this workspace; --adopt takes it over\n',
    );
    expect(refused.code).toBe(1);
    expect(tenantsOn(bigip)).toEqual({ shop: theirs, other: theirs, Common: shop, bank });
    const adopted = await sync(root, bigip, '--apply', '--adopt', '--force');
    expect(adopted.code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop, other: theirs, Common: shop, bank });
  });

  test('takes over what the controller has posted, once', async () => {
    const bigip = await startBigip();
    bigip.as3.history.unshift(declarationOf({ shop, bank }, 'CIS Declaration') as Record<string, unknown>);
    const root = syncWorkspace({ shop, bank });
    expect((await sync(root, bigip, '--apply')).code).toBe(1);
    expect(bigip.taken).toEqual([]);
    const plan = await sync(root, bigip, '--adopt');
    expect(plan.stdout).toContain('  tenant shop is as it should be, and is posted to be taken over\n');
    expect(plan.stdout).toMatch(/Tenants: 2 to take over\. Nothing was posted; --apply does it\.\n$/);
    expect(plan.code).toBe(1);
    expect((await sync(root, bigip, '--apply', '--adopt')).code).toBe(0);
    const after = await sync(root, bigip, '--apply');
    expect(after.stdout).toMatch(/Tenants: 2 unchanged\.\n$/);
    expect(after.code).toBe(0);
  });

  test('deletes with --prune alone, and never with a DELETE', async () => {
    const bigip = await startBigip();
    const small = tenantOf({ s_80: virtualOf('10.0.0.7') });
    const many = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name, at) => [name, tenantOf({ vs: virtualOf(`10.0.1.${at}`) })]),
    );
    await sync(syncWorkspace({ shop, small, ...many }), bigip, '--apply');
    const root = syncWorkspace({ shop, ...many });
    const kept = await sync(root, bigip, '--apply');
    expect(kept.stdout).toContain('  tenant small stays: it is not in Git any more; --prune deletes it\n');
    expect(kept.code).toBe(0);
    expect(Object.keys(tenantsOn(bigip))).toContain('small');
    const pruned = await sync(root, bigip, '--apply', '--prune');
    expect(pruned.code).toBe(0);
    expect(Object.keys(tenantsOn(bigip)).sort()).toEqual(['a', 'b', 'c', 'd', 'shop']);
    expect(bigip.taken.at(-1)).toMatchObject({ method: 'POST', path: '/mgmt/shared/appsvcs/declare/small?async=true' });
    expect(JSON.parse(bigip.taken.at(-1)!.body)).toMatchObject({ label: 'cis-render', small: { class: 'Tenant' } });
    expect(bigip.seen.filter(({ method, path }) => method === 'DELETE' && path.includes('appsvcs'))).toEqual([]);
  });

  test('needs --force where more than 30 % would go away, and says how many', async () => {
    const bigip = await startBigip();
    await sync(syncWorkspace({ shop, bank }), bigip, '--apply');
    const root = syncWorkspace({ shop: web('10.1.0.1', '10.1.0.2'), bank });
    const refused = await sync(root, bigip, '--apply');
    expect(refused.stdout).toContain('2 of 6 pool members (33 %) would go away\n');
    expect(refused.code).toBe(1);
    expect(tenantsOn(bigip)).toEqual({ shop, bank });
    expect((await sync(root, bigip)).code).toBe(1);
    const forced = await sync(root, bigip, '--apply', '--force');
    expect(forced.code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop: web('10.1.0.1', '10.1.0.2'), bank });
  });

  test('asks AS3 with --dry-run, and changes nothing', async () => {
    const bigip = await startBigip();
    bigip.as3.broken.set('bank', 'no such pool');
    const { stdout, code } = await sync(syncWorkspace({ shop, bank }), bigip, '--dry-run');
    expect(stdout).toMatch(/^ {2}shop .*changed/m);
    expect(stdout).toMatch(/AS3 would take 1 of 2 tenants, 1 not\. Nothing was changed\.\n$/);
    expect(code).toBe(3);
    expect(tenantsOn(bigip)).toEqual({});
  });

  test('prints JSON for programs, without a declaration in it', async () => {
    const bigip = await startBigip();
    const { stdout } = await sync(syncWorkspace({ shop }), bigip, '--apply', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      carry: 'apply',
      bigips: [
        {
          name: 'the BIG-IP',
          view: 'east',
          failover: false,
          as3Version: '3.56.0',
          losses: { members: { before: 0, gone: 0 } },
          tenants: [
            { tenant: 'shop', action: 'create', file: 'rendered/east/shop.json', result: { outcome: 'changed' } },
          ],
        },
      ],
    });
    expect(stdout).not.toContain('virtualPort');
  });
});

describe('a plan file', () => {
  test('is written without --apply and carried out with it', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop, bank });
    expect((await sync(root, bigip, '--plan', 'plan.json')).code).toBe(1);
    expect(bigip.taken).toEqual([]);
    expect((await sync(root, bigip, '--plan', 'plan.json', '--apply')).code).toBe(0);
    expect(tenantsOn(bigip)).toEqual({ shop, bank });
  });

  test('is refused when the BIG-IP has moved since, and nothing is posted', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop, bank });
    await sync(root, bigip, '--apply');
    writeFiles(
      root,
      rendered('east', {
        bank: tenantOf({ bank: poolOf('10.2.0.1', '10.2.0.2', '10.2.0.3'), bank_80: virtualOf('10.0.0.2') }),
      }),
    );
    await sync(root, bigip, '--plan', 'plan.json');
    await sync(syncWorkspace({ shop: web('10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.9') }), bigip, '--apply');
    const taken = bigip.taken.length;
    const { stdout, code } = await sync(root, bigip, '--plan', 'plan.json', '--apply');
    expect(stdout).toContain('tenant shop on the BIG-IP has changed since the plan was made\n');
    expect(code).toBe(1);
    expect(bigip.taken).toHaveLength(taken);
  });

  test.each([
    ['missing', undefined, 'no such file; without --apply it would be written'],
    ['empty', '', 'cannot be used: it is not JSON'],
    ['of something else', '{"a":1}', 'cannot be used: it is no plan'],
    [
      'of no BIG-IP',
      '{"kind":"cis-render plan","version":1,"prune":false,"adopt":false,"force":false,"bigips":[]}',
      'has nothing about the BIG-IP: make it again',
    ],
  ])('that is %s is refused', async (_, text, reason) => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop });
    if (text !== undefined) writeFileSync(join(root, 'plan.json'), text);
    const { stderr, code } = await sync(root, bigip, '--plan', 'plan.json', '--apply');
    expect(stderr).toContain(`--plan plan.json`);
    expect(stderr).toContain(reason);
    expect(code).toBe(2);
    expect(bigip.seen).toEqual([]);
  });

  test('decides about --prune once', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace({ shop });
    await sync(root, bigip, '--plan', 'plan.json');
    const { stderr, code } = await sync(root, bigip, '--plan', 'plan.json', '--apply', '--prune');
    expect(stderr).toBe('render: --plan plan.json was made without --prune: make it again with --prune\n');
    expect(code).toBe(2);
  });
});

describe('a committed file that is not what a build writes', () => {
  test.each([
    ['<<<<<<< HEAD\n{}\n=======\n', 'has a merge conflict that is not resolved'],
    ['{ "class": "ADC", "label": "cis-render", "shop": {', 'is no JSON: it ends too early'],
    ['{ "class": "ADC", "label": "cis-render" }', 'has no schemaVersion'],
    [
      '{ "class": "ADC", "label": "cis-render", "schemaVersion": "3.56.0" }',
      'does not hold the one tenant "shop" for which it is named',
    ],
    [
      '{ "class": "ADC", "label": "cis-render", "schemaVersion": "3.56.0", "bank": {"class": "Tenant"} }',
      'does not hold the one tenant "shop" for which it is named',
    ],
  ])('%j keeps everything from being posted', async (text, reason) => {
    const bigip = await startBigip();
    const root = syncWorkspace({ bank });
    writeFiles(root, {
      'rendered/east/shop.json': text.replace(
        /^<{7} HEAD\n\{\}/,
        '{ "class": "ADC", "label": "cis-render",\n<<<<<<< HEAD',
      ),
    });
    const { stderr, code } = await sync(root, bigip, '--apply');
    expect(stderr).toContain(reason);
    expect(stderr).toContain('rendered/east/shop.json:');
    expect(code).toBe(2);
    expect(bigip.seen).toEqual([]);
  });
});
