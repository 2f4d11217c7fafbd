import { describe, expect, test } from 'vitest';
import { busy, expired, type Fault, restarting, unregistered } from './faults.ts';
import type { StandIn } from './stand-in.ts';
import { clientOf, declarationOf, emptiedOf, failure, impatient, standIn, until } from './with-bigip.ts';

/** A second run finds nothing to do, and AS3 has what was posted. */
async function converged(bigip: StandIn, body: string): Promise<void> {
  const client = clientOf(bigip);
  expect(await client.declare('shop', body)).toMatchObject({ outcome: 'unchanged' });
  expect((await client.declaration())?.shop).toEqual(JSON.parse(body).shop);
}

const paceFor = ({ kind }: Fault) => (kind === 'silence' ? impatient : {});
const page = (status: number, taken: boolean): Fault => ({
  kind: 'page',
  status,
  title: `${status} Proxy Error`,
  taken,
});

describe('of a POST that AS3 has taken, nothing is posted again', () => {
  test.each<[string, Fault]>([
    ['the connection breaks', { kind: 'reset', taken: true }],
    ['nothing is answered', { kind: 'silence', taken: true }],
    ['Apache answers 502', page(502, true)],
    ['Apache answers 503', page(503, true)],
    ['Tomcat answers 500', page(500, true)],
    ['the answer is no JSON', { kind: 'garbage' }],
    ['the answer is cut', { kind: 'cut', brokenOff: false }],
    ['the answer breaks off', { kind: 'cut', brokenOff: true }],
  ])('where %s', async (_, fault) => {
    for (const taskTime of [1, 150]) {
      const bigip = await standIn({ taskTime });
      const body = declarationOf('shop');
      const notices: string[] = [];
      bigip.fault('change', fault);
      const result = await clientOf(bigip, { notice: text => notices.push(text), pace: paceFor(fault) }).declare(
        'shop',
        body,
      );
      expect(result).toMatchObject({ outcome: 'changed', code: 200, task: bigip.as3.tasks[0]?.id });
      expect(bigip.taken).toHaveLength(1);
      expect(bigip.as3.worked).toEqual(['shop']);
      expect(notices.join('\n')).toContain('looking for its task');
      await converged(bigip, body);
    }
  });

  test('where AS3 refuses the declaration', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.declare('shop', declarationOf('shop', ['10.0.0.1']));
    bigip.as3.broken.set('shop', '01070734:3: Configuration error');
    bigip.fault('change', { kind: 'reset', taken: true });
    expect(await client.declare('shop', declarationOf('shop', ['10.0.0.2']))).toMatchObject({
      outcome: 'refused',
      code: 422,
      errors: ['01070734:3: Configuration error'],
    });
    expect(bigip.taken).toHaveLength(2);
  });

  test('where a tenant is removed', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.declare('shop', declarationOf('shop'));
    bigip.fault('change', { kind: 'reset', taken: true });
    expect(await client.declare('shop', emptiedOf('shop'))).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken).toHaveLength(2);
  });

  test('where it is called like what every object has', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.declare('constructor', declarationOf('constructor'));
    bigip.fault('change', { kind: 'lost-task' });
    expect(await client.declare('constructor', emptiedOf('constructor'))).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken).toHaveLength(2);
  });

  test('where it is a dry run, and nothing is changed either', async () => {
    const bigip = await standIn();
    bigip.fault('change', { kind: 'reset', taken: true });
    const result = await clientOf(bigip).declare('shop', declarationOf('shop'), { dryRun: true });
    expect(result).toMatchObject({ outcome: 'changed', dryRun: true });
    expect(bigip.as3.worked).toEqual([]);
  });
});

describe('a POST that AS3 has not taken is posted again', () => {
  test.each<[string, Fault, number]>([
    ['the connection breaks', { kind: 'reset', taken: false }, 1],
    ['it breaks three times', { kind: 'reset', taken: false }, 3],
    ['nothing is answered', { kind: 'silence', taken: false }, 1],
    ['Apache answers 502', page(502, false), 1],
    ['Apache answers 503', restarting, 2],
    ['AS3 is busy', busy, 4],
    ['the token has expired', expired, 1],
  ])('where %s', async (_, fault, times) => {
    const bigip = await standIn();
    const body = declarationOf('shop');
    bigip.fault('change', fault, times);
    expect(await clientOf(bigip, { pace: paceFor(fault) }).declare('shop', body)).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken).toHaveLength(1);
    expect(bigip.count('change')).toBe(times + 1);
    await converged(bigip, body);
  });

  test('where AS3 is at work on another declaration, and says so as the end of the task', async () => {
    const bigip = await standIn({ taskTime: 20_000 });
    const one = clientOf(bigip).declare('shop', declarationOf('shop'));
    await until(() => bigip.taken.length > 0);
    const other = clientOf(bigip).declare('bank', declarationOf('bank'));
    await until(() => bigip.count('change') > 2);
    bigip.as3.options.taskTime = 5;
    bigip.as3.finish();
    expect(await Promise.all([one, other])).toMatchObject([{ outcome: 'changed' }, { outcome: 'changed' }]);
    expect(bigip.as3.worked).toEqual(['shop', 'bank']);
    expect(bigip.taken).toHaveLength(2);
  });

  test('where AS3 is being restarted, and has been there before', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.info();
    bigip.fault('change', unregistered, 2);
    expect(await client.declare('shop', declarationOf('shop'))).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken).toHaveLength(1);
  });

  test('where a restart has cut off its task', async () => {
    const bigip = await standIn({ taskTime: 30 });
    const body = declarationOf('shop');
    bigip.fault('change', { kind: 'restart' }, 2);
    expect(await clientOf(bigip).declare('shop', body)).toMatchObject({ outcome: 'changed' });
    expect(bigip.as3.worked).toEqual(['shop']);
    await converged(bigip, body);
  });

  test('but not for ever where restarts go on', async () => {
    const bigip = await standIn({ taskTime: 30 });
    bigip.fault('change', { kind: 'restart' }, 9);
    expect(await clientOf(bigip).declare('shop', declarationOf('shop'))).toMatchObject({
      outcome: 'refused',
      message: 'AS3 was restarted during each of its tasks',
    });
    expect(bigip.taken).toHaveLength(3);
  });
});

describe('a task of which AS3 has no record', () => {
  test.each([1, 40])('has done its work where AS3 has the tenant, at once or later (%i ms)', async taskTime => {
    const bigip = await standIn({ taskTime });
    const body = declarationOf('shop');
    bigip.fault('change', { kind: 'lost-task' });
    expect(await clientOf(bigip, { pace: { grace: 10_000 } }).declare('shop', body)).toMatchObject({
      outcome: 'changed',
    });
    expect(bigip.taken).toHaveLength(1);
    await converged(bigip, body);
  });

  test('has an end that nobody knows where AS3 has something else', async () => {
    const bigip = await standIn();
    bigip.as3.broken.set('shop', '01070734:3: Configuration error');
    bigip.fault('change', { kind: 'lost-task' });
    const result = await clientOf(bigip).declare('shop', declarationOf('shop'));
    expect(result).toMatchObject({
      outcome: 'unknown',
      message: 'AS3 may have taken it, and has no record of its task any more',
    });
    expect(bigip.taken).toHaveLength(1);
    bigip.as3.broken.clear();
    expect(await clientOf(bigip).declare('shop', declarationOf('shop'))).toMatchObject({ outcome: 'changed' });
  });

  test('is asked for anew where it was a dry run', async () => {
    const bigip = await standIn();
    bigip.fault('change', { kind: 'lost-task' });
    const result = await clientOf(bigip).declare('shop', declarationOf('shop'), { dryRun: true });
    expect(result).toMatchObject({ outcome: 'changed', dryRun: true });
    expect(bigip.as3.worked).toEqual([]);
  });
});

describe('tasks that AS3 cannot list, since their declarations are too large', () => {
  const huge: Fault = {
    kind: 'answer',
    status: 200,
    body: { items: [{ id: 'a', declaration: 'x'.repeat(33 * 2 ** 20) }] },
  };

  test.each<[string, Fault[]]>([
    ['before', [huge]],
    ['after', [{ kind: 'none' }, huge]],
  ])('%s: what is declared tells what became of a lost answer', async (_, lists) => {
    const bigip = await standIn();
    const body = declarationOf('shop');
    for (const fault of lists) bigip.fault('tasks', fault);
    bigip.fault('change', { kind: 'reset', taken: true });
    const client = clientOf(bigip, { pace: { grace: 10_000 } });
    expect(await client.declare('shop', body)).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken).toHaveLength(1);
    await converged(bigip, body);
  });

  test('it is unknown what became of it where that does not tell', async () => {
    const bigip = await standIn();
    bigip.fault('tasks', huge).fault('change', { kind: 'reset', taken: false });
    expect(await clientOf(bigip).declare('shop', declarationOf('shop'))).toMatchObject({ outcome: 'unknown' });
    expect(bigip.taken).toEqual([]);
  });

  test('are not asked for where the declaration itself is large', async () => {
    const bigip = await standIn();
    const body = `${declarationOf('shop')}${' '.repeat(5 * 2 ** 20)}`;
    expect(await clientOf(bigip).declare('shop', body)).toMatchObject({ outcome: 'changed' });
    expect(bigip.count('tasks')).toBe(0);
  });
});

describe('a task of somebody else', () => {
  const [ours, theirs] = [declarationOf('shop', ['10.0.0.1']), declarationOf('shop', ['10.0.0.2'])];

  test('is not taken for ours', async () => {
    const bigip = await standIn();
    const other = clientOf(bigip);
    await other.info();
    bigip.fault('change', { kind: 'silence', taken: false });
    const work = clientOf(bigip, { pace: { silence: 2_000 } }).declare('shop', ours);
    await until(() => bigip.count('change') > 0);
    await other.declare('shop', theirs);
    expect(await work).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken.map(({ body }) => body)).toEqual([theirs, ours]);
    await converged(bigip, ours);
  });

  test('is not taken for ours where AS3 had no time for it', async () => {
    const bigip = await standIn({ taskTime: 20_000 });
    const other = clientOf(bigip);
    await other.info();
    bigip.fault('change', { kind: 'silence', taken: true });
    const work = clientOf(bigip, { pace: { silence: 2_000 } }).declare('shop', ours);
    await until(() => bigip.count('change') > 0);
    const waiting = other.declare('shop', theirs);
    await until(() => bigip.count('tasks') > 3);
    bigip.as3.options.taskTime = 5;
    bigip.as3.finish();
    expect(await work).toMatchObject({ outcome: 'changed', task: bigip.as3.tasks.at(-1)?.id });
    expect(await waiting).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken.map(({ body }) => body)).toEqual([ours, theirs]);
  });
});

describe('a deadline', () => {
  test('names the task that goes on', async () => {
    const bigip = await standIn({ taskTime: 20_000 });
    const error = await failure(clientOf(bigip, { deadline: 4_000 }).declare('shop', declarationOf('shop')));
    const [task] = bigip.as3.tasks;
    expect(error).toMatchObject({ kind: 'deadline', task: task?.id, pending: true });
    // It ends while it waits between two questions, or while one is not answered.
    expect(error.message).toMatch(/deadline of 4 s; task /);
    expect(error.message).toContain(`task ${task?.id} goes on by itself on the BIG-IP`);
  });

  test('says that AS3 may have taken a POST without an answer', async () => {
    const bigip = await standIn();
    bigip.fault('change', { kind: 'silence', taken: true });
    const error = await failure(clientOf(bigip, { deadline: 4_000 }).declare('shop', declarationOf('shop')));
    expect(error).toMatchObject({ kind: 'deadline', pending: true });
    expect(error.message).toContain('AS3 may have taken the declaration');
  });

  test('says how busy it was, and that nothing was taken', async () => {
    const bigip = await standIn();
    bigip.fault('change', busy, 3);
    // Asked to come again after the deadline, it does not wait for it: no request is on its way when it gives up.
    bigip.fault('change', { ...busy, headers: { 'retry-after': '60' } } as Fault);
    const error = await failure(clientOf(bigip).declare('shop', declarationOf('shop')));
    expect(error).toMatchObject({ kind: 'busy', pending: false });
    expect(error.message).toMatch(
      /it is busy or being restarted \(503: Configuration operation in progress .*deadline of 20 s$/,
    );
    expect(bigip.count('change')).toBe(4);
    expect(bigip.taken).toEqual([]);
  });
});

describe('an interruption', () => {
  const interrupted = async (bigip: StandIn, when: () => boolean) => {
    const controller = new AbortController();
    const client = clientOf(bigip, { signal: controller.signal });
    const work = failure(client.declare('shop', declarationOf('shop')));
    await until(when);
    const began = performance.now();
    controller.abort();
    const error = await work;
    expect(performance.now() - began).toBeLessThan(15_000);
    return error;
  };

  test('names the task that goes on, and it does', async () => {
    const bigip = await standIn({ taskTime: 20_000 });
    const error = await interrupted(bigip, () => bigip.count('task') > 0);
    const [task] = bigip.as3.tasks;
    expect(error).toMatchObject({ kind: 'interrupted', task: task?.id });
    expect(error.message).toBe(`${bigip.url.host}: interrupted; task ${task?.id} goes on by itself on the BIG-IP`);
    bigip.as3.options.taskTime = 5;
    bigip.as3.finish();
    await bigip.as3.idle();
    await converged(bigip, declarationOf('shop'));
    expect(bigip.as3.worked).toEqual(['shop']);
  });

  test('ends a request that is not answered', async () => {
    const bigip = await standIn();
    bigip.fault('change', { kind: 'silence', taken: true });
    const error = await interrupted(bigip, () => bigip.taken.length > 0);
    expect(error).toMatchObject({ kind: 'interrupted', pending: true });
    expect(error.message).toContain('AS3 may have taken the declaration');
  });

  test('ends a pause', async () => {
    const bigip = await standIn();
    bigip.fault('tasks', { ...busy, headers: { 'retry-after': '15' } } as Fault);
    const error = await interrupted(bigip, () => bigip.count('tasks') > 0);
    expect(error).toMatchObject({ kind: 'interrupted', pending: false });
    expect(error.message).toBe(`${bigip.url.host}: interrupted`);
  });
});
