import { describe, expect, test } from 'vitest';
import { type Connection, connect, type Outcome, simulate } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

/** One connection with one request to the host that it names in SNI. */
function ask(virtual: Virtual, host: string, path = '/', more: Connection = {}): Outcome | undefined {
  return connect(virtual, { sni: host, requests: [{ host, path }], ...more })[0];
}

const edge = (pool: string): Outcome => ({ pool, serverTls: 'off' });
const reencrypt = (pool: string, profile = '/Common/serverssl'): Outcome => ({ pool, serverTls: 'on', profile });
const rejected: Outcome = { answer: 'rejected' };

describeExecution('TLS iRule: the route of a request', () => {
  const virtual: Virtual = {
    edge: { 'edge.com': 'e', 'edge.com/a/b': 'e_ab', '.wild.com': 'w', 'both.com': 'both_e', '.mixed.com': 'm_wild' },
    reencrypt: { 'sec.com': 's', 'edge.com/a': 's_a', 'both.com': 'both_r', 'x.wild.com/p': 'xwp', 'x.mixed.com': 'm' },
    reencryptServerSsl: { 'sec.com': '/Common/one', 'edge.com/a': '/Common/two', 'both.com': '/Common/three' },
  };
  test.each<[string, string, Outcome]>([
    ['edge.com', '/', edge('e')],
    ['edge.com', '/other', edge('e')],
    ['edge.com', '/a', reencrypt('s_a', '/Common/two')],
    ['edge.com', '/a/', reencrypt('s_a', '/Common/two')],
    ['edge.com', '/a/bc', reencrypt('s_a', '/Common/two')],
    ['edge.com', '/a/b', edge('e_ab')],
    ['edge.com', '/a/b/c/d', edge('e_ab')],
    ['edge.com', '/ab', edge('e')],
    ['sec.com', '/deep/er', reencrypt('s', '/Common/one')],
    ['q.wild.com', '/', edge('w')],
    ['q.r.wild.com', '/', rejected],
    ['wild.com', '/', rejected],
    ['notwild.com', '/', rejected],
    ['x.wild.com', '/', edge('w')],
    // A reencrypt route without a profile of its own has that of the route above it: here an edge route's, which is none.
    ['x.wild.com', '/p/q', edge('xwp')],
    ['both.com', '/', edge('both_e')],
    // In one step edge outranks reencrypt, even by its wildcard.
    ['x.mixed.com', '/', edge('m_wild')],
    ['unknown.com', '/', rejected],
    ['com', '/', rejected],
  ])('%s%s', (host, path, expected) => {
    expect(ask(virtual, host, path)).toEqual(expected);
  });

  test('without server-side profiles reencrypt routes keep that of the virtual server, edge routes have none', () => {
    const inline: Virtual = { edge: { 'e.com': 'e' }, reencrypt: { 'a.com': 'a' }, reencryptServerSsl: {} };
    expect(ask(inline, 'a.com')).toEqual({ pool: 'a', serverTls: 'on' });
    expect(ask(inline, 'e.com')).toEqual(edge('e'));
  });

  test('a wildcard route has its profile below its path, too', () => {
    expect(ask({ reencrypt: { '.wild.com/a': 'w' } }, 'x.wild.com', '/a/b')).toEqual(reencrypt('w'));
  });

  test('OPTIONS * goes to the root', () => {
    expect(ask({ edge: { 'a.com': 'a' } }, 'a.com', '*')).toEqual(edge('a'));
  });

  test('the request of a user iRule that has answered stays as it is', () => {
    const userIRules = ['when HTTP_REQUEST { HTTP::respond 302 }'];
    expect(ask({ edge: { 'a.com': 'a' }, userIRules }, 'unknown.com')).toEqual({ answer: '302' });
  });
});

describeExecution('TLS iRule: passthrough', () => {
  const virtual: Virtual = { passthrough: { 'pt.com': 'p', '.pt.org': 'w' }, edge: { 'edge.com': 'e' } };
  const through = (pool: string): Outcome => ({ pool, serverTls: 'off', clientTls: 'off' });

  test.each<[string, Outcome]>([
    ['pt.com', through('p')],
    ['PT.com', through('p')],
    ['a.pt.org', through('w')],
    ['a.b.pt.org', rejected],
    ['pt.org', rejected],
    ['edge.com', edge('e')],
  ])('%s', (host, expected) => {
    expect(ask(virtual, host)).toEqual(expected);
  });

  test('nothing but passthrough: client-side TLS is not touched, other names are refused', () => {
    const only: Virtual = { passthrough: { 'pt.com': 'p' }, passthroughOnly: true };
    expect(ask(only, 'pt.com')).toEqual({ pool: 'p', serverTls: 'off' });
    expect(ask(only, 'other.com')).toEqual(rejected);
    expect(connect(only, {})).toEqual([rejected]);
  });

  test('nothing but passthrough, with a default pool: what has no route goes there as it comes', () => {
    const only: Virtual = { passthrough: { 'pt.com': 'p' }, passthroughOnly: true, defaultPool: 'd' };
    expect(ask(only, 'pt.com')).toEqual({ pool: 'p', serverTls: 'off' });
    expect(ask(only, 'other.com')).toEqual({ pool: 'd', serverTls: 'off' });
    expect(connect(only, {})).toEqual([{ pool: 'd', serverTls: 'off' }]);
  });

  test('a Host header cannot reach a passthrough route', () => {
    expect(connect(virtual, { sni: 'edge.com', requests: [{ host: 'pt.com' }] })).toEqual([rejected]);
  });
});

describeExecution('TLS iRule: default pool', () => {
  const virtual: Virtual = { edge: { 'edge.com': 'e' }, reencrypt: { 'sec.com': 's' }, defaultPool: '/Common/all' };
  test('it replaces the pool of a route, not its server-side TLS', () => {
    expect(ask(virtual, 'edge.com')).toEqual(edge('/Common/all'));
    expect(ask(virtual, 'sec.com')).toEqual(reencrypt('/Common/all'));
  });

  test('it takes what has no route, over the TLS that the virtual server has', () => {
    expect(ask(virtual, 'unknown.com')).toEqual({ pool: '/Common/all', serverTls: 'on' });
    expect(ask({ edge: { 'edge.com': 'e' }, defaultPool: 'd' }, 'unknown.com')).toEqual(edge('d'));
    expect(ask({ passthrough: { 'pt.com': 'p' }, defaultPool: 'd' }, 'unknown.com')).toEqual(edge('d'));
  });

  test('A/B comes after it', () => {
    expect(ask({ ...virtual, ab: { 'edge.com': 'x,1.000' } }, 'edge.com')).toEqual({ ...edge('x'), draws: 1 });
  });
});

describeExecution('TLS iRule: allowed sources', () => {
  const virtual: Virtual = { edge: { 'a.com': 'a' }, allowSourceRange: ['10.1.0.0/16', '192.0.2.7'] };
  test.each([
    ['10.1.200.3', edge('a')],
    ['192.0.2.7', edge('a')],
    ['192.0.2.8', rejected],
    ['10.2.0.1', rejected],
  ])('%s', (client, expected) => {
    expect(ask(virtual, 'a.com', '/', { client })).toEqual(expected);
  });
  test('no iRule sees more of a connection that is refused', () => {
    const userIRules = ['when CLIENT_ACCEPTED priority 900 { error "asked" }'];
    expect(ask({ ...virtual, userIRules }, 'a.com', '/', { client: '192.0.2.8' })).toEqual(rejected);
  });
});

describe.each(['tls', 'ab and tls'] as const)('A/B with the iRules %s', which => {
  const irules: Virtual['irules'] = which === 'tls' ? ['tls'] : ['tls', 'ab'];
  const shares = 'p1,0.250;p2,0.500;p3,1.000';
  const sweep = Array.from({ length: 41 }, (_, index) => Math.min(index / 40, 0.999));

  /** The pool for each draw, as `p1 p1 p2 ...`. */
  function pools(virtual: Virtual, host: string, path = '/'): string {
    const connections = sweep.map(draw => ({ sni: host, requests: [{ host, path }], draws: [draw, 0.999 - draw] }));
    const outcomes = simulate([{ virtual: { irules, ...virtual }, connections }])[0] ?? [];
    return outcomes.map(([outcome]) => outcome?.pool ?? outcome?.answer).join(' ');
  }
  const expected = (p1: string, p2: string, p3: string) =>
    sweep.map(draw => (draw <= 0.25 ? p1 : draw <= 0.5 ? p2 : p3)).join(' ');

  describeExecution('draws', () => {
    const virtual: Virtual = { edge: { 'a.com': 'p1', 'a.com/x': 'p1' }, ab: { 'a.com': shares } };
    test('every draw', () => expect(pools(virtual, 'a.com')).toBe(expected('p1', 'p2', 'p3')));
    test('a path below', () => expect(pools(virtual, 'a.com', '/q/r')).toBe(expected('p1', 'p2', 'p3')));
    test.each([
      [['p1'], ['p2', 'p2', 'p3']],
      [['p2'], ['p1', 'p1', 'p3']],
      [['p3'], ['p1', 'p2', 'p2']],
      [
        ['p1', 'p2'],
        ['p3', 'p3', 'p3'],
      ],
      [
        ['p2', 'p3'],
        ['p1', 'p1', 'p1'],
      ],
      [
        ['p1', 'p2', 'p3'],
        ['503', '503', '503'],
      ],
    ])('without active members: %s', (down, [p1 = '', p2 = '', p3 = '']) => {
      expect(pools({ ...virtual, down }, 'a.com')).toBe(expected(p1, p2, p3));
    });
    test('no weight at all', () => {
      expect(pools({ ...virtual, ab: { 'a.com': '' } }, 'a.com')).toBe(expected('503', '503', '503'));
    });
    test('one draw for one request', () => {
      const connection: Connection = {
        sni: 'a.com',
        requests: [{ host: 'a.com' }, { host: 'a.com' }],
        draws: [0.1, 0.9],
      };
      expect(connect({ ...virtual, irules }, connection)).toEqual([
        { ...edge('p1'), draws: 1 },
        { ...edge('p3'), draws: 1 },
      ]);
    });
    test('other hosts keep their pool and do not draw', () => {
      expect(ask({ ...virtual, edge: { 'b.com': 'other' }, irules }, 'b.com')).toEqual(edge('other'));
    });
    test('server-side TLS is that of the route', () => {
      expect(ask({ reencrypt: { 'a.com': 'p1' }, ab: { 'a.com': 'p2,1.000' }, irules }, 'a.com', '/z')).toEqual({
        ...reencrypt('p2'),
        draws: 1,
      });
    });
    test('a share of a host that has no TLS route', () => {
      const plain: Virtual = { edge: { 'edge.com': 'e' }, ab: { 'plain.com': 'p1,1.000' }, irules };
      expect(ask(plain, 'plain.com')?.answer).toBe('rejected');
    });
  });
});

describeExecution('TLS iRule: A/B of passthrough', () => {
  const virtual: Virtual = { passthrough: { 'pt.com': 'p1', 'b.com': 'b' }, ab: { 'pt.com': 'p1,0.500;p2,1.000' } };
  test('draws for the connection', () => {
    const connections = [0, 0.5, 0.501, 0.99].map(draw => ({ sni: 'pt.com', draws: [draw] }));
    const outcomes = simulate([{ virtual, connections }])[0] ?? [];
    expect(outcomes.map(([outcome]) => outcome?.pool)).toEqual(['p1', 'p1', 'p2', 'p2']);
  });
  test('refuses when nothing is active', () => {
    expect(connect({ ...virtual, down: ['p1', 'p2'] }, { sni: 'pt.com' })).toEqual([{ answer: 'rejected', draws: 1 }]);
  });
  test('other names keep their pool', () => {
    expect(connect(virtual, { sni: 'b.com' })).toEqual([{ pool: 'b', serverTls: 'off', clientTls: 'off' }]);
  });
});

describeExecution('TLS iRule: HTTP/2', () => {
  const virtual: Virtual = { edge: { 'a.com': 'a', 'b.com/x': 'bx' }, reencrypt: { 'c.com': 'c' } };
  test('each stream has its own route', () => {
    const hosts = [['a.com'], ['c.com'], ['b.com', '/x/y'], ['b.com', '/z'], ['c.com']] as const;
    const requests = hosts.map(([host, path = '/']) => ({ host, path, version: '2.0' as const }));
    expect(connect(virtual, { sni: 'a.com', requests })).toEqual([
      edge('a'),
      reencrypt('c'),
      edge('bx'),
      { answer: '404' },
      reencrypt('c'),
    ]);
  });
  test('an A/B route without TLS', () => {
    const plain: Virtual = { ...virtual, ab: { 'plain.com': 'p1,1.000' }, irules: ['tls', 'ab'] };
    const requests = [{ host: 'plain.com', version: '2.0' as const }];
    expect(connect(plain, { sni: 'a.com', requests })).toEqual([{ ...edge('p1'), draws: 1 }]);
  });
});

describeExecution('TLS iRule: persistence over the pools of an A/B route', () => {
  const virtual: Virtual = {
    edge: { 'a.com': 'p1', 'a.com/x': 'x' },
    passthrough: { 'pt.com': 'p1' },
    ab: { 'a.com': 'p1,0.500;p2,1.000', 'pt.com': 'p1,0.500;p2,1.000' },
    persistence: { method: 'uie', timeout: 180 },
  };
  const draws = [0.1];
  test('a first choice is recorded', () => {
    const outcome = { ...edge('p1'), draws: 1, persist: 'uie 10.0.0.1:a.com 180' };
    expect(ask(virtual, 'a.com', '/', { draws })).toEqual(outcome);
    expect(ask({ ...virtual, persistence: { method: 'hash', timeout: 60 } }, 'a.com', '/', { draws })?.persist).toBe(
      'hash 10.0.0.1:a.com 60',
    );
  });
  test('a record selects pool and member', () => {
    const records: Connection['records'] = [['uie', '10.0.0.1:a.com', 'p2', '10.9.9.9', '8080']];
    expect(ask(virtual, 'a.com', '/', { draws, records })).toEqual({ ...edge('p2'), member: 'member 10.9.9.9 8080' });
    expect(ask(virtual, 'a.com', '/', { draws, records, client: '10.0.0.2' })?.pool).toBe('p1');
  });
  test('a record of a pool without active members counts no more', () => {
    const records: Connection['records'] = [['uie', '10.0.0.1:a.com', 'p2', '10.9.9.9', '8080']];
    expect(ask({ ...virtual, down: ['p2'] }, 'a.com', '/', { draws, records })?.persist).toBe('uie 10.0.0.1:a.com 180');
  });
  test('a path is left to the A/B iRule', () => {
    expect(ask(virtual, 'a.com', '/x', { draws })).toEqual(edge('x'));
    expect(ask({ ...virtual, irules: ['tls', 'ab'] }, 'a.com', '/x', { draws })).toEqual({
      ...edge('p1'),
      draws: 1,
      persist: 'uie 10.0.0.1:a.com/x 180',
    });
  });
  test('passthrough', () => {
    const through: Outcome = { pool: 'p2', serverTls: 'off', clientTls: 'off' };
    expect(connect(virtual, { sni: 'pt.com', draws: [0.9] })).toEqual([
      { ...through, draws: 1, persist: 'uie 10.0.0.1:pt.com 180' },
    ]);
    const records: Connection['records'] = [['uie', '10.0.0.1:pt.com', 'p2', '10.9.9.9', '443']];
    expect(connect(virtual, { sni: 'pt.com', draws, records })).toEqual([
      { ...through, member: 'member 10.9.9.9 443' },
    ]);
  });
});
