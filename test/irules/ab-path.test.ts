import { expect, test } from 'vitest';
import { connect, type Outcome } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

const virtual: Virtual = {
  http: true,
  irules: ['ab'],
  ab: { 'a.com': 'r1,0.500;r2,1.000', 'a.com/x/y': 'x1,0.500;x2,1.000', '.wild.com': 'w,1.000' },
};

function ask(host: string, path: string, draw = 0.7, extra: Partial<Virtual> = {}): Outcome | undefined {
  return connect({ ...virtual, ...extra }, { requests: [{ host, path }], draws: [draw] })[0];
}

describeExecution('A/B iRule', () => {
  test.each<[string, string, string | undefined]>([
    ['a.com', '/', 'r2'],
    ['a.com', '/x', 'r2'],
    ['a.com', '/x/y', 'x2'],
    ['a.com', '/x/y/', 'x2'],
    ['a.com', '/x/y/z', 'x2'],
    ['a.com', '/x/yz', 'r2'],
    ['a.com', '/X/y', 'r2'],
    ['b.com', '/x/y', undefined],
    // A key of the A/B data group is an exact host.
    ['q.wild.com', '/', undefined],
  ])('%s%s: %s', (host, path, pool) => {
    expect(ask(host, path)?.pool).toBe(pool);
  });

  test('503 when nothing is active, for this request alone', () => {
    const outcomes = connect(
      { ...virtual, down: ['x1', 'x2'] },
      { requests: [{ host: 'a.com', path: '/x/y' }, { host: 'a.com' }], draws: [0] },
    );
    expect(outcomes).toEqual([
      { answer: '503', draws: 1 },
      { pool: 'r1', draws: 1 },
    ]);
  });

  test('no rewrite of a request that gets a 503', () => {
    const hostPathRewrite = { 'a.com/x/y': 'tea.internal/z' };
    expect(ask('a.com', '/x/y', 0, { hostPathRewrite, down: ['x1', 'x2'] })).toEqual({ answer: '503', draws: 1 });
  });

  test('persistence by client, host and path', () => {
    const persistence = { method: 'uie', timeout: 300 } as const;
    expect(ask('a.com', '/x/y/z', 0.1, { persistence })?.persist).toBe('uie 10.0.0.1:a.com/x/y/z 300');
  });

  test.each<[string, string, string, Partial<Outcome>]>([
    ['a.com', '/x/y', 'tea.internal/z', { pool: 'x2', host: 'tea.internal', path: '/z' }],
    ['a.com', '/x/y', 'a.com/z/zz', { pool: 'x2', path: '/z/zz' }],
    ['a.com', '/x/y', 'tea.internal/x/y', { pool: 'x2', host: 'tea.internal' }],
    ['a.com', '/x/y', 'tea.internal', { pool: 'x2', host: 'tea.internal' }],
    ['A.com:80', '/x/y', 'a.com/', { pool: 'x2', path: '/' }],
    ['a.com', '/x/y/z', 'tea.internal/z', { pool: 'x2' }],
  ])('rewrite of %s%s to %s', (host, path, target, expected) => {
    expect(ask(host, path, 0.7, { hostPathRewrite: { 'a.com/x/y': target } })).toEqual({ ...expected, draws: 1 });
  });

  test('the TLS iRule routes by the request as it came, not as it was rewritten', () => {
    const outcome = connect(
      {
        reencrypt: { 'a.com/x': 'x1' },
        ab: { 'a.com/x': 'x1,1.000' },
        hostPathRewrite: { 'a.com/x': 'tea.internal/z' },
        irules: ['tls', 'ab'],
      },
      { sni: 'a.com', requests: [{ host: 'a.com', path: '/x' }] },
    );
    const expected = {
      pool: 'x1',
      serverTls: 'on',
      profile: '/Common/serverssl',
      host: 'tea.internal',
      path: '/z',
      draws: 1,
    };
    expect(outcome).toEqual([expected]);
  });
});
