import type { As3Object, As3Value } from '../emit/as3.ts';
import { memberDefaults } from './defaults.ts';
import { withoutDefaults } from './normal-form.ts';
import { isList, isObject } from './values.ts';

/**
 * Members of a pool in its normal form, each address by itself, by what tells them apart: `10.1.3.2:30380`. Grouped or not, they are the same
 * to AS3. The settings are what one has beside address and port.
 */
export function membersOf({ members }: As3Object): ReadonlyMap<string, As3Object> {
  const found = new Map<string, As3Object>();
  for (const member of isList(members) ? members : []) {
    if (!isObject(member)) continue;
    const { serverAddresses, servicePort, servers, ...rest } = member;
    const settings = withoutDefaults(rest, memberDefaults);
    const port = typeof servicePort === 'number' ? servicePort : 'any';
    const named = isList(servers) ? servers.filter(isObject) : [];
    for (const address of isList(serverAddresses) ? serverAddresses : [])
      found.set(memberName(address, port), settings);
    for (const { address, name } of named)
      found.set(memberName(address, port), { ...settings, ...(name !== undefined && { name }) });
    if (isList(serverAddresses) || named.length > 0) continue;
    // Found by AS3 itself: by a name, a tag, an event.
    const { hostname, addressDiscovery = 'static', tagValue } = rest;
    const kind = [addressDiscovery, hostname ?? tagValue].filter(one => one !== undefined).join(' ');
    let key = memberName(kind, port);
    for (let number = 2; found.has(key); number++) key = `${memberName(kind, port)} (${number})`;
    found.set(key, settings);
  }
  return found;
}

/** A member as changes name it: `10.1.3.2:30380`, `[2001:db8::1]:80`. */
export function memberName(address: As3Value | undefined, port: number | string): string {
  const text = String(address);
  return text.includes(':') ? `[${text}]:${port}` : `${text}:${port}`;
}
