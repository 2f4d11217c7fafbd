import type { HostPersistence, HostPersistenceKey } from '../../model/virtual-server.ts';
import type { Action } from '../adc.ts';

/** What each method needs, and what of it becomes the action (specification 02 §2.1). */
const needed: Readonly<Record<string, readonly HostPersistenceKey[]>> = {
  sourceAddress: ['netmask', 'timeout'],
  destinationAddress: ['netmask', 'timeout'],
  cookieInsert: ['name', 'expiry'],
  cookieRewrite: ['name', 'expiry'],
  cookiePassive: ['name'],
  cookieHash: ['name', 'timeout', 'offset', 'length'],
  universal: ['key', 'timeout'],
  hash: ['key', 'timeout'],
  carp: ['key', 'timeout'],
};

/** The persist action of a VirtualServer's rules, or what is wrong with it. */
export function persistAction({ method, metaData }: HostPersistence): Action | { readonly problem: string } {
  const isSet = (key: HostPersistenceKey): boolean => metaData[key] !== '' && metaData[key] !== 0;
  if (method === 'none') {
    const given = (Object.keys(metaData) as HostPersistenceKey[]).find(isSet);
    if (given) return { problem: `hostPersistence.metaData.${given} does not go with method none` };
    return { kind: 'persist', method: 'disable', data: {} };
  }
  const keys = Object.hasOwn(needed, method) ? needed[method] : undefined;
  if (!keys) return { problem: `hostPersistence.method "${method}" is unknown` };
  const missing = keys.find(key => !isSet(key));
  if (missing) return { problem: `hostPersistence with method ${method} needs metaData.${missing}` };
  return { kind: 'persist', method, data: Object.fromEntries(keys.map(key => [key, metaData[key]])) };
}
