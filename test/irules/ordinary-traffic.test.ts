import { expect, test } from 'vitest';
import { clientHello, segmentsOf } from './client-hello.ts';
import { expectedOutcomes } from './oracle.ts';
import { type Connection, type Request, type Run, simulate } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

const VIRTUALS = 150;
const CONNECTIONS = 40;

const HOSTS = ['a.com', 'b.com', 'x.a.com', 'y.a.com', 'z.y.a.com', 'local', 'other.org'];
const KEYS = ['a.com', 'b.com', '.a.com', 'x.a.com', '.com', 'local'];
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

/** Mulberry32: the same traffic in every run. */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability: number) => next() < probability,
    pick: <T>(items: readonly T[]): T => items[below(items.length)]!,
  };
}
type Random = ReturnType<typeof random>;

const POOLS = ['p0', 'p1', 'p2', 'p3', 'p4'];

function records<T>({ below, pick }: Random, value: (key: string) => T, keys = KEYS, paths = PATHS): Record<string, T> {
  const entries = Array.from({ length: 1 + below(6) }, () => pick(keys) + pick(paths).replace(/\/$/, ''));
  return Object.fromEntries(entries.map(key => [key, value(key)]));
}

function shares({ below, pick, chance }: Random): string {
  const weights = Array.from({ length: 1 + below(4) }, () => 1 + below(5));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  const value = weights.map(weight => {
    running += weight;
    return `${pick(POOLS)},${(running / total).toFixed(3)}`;
  });
  return chance(0.1) ? '' : value.join(';');
}

function tlsVirtual(source: Random): Virtual {
  const { chance, pick } = source;
  const pool = () => pick(POOLS);
  const irules: Virtual['irules'] = chance(0.5) ? ['tls'] : chance(0.5) ? ['tls', 'ab'] : ['ab', 'tls'];
  return {
    ...(chance(0.7) ? { edge: records(source, pool) } : {}),
    ...(chance(0.7) ? { reencrypt: records(source, pool) } : {}),
    ...(chance(0.3) ? { passthrough: records(source, pool, ['x.a.com', '.y.a.com', 'local'], ['']) } : {}),
    ...(irules.length > 1 || chance(0.4) ? { ab: records(source, () => shares(source)) } : {}),
    ...(chance(0.15) ? { defaultPool: '/Common/default' } : {}),
    ...(chance(0.4) ? { down: POOLS.filter(() => chance(0.5)) } : {}),
    irules,
  };
}

function httpVirtual(source: Random): Virtual {
  const { chance, pick } = source;
  const down = chance(0.5) ? POOLS.filter(() => chance(0.5)) : [];
  if (chance(0.5)) return { http: true, irules: ['ab'], ab: records(source, () => shares(source)), down };
  const keys = KEYS.map(key => pick([key, `${key}:80`]));
  const paths = PATHS.map(path => path || '/');
  const entries = Array.from({ length: 5 }, () => [pick(keys), pick(paths)] as const);
  const redirect = Object.fromEntries(entries.map(([host, path]) => [host + path, path]));
  return { http: true, irules: ['redirect'], redirect, httpsPort: pick([443, 8443]) };
}

function connection(source: Random, { http }: Virtual): Connection {
  const { chance, pick, below, next } = source;
  const sni = pick(HOSTS);
  const version = chance(0.3) ? '2.0' : '1.1';
  const requests: Request[] = Array.from({ length: 1 + below(3) }, () => ({
    host: http ? pick(HOSTS) + pick(['', ':80']) : chance(0.7) ? sni : pick(HOSTS),
    path: pick(ASKED),
    version,
  }));
  if (http && chance(0.5))
    return { requests: requests.map(request => ({ ...request, host: pick(HOSTS) })), draws: [next()] };
  const hello = clientHello({ sni, padding: below(40) });
  const segments = chance(0.2) ? segmentsOf(hello, 1 + below(hello.length)) : [hello];
  return { sni, segments, requests, draws: Array.from({ length: 3 }, next) };
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
    const runs = traffic(seed, make).map(run =>
      // In the A/B iRule of an HTTP virtual server a port of the Host header is no ordinary traffic: case 7.
      run.virtual.irules?.[0] === 'ab' && run.virtual.http
        ? { ...run, connections: run.connections.map(withoutPorts) }
        : run,
    );
    const kinds = new Map<string, number>();
    for (const [run, outcomes] of simulate(runs).entries()) {
      const { virtual, connections } = runs[run]!;
      for (const [index, outcome] of outcomes.entries()) {
        expect(
          outcome,
          JSON.stringify({ virtual, connection: { ...connections[index], segments: undefined } }),
        ).toEqual(expectedOutcomes(virtual, connections[index]!));
        for (const { answer, pool, serverTls } of outcome) {
          const kind = answer?.replace(/^https:.*/, 'redirect') ?? (pool ? `pool ${serverTls ?? ''}` : 'untouched');
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        }
      }
    }
    // The traffic is worth something only when it meets all kinds of fate.
    const expected =
      make === tlsVirtual
        ? ['rejected', '503', '404', 'pool on', 'pool off']
        : ['redirect', '503', 'pool ', 'untouched'];
    for (const kind of expected) expect(kinds.get(kind), kind).toBeGreaterThan(30);
  });
});

function withoutPorts(from: Connection): Connection {
  return {
    ...from,
    requests: (from.requests ?? []).map(({ host = '', ...rest }) => ({ ...rest, host: host.replace(':80', '') })),
  };
}
