import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressRange, overlap } from '../../src/check/systems/address-range.ts';

const meets = (one: string, other: string): boolean => overlap(addressRange(one)!, addressRange(other)!);

test.each([
  ['10.0.0.0/8', '10.255.255.255/32', true],
  ['10.0.1.0/24', '10.0.2.0/24', false],
  ['10.0.1.77/24', '10.0.1.0/28', true],
  ['0.0.0.0/0', '203.0.113.9/32', true],
  ['0.0.0.0/0', '::/0', false],
  ['fd00:10:244::/56', 'fd00:10:244:ff::/64', true],
  ['fd00:10:244::/56', 'fd00:10:244:100::/64', false],
  ['::ffff:10.0.1.0/120', '::ffff:a00:1ff/128', true],
])('%s and %s', (one, other, expected) => {
  expect(meets(one, other)).toBe(expected);
  expect(meets(other, one)).toBe(expected);
});

test.each(['', '10.0.0.0', '10.0.0.0/33', '10.0.0/24', '10.0.0.0/-1', '10.0.0.0/8/8', 'fd00::/129', 'pods/24'])(
  '"%s" is no range',
  block => {
    expect(addressRange(block)).toBeUndefined();
  },
);

test('one block overlaps with another where one holds the first address of the other', () => {
  const block = fc.tuple(fc.ipV4(), fc.integer({ min: 20, max: 32 })).map(([ip, length]) => `${ip}/${length}`);
  const near = fc.tuple(block, fc.integer({ min: 16, max: 32 })).map(([one, length]) => {
    return [one, one.replace(/\/.*/, `/${length}`)] as const;
  });
  fc.assert(fc.property(near, ([one, other]) => meets(one, other)));
  fc.assert(
    fc.property(block, block, (one, other) => {
      const [a, b] = [addressRange(one)!, addressRange(other)!];
      const holds = (x: typeof a, y: typeof a): boolean => x.first <= y.first && y.first <= x.last;
      expect(meets(one, other)).toBe(holds(a, b) || holds(b, a));
    }),
  );
});
