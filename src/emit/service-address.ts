import type { ServiceAddressSpec } from '../model/virtual-address.ts';
import type { As3Object } from './as3.ts';

/** AS3 `Service_Address` (specification 02 §11.5). */
export function emitServiceAddress(address: string, spec: ServiceAddressSpec): As3Object {
  const { arpEnabled, spanningEnabled, icmpEcho, routeAdvertisement, trafficGroup } = spec;
  return {
    class: 'Service_Address',
    arpEnabled,
    ...(icmpEcho !== '' && { icmpEcho }),
    ...(routeAdvertisement !== '' && { routeAdvertisement }),
    spanningEnabled,
    ...(trafficGroup !== '' && { trafficGroup }),
    virtualAddress: address,
  };
}
