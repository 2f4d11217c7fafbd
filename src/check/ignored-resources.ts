import type { Findings } from '../finding.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Inventory } from '../translate/clusters/inventory.ts';
import { isOfLoadBalancerClass } from '../translate/clusters/service-members.ts';
import type { Check } from './index.ts';

/** Resources that the controller passes over: outside every route group, without the label, or of another mode. */
export const checkIgnoredResources: Check = ({ controller, inventory, groups, table, outcome, findings }) => {
  if (!controller || !inventory) return;
  const { local } = inventory;
  reportLoadBalancers(inventory, findings);
  if (controller.mode === 'customresource') reportUnselected(inventory, findings);
  else {
    const { virtualServers, transportServers, ingressLinks } = local;
    const resources = [virtualServers, transportServers, ingressLinks].flatMap(table => [...table.values()]);
    for (const { kind, namespace, name, source } of resources) {
      const values = { kind, name: `${namespace}/${name}`, mode: controller.mode };
      findings.add('custom-resource-ignored', values, {
        at: { source, path: ['kind'] },
        resource: { kind, namespace, name },
      });
    }
  }
  if (controller.mode !== 'openshift') {
    const [first] = local.routes.values();
    if (first) {
      findings.add(
        'routes-ignored',
        { routes: local.routes.size, mode: controller.mode },
        { at: { source: first.source, path: ['kind'] } },
      );
    }
    return;
  }
  // One finding says it of all Routes, in default mode and where the controller does not run.
  if (table?.mode === 'default' || outcome === 'refuses-to-start' || outcome === 'crashes') return;
  const known = new Set(groups.flatMap(({ group }) => group.namespaces));
  for (const route of local.routes.values()) {
    const { kind, namespace, name, source } = route;
    const resource = { kind, namespace, name };
    if (!known.has(namespace) && !known.has('')) {
      const values = { name, namespace, ...suggestion(namespace, known) };
      findings.add('route-without-group', values, { at: { source, path: ['metadata', 'namespace'] }, resource });
    } else if (!controller.selectsRoute(route.labels)) {
      findings.add(
        'route-not-selected',
        { name, selector: `--route-label=${controller.routeLabel}` },
        { at: { source, path: ['metadata', 'labels'] }, resource },
      );
    }
  }
};

/** Custom resources without the label, or in a namespace that is not watched (02 §1.1). */
function reportUnselected({ local, controller, watches }: Inventory, findings: Findings): void {
  const { virtualServers, transportServers, ingressLinks, externalDns } = local;
  const selector = 'its labels do not match --custom-resource-label (f5cr in (true) by default)';
  for (const resource of [virtualServers, transportServers, ingressLinks, externalDns].flatMap(t => [...t.values()])) {
    const { kind, namespace, name, source, labels } = resource;
    const needsLabel = kind !== 'IngressLink' || controller.ownCustomResourceLabel;
    const reason = !watches(namespace)
      ? `namespace ${namespace} is not watched`
      : needsLabel && !controller.selectsCustomResource(labels)
        ? selector
        : undefined;
    if (reason === undefined) continue;
    const path = ['metadata', reason === selector ? 'labels' : 'namespace'];
    const values = { kind, name: `${namespace}/${name}`, reason };
    findings.add('custom-resource-not-selected', values, { at: { source, path }, resource: { kind, namespace, name } });
  }
}

/** Services of type LoadBalancer with an address that make no virtual server (02 §8.3, §17.3). */
function reportLoadBalancers({ local, controller, table, watches }: Inventory, findings: Findings): void {
  for (const service of local.services.values()) {
    const { loadBalancer, namespace, name, kind, source } = service;
    if (!loadBalancer) continue;
    const reason = !watches(namespace)
      ? `namespace ${namespace} is not watched`
      : table.several && table.mode !== 'none' && table.mode !== 'default'
        ? `in mode ${table.mode} the controller makes none`
        : isOfLoadBalancerClass(controller, service)
          ? undefined
          : `its loadBalancerClass is ${service.loadBalancerClass ?? 'not set'}, and the controller takes ${controller.loadBalancerClass || 'none'}`;
    if (reason === undefined) continue;
    const values = { name: `${namespace}/${name}`, reason };
    const at = { source, path: ['metadata', 'annotations'] };
    findings.add('load-balancer-ignored', values, { at, resource: { kind, namespace, name } });
  }
}
