import { describe, expect, test } from 'vitest';
import { busy, expired, type Fault, restarting, unregistered } from './faults.ts';
import { clientOf, declarationOf, failure, impatient, standIn, until } from './with-bigip.ts';

describe('what passes is waited for', () => {
  test.each<[string, Fault, number]>([
    ['AS3 is busy', busy, 5],
    ['restjavad is being restarted', restarting, 3],
    ['Tomcat answers 500', { kind: 'page', status: 500, title: 'HTTP Status 500' }, 2],
    ['the token has expired', expired, 1],
    ['the connection breaks', { kind: 'reset', taken: false }, 2],
    ['the answer breaks off', { kind: 'cut', brokenOff: true }, 2],
    ['the answer is cut', { kind: 'cut', brokenOff: false }, 2],
    ['the answer is no JSON', { kind: 'garbage' }, 2],
    ['nothing is answered', { kind: 'silence', taken: false }, 1],
  ])('where %s', async (_, fault, times) => {
    const bigip = await standIn();
    bigip.fault('info', fault, times);
    expect(await clientOf(bigip, { pace: fault.kind === 'silence' ? impatient : {} }).info()).toMatchObject({
      version: '3.56.0',
    });
    expect(bigip.count('info')).toBe(times + 1);
  });

  test('also where all of it happens to the login and to each look at a task', async () => {
    const bigip = await standIn({ taskTime: 50 });
    bigip.fault('login', restarting).fault('login', { kind: 'reset', taken: false });
    bigip
      .fault('task', restarting)
      .fault('task', expired)
      .fault('task', { kind: 'garbage' })
      .fault('task', unregistered);
    bigip.fault('tasks', { kind: 'reset', taken: false }).fault('tasks', busy);
    expect(await clientOf(bigip).declare('shop', declarationOf('shop'))).toMatchObject({ outcome: 'changed' });
    expect(bigip.taken).toHaveLength(1);
  });

  test('where all tokens expire during a task, one new token is enough', async () => {
    const bigip = await standIn({ taskTime: 20_000 });
    const work = clientOf(bigip).declare('shop', declarationOf('shop'));
    await until(() => bigip.count('task') > 0);
    bigip.expireTokens();
    await until(() => bigip.count('login') > 1);
    bigip.as3.finish();
    expect(await work).toMatchObject({ outcome: 'changed' });
    expect(bigip.count('login')).toBe(2);
  });

  test('where the BIG-IP is not up yet', async () => {
    const bigip = await standIn();
    const { url } = bigip;
    const notices: string[] = [];
    const client = clientOf(bigip, { notice: text => notices.push(text) }, { insecure: true });
    await bigip.stop();
    const work = client.declare('shop', declarationOf('shop'));
    await until(() => notices.length > 0);
    const later = await standIn({ port: Number(url.port) });
    expect(await work).toMatchObject({ outcome: 'changed' });
    expect(later.taken).toHaveLength(1);
    const refused = `waiting: ${url.host}: the connection is refused: is it the management address and port, and is the BIG-IP up?`;
    expect(notices.filter(text => text.startsWith('waiting'))).toEqual([refused]);
  });

  test('as long as the BIG-IP asks for', async () => {
    const bigip = await standIn();
    bigip.fault('info', { ...busy, headers: { 'retry-after': '1' } } as Fault);
    const began = performance.now();
    await clientOf(bigip).info();
    expect(performance.now() - began).toBeGreaterThanOrEqual(995);
  });

  test('but not where it asks for more than there is time', async () => {
    const bigip = await standIn();
    bigip.fault('info', { ...busy, headers: { 'retry-after': '3600' } } as Fault);
    const began = performance.now();
    expect((await failure(clientOf(bigip).info())).kind).toBe('busy');
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('what does not pass is told at once', () => {
  test.each<[string, Fault, string, RegExp]>([
    [
      'AS3 is missing',
      unregistered,
      'as3-missing',
      /: AS3 is not installed: F5 calls its package f5-appsvcs-<version>\.noarch\.rpm/,
    ],
    [
      'another place is named',
      { kind: 'redirect', to: 'https://elsewhere.test/' },
      'redirected',
      /: it sends to another place \(302\), where credentials are not sent/,
    ],
    [
      'a page is there',
      { kind: 'page', status: 200, title: 'Welcome to nginx!' },
      'not-json',
      /: it answers 200 with a page, "Welcome to nginx!": is this a BIG-IP\?$/,
    ],
    [
      'a page is not there',
      { kind: 'page', status: 404, title: '404 Not Found' },
      'not-json',
      /: it answers 404 with a page, "404 Not Found"/,
    ],
    [
      'the user may do nothing',
      { kind: 'answer', status: 403, body: { code: 403, message: 'Forbidden' } },
      'forbidden',
      /: the user admin may not use AS3, which wants the role Administrator$/,
    ],
    [
      'the user has too little of a role',
      { kind: 'answer', status: 401, body: { code: 401, message: 'Authorization failed: user=admin resource=/' } },
      'forbidden',
      /role Administrator$/,
    ],
    [
      'AS3 answers what it never does',
      { kind: 'answer', status: 418, body: { message: 'a\nteapot\u001b[1m' } },
      'unexpected',
      /: it answers 418: a teapot \[1m$/,
    ],
  ])('where %s', async (_, fault, kind, message) => {
    const bigip = await standIn();
    bigip.fault('info', fault, 100);
    const error = await failure(clientOf(bigip).info());
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(bigip.count('info')).toBe(1);
  });

  test('where the password is wrong, with one try', async () => {
    const bigip = await standIn();
    const error = await failure(clientOf(bigip, {}, { password: 'battery staple' }).declaration());
    expect(error.kind).toBe('authentication');
    expect(error.message).toBe(`${bigip.url.host}: the user admin cannot log in: Authentication failed.`);
    expect(bigip.seen).toHaveLength(1);
  });

  test('where each new token is refused, with two tokens', async () => {
    const bigip = await standIn();
    bigip.fault('read', expired, 100);
    expect((await failure(clientOf(bigip).declaration())).kind).toBe('authentication');
    expect(bigip.count('login')).toBe(2);
  });

  test('where answers stay without sense, after three', async () => {
    const bigip = await standIn();
    bigip.fault('read', { kind: 'garbage' }, 100);
    const error = await failure(clientOf(bigip).declaration());
    expect(error.kind).toBe('not-json');
    expect(error.message).toBe(`${bigip.url.host}: it answers 200 with no JSON`);
    expect(bigip.count('read')).toBe(3);
  });

  test('where AS3 cannot read what it has stored, which is not taken for nothing declared', async () => {
    const bigip = await standIn();
    const body = { code: 500, message: 'Unable to retrieve declaration: declaration stored on target seems corrupt' };
    bigip.fault('read', { kind: 'answer', status: 500, body }, 100);
    const error = await failure(clientOf(bigip).declaration());
    expect(error).toMatchObject({ kind: 'unexpected' });
    expect(error.message).toContain('it answers 500: Unable to retrieve declaration');
  });

  test('where something else is declared than one declaration', async () => {
    const bigip = await standIn();
    bigip.fault('read', { kind: 'answer', status: 200, body: { error: 'none' } });
    expect((await failure(clientOf(bigip).declaration())).kind).toBe('unexpected');
    bigip.fault('read', {
      kind: 'answer',
      status: 404,
      body: { code: 404, message: 'declaration in specified path not found' },
    });
    expect((await failure(clientOf(bigip).declaration())).kind).toBe('unexpected');
  });
});

describe('what AS3 says of a declaration', () => {
  test('that is not valid', async () => {
    const bigip = await standIn();
    const body = JSON.stringify({ class: 'ADC', schemaVersion: '3.56.0', shop: { class: 'Tenant', Shared: 7 } });
    const result = await clientOf(bigip).declare('shop', body);
    expect(result).toMatchObject({ outcome: 'refused', code: 422, message: 'declaration is invalid' });
    expect(result.errors[0]).toMatch(/^\/(?:shop\/Shared)?: should /);
    expect(await clientOf(bigip).declaration()).toBeUndefined();
  });

  test('that the BIG-IP refuses, and the tenant stays as it was', async () => {
    const bigip = await standIn();
    const client = clientOf(bigip);
    await client.declare('shop', declarationOf('shop', ['10.0.0.1']));
    bigip.as3.broken.set('shop', '01070734:3: Configuration error: no such thing');
    expect(await client.declare('shop', declarationOf('shop', ['10.0.0.2']))).toEqual({
      tenant: 'shop',
      outcome: 'refused',
      code: 422,
      message: 'declaration failed',
      errors: ['01070734:3: Configuration error: no such thing'],
      warnings: [],
      task: bigip.as3.tasks[0]?.id,
      seconds: 0.401,
    });
    expect((await client.declaration())?.shop).toEqual(JSON.parse(declarationOf('shop', ['10.0.0.1'])).shop);
  });

  test.each([true, false])('of which another tenant fails on the way (sync: %s)', async sync => {
    const bigip = await standIn({ sync, validate: () => [] });
    bigip.as3.broken.set('Common', '01020066:3: it is there already');
    const body = JSON.parse(declarationOf('shop'));
    body.Common = { class: 'Tenant', Shared: body.shop.Shared };
    expect(await clientOf(bigip).declare('shop', JSON.stringify(body))).toMatchObject({
      outcome: 'changed',
      code: 200,
      warnings: [
        'Common: declaration failed: 01020066:3: it is there already',
        'Common: declaration failed: 01020066:3: it is there already',
      ],
    });
  });

  test('that fails when all tenants are done', async () => {
    const bigip = await standIn();
    const results = [
      { code: 200, message: 'success', tenant: 'shop', runTime: 300 },
      { code: 422, message: 'declaration failed', response: '01070333:3: in use', tenant: 'all_tenants', runTime: 20 },
    ];
    bigip.fault('change', { kind: 'answer', status: 207, body: { results } });
    expect(await clientOf(bigip).declare('shop', declarationOf('shop'))).toMatchObject({
      outcome: 'refused',
      code: 422,
      errors: ['01070333:3: in use'],
      seconds: 0.32,
    });
  });

  test('that has another tenant than the path', async () => {
    const bigip = await standIn();
    expect(await clientOf(bigip).declare('bank', declarationOf('shop'))).toMatchObject({
      outcome: 'refused',
      message: 'AS3 did not look at the tenant bank',
    });
    expect(await clientOf(bigip).declaration()).toBeUndefined();
  });

  test.each([400, 413, 422, 500])('that it refuses with %i before it begins', async status => {
    const bigip = await standIn();
    const body = { code: status, message: 'no', errors: ['/: should be better', { message: 'and so on' }] };
    bigip.fault('change', { kind: 'answer', status, body }, 100);
    expect(await clientOf(bigip).declare('shop', declarationOf('shop'))).toMatchObject({
      outcome: 'refused',
      code: status,
      message: 'no',
      errors: ['/: should be better', 'and so on'],
    });
    expect(bigip.count('change')).toBe(1);
  });
});
