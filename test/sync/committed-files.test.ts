import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StandIn } from '../bigip/stand-in.ts';
import { temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { poolOf, tenantOf, virtualOf } from './declarations.ts';
import { startBigip, sync, syncWorkspace, tenantsOn } from './sync-workspace.ts';

const shop = tenantOf({ web_80: virtualOf('10.0.0.1', 'web'), web: poolOf('10.1.0.1') });
const bank = tenantOf({ bank_80: virtualOf('10.0.0.2', 'bank'), bank: poolOf('10.2.0.1') });

/** A BIG-IP that has what is committed. */
async function synchronised(): Promise<{ bigip: StandIn; root: string }> {
  const bigip = await startBigip();
  const root = syncWorkspace({ shop, bank });
  await sync(root, bigip, '--apply');
  return { bigip, root };
}
const deleting = ['--apply', '--prune', '--force'];

describe('a committed file that cannot be taken for one', () => {
  test.each([
    ['has a conflict in its first line', '<<<<<<< HEAD\n{}\n'],
    ['is empty', ''],
    ['is a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'],
    ['is somebody else’s declaration', '{"class": "ADC", "label": "mine", "bank": {"class": "Tenant"}}'],
  ])('since it %s does not delete its tenant', async (_, text) => {
    const { bigip, root } = await synchronised();
    writeFiles(root, { 'rendered/east/bank.json': text });
    const { stdout, stderr, code } = await sync(root, bigip, ...deleting);
    expect(stderr).toBe('render: rendered/east/bank.json does not begin as a declaration of cis-render does\n');
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(tenantsOn(bigip)).toEqual({ shop, bank });
  });

  const linked = [
    ['the file', 'rendered/east/bank.json'],
    ['its directory', 'rendered/east'],
    ['the output directory', 'rendered'],
  ] as const;

  test.each(linked)('since %s is a symbolic link out of the workspace does not delete its tenant', async (_, path) => {
    const { bigip, root } = await synchronised();
    const elsewhere = temporaryWorkspace({});
    renameSync(join(root, path), join(elsewhere, 'it'));
    symlinkSync(join(elsewhere, 'it'), join(root, path));
    const { stderr, code } = await sync(root, bigip, ...deleting);
    expect(stderr).toBe(`render: ${path} is a symbolic link, and leads to nothing in the workspace\n`);
    expect(code).toBe(2);
    expect(tenantsOn(bigip)).toEqual({ shop, bank });
  });

  // As the volumes of Kubernetes have them.
  test.each(linked)('is none where %s is a symbolic link within the workspace', async (_, path) => {
    const { bigip, root } = await synchronised();
    renameSync(join(root, path), join(root, 'it'));
    symlinkSync(join(root, 'it'), join(root, path));
    const { stderr, code } = await sync(root, bigip, ...deleting);
    expect([stderr, code]).toEqual(['', 0]);
    expect(tenantsOn(bigip)).toEqual({ shop, bank });
  });

  test('since AS3 has no tenant of its name stops all before anything is posted', async () => {
    const bigip = await startBigip();
    const { stderr, code } = await sync(syncWorkspace({ bank, 'shop 1': shop }), bigip, '--apply');
    expect(stderr).toBe('render: rendered/east/shop 1.json is named for "shop 1", which AS3 takes for no tenant\n');
    expect(code).toBe(2);
    expect(bigip.taken).toEqual([]);
  });
});

test('Common is not posted, not even where the BIG-IP declares none', async () => {
  const bigip = await startBigip();
  const { stdout, code } = await sync(syncWorkspace({ Common: shop, bank }), bigip, '--apply', '--adopt');
  expect(stdout).toContain('  tenant Common is not touched: Common belongs to the BIG-IP\n');
  expect(code).toBe(1);
  expect(bigip.taken.map(({ path }) => path)).toEqual(['/mgmt/shared/appsvcs/declare/bank?async=true']);
});
