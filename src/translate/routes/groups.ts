import { Findings, type ResourceRef } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import { parseBool, parseObjectName } from '../../model/controller.ts';
import {
  type ExtendedSpec,
  groupPlace,
  groupWhere,
  type RouteGroupSpec,
  readExtendedSpec,
  specWhere,
} from '../../model/extended-spec.ts';
import { parseLabelSelector } from '../../model/label-selector.ts';
import type { Policy } from '../../model/policy.ts';
import { refOf, whereOf } from '../../model/where.ts';
import type { Place } from '../../place.ts';
import type { Inventory } from '../clusters/inventory.ts';

/** Id of the group that takes every namespace. */
const defaultGroupId = 'defaultRouteGroup';

/** A route group with its effective specification (specification 01 §2.7, §2.8). */
export interface RouteGroup {
  readonly id: string;
  /**
   * Ascending: the controller's own order varies. One empty name stands for all namespaces at once: so does the default group
   * of a controller that watches every namespace, and its Routes are then ordered across namespaces.
   */
  readonly namespaces: readonly string[];
  readonly tenant: string;
  readonly spec: RouteGroupSpec;
}

/** Why the groups cannot be had: the controller exits, or it crashes. */
export type GroupsFailure = 'refuses-to-start' | 'crashes';

/** Checks the route part of the global ConfigMap and makes its groups, in ascending order of their first namespace. */
export function readRouteGroups(
  inventory: Inventory,
  global: ExtendedSpec,
  findings: Findings,
): RouteGroup[] | GroupsFailure {
  const { controller } = inventory;
  const { groups, defaultRouteGroup, configMap } = global;
  let exits = false;
  const exit = (problem: string, where: { at: Place; resource: ResourceRef }): void => {
    exits = true;
    findings.add('extended-spec-refused', { problem }, where);
  };
  if (defaultRouteGroup && groups.length > 0) {
    exit(
      'defaultRouteGroup and extendedRouteSpec exclude each other',
      specWhere(configMap, ['extendedRouteSpec'], 'key'),
    );
  }
  const byLabel = groups.filter(({ namespaceLabel }) => namespaceLabel !== '');
  const byNamespace = groups.filter(({ namespace }) => namespace !== '');
  if (byLabel[0] && byNamespace.length > 0) {
    exit(
      'namespace and namespaceLabel exclude each other, in one entry and among entries',
      groupWhere(byLabel[0], 'namespaceLabel'),
    );
  }
  if (byLabel[0] && !controller.namespaceLabel) {
    exit(
      'namespaceLabel needs the argument --namespace-label of the controller',
      groupWhere(byLabel[0], 'namespaceLabel'),
    );
  }
  for (const spec of groups) {
    if (spec.bigIpPartition === 'Common') exit('bigIpPartition must not be Common', groupWhere(spec, 'bigIpPartition'));
  }
  for (const spec of byLabel.length > 0 ? [] : groups) {
    if (spec.allowOverrideText !== '' && parseBool(spec.allowOverrideText) === undefined) {
      exit(`allowOverride must be true or false, not "${spec.allowOverrideText}"`, groupWhere(spec, 'allowOverride'));
    }
  }
  if (exits) return 'refuses-to-start';

  const result = new Map<string, RouteGroup>();
  const add = (id: string, namespaces: readonly string[], spec: RouteGroupSpec): void => {
    const earlier = result.get(id);
    if (earlier) {
      findings.add('route-group-twice', { id }, { at: spec.place, resource: spec.resource, other: earlier.spec.place });
      result.delete(id);
    }
    const sorted = [...namespaces].sort();
    result.set(id, { id, namespaces: sorted, tenant: spec.bigIpPartition || controller.partition, spec });
  };
  if (defaultRouteGroup) {
    const own = [...inventory.local.routes.values()].map(({ namespace }) => namespace).filter(inventory.watches);
    const watchesAll = !controller.namespaces && !controller.namespaceLabel;
    add(defaultGroupId, watchesAll ? [''] : [...new Set(own)], defaultRouteGroup);
    reportHomeless(inventory, global, findings);
    return [...result.values()];
  }
  for (const spec of groups) {
    if (spec.namespaceLabel !== '') {
      const namespaces = labelledNamespaces(inventory, spec.namespaceLabel);
      if (namespaces.length === 0) {
        findings.add('route-group-no-namespace', { selector: spec.namespaceLabel }, groupWhere(spec, 'namespaceLabel'));
      }
      add(spec.namespaceLabel, namespaces, spec);
    } else if (spec.namespace !== '') {
      const watched = inventory.watches(spec.namespace);
      if (!watched)
        findings.add('route-group-not-watched', { namespace: spec.namespace }, groupWhere(spec, 'namespace'));
      add(spec.namespace, watched ? [spec.namespace] : [], spec);
    } else findings.add('route-group-without-id', {}, { at: spec.place, resource: spec.resource });
  }
  reportHomeless(inventory, global, findings);
  const effective: RouteGroup[] = [];
  for (const group of result.values()) {
    const spec = byNamespace.length > 0 ? overriddenSpec(inventory, global, group, findings) : group.spec;
    if (spec === 'crashes') return 'crashes';
    effective.push({ ...group, spec });
  }
  return effective.sort((a, b) => {
    const [first = '', second = ''] = [a.namespaces[0], b.namespaces[0]];
    return first < second ? -1 : first > second ? 1 : a.id < b.id ? -1 : 1;
  });
}

/** Namespaces that `<--namespace-label>,<selector>` selects. */
function labelledNamespaces({ controller, local }: Inventory, selector: string): string[] {
  const selects = parseLabelSelector(`${controller.namespaceLabel?.text ?? ''},${selector}`);
  return [...local.namespaces.values()].filter(({ labels }) => selects?.(labels)).map(({ name }) => name);
}

/** The label that an extended ConfigMap needs to be noticed. */
export function isExtendedConfigMap({ labels }: ConfigMap): boolean {
  return labels.f5nr === 'true';
}

/** The specification of a group after the local ConfigMap of its namespace, if it has one and may override (01 §2.8). */
function overriddenSpec(
  inventory: Inventory,
  global: ExtendedSpec,
  group: RouteGroup,
  findings: Findings,
): RouteGroupSpec | 'crashes' {
  const [namespace] = group.namespaces;
  const [candidate] = [...inventory.local.configMaps.values()]
    .filter(configMap => configMap.namespace === namespace && isExtendedConfigMap(configMap))
    .sort((a, b) => b.created - a.created || (a.name < b.name ? -1 : 1));
  if (!candidate) return group.spec;
  const { configMap } = global;
  if (objectKey(candidate) === objectKey(configMap)) {
    findings.add('global-configmap-in-group', { namespace: group.id }, whereOf(configMap, ['metadata', 'namespace']));
    return 'crashes';
  }
  const resource = refOf(candidate);
  const local = readExtendedSpec(candidate, findings);
  const ignored = (problem: string, path: ReadonlyArray<string | number>): RouteGroupSpec => {
    const name = objectKey(candidate);
    findings.add('local-configmap-ignored', { name, problem }, specWhere(candidate, path));
    return group.spec;
  };
  if (!local) return ignored('its extendedSpec does not decode', []);
  const [first] = local.groups;
  if (local.defaultRouteGroup?.bigIpPartition === 'Common') {
    return ignored('bigIpPartition must not be Common', ['baseRouteSpec', 'defaultRouteGroup', 'bigIpPartition']);
  }
  if (!first || first.namespace !== namespace) {
    const stated = first?.namespace ? `names namespace "${first.namespace}"` : 'names no namespace';
    return ignored(`its first entry ${stated}, not its own, "${namespace}"`, ['extendedRouteSpec', 0, 'namespace']);
  }
  if (!group.spec.allowOverride) return ignored('the global entry does not allow overriding', ['extendedRouteSpec', 0]);
  const lost = [group.spec.policyCR, group.spec.httpServerPolicyCR].filter(name => name !== '');
  if (lost.length > 0) {
    const values = { name: objectKey(candidate), policies: lost.join(', ') };
    findings.add('local-configmap-drops-policy', values, {
      at: first.place,
      other: groupPlace(group.spec, 'policyCR'),
      resource,
    });
  }
  return {
    ...group.spec,
    vserverName: first.vserverName || group.spec.vserverName,
    vserverAddr: first.vserverAddr || group.spec.vserverAddr,
    policyCR: first.httpServerPolicyCR || first.policyCR,
    httpServerPolicyCR: '',
    place: first.place,
    resource,
  };
}

/** Reports local ConfigMaps that no group takes: of a namespace without one, or beside groups by label (01 §2.1, §2.8). */
function reportHomeless({ local, watches }: Inventory, global: ExtendedSpec, findings: Findings): void {
  const taken = new Set(global.groups.map(({ namespace }) => namespace).filter(namespace => namespace !== ''));
  for (const configMap of local.configMaps.values()) {
    const { namespace } = configMap;
    if (!isExtendedConfigMap(configMap) || !watches(namespace) || taken.has(namespace)) continue;
    if (objectKey(configMap) === objectKey(global.configMap)) continue;
    // What does not speak of its own namespace may be the global one of another controller.
    if (readExtendedSpec(configMap, new Findings())?.groups[0]?.namespace !== namespace) continue;
    const problem =
      taken.size > 0 ? `no route group is for namespace "${namespace}"` : 'only route groups by namespace take one';
    const values = { name: objectKey(configMap), problem };
    findings.add('local-configmap-ignored', values, specWhere(configMap, ['extendedRouteSpec', 0, 'namespace']));
  }
}

/** A Policy that a group names, or why it cannot be had (01 §5.13). */
export function groupPolicy(inventory: Inventory, reference: string): Policy | string {
  const name = parseObjectName(reference);
  if (!name) return `"${reference}" is not namespace/name`;
  if (!inventory.watches(name.namespace)) return `namespace ${name.namespace} is not watched`;
  const policy = inventory.local.policies.get(objectKey(name));
  if (!policy) return `there is no Policy ${reference}`;
  if (!inventory.controller.selectsCustomResource(policy.labels)) {
    return `Policy ${reference} lacks the label that the controller looks for (f5cr: "true" by default)`;
  }
  return policy;
}
