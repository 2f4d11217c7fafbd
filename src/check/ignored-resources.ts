import type { Findings } from '../finding.ts';
import { suggestion, suggestionBehind } from '../load/suggestion.ts';
import { annotatedServices } from '../model/annotated-services.ts';
import { objectKey } from '../model/cluster.ts';
import { groupPlace } from '../model/extended-spec.ts';
import { type Service, serviceAnnotationPrefix, serviceAnnotations } from '../model/service.ts';
import { placeIn, whereOf } from '../model/where.ts';
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
    for (const resource of resources) {
      const values = { kind: resource.kind, name: objectKey(resource), mode: controller.mode };
      findings.add('custom-resource-ignored', values, whereOf(resource, ['kind']));
    }
  }
  if (controller.mode !== 'openshift') {
    const [first] = local.routes.values();
    if (first) {
      const values = { routes: local.routes.size, mode: controller.mode };
      findings.add('routes-ignored', values, { at: placeIn(first, ['kind']) });
    }
    return;
  }
  // One finding says it of all Routes, in default mode and where the controller does not run.
  if (table?.mode === 'default' || outcome === 'refuses-to-start' || outcome === 'crashes') return;
  const known = new Set(groups.flatMap(({ group }) => group.namespaces));
  const all = known.has('');
  for (const [namespace, routes] of local.routesByNamespace) {
    if (all || known.has(namespace)) {
      if (controller.routeLabel === '') continue;
      for (const route of routes.filter(({ labels }) => !controller.selectsRoute(labels))) {
        const values = { name: route.name, selector: `--route-label=${controller.routeLabel}` };
        findings.add('route-not-selected', values, whereOf(route, ['metadata', 'labels']));
      }
      continue;
    }
    const near = suggestion(namespace, known);
    const meant = groups.find(({ group }) => near.suggested !== undefined && group.namespaces.includes(near.suggested));
    for (const route of routes) {
      findings.add(
        'route-without-group',
        { name: route.name, namespace, ...near },
        {
          ...whereOf(route, ['metadata', 'namespace']),
          ...(meant && { other: groupPlace(meant.group.spec, 'namespace') }),
        },
      );
    }
  }
};

/** Custom resources without the label, or in a namespace that is not watched (02 §1.1). */
function reportUnselected({ local, controller, watches }: Inventory, findings: Findings): void {
  const { virtualServers, transportServers, ingressLinks, externalDns } = local;
  const selector = 'its labels do not match --custom-resource-label (f5cr in (true) by default)';
  for (const resource of [virtualServers, transportServers, ingressLinks, externalDns].flatMap(t => [...t.values()])) {
    const { kind, namespace, labels } = resource;
    const needsLabel = kind !== 'IngressLink' || controller.ownCustomResourceLabel;
    const reason = !watches(namespace)
      ? `namespace ${namespace} is not watched`
      : needsLabel && !controller.selectsCustomResource(labels)
        ? selector
        : undefined;
    if (reason === undefined) continue;
    const path = ['metadata', reason === selector ? 'labels' : 'namespace'];
    const unlabelled = reason === selector && !controller.ownCustomResourceLabel;
    const values = { kind, name: objectKey(resource), reason, unlabelled };
    findings.add('custom-resource-not-selected', values, whereOf(resource, path));
  }
}

/** Annotations with the controller's prefix that it does not read. */
function reportAnnotations(service: Service, keys: readonly string[], findings: Findings): void {
  for (const key of keys) {
    if (serviceAnnotations.includes(key)) continue;
    const values = {
      name: objectKey(service),
      key,
      ...suggestionBehind(serviceAnnotationPrefix, key, serviceAnnotations),
    };
    findings.add('service-annotation-unknown', values, whereOf(service, ['metadata', 'annotations', key], 'key'));
  }
}

/** Services with annotations of the controller that make no virtual server (02 §8.3, §17.3). */
function reportLoadBalancers({ local, controller, table, watches }: Inventory, findings: Findings): void {
  for (const service of annotatedServices(local)) {
    const { loadBalancer, namespace, type } = service;
    const own = Object.keys(service.annotations).filter(key => key.startsWith(serviceAnnotationPrefix));
    if (own.length === 0) continue;
    reportAnnotations(service, own, findings);
    const reason = !loadBalancer
      ? type === 'LoadBalancer'
        ? `it has neither ${serviceAnnotationPrefix}ip nor ${serviceAnnotationPrefix}ipamLabel`
        : `it is of type ${type}, and not LoadBalancer`
      : !watches(namespace)
        ? `namespace ${namespace} is not watched`
        : table.several && table.mode !== 'none' && table.mode !== 'default'
          ? `in mode ${table.mode} the controller makes none`
          : isOfLoadBalancerClass(controller, service)
            ? undefined
            : `its loadBalancerClass is ${service.loadBalancerClass ?? 'not set'}, and the controller takes ${controller.loadBalancerClass || 'none'}`;
    if (reason === undefined) continue;
    const values = { name: objectKey(service), reason };
    findings.add('load-balancer-ignored', values, whereOf(service, ['metadata', 'annotations']));
  }
}
