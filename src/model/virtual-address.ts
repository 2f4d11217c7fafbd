import type { Fields } from './fields.ts';

/** `serviceAddress`: properties of the BIG-IP's virtual address (specification 02 §11.5). Absent texts are empty. */
export interface ServiceAddressSpec {
  readonly arpEnabled: boolean;
  readonly spanningEnabled: boolean;
  readonly icmpEcho: string;
  readonly routeAdvertisement: string;
  readonly trafficGroup: string;
}

/** Where a virtual server of a custom resource listens (specification 02 §2.1, §2.4, §2.5). */
export interface AddressSpec {
  /** `virtualServerAddress`, or empty. */
  readonly address: string;
  readonly ipamLabel: string;
  /** 0 = none. */
  readonly routeDomain: number;
  /** `status.vsAddress`: what IPAM gave to the resource in a cluster, or empty. */
  readonly assigned: string;
}

export function readAddress(spec: Fields, status: Fields): AddressSpec {
  return {
    address: spec.text('virtualServerAddress'),
    ipamLabel: spec.text('ipamLabel'),
    routeDomain: spec.number('bigipRouteDomain'),
    assigned: status.text('vsAddress'),
  };
}

/** The first entry of `serviceAddress`: the API server takes no more than one. */
export function readServiceAddress(spec: Fields): ServiceAddressSpec | undefined {
  return spec.each('serviceAddress', item => ({
    arpEnabled: item.optionalBoolean('arpEnabled') ?? false,
    spanningEnabled: item.optionalBoolean('spanningEnabled') ?? false,
    icmpEcho: item.text('icmpEcho'),
    routeAdvertisement: item.text('routeAdvertisement'),
    trafficGroup: item.text('trafficGroup'),
  }))[0];
}
