import { describe, expect, test } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { fingerprint } from '../src/fingerprint.ts';
import type { Place } from '../src/place.ts';

const at = (path: string, start = 0): Place => ({ source: { file: { path, root: '/shop' }, start, end: start + 100 } });
const finding: Finding<'route-service-missing'> = {
  rule: 'route-service-missing',
  values: { route: 'cafe', service: 'cafe', cluster: 'east' } as unknown as Finding<'route-service-missing'>['values'],
  at: at('clusters/east/shop.yaml'),
  resource: { kind: 'Route', namespace: 'shop', name: 'cafe' },
};
const own = fingerprint(finding);
const values = finding.values as unknown as Record<string, unknown>;

describe('a fingerprint', () => {
  test('is 32 hexadecimal digits', () => {
    expect(own).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each<[what: string, change: object]>([
    ['where in the file it stands', { at: at('clusters/east/shop.yaml', 50) }],
    ['the path within the document', { at: { ...at('clusters/east/shop.yaml'), path: ['spec', 'to'] } }],
    [
      'where the workspace is',
      { at: { source: { file: { path: 'clusters/east/shop.yaml', root: '/' }, start: 0, end: 9 } } },
    ],
    ['the view', { view: 'east' }],
    ['the second place', { other: at('clusters/west/shop.yaml') }],
    ['what is suggested', { values: { ...values, suggested: 'coffee' } }],
    ['the order of values', { values: Object.fromEntries(Object.entries(values).reverse()) }],
  ])('does not depend on %s', (_, change) => {
    expect(fingerprint({ ...finding, ...change } as Finding)).toBe(own);
  });

  test.each<[what: string, change: object]>([
    ['the rule', { rule: 'route-host-twice' }],
    ['the file', { at: at('clusters/west/shop.yaml') }],
    ['that there is a place', { at: undefined }],
    ['the resource', { resource: { kind: 'Route', namespace: 'shop', name: 'bar' } }],
    ['a value', { values: { ...values, service: 'bar' } }],
  ])('depends on %s', (_, change) => {
    expect(fingerprint({ ...finding, ...change } as Finding)).not.toBe(own);
  });

  test('follows a file to its new name', () => {
    const moved = { ...finding, at: at('clusters/east/market.yaml') };
    const renamed = new Map([['clusters/east/shop.yaml', 'clusters/east/market.yaml']]);
    expect(fingerprint(finding, renamed)).toBe(fingerprint(moved));
    expect(fingerprint(moved, renamed)).toBe(fingerprint(moved));
  });
});
