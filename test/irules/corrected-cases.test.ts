import { expect, test } from 'vitest';
import { clientHello, segmentsOf } from './client-hello.ts';
import { type Connection, connect, type Outcome, simulate } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

/** What the controller's iRules get wrong and ours do not: specification 03, by the number of the case. */
interface Case {
  readonly name: string;
  readonly virtual: Virtual;
  readonly connection: Connection;
  readonly expected: readonly Outcome[];
}

const rejected: Outcome = { answer: 'rejected' };
const edge = (pool: string, more: Outcome = {}): Outcome => ({ pool, serverTls: 'off', ...more });
const secure = (pool: string): Outcome => ({ pool, serverTls: 'on', profile: '/Common/serverssl' });
const get = (host: string, path = '/', query = '') => ({ host, path, query });
const shop: Virtual = { edge: { 'shop.com': 'root', 'shop.com/r': 'r', 'shop.com/Caps': 'caps' } };
const http: Virtual = {
  http: true,
  irules: ['redirect'],
  redirect: { 'shop.com/': '/', '.w.com/': '/', 'x.com/(a': '/(a' },
};
const both: Virtual = { edge: { 'ab.com': 'p1', 'b.com': 'b' }, ab: { 'ab.com': 'p1,0.500;p2,1.000' } };
const mixed: Virtual = { edge: { 'e.com': 'e' }, reencrypt: { 's.com': 's' }, passthrough: { 'pt.com': 'p' } };
const shares = { '/': 'p1,0.500;p2,1.000' };
const transport: Virtual = { transport: 'tcp', irules: ['ab-transport'], ab: shares };
const ingressLink: Virtual = { http: true, irules: ['ab-ingress-link'], ab: shares };

const cases: readonly Case[] = [
  {
    name: '2: a query is not part of the path',
    virtual: { edge: { 'shop.com/r': 'r' } },
    connection: { sni: 'shop.com', requests: [get('shop.com', '/r', 'a=1'), get('shop.com', '/r', 'a=/b/c')] },
    expected: [edge('r'), edge('r')],
  },
  {
    name: '3: capitals in a path count',
    virtual: shop,
    connection: {
      sni: 'shop.com',
      requests: [get('shop.com', '/Caps/x'), get('shop.com', '/caps'), get('SHOP.com', '/r')],
    },
    expected: [edge('caps'), edge('root'), edge('r')],
  },
  {
    name: '4: no SNI on a reencrypt virtual server, the Host header decides',
    virtual: { reencrypt: { 's.com': 's' } },
    connection: { requests: [get('s.com')] },
    expected: [secure('s')],
  },
  {
    name: '4: no SNI, no route, default pool',
    virtual: { reencrypt: { 's.com': 's' }, defaultPool: 'd' },
    connection: { requests: [get('unknown.com'), get('')] },
    expected: [
      { pool: 'd', serverTls: 'on' },
      { pool: 'd', serverTls: 'on' },
    ],
  },
  {
    name: '4: no SNI, no route, no default pool',
    virtual: { reencrypt: { 's.com': 's' } },
    connection: { requests: [get('unknown.com')] },
    expected: [rejected],
  },
  {
    name: '4: neither SNI nor Host',
    virtual: { reencrypt: { 's.com': 's' } },
    connection: { requests: [{ version: '1.0' }] },
    expected: [rejected],
  },
  {
    name: '4: no Host, SNI decides',
    virtual: { ...both, irules: ['tls', 'ab'] },
    connection: { sni: 'AB.com', requests: [{ version: '1.0' }], draws: [0.9] },
    expected: [edge('p2', { draws: 1 })],
  },
  {
    name: '4: an unmatched route with a default pool',
    virtual: { edge: { 'shop.com/r': 'r' }, defaultPool: 'd' },
    connection: { sni: 'shop.com', requests: [get('shop.com', '/q')] },
    expected: [edge('d')],
  },
  {
    name: '5: all pools of an A/B route down, for this request alone',
    virtual: { ...both, down: ['p1', 'p2'] },
    connection: { sni: 'ab.com', requests: [get('ab.com'), get('b.com'), get('ab.com', '/x')] },
    expected: [{ answer: '503', draws: 1 }, edge('b'), { answer: '503', draws: 1 }],
  },
  {
    name: '5: the same with the A/B iRule on the virtual server',
    virtual: { ...both, down: ['p1', 'p2'], irules: ['tls', 'ab'] },
    connection: { sni: 'ab.com', requests: [get('ab.com'), get('b.com'), get('ab.com', '/x')] },
    expected: [{ answer: '503', draws: 1 }, edge('b'), { answer: '503', draws: 1 }],
  },
  {
    name: '6: redirect of an upper-case Host',
    virtual: http,
    connection: { requests: [get('SHOP.com', '/x')] },
    expected: [{ answer: 'https://shop.com:443/x' }],
  },
  {
    name: '6: a host that merely ends like a key is not redirected',
    virtual: http,
    connection: { requests: [get('evilshop.com'), get('evilw.com'), get('a.w.com')] },
    expected: [{}, {}, { answer: 'https://a.w.com:443/' }],
  },
  {
    name: '6: a path with characters that regular expressions know',
    virtual: http,
    connection: { requests: [get('x.com', '/(a/b'), get('x.com', '/(ab'), get('shop.com', '/[*')] },
    expected: [{ answer: 'https://x.com:443/(a/b' }, {}, { answer: 'https://shop.com:443/[*' }],
  },
  {
    name: '7: a port in Host',
    virtual: { http: true, irules: ['ab'], ab: { 'shop.com/x': 'p1,1.000' } },
    connection: { requests: [get('shop.com:8080', '/x/y'), get('SHOP.com:80', '/x')] },
    expected: [
      { pool: 'p1', draws: 1 },
      { pool: 'p1', draws: 1 },
    ],
  },
  {
    name: '7: a port in Host on TLS',
    virtual: { ...both, irules: ['tls', 'ab'] },
    connection: { sni: 'ab.com', requests: [get('ab.com:8443'), get('b.com:443')], draws: [0.2] },
    expected: [edge('p1', { draws: 1 }), edge('b')],
  },
  ...[1, 2, 3, 4, 5, 6, 9, 40].map(size => ({
    name: `8: a ClientHello in segments of ${size} bytes`,
    virtual: mixed,
    connection: { segments: segmentsOf(clientHello({ sni: 'pt.com' }), size) },
    expected: [edge('p', { clientTls: 'off' })],
  })),
  ...(['none', 'empty'] as const).map(extensions => ({
    name: `8: extensions: ${extensions}`,
    virtual: mixed,
    connection: { segments: [clientHello({ extensions })], requests: [get('s.com'), get('e.com')] },
    expected: [secure('s'), edge('e')],
  })),
  ...['G', 'GET / HTTP/1.1\r\nHost: e.com\r\n\r\n', '\r\n', 'P', 'OPTIONS'].map(text => ({
    name: `8: plain HTTP to the TLS port: ${JSON.stringify(text)}`,
    virtual: mixed,
    connection: { segments: [Buffer.from(text)] },
    expected: [rejected],
  })),
  {
    name: '9: a second request has its own pool and server-side TLS',
    virtual: mixed,
    connection: { sni: 'e.com', requests: [get('e.com'), get('s.com'), get('e.com'), get('s.com', '/x')] },
    expected: [edge('e'), secure('s'), edge('e'), secure('s')],
  },
  {
    name: '9: a second request without a route does not get the pool of the first',
    virtual: mixed,
    connection: { sni: 'e.com', requests: [get('e.com'), get('unknown.com')] },
    expected: [edge('e'), rejected],
  },
  {
    name: '9: HTTP/2 streams',
    virtual: mixed,
    connection: {
      sni: 's.com',
      requests: ['s.com', 'e.com', 'unknown.com', 's.com'].map(host => ({ host, version: '2.0' as const })),
    },
    expected: [secure('s'), edge('e'), { answer: '404' }, secure('s')],
  },
  ...[0.2, 0.7].map(draw => ({
    name: `10: a pool that does not exist, draw ${draw}`,
    virtual: { ...transport, missing: ['p1'] },
    connection: { draws: [draw] },
    expected: [{ pool: 'p2', draws: 1 }],
  })),
  ...(['tcp', 'udp', 'sctp'] as const).map(protocol => ({
    name: `11: no active pool, over ${protocol}`,
    virtual: { ...transport, transport: protocol, down: ['p1', 'p2'] },
    connection: {},
    expected: [{ answer: '503, rejected', draws: 1 }],
  })),
  {
    name: '12: IngressLink: a pool for each request',
    virtual: ingressLink,
    connection: { draws: [0.2, 0.7], requests: [get('il.com'), get('il.com')] },
    expected: [
      { pool: 'p1', draws: 1 },
      { pool: 'p2', draws: 1 },
    ],
  },
  {
    name: '12: IngressLink: no replay without the body',
    virtual: ingressLink,
    connection: {
      requests: [{ ...get('il.com'), headers: { 'Content-Length': '7' } }, get('il.com')],
      statuses: { p1: [500] },
    },
    expected: [
      { pool: 'p1', draws: 1, status: '500' },
      { pool: 'p2', draws: 1, sent: 'p1 p2' },
    ],
  },
  {
    name: '12: IngressLink: server name and profile by host',
    virtual: { ...ingressLink, serverTls: true, reencryptServerSsl: { 'il.com/': '/Common/il' } },
    connection: { requests: [get('10.1.2.3'), get('il.com'), get('other.com')] },
    expected: [
      { pool: 'p1', draws: 1 },
      { pool: 'p1', draws: 1, sni: 'il.com', profile: '/Common/il' },
      { pool: 'p1', draws: 1, sni: 'other.com' },
    ],
  },
];

describeExecution('cases that the controller gets wrong', () => {
  test.each(cases)('$name', ({ virtual, connection, expected }) => {
    expect(connect(virtual, connection)).toEqual(expected);
  });

  test('5: nothing of one connection reaches another', () => {
    const virtual = { ...both, down: ['p1', 'p2'] };
    const connections = [get('ab.com'), get('b.com'), get('ab.com'), get('b.com')].map(request => ({
      sni: request.host,
      requests: [request],
    }));
    const answers = simulate([{ virtual, connections }])[0] ?? [];
    expect(answers.map(([outcome]) => outcome?.answer ?? outcome?.pool)).toEqual(['503', 'b', '503', 'b']);
  });
});
