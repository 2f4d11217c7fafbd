import { expect, test } from 'vitest';
import { connect, type Request } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

/** The records of a redirect: each with and without the port, as the data group has them. */
function records(paths: Readonly<Record<string, string>>, port = ':80'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([key, path]) => {
      const host = key.slice(0, key.length - key.replace(/^[^/]*/, '').length);
      return [
        [key, path],
        [`${host}${port}${key.slice(host.length)}`, path],
      ];
    }),
  );
}

const virtual: Virtual = {
  http: true,
  irules: ['redirect'],
  redirect: {
    ...records({ 'root.com/': '/', 'a.com/x': '/x', 'a.com/x/y': '/x/y', 'slash.com/s/': '/s/' }),
    ...records({ '.wild.com/': '/', '.deep.org/w': '/w', 'many.com/': '/one|/two|/two/more', '[::1]/': '/' }),
    ...records({ 'plus.com/a+b(c': '/a+b(c', 'dot.com/v1.0': '/v1.0' }),
  },
};

function ask(request: Request, extra: Partial<Virtual> = {}): string | undefined {
  return connect({ ...virtual, ...extra }, { requests: [request] })[0]?.answer;
}

describeExecution('redirect iRule', () => {
  test.each<[string, string, string | undefined]>([
    ['root.com', '/', 'https://root.com:443/'],
    ['root.com:80', '/', 'https://root.com:443/'],
    ['root.com', '/any/path', 'https://root.com:443/any/path'],
    ['a.com', '/x', 'https://a.com:443/x'],
    ['a.com', '/x/', 'https://a.com:443/x/'],
    ['a.com', '/x/q', 'https://a.com:443/x/q'],
    ['a.com:80', '/x/y/z', 'https://a.com:443/x/y/z'],
    ['a.com', '/', undefined],
    ['a.com', '/xy', undefined],
    ['a.com', '/X', undefined],
    ['slash.com', '/s/', 'https://slash.com:443/s/'],
    ['slash.com', '/s/t', 'https://slash.com:443/s/t'],
    // The path of this route ends in a slash, and so must the start of the request's.
    ['slash.com', '/s', undefined],
    ['b.wild.com', '/', 'https://b.wild.com:443/'],
    ['b.wild.com:80', '/q', 'https://b.wild.com:443/q'],
    ['a.b.wild.com', '/q', 'https://a.b.wild.com:443/q'],
    ['a.b.c.deep.org', '/w/q', 'https://a.b.c.deep.org:443/w/q'],
    ['wild.com', '/', undefined],
    ['many.com', '/one/more', 'https://many.com:443/one/more'],
    ['many.com', '/two', 'https://many.com:443/two'],
    ['many.com', '/two/more', 'https://many.com:443/two/more'],
    ['many.com', '/twofold', undefined],
    ['unknown.com', '/', undefined],
    ['', '/', undefined],
  ])('%s%s: %s', (host, path, expected) => {
    expect(ask({ host, path })).toBe(expected);
  });

  test('the query stays', () => {
    expect(ask({ host: 'a.com', path: '/x', query: 'a=/b&c' })).toBe('https://a.com:443/x?a=/b&c');
  });

  test('to the port of the HTTPS virtual server', () => {
    expect(ask({ host: 'a.com', path: '/x' }, { httpsPort: 8443 })).toBe('https://a.com:8443/x');
  });

  test('an HTTP virtual server on another port has keys with that port alone', () => {
    const redirect = { 'a.com:8080/x': '/x' };
    expect(ask({ host: 'a.com:8080', path: '/x' }, { redirect })).toBe('https://a.com:443/x');
    expect(ask({ host: 'a.com', path: '/x' }, { redirect })).toBe(undefined);
  });

  test.each<[string, string]>([
    ['a.com', 'https://a.com:443/q?r'],
    ['A.com:8080', 'https://a.com:443/q?r'],
    ['[::1]', 'https://[::1]:443/q?r'],
    ['[::1]:80', 'https://[::1]:443/q?r'],
    ['', '400'],
  ])('without a host in the resource, everything: %s', (host, expected) => {
    expect(ask({ host, path: '/q', query: 'r' }, { irules: ['redirect-hostless'], redirect: {} })).toBe(expected);
  });

  test.each<[string, string, string | undefined]>([
    ['[::1]', '/', 'https://[::1]:443/'],
    ['[::1]:80', '/', 'https://[::1]:443/'],
    ['-value', '/', undefined],
    ['.wild.com', '/', undefined],
    ['$x[y]{', '/', undefined],
    ['a.'.repeat(126), '/', undefined],
    // 253 characters are the most that a host name has.
    [`${'a.'.repeat(121)}bb.wild.com`, '/', `https://${'a.'.repeat(121)}bb.wild.com:443/`],
    [`${'a.'.repeat(123)}wild.com`, '/', undefined],
    [`${'a.'.repeat(120)}wild.com`, '/', `https://${'a.'.repeat(120)}wild.com:443/`],
  ])('odd host %s', (host, path, expected) => {
    expect(ask({ host, path })).toBe(expected);
  });
});
