import { describe, expect, test } from 'vitest';
import { manyTenants, shopsAndBanks } from '../cli/shops-and-banks.ts';
import { render } from '../run-cli.ts';
import { startBigip, tenantsOn } from '../sync/sync-workspace.ts';
import { type Files, filesBelow, temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import { pullRequestEvent } from './pull-request.ts';
import { runAction } from './run-action.ts';

/** A workspace whose files are rendered, and a BIG-IP with nothing on it. */
async function begin(files: Files = shopsAndBanks) {
  const bigip = await startBigip();
  const cwd = temporaryWorkspace({ ...files, 'ca.pem': bigip.certificate });
  expect((await render(['build'], { cwd })).code).toBe(0);
  const inputs = {
    command: 'sync',
    comment: 'false',
    'bigip-url': bigip.url.href,
    'bigip-username': bigip.username,
    'bigip-password': bigip.password,
    'trusted-certs': 'ca.pem',
  };
  return { bigip, cwd, inputs };
}

const pullRequest = pullRequestEvent({ baseSha: 'a'.repeat(40), headSha: 'b'.repeat(40) });
const fork = pullRequestEvent({ baseSha: 'a'.repeat(40), headSha: 'b'.repeat(40) }, { fork: true });

describe('sync', () => {
  test('plans, applies, and has nothing to do then', async () => {
    const { bigip, cwd, inputs } = await begin();
    const plan = await runAction({ cwd, inputs });
    expect(plan.code).toBe(0);
    expect(plan.outputs.changed).toBe('true');
    expect(plan.summary).toContain('tenant shops');
    expect(tenantsOn(bigip)).toEqual({});

    const applied = await runAction({ cwd, inputs: { ...inputs, apply: 'true' } });
    expect(applied.code).toBe(0);
    expect(Object.keys(tenantsOn(bigip)).sort()).toEqual(['banks', 'shops']);
    expect(`${applied.stdout.replace(/^::add-mask::.*$/gm, '')}${applied.summary}`).not.toContain(bigip.password);

    const again = await runAction({ cwd, inputs: { ...inputs, apply: 'true' } });
    expect(again.outputs).toMatchObject({ changed: 'false', changes: '0' });
  });

  test('tells that a tenant is to be taken over, though nothing of it changes', async () => {
    const { bigip, cwd, inputs } = await begin();
    await runAction({ cwd, inputs: { ...inputs, apply: 'true' } });
    bigip.as3.declaration!.label = 'somebody else';
    const foreign = await runAction({ cwd, inputs });
    expect([foreign.code, foreign.outputs.changed]).toEqual([1, 'false']);
    // Of the other one AS3's history tells that it was posted from here.
    expect(foreign.commands.filter(line => line.startsWith('::error '))).toEqual([
      expect.stringContaining('render sync: the BIG-IP: tenant shops is not touched: '),
    ]);
    const adopting = { ...inputs, adopt: 'true' };
    const plan = await runAction({ cwd, inputs: adopting });
    expect(plan.outputs).toMatchObject({ changed: 'true', changes: '0' });
  });

  test('tells of each failure at the run too', async () => {
    const { bigip, cwd, inputs } = await begin();
    bigip.fault('change', { kind: 'answer', status: 422, body: { code: 422, message: 'declaration is invalid' } }, 1);
    const { code, commands } = await runAction({ cwd, inputs: { ...inputs, apply: 'true' } });
    expect(code).toBe(3);
    expect(commands.filter(line => line.startsWith('::error '))).toEqual([
      expect.stringMatching(
        /^::error title=cis-render::render sync: .*: tenant (?:shops|banks): .*declaration is invalid/,
      ),
    ]);
  });

  test('tells of more failures than GitHub shows in one sentence, and leaves room for what comes later', async () => {
    const { bigip, cwd, inputs } = await begin(manyTenants(12));
    bigip.fault('change', { kind: 'answer', status: 422, body: { code: 422, message: 'declaration is invalid' } }, 12);
    const apply = { ...inputs, apply: 'true' };
    const { commands } = await runAction({ cwd, inputs: { ...apply, 'format-files': 'json=nowhere/out.json' } });
    const errors = commands.filter(line => line.startsWith('::error '));
    expect(errors).toHaveLength(10);
    expect(errors.filter(line => line.includes('declaration is invalid'))).toHaveLength(8);
    expect(errors.at(-2)).toContain('4 more problems');
    expect(errors.at(-1)).toContain('cannot be written');
  });

  test('hands over prune, force and adopt', async () => {
    const { bigip, cwd, inputs } = await begin();
    await runAction({ cwd, inputs: { ...inputs, apply: 'true' } });
    const { 'rendered/east/banks.json': _, ...left } = filesBelow(cwd);
    const smaller = temporaryWorkspace(left);
    const kept = await runAction({ cwd: smaller, inputs: { ...inputs, apply: 'true' } });
    expect([kept.code, Object.keys(tenantsOn(bigip)).length]).toEqual([0, 2]);
    const refused = await runAction({ cwd: smaller, inputs: { ...inputs, apply: 'true', prune: 'true' } });
    expect([refused.code, Object.keys(tenantsOn(bigip)).length]).toEqual([1, 2]);
    const forced = await runAction({
      cwd: smaller,
      inputs: { ...inputs, apply: 'true', prune: 'true', force: 'true' },
    });
    expect([forced.code, Object.keys(tenantsOn(bigip))]).toEqual([0, ['shops']]);
  });

  test('tells what it cannot reach, and what it is not given', async () => {
    const { cwd, inputs } = await begin();
    writeFiles(cwd, { 'empty.pem': '' });
    const without = await runAction({ cwd, inputs: { ...inputs, 'bigip-password': '' } });
    expect([without.code, without.commands.at(-1)]).toEqual([2, expect.stringContaining('no password for the BIG-IP')]);
    const untrusted = await runAction({ cwd, inputs: { ...inputs, 'trusted-certs': '' } });
    expect(untrusted.code).toBe(3);
    expect(untrusted.summary).toMatch(/^## ❌ sync/);
  });
});

describe('for a pull request', () => {
  test('nothing is posted, and a plan of the same repository is fine', async () => {
    const { bigip, cwd, inputs } = await begin();
    for (const name of ['pull_request', 'pull_request_target', 'pull_request_review', 'issue_comment']) {
      const event = { ...pullRequest, name };
      const { code, commands } = await runAction({ cwd, inputs: { ...inputs, apply: 'true' }, event });
      expect([code, commands.at(-1)]).toEqual([2, expect.stringContaining(`apply is refused in runs of ${name}`)]);
    }
    expect(bigip.seen).toEqual([]);
    const plan = await runAction({ cwd, inputs, event: pullRequest });
    expect([plan.code, plan.outputs.changed]).toEqual([0, 'true']);
    expect(tenantsOn(bigip)).toEqual({});
  });

  test('that is of a fork, or has secrets, no BIG-IP is asked', async () => {
    const { bigip, cwd, inputs } = await begin();
    const live = { ...inputs, command: 'diff', against: 'live' };
    for (const each of [inputs, live]) {
      const ofFork = await runAction({ cwd, inputs: each, event: fork });
      expect([ofFork.code, ofFork.commands.at(-1)]).toEqual([2, expect.stringContaining('from a fork')]);
      const target = await runAction({ cwd, inputs: each, event: { ...pullRequest, name: 'pull_request_target' } });
      expect(target.code).toBe(2);
    }
    expect(bigip.seen).toEqual([]);
  });

  test('that a comment or another run is of, no BIG-IP is asked', async () => {
    const { bigip, cwd, inputs } = await begin();
    const workflow_run = { event: 'pull_request', head_sha: 'a', head_branch: 'x', head_repository: null };
    for (const event of [
      { ...pullRequest, name: 'issue_comment' },
      { name: 'workflow_run', payload: { workflow_run } },
    ]) {
      const { code, commands } = await runAction({ cwd, inputs, event });
      expect([code, commands.at(-1)]).toEqual([2, expect.stringContaining('a BIG-IP is not asked')]);
    }
    expect(bigip.seen).toEqual([]);
  });

  test('that another run was of, nothing is posted either', async () => {
    const { bigip, cwd, inputs } = await begin();
    const run = (of: string) => ({
      name: 'workflow_run',
      payload: {
        workflow_run: { event: of, head_sha: 'a', head_branch: 'main', head_repository: { owner: { login: 'shop' } } },
      },
    });
    const apply = { ...inputs, apply: 'true' };
    expect((await runAction({ cwd, inputs: apply, event: run('pull_request') })).code).toBe(2);
    expect(bigip.seen).toEqual([]);
    expect((await runAction({ cwd, inputs: apply, event: run('push') })).code).toBe(0);
    expect(Object.keys(tenantsOn(bigip))).toHaveLength(2);
  });
});

test('diff against what a BIG-IP has', async () => {
  const { cwd, inputs } = await begin();
  const { code, outputs, commands } = await runAction({ cwd, inputs: { ...inputs, command: 'diff', against: 'live' } });
  expect([code, outputs.changed]).toEqual([0, 'true']);
  expect(commands.some(line => line.startsWith('::notice '))).toBe(true);
});
