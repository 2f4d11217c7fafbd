import { suggestion } from '../load/suggestion.ts';
import type { Check } from './index.ts';

/** Resources that the controller passes over: outside every route group, without the label, or of another mode. */
export const checkIgnoredResources: Check = ({ controller, inventory, groups, table, outcome, findings }) => {
  if (!controller || !inventory) return;
  const { local } = inventory;
  if (controller.mode !== 'customresource') {
    const { virtualServers, transportServers, ingressLinks, externalDns } = local;
    const resources = [virtualServers, transportServers, ingressLinks, externalDns].flatMap(table => [
      ...table.values(),
    ]);
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
