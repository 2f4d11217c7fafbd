import { isIP } from 'node:net';

/** True for an IPv4 or IPv6 literal with an optional numeric route domain: `10.8.3.11%2` (specification 01 §5.4). */
export function isVirtualAddress(text: string): boolean {
  const [address = '', domain, ...more] = text.split('%');
  return isIP(address) !== 0 && more.length === 0 && (domain === undefined || /^\d+$/.test(domain));
}
