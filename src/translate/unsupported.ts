import type { Findings } from '../finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Service } from '../model/service.ts';
import type { Inventory } from './clusters/inventory.ts';

/**
 * Reports what the controller would process and this version does not render: custom resources in its own mode, and Services
 * of type LoadBalancer in every mode. True if there is any: the view would lack it, so it must not be written.
 */
export function unsupportedResources(inventory: Inventory, findings: Findings): boolean {
  const found = [...customResources(inventory), ...loadBalancers(inventory)];
  for (const { kind, namespace, name, source } of found) {
    findings.add(
      'resource-unsupported',
      { kind, namespace, name },
      { at: { source }, resource: { kind, namespace, name } },
    );
  }
  const { postsGslb, gslbPlace } = inventory.controller;
  if (postsGslb) findings.add('gslb-unsupported', {}, gslbPlace ? { at: gslbPlace } : {});
  return found.length > 0 || postsGslb;
}

function customResources({ controller, local, watches }: Inventory): Resource[] {
  if (controller.mode !== 'customresource') return [];
  return [...local.customResources.values()].filter(
    ({ kind, namespace, labels }) =>
      watches(namespace) && (kind === 'IngressLink' || controller.selectsCustomResource(labels)),
  );
}

/** LoadBalancer Services that become virtual servers: with an address, of the right class (specification 02 §8.3, §17.3). */
function loadBalancers({ table, local, watches, controller, cluster }: Inventory): Service[] {
  if (table.several && table.mode !== 'none' && table.mode !== 'default') return [];
  const others = [...table.loadBalancerDiscovery].map(cluster).filter((found): found is Cluster => found !== undefined);
  return [local, ...others].flatMap(from =>
    [...from.services.values()].filter(service => {
      if (service.type !== 'LoadBalancer' || !watches(service.namespace)) return false;
      const { loadBalancerClass: own, annotations } = service;
      const ofClass =
        own === undefined ? !controller.manageLoadBalancerClassOnly : own === controller.loadBalancerClass;
      return ofClass && (annotations['cis.f5.com/ip'] ?? annotations['cis.f5.com/ipamLabel']) !== undefined;
    }),
  );
}
