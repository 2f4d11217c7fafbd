import abTransport from './ab-transport.tcl';
import { assemble } from './assemble.ts';

export interface AbTransportIRuleInput {
  readonly tenant: string;
  /** The virtual server whose `ab_deployment_dg` has the shares, under the key `/`. */
  readonly virtual: string;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/** The A/B choice of a connection, for TransportServers and LoadBalancer Services: specification 02 §12.3. */
export function abTransportIRule({ protocol, ...where }: AbTransportIRuleInput): string {
  return assemble({ ...where, handlers: [abTransport], values: { protocol: protocol.toUpperCase() } });
}
