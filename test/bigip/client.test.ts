import { describe, expect, test } from 'vitest';
import { clientOf, declarationOf, emptiedOf, failure, standIn, until } from './with-bigip.ts';

const without = (body: string): unknown => {
  const { controls, ...rest } = JSON.parse(body) as Record<string, unknown>;
  return { ...rest, updateMode: 'selective' };
};
const paths = (bigip: Awaited<ReturnType<typeof standIn>>): string[] =>
  bigip.seen.map(
    ({ method, path }) => `${method} ${path.replace('/mgmt/shared', '').replace(/[0-9a-f-]{26,}/i, 'ID')}`,
  );

describe('reading', () => {
  test('tells the versions of AS3 and its schema', async () => {
    const client = clientOf(await standIn({ version: '3.50.1' }));
    expect(await client.info()).toEqual({
      version: '3.50.1',
      release: '10',
      schemaCurrent: '3.50.1',
      schemaMinimum: '3.0.0',
    });
  });

  test('gives nothing where nothing was ever declared', async () => {
    const client = clientOf(await standIn());
    expect(await client.declaration()).toBeUndefined();
    expect(await client.history(1)).toBeUndefined();
  });

  test('gives what is declared now and what was before', async () => {
    const client = clientOf(await standIn());
    const [one, two] = [declarationOf('shop', ['10.0.0.1']), declarationOf('shop', ['10.0.0.2'])];
    await client.declare('shop', one);
    await client.declare('shop', two);
    expect(await client.declaration()).toMatchObject(without(two) as object);
    expect(await client.history(1)).toMatchObject(without(one) as object);
    expect(await client.history(2)).toBeUndefined();
  });

  test('takes no age that AS3 has not', async () => {
    const client = clientOf(await standIn());
    await expect(client.history(16)).rejects.toThrow('16 is no age of a declaration');
    await expect(client.history(0.5)).rejects.toThrow(TypeError);
  });
});

describe('declaring', () => {
  test('posts the text byte for byte, for its tenant alone, and waits for the end', async () => {
    const bigip = await standIn({ taskTime: 60 });
    const client = clientOf(bigip);
    const body = declarationOf('shop');
    const result = await client.declare('shop', body);
    expect(result).toEqual({
      tenant: 'shop',
      outcome: 'changed',
      code: 200,
      message: 'success',
      errors: [],
      warnings: [],
      task: bigip.as3.tasks[0]?.id,
      seconds: 0.4,
    });
    expect(bigip.taken.map(seen => seen.body)).toEqual([body]);
    expect([...new Set(paths(bigip))]).toEqual([
      'POST /authn/login',
      'GET /appsvcs/task',
      'POST /appsvcs/declare/shop?async=true',
      'GET /appsvcs/task/ID',
    ]);
  });

  test('leaves other tenants as they are', async () => {
    const client = clientOf(await standIn());
    await client.declare('shop', declarationOf('shop'));
    await client.declare('bank', declarationOf('bank'));
    expect(Object.keys((await client.declaration()) ?? {})).toEqual(expect.arrayContaining(['shop', 'bank']));
  });

  test('tells what is so already', async () => {
    const client = clientOf(await standIn());
    await client.declare('shop', declarationOf('shop'));
    expect(await client.declare('shop', declarationOf('shop'))).toMatchObject({ outcome: 'unchanged', code: 200 });
  });

  test('empties a tenant, which is then gone', async () => {
    const client = clientOf(await standIn());
    await client.declare('shop', declarationOf('shop'));
    expect(await client.declare('shop', emptiedOf('shop'))).toMatchObject({ outcome: 'changed' });
    expect(await client.declaration()).toBeUndefined();
  });

  test('makes changes of one tenant one after the other, also when asked for at once', async () => {
    const bigip = await standIn({ taskTime: 30 });
    const client = clientOf(bigip);
    const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.2'];
    const results = await Promise.all(
      addresses.map(address => client.declare('shop', declarationOf('shop', [address]))),
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'unchanged']);
    expect(bigip.count('change')).toBe(3);
  });

  test('makes changes of several tenants at once, which AS3 may have no time for', async () => {
    const bigip = await standIn({ taskTime: 30 });
    const client = clientOf(bigip);
    bigip.fault('change', { kind: 'reset', taken: true }, 2);
    const results = await Promise.all(['a', 'b', 'c'].map(tenant => client.declare(tenant, declarationOf(tenant))));
    expect(results.map(({ tenant, outcome }) => `${tenant} ${outcome}`)).toEqual([
      'a changed',
      'b changed',
      'c changed',
    ]);
    expect([...bigip.as3.worked].sort()).toEqual(['a', 'b', 'c']);
    expect(bigip.taken).toHaveLength(3);
  });

  test('takes results at once from an AS3 that does not know async', async () => {
    const bigip = await standIn({ sync: true });
    const client = clientOf(bigip);
    expect(await client.declare('shop', declarationOf('shop'))).toEqual({
      tenant: 'shop',
      outcome: 'changed',
      code: 200,
      message: 'success',
      errors: [],
      warnings: [],
      seconds: 0.4,
    });
  });

  test.each(['', '../task', 'a/b', 'a,b', '1a', 'a b', 'é', `a${'x'.repeat(190)}`])(
    'takes no tenant named %j',
    async tenant => {
      const bigip = await standIn();
      const client = clientOf(bigip);
      await expect(client.declare(tenant, declarationOf('shop'))).rejects.toThrow(TypeError);
      expect(bigip.seen).toEqual([]);
    },
  );
});

describe('emptying', () => {
  test('deletes one tenant', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.declare('shop', declarationOf('shop'));
    await client.declare('bank', declarationOf('bank'));
    expect(await client.declare('shop', emptiedOf('shop'))).toMatchObject({
      tenant: 'shop',
      outcome: 'changed',
      code: 200,
    });
    expect(Object.keys((await client.declaration()) ?? {})).not.toContain('shop');
    expect(await client.declaration()).toHaveProperty('bank');
  });

  test('tells that there was none', async () => {
    const client = clientOf(await standIn());
    expect(await client.declare('shop', emptiedOf('shop'))).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('a dry run', () => {
  test('tells what would become of it, and changes nothing', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    const dry = await client.declare('shop', declarationOf('shop'), { dryRun: true });
    expect(dry).toMatchObject({ outcome: 'changed', dryRun: true });
    expect(await client.declaration()).toBeUndefined();
    expect(bigip.taken).toEqual([]);
    await client.declare('shop', declarationOf('shop'));
    expect(await client.declare('shop', declarationOf('shop'), { dryRun: true })).toMatchObject({
      outcome: 'unchanged',
      dryRun: true,
    });
  });

  test('is refused where AS3 has none, and nothing is sent', async () => {
    const bigip = await standIn({ version: '3.29.0' });
    const error = await failure(clientOf(bigip).declare('shop', declarationOf('shop'), { dryRun: true }));
    expect(error.kind).toBe('as3-too-old');
    expect(error.message).toBe(`${bigip.url.host}: AS3 3.29.0 has no dry run, which came with 3.30: upgrade AS3 first`);
    expect(bigip.count('change')).toBe(0);
  });

  test.each([true, false])('that AS3 does not call one is reported as what it may be (sync: %s)', async sync => {
    const bigip = await standIn({ sync });
    const results = [{ code: 200, message: 'success', tenant: 'shop', runTime: 3 }];
    const body = sync ? { results } : { id: 'made-up', results };
    bigip.fault('change', { kind: 'answer', status: sync ? 200 : 202, body });
    if (!sync) bigip.fault('task', { kind: 'answer', status: 200, body });
    const error = await failure(clientOf(bigip).declare('shop', declarationOf('shop'), { dryRun: true }));
    expect(error.kind).toBe('not-dry');
    expect(error.message).toContain('may have changed the tenant shop');
  });
});

describe('the token', () => {
  test('is one for all requests, and is given back', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await Promise.all([client.info(), client.declaration(), client.declare('shop', declarationOf('shop'))]);
    expect(bigip.count('login')).toBe(1);
    expect(bigip.tokens.size).toBe(1);
    await client.close();
    expect(bigip.tokens.size).toBe(0);
  });

  test('is not asked for to be given back', async () => {
    const bigip = await standIn();
    await clientOf(bigip).close();
    expect(bigip.seen).toEqual([]);
  });

  test('is given back after an interruption too', async () => {
    const bigip = await standIn({ taskTime: 20_000 });
    const controller = new AbortController();
    const client = clientOf(bigip, { signal: controller.signal });
    const work = failure(client.declare('shop', declarationOf('shop')));
    await until(() => bigip.count('task') > 0);
    controller.abort();
    expect((await work).kind).toBe('interrupted');
    await client.close();
    expect(bigip.tokens.size).toBe(0);
  });

  test('may be impossible to give back', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip, { pace: { goodbye: 100 } });
    await client.info();
    bigip.fault('logout', { kind: 'silence', taken: false });
    await client.close();
    expect(bigip.tokens.size).toBe(1);
  });

  test('is not waited for by who is in a hurry', async () => {
    const bigip = await standIn();
    const controller = new AbortController();
    const client = clientOf(bigip, { signal: controller.signal, pace: { goodbye: 60_000, hasty: 50 } });
    await client.info();
    bigip.fault('logout', { kind: 'silence', taken: false });
    controller.abort();
    const began = performance.now();
    await client.close();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('never shows where AS3 repeats it, nor does the password', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.info();
    const [token] = bigip.tokens.keys();
    bigip.as3.broken.set('shop', `the pool ${token} and ${bigip.password}`);
    const result = await client.declare('shop', declarationOf('shop'));
    expect(result).toMatchObject({ outcome: 'refused', errors: ['the pool *** and ***'] });
  });

  test('does not show in part either, where a message is cut', async () => {
    const bigip = await standIn();
    const message = `${'x'.repeat(294)} ${bigip.password}`;
    bigip.fault('info', { kind: 'answer', status: 400, body: { code: 400, message } });
    const { message: said } = await failure(clientOf(bigip).info());
    expect(said).toMatch(/x \*\*\*$/);
  });
});
