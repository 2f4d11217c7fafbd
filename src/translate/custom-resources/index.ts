import type { ResourceContext } from './context.ts';
import { admitIngressLinks, renderIngressLinks } from './ingress-links.ts';
import { noteClaims } from './l4-claims.ts';
import { renderLoadBalancers } from './load-balancers.ts';
import { admitTransportServers, renderTransportServers } from './transport-servers.ts';
import { renderVirtualServers } from './virtual-servers.ts';

/**
 * Renders what a controller makes of custom resources and of Services of type LoadBalancer (specification 01 §1): the former only in
 * its own mode, the latter in every mode.
 */
export function renderCustomResources(context: ResourceContext): void {
  const { inventory } = context;
  if (inventory.controller.mode === 'customresource') {
    const transportServers = admitTransportServers(inventory);
    const ingressLinks = admitIngressLinks(inventory);
    noteClaims(context, transportServers, ingressLinks);
    renderVirtualServers(context);
    renderTransportServers(context, transportServers);
    renderIngressLinks(context, ingressLinks);
  }
  renderLoadBalancers(context);
}
