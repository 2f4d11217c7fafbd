import { expect, test } from 'vitest';
import { clientHello, segmentsOf } from './client-hello.ts';
import { compareWithOracle } from './compare.ts';
import { POOLS, type Random, random, records, shares } from './random.ts';
import type { Connection, Request, Run } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import { poolsOf, type Virtual } from './virtual.ts';

const VIRTUALS = 150;
const CONNECTIONS = 40;

const HOSTS = ['a.com', 'b.com', 'x.a.com', 'y.a.com', 'z.y.a.com', 'local', 'other.org'];
const KEYS = ['a.com', 'b.com', '.a.com', 'x.a.com', '.com', 'local'];
/** Keys of virtual servers without a host begin with the path. */
const HOSTLESS = [...KEYS, ''];
const PATHS = ['', '/p', '/p/q', '/p/q/r', '/P', '/p.q', '/s/', '/caf%C3%A9'];
const ASKED = [
  '/',
  '/p',
  '/p/',
  '/p/q',
  '/p/q/r/s',
  '/pq',
  '/P',
  '/p.q',
  '/p+q',
  '/s',
  '/s/t',
  '//',
  '/caf%C3%A9/x',
  '/p//q',
];

/** Records of rewrites: some leave the host or the path as it is, or have none. */
function rewrites({ below, pick }: Random): Record<string, string> {
  const keys = Array.from({ length: 1 + below(24) }, () => [pick(HOSTS), pick(ASKED)] as const);
  return Object.fromEntries(
    keys.map(([host, path]) => [host + path, pick([host, 'tea.internal', '']) + pick([path, '/new', '/n/e/w', ''])]),
  );
}

function tlsVirtual(source: Random): Virtual {
  const { chance, pick } = source;
  const pool = () => pick(POOLS);
  const irules: Virtual['irules'] = chance(0.5) ? ['tls'] : chance(0.5) ? ['tls', 'ab'] : ['ab', 'tls'];
  return {
    ...(chance(0.7) ? { edge: records(source, pool, HOSTLESS, PATHS) } : {}),
    ...(chance(0.7) ? { reencrypt: records(source, pool, HOSTLESS, PATHS) } : {}),
    ...(chance(0.3) ? { passthrough: records(source, pool, ['x.a.com', '.y.a.com', 'local'], ['']) } : {}),
    ...(irules.length > 1 || chance(0.4) ? { ab: records(source, () => shares(source), HOSTLESS, PATHS) } : {}),
    ...(chance(0.15) ? { defaultPool: '/Common/default' } : {}),
    ...(chance(0.4) ? { down: POOLS.filter(() => chance(0.5)) } : {}),
    ...(irules.length > 1 && chance(0.8) ? { hostPathRewrite: rewrites(source) } : {}),
    irules,
  };
}

/** An HTTP virtual server; the keys of its redirects have the port that is in the requests, where that is not 80. */
function httpVirtual(source: Random): Virtual {
  const { chance, pick } = source;
  const down = chance(0.5) ? POOLS.filter(() => chance(0.5)) : [];
  const irules: Virtual['irules'] = pick([['ab'], ['redirect'], ['ab', 'redirect']]);
  const port = pick([':80', ':8080']);
  const keys = KEYS.flatMap(key => [`${key}${port}`, ...(port === ':80' ? [key] : [])]);
  const paths = PATHS.map(path => path || '/');
  const entries = Array.from({ length: 5 }, () => [pick(keys), pick(paths)] as const);
  const redirect = entries.map(([host, path]) => [host + path, chance(0.2) ? `${pick(paths)}|${path}` : path]);
  return {
    http: true,
    down,
    irules,
    httpsPort: pick([443, 8443]),
    ...(irules.includes('redirect') ? { redirect: Object.fromEntries(redirect) } : {}),
    ...(irules.includes('ab') ? { ab: records(source, () => shares(source), HOSTLESS, PATHS) } : {}),
    // A rewrite before a redirect would be a question of its own.
    ...(irules.join() === 'ab' && chance(0.5) ? { hostPathRewrite: rewrites(source) } : {}),
    ...(chance(0.4) ? { persistence: { method: pick(['uie', 'hash']), timeout: 180 } } : {}),
  };
}

function connection(source: Random, virtual: Virtual): Connection {
  const { http } = virtual;
  const { chance, pick, below, next } = source;
  const sni = pick(HOSTS);
  const version = chance(0.3) ? '2.0' : '1.1';
  const requests: Request[] = Array.from({ length: 1 + below(3) }, () => ({
    host: http ? pick(HOSTS) + pick(['', ':80', ':8080']) : chance(0.7) ? sni : pick(HOSTS),
    path: pick(ASKED),
    version,
  }));
  if (http) return { requests, draws: Array.from({ length: 3 }, next), records: persisted(source, requests, virtual) };
  const hello = clientHello({ sni, padding: below(40) });
  const segments = chance(0.2) ? segmentsOf(hello, 1 + below(hello.length)) : [hello];
  return { sni, segments, requests, draws: Array.from({ length: 3 }, next) };
}

/** Persistence records for some of the requests, not all of them by the method that counts. */
function persisted({ chance, pick }: Random, requests: readonly Request[], virtual: Virtual): Connection['records'] {
  return requests
    .filter(() => virtual.persistence !== undefined && chance(0.5))
    .map(({ host = '', path = '' }) => {
      const key = `10.0.0.1:${host.replace(/:\d+$/, '')}${path}`;
      return [pick(['uie', 'hash']), key, pick(Object.keys(poolsOf(virtual))), '10.9.9.9', '8080'] as const;
    });
}

function traffic(seed: number, make: (source: Random) => Virtual): Run[] {
  const source = random(seed);
  return Array.from({ length: VIRTUALS }, () => {
    const virtual = make(source);
    return { virtual, connections: Array.from({ length: CONNECTIONS }, () => connection(source, virtual)) };
  });
}

describeExecution('random ordinary traffic goes where the specification sends it', () => {
  test.each([
    ['HTTPS virtual servers', 1, tlsVirtual],
    ['HTTPS virtual servers', 2, tlsVirtual],
    ['HTTP virtual servers', 3, httpVirtual],
  ] as const)('%s, seed %i', (_, seed, make) => {
    const runs = traffic(seed, make);
    const kinds = compareWithOracle(runs, ({ answer, pool, serverTls, member, host, path }) => {
      if (answer) return answer.replace(/^https:.*/, 'redirect');
      if (member || host || path) return member ? 'member' : 'rewritten';
      return pool ? `pool ${serverTls ?? ''}` : 'untouched';
    });
    const expected =
      make === tlsVirtual
        ? ['rejected', '503', '404', 'pool on', 'pool off', 'rewritten']
        : ['redirect', '503', 'pool ', 'untouched', 'member', 'rewritten'];
    for (const kind of expected) expect(kinds.get(kind), kind).toBeGreaterThan(30);
  });
});
