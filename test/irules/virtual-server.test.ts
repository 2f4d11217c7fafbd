import { describe, expect, test } from 'vitest';
import { type Connection, connect, type Outcome, type Request } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

/** One request to an HTTP virtual server, or over TLS with its host as server name. */
function ask(virtual: Virtual, request: Request, more: Connection = {}): Outcome | undefined {
  const sni = virtual.http ? {} : { sni: request.host ?? '' };
  return connect(virtual, { ...sni, requests: [request], draws: [0.9], ...more })[0];
}

describeExecution('VirtualServers: redirect', () => {
  const on8080: Virtual = {
    http: true,
    irules: ['redirect'],
    httpsPort: 8443,
    redirect: {
      'cafe.example.com:8080/coffee': '/coffee',
      'tea.example.com:8080/coffee': '/coffee',
      '.example.org:8080/': '/',
      'many.com:8080/': '/tea|/milk/hot',
    },
  };
  test.each<[string, string, string | undefined]>([
    ['cafe.example.com:8080', '/coffee/x', 'https://cafe.example.com:8443/coffee/x'],
    ['Cafe.Example.com:8080', '/coffee', 'https://cafe.example.com:8443/coffee'],
    // A host alias has records of its own.
    ['tea.example.com:8080', '/coffee', 'https://tea.example.com:8443/coffee'],
    ['cafe.example.com', '/coffee', undefined],
    ['cafe.example.com:80', '/coffee', undefined],
    ['cafe.example.com:8080', '/coffeehouse', undefined],
    ['a.example.org:8080', '/any', 'https://a.example.org:8443/any'],
    ['a.b.example.org:8080', '/', 'https://a.b.example.org:8443/'],
    ['example.org:8080', '/', undefined],
    ['a.example.org', '/', undefined],
    ['many.com:8080', '/tea/x', 'https://many.com:8443/tea/x'],
    ['many.com:8080', '/milk/hot', 'https://many.com:8443/milk/hot'],
    ['many.com:8080', '/milk', undefined],
  ])('from port 8080 to 8443: %s%s', (host, path, expected) => {
    expect(ask(on8080, { host, path })?.answer).toBe(expected);
  });

  const shared: Virtual = {
    http: true,
    redirect: { '/x': '/x', ':80/x': '/x', '': '/', 'a.com/': '/', 'a.com:80/': '/' },
  };
  test.each(['a.com', 'b.com', 'b.com:80'])('a member without a host redirects %s, and does so once', host => {
    const answer = `https://${host.replace(':80', '')}:443/x`;
    for (const irules of [
      ['redirect', 'redirect-hostless'],
      ['redirect-hostless', 'redirect'],
    ] as const) {
      expect(ask({ ...shared, irules }, { host, path: '/x' })).toEqual({ answer });
    }
  });
  test('keys without a host are no keys of a host', () => {
    expect(ask({ ...shared, irules: ['redirect'] }, { host: 'b.com', path: '/x' })).toEqual({});
    expect(ask({ ...shared, irules: ['redirect'] }, { path: '/x' })).toEqual({});
  });

  test('the answer of the A/B iRule, or of a user iRule, is the only one', () => {
    const both: Virtual = { ...shared, irules: ['ab', 'redirect'], ab: { 'a.com': 'p1,1.000' } };
    expect(ask({ ...both, down: ['p1'] }, { host: 'a.com', path: '/x' })).toEqual({ answer: '503', draws: 1 });
    expect(ask(both, { host: 'a.com', path: '/x' })).toEqual({ answer: 'https://a.com:443/x', draws: 1 });
    for (const irules of [['redirect'], ['redirect-hostless'], ['ab']] as const) {
      const userIRules = ['when HTTP_REQUEST priority 1 { HTTP::respond 401 }'];
      expect(ask({ ...both, irules, userIRules }, { host: 'a.com', path: '/x' })).toEqual({ answer: '401' });
    }
  });
});

describeExecution('VirtualServers: A/B', () => {
  const ab = { 'a.com': 'p1,0.500;p2,1.000', 'alias.com': 'p1,0.500;p2,1.000', 'a.com/x': 'x,1.000', 'none.com': '' };
  const virtual: Virtual = { http: true, irules: ['ab'], ab };
  test.each<[string, string, Outcome]>([
    ['a.com', '/', { pool: 'p2', draws: 1 }],
    ['alias.com', '/q', { pool: 'p2', draws: 1 }],
    ['a.com', '/x/y', { pool: 'x', draws: 1 }],
    ['a.com:8080', '/x', { pool: 'x', draws: 1 }],
    ['none.com', '/', { answer: '503', draws: 1 }],
    ['other.com', '/x', {}],
  ])('%s%s', (host, path, expected) => {
    expect(ask(virtual, { host, path })).toEqual(expected);
  });

  test.each<[Request, Outcome]>([
    [{ path: '/x/y' }, { pool: 'hx', draws: 1 }],
    [{ path: '/' }, { pool: 'h', draws: 1 }],
    [{ path: '*' }, { pool: 'h', draws: 1 }],
    [{ host: 'other.com', path: '/x' }, {}],
    [{ host: 'other.com', path: '/' }, {}],
  ])('keys of a VirtualServer without a host: %j', (request, expected) => {
    expect(ask({ ...virtual, ab: { '': 'h,1.000', '/x': 'hx,1.000' } }, request)).toEqual(expected);
  });
});

describeExecution('VirtualServers: rewrite of A/B requests', () => {
  const virtual: Virtual = {
    http: true,
    irules: ['ab'],
    ab: { 'a.com/x': 'p1,0.500;p2,1.000', '/h': 'p1,1.000' },
    hostPathRewrite: { 'a.com/x': 'tea.internal/y/z', 'a.com/': '/root', '/h': '/moved', 'b.com/x': 'tea.internal/x' },
  };
  const moved: Outcome = { host: 'tea.internal', path: '/y/z' };

  test('the request as it came is what counts for the choice', () => {
    expect(ask(virtual, { host: 'a.com', path: '/x' })).toEqual({ pool: 'p2', draws: 1, ...moved });
    expect(ask(virtual, { host: 'A.com:8080', path: '/x' })).toEqual({ pool: 'p2', draws: 1, ...moved });
  });
  test('it is made for the whole path alone', () => {
    expect(ask(virtual, { host: 'a.com', path: '/x/q' })).toEqual({ pool: 'p2', draws: 1 });
  });
  test('it is made without a choice, too, and only where something differs', () => {
    expect(ask(virtual, { host: 'a.com', path: '/' })).toEqual({ path: '/root' });
    expect(ask(virtual, { host: 'b.com', path: '/x' })).toEqual({ host: 'tea.internal' });
  });
  test('without a host', () => {
    expect(ask(virtual, { path: '/h' })).toEqual({ pool: 'p1', draws: 1, path: '/moved' });
  });
  test('nothing is rewritten for a 503', () => {
    expect(ask({ ...virtual, down: ['p1', 'p2'] }, { host: 'a.com', path: '/x' })).toEqual({ answer: '503', draws: 1 });
  });

  describe('with persistence', () => {
    const persistence = { method: 'hash', timeout: 60 } as const;
    const records: Connection['records'] = [['hash', '10.0.0.1:a.com/x', 'p1', '10.9.9.9', '8080']];
    test('the key is of the request as it came', () => {
      const expected = { pool: 'p2', draws: 1, persist: 'hash 10.0.0.1:a.com/x 60', ...moved };
      expect(ask({ ...virtual, persistence }, { host: 'a.com', path: '/x' })).toEqual(expected);
    });
    test('a record selects pool and member, of a rewritten request as well', () => {
      const expected = { pool: 'p1', member: 'member 10.9.9.9 8080', ...moved };
      expect(ask({ ...virtual, persistence }, { host: 'a.com', path: '/x' }, { records })).toEqual(expected);
    });
    test('a record of a pool that is gone counts no more', () => {
      const gone: Virtual = { ...virtual, persistence, missing: ['p1'] };
      expect(ask(gone, { host: 'a.com', path: '/x' }, { records })?.pool).toBe('p2');
    });
  });
});

describeExecution('VirtualServers: TLS', () => {
  const edge = { 'a.com/x': 'x1', 'a.com': 'p1', '.w.com/x': 'w', '/h': 'h', '': 'root' };
  const ab = { 'a.com/x': 'x1,0.500;x2,1.000', 'a.com': 'p1,0.500;p2,1.000', '': 'root,1.000', '/h': 'h,1.000' };
  const to = (pool: string, draws = 1): Outcome => ({ pool, serverTls: 'off', ...(draws ? { draws } : {}) });

  test('A/B of paths, with the A/B iRule', () => {
    const virtual: Virtual = { edge, ab, irules: ['ab', 'tls'] };
    expect(ask(virtual, { host: 'a.com', path: '/x/y' })).toEqual(to('x2'));
    expect(ask(virtual, { host: 'a.com', path: '/' })).toEqual(to('p2'));
    expect(ask(virtual, { host: 'q.w.com', path: '/x' })).toEqual(to('w', 0));
  });
  test('A/B of hosts, without it', () => {
    const virtual: Virtual = { edge: { 'a.com': 'p1' }, ab: { 'a.com': 'p1,0.500;p2,1.000' } };
    expect(ask(virtual, { host: 'a.com', path: '/x/y' })).toEqual(to('p2'));
    expect(ask({ ...virtual, ab: { 'a.com': '' } }, { host: 'a.com' })).toEqual({ answer: '503', draws: 1 });
  });
  test.each(['tls', 'ab, tls'])('keys without a host, with the iRules %s', which => {
    const virtual: Virtual = { edge, ab, irules: which === 'tls' ? ['tls'] : ['ab', 'tls'] };
    expect(connect(virtual, { requests: [{ path: '/h/i' }, { path: '/' }] })).toEqual([to('h'), to('root')]);
    expect(ask(virtual, { host: 'other.com', path: '/h' })).toEqual({ answer: 'rejected' });
  });
  test('passthrough of a wildcard host has the pool of its record: A/B keys are exact hosts', () => {
    const virtual: Virtual = { passthrough: { '.w.com': 'w', 'a.com': 'p1' }, ab: { '.w.com': 'p2,1.000', ...ab } };
    const through: Outcome = { serverTls: 'off', clientTls: 'off' };
    expect(connect(virtual, { sni: 'q.w.com' })).toEqual([{ pool: 'w', ...through }]);
    expect(connect(virtual, { sni: 'a.com', draws: [0.9] })).toEqual([{ pool: 'p2', draws: 1, ...through }]);
    expect(connect({ ...virtual, ab: { 'a.com': '' } }, { sni: 'a.com' })).toEqual([{ answer: 'rejected', draws: 1 }]);
  });
  test.each(['svc_a_80_default', '/Common/Shared/all'])('default pool %s', defaultPool => {
    expect(ask({ edge, defaultPool }, { host: 'a.com' })).toEqual(to(defaultPool, 0));
    expect(ask({ edge, defaultPool }, { host: 'other.com' })).toEqual(to(defaultPool, 0));
    expect(ask({ edge, ab, defaultPool, irules: ['ab', 'tls'] }, { host: 'a.com' })).toEqual(to('p2'));
  });
});

describeExecution('names with -, . and %', () => {
  const place = { tenant: 'my-tenant.a', name: 'crd-10.8.0.4%2_443' };
  test.each<[string, Virtual, Outcome]>([
    ['redirect', { http: true, irules: ['redirect'], redirect: { 'a.com/': '/' } }, { answer: 'https://a.com:443/' }],
    [
      'A/B',
      { http: true, irules: ['ab'], ab: { 'a.com': 'p-1.a%2,1.000' }, hostPathRewrite: { 'a.com/': 'b.com/' } },
      { pool: 'p-1.a%2', draws: 1, host: 'b.com' },
    ],
    [
      'TLS',
      { reencrypt: { 'a.com': 'p-1' }, edge: { 'b.com': 'p' } },
      { pool: 'p-1', serverTls: 'on', profile: '/Common/serverssl' },
    ],
    [
      'IngressLink',
      { http: true, irules: ['ab-ingress-link'], ab: { '/': 'p-1.a%2,1.000' } },
      { pool: 'p-1.a%2', draws: 1 },
    ],
  ])('%s', (_, virtual, expected) => {
    expect(ask({ ...virtual, ...place }, { host: 'a.com' })).toEqual(expected);
  });
  test('TransportServer', () => {
    const virtual: Virtual = { transport: 'udp', irules: ['ab-transport'], ab: { '/': 'p-1.a%2,1.000' } };
    expect(connect({ ...virtual, ...place }, {})).toEqual([{ pool: 'p-1.a%2', draws: 1 }]);
  });
});
