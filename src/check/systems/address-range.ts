import { isIP } from 'node:net';

/** The addresses of a block such as `10.0.1.0/24`. Both ends belong to it. */
export interface AddressRange {
  readonly family: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Undefined for what is no block of IPv4 or IPv6 addresses. */
export function addressRange(block: string): AddressRange | undefined {
  const [address = '', length, ...more] = block.split('/');
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  if (family === 0 || more.length > 0 || !/^\d{1,3}$/.test(length ?? '') || Number(length) > bits) return undefined;
  const host = BigInt(bits - Number(length));
  const first = ((family === 4 ? numberOf4(address) : numberOf6(address)) >> host) << host;
  return { family, first, last: first + (1n << host) - 1n };
}

/** True for ranges that have an address in common. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

function numberOf4(address: string): bigint {
  return joined(address.split('.').map(Number), 8n);
}

function numberOf6(address: string): bigint {
  // The last 32 bits may be written as an IPv4 address.
  const text = address.replace(/%.*$/, '').replace(/[\d.]+$/, end => (end.includes('.') ? asGroups(end) : end));
  const [before = [], after] = text.split('::').map(half => half.split(':').filter(Boolean));
  const missing = after ? 8 - before.length - after.length : 0;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...(after ?? [])];
  return joined(
    groups.map(group => Number.parseInt(group, 16)),
    16n,
  );
}

function asGroups(address: string): string {
  const number = numberOf4(address);
  return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
}

function joined(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) + BigInt(part), 0n);
}
