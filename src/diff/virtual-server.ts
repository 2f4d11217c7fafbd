import type { As3Object, As3Value } from '../emit/as3.ts';
import { classDefaults } from './defaults.ts';
import { isList, isObject } from './values.ts';

/** Where a virtual server listens: `10.8.3.11:443`; of an address that is an object of its own its name. */
export function listensOf(service: As3Object): string[] {
  const { virtualAddresses, virtualPort = classDefaults[String(service.class)]?.virtualPort } = service;
  const port = typeof virtualPort === 'number' ? `:${virtualPort}` : '';
  return (isList(virtualAddresses) ? virtualAddresses : []).map(address => `${text(address)}${port}`);
}

function text(address: As3Value): string {
  if (isList(address)) return text(address[0] ?? '');
  if (isObject(address)) return String(address.use ?? address.bigip ?? '');
  return String(address).includes(':') ? `[${String(address)}]` : String(address);
}
