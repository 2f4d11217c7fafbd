import { expect, test } from 'vitest';
import { compareWithOracle } from './compare.ts';
import { POOLS, type Random, random, shares } from './random.ts';
import { type Connection, connect, type Outcome, type Request, type Run, simulate } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

const virtual: Virtual = {
  http: true,
  irules: ['ab-ingress-link'],
  ab: { '/': 'p1,0.250;p2,0.500;p3,1.000' },
};
const get: Request = { host: 'shop.com', path: '/x', query: 'a=1' };

function ask(statuses: Connection['statuses'] = {}, request: Partial<Request> = {}, extra: Partial<Virtual> = {}) {
  return connect({ ...virtual, ...extra }, { draws: [0.3], requests: [{ ...get, ...request }], statuses })[0];
}

describeExecution('A/B iRule of IngressLinks', () => {
  test('a pool for each request', () => {
    const outcomes = connect(virtual, { draws: [0.3, 0.1, 0.9, 0.9], requests: [get, get, get, get] });
    expect(outcomes.map(({ pool }) => pool)).toEqual(['p2', 'p1', 'p3', 'p3']);
    expect(outcomes.map(({ draws }) => draws)).toEqual([1, 1, 1, 1]);
  });

  test('503 when nothing is active, for this request alone', () => {
    expect(ask({}, {}, { down: ['p1', 'p2', 'p3'] })).toEqual({ answer: '503', draws: 1 });
    expect(ask({}, {}, { ab: { '/': '' } })).toEqual({ answer: '503', draws: 1 });
  });

  test.each<[string, Connection['statuses'], Partial<Virtual>, Outcome]>([
    ['a good answer', {}, {}, { pool: 'p2', draws: 1 }],
    ['404 is an answer', { p2: [404] }, {}, { pool: 'p2', draws: 1, status: '404' }],
    ['the next pool', { p2: [500] }, {}, { pool: 'p1', draws: 1, sent: 'p2 p1' }],
    ['each pool once', { p1: [502], p2: [503] }, {}, { pool: 'p3', draws: 1, sent: 'p2 p1 p3' }],
    ['only active pools', { p2: [599] }, { down: ['p1'] }, { pool: 'p3', draws: 1, sent: 'p2 p3' }],
    ['only pools that exist', { p2: [500] }, { missing: ['p1'] }, { pool: 'p3', draws: 1, sent: 'p2 p3' }],
    [
      'a second round',
      { p1: [500], p2: [500, 201], p3: [500] },
      {},
      { pool: 'p2', draws: 1, sent: 'p2 p1 p3 p1 p2', status: '201' },
    ],
    [
      'and no third',
      { p1: [500, 500, 200], p2: [500], p3: [500] },
      {},
      { answer: '503', draws: 1, sent: 'p2 p1 p3 p1 p2 p3' },
    ],
    ['one pool alone', { p2: [500] }, { down: ['p1', 'p3'] }, { answer: '503', draws: 1, sent: 'p2 p2' }],
    ['which recovers', { p2: [500, 200] }, { down: ['p1', 'p3'] }, { pool: 'p2', draws: 1, sent: 'p2 p2' }],
  ])('5xx: %s', (_, statuses, extra, expected) => {
    expect(ask(statuses, {}, extra)).toEqual(expected);
  });

  test.each<[string, Partial<Request>]>([
    ['POST', { method: 'POST' }],
    ['HEAD', { method: 'HEAD' }],
    ['a GET with a body', { headers: { 'Content-Length': '10' } }],
    ['a GET with a body in chunks', { headers: { 'Transfer-Encoding': 'chunked' } }],
  ])('%s is not replayed', (_, request) => {
    expect(ask({ p2: [500] }, request)).toEqual({ pool: 'p2', draws: 1, status: '500' });
  });

  test('a GET whose length is 0 is', () => {
    const headers = { Accept: '*/*', 'Content-Length': '0' };
    expect(ask({ p2: [500] }, { headers })).toEqual({ pool: 'p1', draws: 1, sent: 'p2 p1' });
  });

  test('what was remembered of one request is not replayed for another', () => {
    const requests = [get, { ...get, method: 'POST' }, { ...get, path: '/y' }];
    const outcomes = connect(virtual, { draws: [0.3], requests, statuses: { p2: [200, 500] } });
    expect(outcomes).toEqual([
      { pool: 'p2', draws: 1 },
      { pool: 'p2', draws: 1, status: '500' },
      { pool: 'p1', draws: 1, sent: 'p2 p1' },
    ]);
  });

  test('a request after one that was replayed in vain begins anew', () => {
    const statuses = { p1: [500, 500, 200], p2: [500, 500, 500, 200], p3: [500] };
    const outcomes = connect(virtual, { draws: [0.3], requests: [get, get], statuses });
    expect(outcomes).toEqual([
      { answer: '503', draws: 1, sent: 'p2 p1 p3 p1 p2 p3' },
      { pool: 'p1', draws: 1, sent: 'p2 p1' },
    ]);
  });

  test('nothing of one connection reaches another', () => {
    const failing: Connection = { draws: [0.3], requests: [get], statuses: { p1: [500], p2: [500], p3: [500] } };
    const good: Connection = { draws: [0.3], requests: [get] };
    const [answers = []] = simulate([{ virtual, connections: [failing, good, failing, good] }]);
    expect(answers.map(([outcome]) => outcome?.answer ?? outcome?.sent ?? outcome?.pool)).toEqual([
      '503',
      'p2',
      '503',
      'p2',
    ]);
  });

  test('the answer of another iRule stays', () => {
    const request = 'when HTTP_REQUEST { HTTP::respond 302 }';
    expect(ask({}, {}, { userIRules: [request] })).toEqual({ answer: '302' });
    const response = 'when HTTP_RESPONSE { HTTP::respond 410 }';
    expect(ask({ p2: [500] }, {}, { userIRules: [response] })).toEqual({ answer: '410', draws: 1 });
    const replay = 'when HTTP_REQUEST { if {[info exists seen]} {HTTP::respond 302}; set seen 1 }';
    expect(ask({ p2: [500] }, {}, { userIRules: [replay] })).toEqual({ answer: '302', draws: 1 });
  });
});

describeExecution('A/B iRule of IngressLinks with TLS', () => {
  const tls: Virtual = {
    ...virtual,
    serverTls: true,
    reencryptServerSsl: {
      'shop.com/': '/Common/shop',
      '.w.com/': '/Common/wild',
      'a.w.com/': '/Common/a',
      'bare.com': '/Common/no',
    },
  };
  function to(host: string): Outcome | undefined {
    return connect(tls, { draws: [0.3], requests: [{ host }] })[0];
  }

  test.each<[string, string | undefined, string | undefined]>([
    ['shop.com', 'shop.com', '/Common/shop'],
    ['SHOP.com:443', 'shop.com', '/Common/shop'],
    ['a.w.com', 'a.w.com', '/Common/a'],
    ['b.w.com', 'b.w.com', '/Common/wild'],
    ['a.b.w.com', 'a.b.w.com', undefined],
    ['w.com', 'w.com', undefined],
    ['other.org', 'other.org', undefined],
    // Keys end in a slash.
    ['bare.com', 'bare.com', undefined],
    ['10.1.2.3:443', undefined, undefined],
    ['[fe80::1]:443', undefined, undefined],
    ['', undefined, undefined],
  ])('%s: server name %s, profile %s', (host, sni, profile) => {
    expect(to(host)).toEqual({ pool: 'p2', draws: 1, ...(sni && { sni }), ...(profile && { profile }) });
  });

  test('each request has server name and profile of its own host, also from the same pool', () => {
    const requests = ['shop.com', 'shop.com', 'b.w.com', 'other.org'].map(host => ({ host }));
    expect(connect(tls, { draws: [0.3], requests }).map(({ sni, profile }) => [sni, profile])).toEqual([
      ['shop.com', '/Common/shop'],
      ['shop.com', '/Common/shop'],
      ['b.w.com', '/Common/wild'],
      ['other.org', undefined],
    ]);
  });

  test('so has a replay', () => {
    const outcomes = connect(tls, { draws: [0.3], requests: [{ host: 'b.w.com' }], statuses: { p2: [500] } });
    expect(outcomes).toEqual([{ pool: 'p1', draws: 1, sent: 'p2 p1', sni: 'b.w.com', profile: '/Common/wild' }]);
  });
});

describeExecution('random requests to IngressLinks go where the specification sends them', () => {
  const HOSTS = ['shop.com', 'SHOP.com:443', 'a.w.com', 'b.w.com', 'c.b.w.com', '10.0.0.7', 'local', ''];

  function connection({ pick, chance, below, next }: Random): Connection {
    const status = () => (chance(0.5) ? pick([500, 502, 503]) : pick([200, 200, 302, 404]));
    const bodies: readonly Request['headers'][] = [{}, {}, {}, { 'Content-Length': '0' }, { 'Content-Length': '7' }];
    return {
      draws: Array.from({ length: 4 }, next),
      requests: Array.from({ length: 1 + below(4) }, () => ({
        host: pick(HOSTS),
        path: pick(['/', '/x', '/x/y']),
        method: chance(0.75) ? 'GET' : pick(['POST', 'PUT', 'HEAD']),
        headers: pick(bodies) ?? {},
      })),
      statuses: Object.fromEntries(
        POOLS.filter(() => chance(0.7)).map(pool => [pool, Array.from({ length: 1 + below(6) }, status)]),
      ),
    };
  }

  test.each([6, 7])('seed %i', seed => {
    const source = random(seed);
    const runs = Array.from({ length: 150 }, (): Run => {
      const given: Virtual = {
        ...virtual,
        ab: { '/': shares(source) },
        down: POOLS.filter(() => source.chance(0.2)),
        missing: POOLS.filter(() => source.chance(0.05)),
        ...(source.chance(0.5)
          ? { serverTls: true, reencryptServerSsl: { 'shop.com/': '/Common/shop', '.w.com/': '/Common/wild' } }
          : {}),
      };
      return { virtual: given, connections: Array.from({ length: 20 }, () => connection(source)) };
    });
    const kinds = compareWithOracle(runs, ({ answer, sent, status, profile }) => {
      return answer ? `${answer}${sent ? ' at last' : ''}` : (sent && 'replayed') || (profile ?? status ?? 'at once');
    });
    const expected = ['503', '503 at last', 'replayed', 'at once', '500', '404', '/Common/shop', '/Common/wild'];
    for (const kind of expected) expect(kinds.get(kind), kind).toBeGreaterThan(50);
  });
});
