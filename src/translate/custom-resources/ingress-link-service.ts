import type { IngressLink } from '../../model/ingress-link.ts';
import type { Service, ServicePort } from '../../model/service.ts';
import { byBytes } from '../../order.ts';
import type { Inventory } from '../clusters/inventory.ts';

/** Service port on which NGINX tells that it is ready: it gets no virtual server (specification 02 §8.2). */
export const readinessPort = 8081;

/**
 * The Service whose ports become virtual servers: the oldest that the selector finds, or with several clusters that of the first
 * entry, which must be in the local cluster. There is none in the modes active-active, active-standby and ratio.
 */
export function ingressLinkService({ table, local, service }: Inventory, link: IngressLink): Service | undefined {
  if (table.mode === 'default') {
    const [first] = link.multiClusterServices ?? [];
    return first?.clusterName === table.local ? service(table.local, first.namespace, first.service) : undefined;
  }
  if (table.mode !== 'none' || !link.selector) return undefined;
  const wanted = Object.entries(link.selector.matchLabels);
  const [oldest] = (local.servicesByNamespace.get(link.namespace) ?? [])
    .filter(({ labels }) => wanted.every(([k, v]) => labels[k] === v))
    .sort((a, b) => a.created - b.created || byBytes(a.name, b.name));
  return oldest;
}

/** Its ports that become virtual servers. */
export function ingressLinkPorts(service: Service | undefined): readonly ServicePort[] {
  return service?.ports.filter(({ port }) => port !== readinessPort) ?? [];
}
