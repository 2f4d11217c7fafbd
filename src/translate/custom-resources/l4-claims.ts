import type { IngressLink } from '../../model/ingress-link.ts';
import type { Resource } from '../../model/metadata.ts';
import type { TransportServer } from '../../model/transport-server.ts';
import { isOfLoadBalancerClass } from '../clusters/service-members.ts';
import type { Admission, ResourceContext } from './context.ts';
import { ingressLinkPorts, ingressLinkService } from './ingress-link-service.ts';

/** An L4 application: a TransportServer, an IngressLink or a LoadBalancer Service, on one address and port. */
type L4Application = Resource & { readonly created: number };

/**
 * Which L4 applications listen on an address, port and route domain. An older one has the better claim: a TransportServer is then
 * reported as failed and rendered all the same, a port of an IngressLink is left out (specification 02 §1.3, §8.2).
 */
export class L4Claims {
  readonly #byKey = new Map<string, L4Application[]>();

  note(resource: L4Application, address: string, port: number, routeDomain: number): void {
    const key = keyOf(address, port, routeDomain);
    const known = this.#byKey.get(key);
    if (known) known.push(resource);
    else this.#byKey.set(key, [resource]);
  }

  /** An older application on the same address and port, if there is one. */
  older(resource: L4Application, address: string, port: number, routeDomain: number): L4Application | undefined {
    const others = this.#byKey.get(keyOf(address, port, routeDomain)) ?? [];
    return others.find(other => other !== resource && other.created < resource.created);
  }
}

function keyOf(address: string, port: number, routeDomain: number): string {
  return `${address}%${routeDomain}:${port}`;
}

/** Notes all L4 applications that the controller renders and that have an address of their own. */
export function noteClaims(
  { inventory, claims }: ResourceContext,
  transportServers: Admission<TransportServer>,
  ingressLinks: Admission<IngressLink>,
): void {
  const { local, controller, table, watches } = inventory;
  for (const [ts, problem] of transportServers) {
    const { address, routeDomain } = ts.address;
    if (!problem && address !== '') claims.note(ts, address, ts.port, routeDomain);
  }
  for (const [link, problem] of ingressLinks) {
    const { address, routeDomain } = link.address;
    if (problem || address === '') continue;
    for (const { port } of ingressLinkPorts(ingressLinkService(inventory, link))) {
      claims.note(link, address, port, routeDomain);
    }
  }
  if (table.several && table.mode !== 'none' && table.mode !== 'default') return;
  for (const service of local.services.values()) {
    const { loadBalancer, ports, namespace } = service;
    if (!loadBalancer || loadBalancer.ip === '' || loadBalancer.partition === 'Common' || !watches(namespace)) continue;
    if (!isOfLoadBalancerClass(controller, service)) continue;
    for (const { port } of ports) claims.note(service, loadBalancer.ip, port, 0);
  }
}
