import { spawn } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { As3Object } from '../../src/emit/as3.ts';
import { busy, expired, type Fault, type Occasion, restarting, unregistered } from '../bigip/faults.ts';
import { cliPath } from '../run-cli.ts';
import { poolOf, tenantOf, virtualOf } from './declarations.ts';
import { startBigip, sync, syncWorkspace, tenantsOn } from './sync-workspace.ts';

const tenant = (at: number): As3Object =>
  tenantOf({ [`web${at}_80`]: virtualOf(`10.0.0.${at}`, `web${at}`), [`web${at}`]: poolOf(`10.1.0.${at}`) });
const wanted = { a: tenant(1), b: tenant(2), c: tenant(3) };

/** Faults that a run gets over by itself. */
const passing: ReadonlyArray<readonly [string, Occasion, Fault]> = [
  ['AS3 is busy', 'change', busy],
  ['the token is not known any more', 'read', expired],
  ['the token ends at the POST', 'change', expired],
  ['the token ends while a task is at work', 'task', expired],
  ['the POST is reset before it is read', 'change', { kind: 'reset', taken: false }],
  ['the POST is reset after it is taken', 'change', { kind: 'reset', taken: true }],
  ['the answer to the POST is cut', 'change', { kind: 'cut', brokenOff: true }],
  ['the answer to the POST is no JSON', 'change', { kind: 'garbage' }],
  ['the task is lost', 'change', { kind: 'lost-task' }],
  ['Apache answers for a moment', 'any', restarting],
  ['AS3 is not registered for a moment', 'change', unregistered],
  ['the task cannot be asked for a moment', 'task', { kind: 'reset', taken: false }],
];

describe('a fault that passes', () => {
  test.each(passing)('when %s: everything lands, and nothing is posted twice', async (_, on, fault) => {
    const bigip = await startBigip();
    bigip.fault(on, fault);
    const root = syncWorkspace(wanted);
    const { stdout, code } = await sync(root, bigip, '--apply');
    expect(stdout).toMatch(/3 of 3 tenants landed\.\n$/);
    expect(code).toBe(0);
    expect(tenantsOn(bigip)).toEqual(wanted);
    expect(bigip.taken.map(({ path }) => path.replace(/^.*declare\/(.*)\?.*$/, '$1'))).toEqual(['a', 'b', 'c']);
  });
});

test('when AS3 is restarted while it is at work, the tenant is posted again', async () => {
  const bigip = await startBigip();
  bigip.fault('change', { kind: 'restart' });
  const { code } = await sync(syncWorkspace(wanted), bigip, '--apply');
  expect(code).toBe(0);
  expect(tenantsOn(bigip)).toEqual(wanted);
  expect(bigip.as3.worked).toHaveLength(3);
});

/** Faults that end a run, what it says, and whether other tenants land. */
const lasting: ReadonlyArray<readonly [string, Occasion, Fault, RegExp, number]> = [
  ['AS3 is not there', 'info', unregistered, /AS3/, 0],
  [
    'the password is refused',
    'login',
    { kind: 'answer', status: 401, body: { code: 401, message: 'Authentication failed.' } },
    /user name|password|authenti/i,
    0,
  ],
  [
    'the user may not',
    'change',
    { kind: 'answer', status: 403, body: { code: 403, message: 'Forbidden' } },
    /may not|right|403/i,
    0,
  ],
  [
    'it sends elsewhere',
    'read',
    { kind: 'redirect', to: 'https://example.com/' },
    /it sends to another place \(302\)/,
    0,
  ],
  [
    'AS3 finds the declaration invalid',
    'change',
    {
      kind: 'answer',
      status: 422,
      body: { code: 422, message: 'declaration is invalid', errors: ['/a/Shared/web1/members: should NOT be empty'] },
    },
    /should NOT be empty/,
    2,
  ],
];

describe('a fault that lasts', () => {
  test.each(lasting)(
    'when %s: the code is 3, it says so, and the next run mends it',
    async (_, on, fault, words, others) => {
      const bigip = await startBigip();
      bigip.fault(on, fault);
      const root = syncWorkspace(wanted);
      const { stdout, code } = await sync(root, bigip, '--apply', '--deadline', '3');
      expect(stdout).toMatch(words);
      expect(code).toBe(3);
      expect(Object.keys(tenantsOn(bigip))).toHaveLength(others);
      const again = await sync(root, bigip, '--apply');
      expect(again.code).toBe(0);
      expect(tenantsOn(bigip)).toEqual(wanted);
    },
  );

  test('a BIG-IP that never answers is left at the deadline', async () => {
    const bigip = await startBigip();
    bigip.fault('change', { kind: 'silence', taken: false }, 99);
    const began = Date.now();
    const { stdout, code } = await sync(syncWorkspace({ a: tenant(1) }), bigip, '--apply', '--deadline', '2');
    expect(Date.now() - began).toBeLessThan(20_000);
    expect(stdout).toMatch(/within 2 s|deadline of 2 s/);
    expect(code).toBe(3);
  });
});

describe('what is secret', () => {
  test('the password is in no output, whatever goes wrong', async () => {
    const bigip = await startBigip();
    const root = syncWorkspace(wanted);
    for (const fault of [expired, busy, { kind: 'garbage' } as const]) bigip.fault('any', fault, 2);
    const { stdout, stderr } = await sync(root, bigip, '--apply', '--deadline', '3', '--format', 'json');
    expect(stdout + stderr).not.toContain(bigip.password);
    for (const token of bigip.tokens.keys()) expect(stdout + stderr).not.toContain(token);
  });

  test('the token is given back at the end', async () => {
    const bigip = await startBigip();
    await sync(syncWorkspace(wanted), bigip, '--apply');
    expect(bigip.seen.map(({ occasion }) => occasion)).toContain('logout');
    expect(bigip.tokens.size).toBe(0);
  });
});

describe('an interrupted run', () => {
  test('sees what is under way to its end, begins nothing further, and says what is left', async () => {
    const bigip = await startBigip({ taskTime: 600 });
    const root = syncWorkspace(wanted, { 'ca.pem': bigip.certificate });
    const { child, text, ended } = start(root, bigip.url.href, bigip.username, bigip.password);
    while (bigip.taken.length === 0) await new Promise(resolve => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(text()).toContain(
      'SIGINT: nothing further is posted; what is under way is seen to its end, unless you ask again',
    );
    expect(text()).toMatch(/^ {2}a .*changed/m);
    expect(text()).toMatch(/^ {2}b .*not-begun .*interrupted before it was begun/m);
    expect(Object.keys(tenantsOn(bigip))).toEqual(['a']);
    const again = await sync(root, bigip, '--apply');
    expect(again.stdout).toMatch(/2 of 2 tenants landed\.\n$/);
    expect(tenantsOn(bigip)).toEqual(wanted);
  });

  test('asked twice ends at once and names the task that goes on', async () => {
    const bigip = await startBigip({ taskTime: 5000 });
    const root = syncWorkspace(wanted, { 'ca.pem': bigip.certificate });
    const { child, text, ended } = start(root, bigip.url.href, bigip.username, bigip.password);
    while (!bigip.seen.some(({ occasion }) => occasion === 'task'))
      await new Promise(resolve => setTimeout(resolve, 10));
    child.kill('SIGTERM');
    await new Promise(resolve => setTimeout(resolve, 200));
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    const [task] = bigip.as3.tasks;
    expect(text()).toContain(`task ${task?.id} may still be at work; run this again to see`);
  });
});

function start(root: string, url: string, username: string, password: string) {
  const args = ['sync', '--apply', '--bigip-url', url, '--trusted-certs', 'ca.pem'];
  const child = spawn(process.execPath, [cliPath, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, BIGIP_USERNAME: username, BIGIP_PASSWORD: password },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  return { child, text: () => text, ended };
}
