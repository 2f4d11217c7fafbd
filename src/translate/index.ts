import { Findings } from '../finding.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import { type Controller, readController } from '../model/controller.ts';
import { type ExtendedSpec, readExtendedSpec, specPlace } from '../model/extended-spec.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Tenant, Virtual } from './adc.ts';
import { type ClusterTable, readClusterTable, singleClusterTable } from './clusters/cluster-table.ts';
import { createInventory, type Inventory } from './clusters/inventory.ts';
import { ControllerCrash } from './failures.ts';
import { RouteClaims, refOf } from './routes/admission.ts';
import { isUsableEntry } from './routes/backends.ts';
import { type AdmittedGroup, admitGroup, type GroupInput, groupVirtuals, reportEqualClaims } from './routes/group.ts';
import { isExtendedConfigMap, type RouteGroup, readRouteGroups } from './routes/groups.ts';
import { unsupportedResources } from './unsupported.ts';

/** What a controller would do with its manifests. */
export type Outcome = 'posts' | 'posts-nothing' | 'refuses-to-start' | 'crashes';

/** What would become of a resource: as the controller writes it into the resource's status. */
export interface ResourceStatus {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly accepted: boolean;
  /** The controller's word, or empty. */
  readonly reason: string;
  readonly message: string;
}

/** What one controller would post, before AS3's words. */
export interface View {
  /** Cluster in which the controller runs. */
  readonly cluster: string;
  readonly outcome: Outcome;
  readonly controller?: Controller;
  readonly table?: ClusterTable;
  /** The global extended ConfigMap. */
  readonly spec?: ExtendedSpec;
  readonly inventory?: Inventory;
  /** Route groups after validation; empty where it does not come to that. */
  readonly groups: readonly AdmittedGroup[];
  /** Ascending by name. Empty unless it posts. */
  readonly tenants: readonly Tenant[];
  /** Tenants of route groups that fail as a whole: their absence is no deletion. */
  readonly failedTenants: readonly string[];
  readonly statuses: readonly ResourceStatus[];
  /** True where the controller would process a resource that is not rendered yet. */
  readonly unsupported: boolean;
  readonly findings: Findings;
}

/** Major and minor of an AS3 release as the controller reads it: `3.52.0` is 3.52, and `3.9.0`, as 3.9, above it (01 §1). */
export function as3Decimal(version: string): number {
  return Number(version.slice(0, version.lastIndexOf('.')));
}

/** Renders the view of the controller that runs in a cluster. */
export function translateView(workspace: Workspace, cluster: Cluster): View {
  const findings = new Findings(cluster.name);
  const nothing = {
    cluster: cluster.name,
    groups: [],
    tenants: [],
    failedTenants: [],
    statuses: [],
    unsupported: false,
    findings,
  };
  const controller = cluster.controller && readController(cluster.controller, findings);
  if (!controller) return { ...nothing, outcome: 'refuses-to-start' };

  const global = controller.extendedSpec && readGlobalSpec(cluster, controller, findings);
  if (global === 'refused') return { ...nothing, controller, outcome: 'refuses-to-start' };
  const names = new Set(workspace.config.clusters.map(({ name }) => name));
  const table = global ? readClusterTable(controller, global, names, findings) : singleClusterTable(controller);
  if (!table) return { ...nothing, controller, outcome: 'refuses-to-start' };

  const inventory = createInventory({
    controller,
    table,
    local: cluster,
    clusters: workspace.clusters,
    named: namedNamespaces(cluster, table),
  });
  const common = { ...nothing, controller, table, inventory, ...(global && { spec: global }) };
  const unsupported = unsupportedResources(inventory, findings);
  if (controller.mode !== 'openshift' || !global) return { ...common, unsupported, outcome: 'posts-nothing' };

  const groups = readRouteGroups(inventory, global, findings);
  if (typeof groups === 'string') return { ...common, unsupported, outcome: groups };
  if (table.mode === 'default') {
    const routes = cluster.routes.size;
    if (routes > 0)
      findings.add('routes-in-default-mode', { routes }, { at: specPlace(global.configMap.source, ['mode']) });
    return { ...common, unsupported, outcome: 'posts-nothing' };
  }
  const input: GroupInput = {
    inventory,
    base: global.base,
    as3Version: as3Decimal(workspace.config.as3Version),
    claims: new RouteClaims(),
    findings,
  };
  reportAutoMonitor(global, findings);
  try {
    return { ...common, unsupported, ...renderGroups(input, groups) };
  } catch (error) {
    if (error instanceof ControllerCrash) return { ...common, unsupported, outcome: 'crashes' };
    throw error;
  }
}

function renderGroups(
  input: GroupInput,
  groups: readonly RouteGroup[],
): Pick<View, 'groups' | 'tenants' | 'failedTenants' | 'statuses' | 'outcome'> {
  const admitted: AdmittedGroup[] = [];
  for (const group of groups) admitted.push(admitGroup(input, group, admitted));
  reportEqualClaims(admitted, input.findings);
  const virtuals: Virtual[] = [];
  const failedTenants = new Set<string>();
  const failed = new Set<AdmittedGroup>();
  for (const group of admitted) {
    const made = groupVirtuals(input, group);
    if (made === 'failed') {
      failedTenants.add(group.group.tenant);
      failed.add(group);
    } else virtuals.push(...made);
  }
  return {
    groups: admitted,
    tenants: tenantsOf(virtuals),
    failedTenants: [...failedTenants].sort(),
    statuses: statusesOf(admitted, failed),
    outcome: virtuals.length > 0 ? 'posts' : 'posts-nothing',
  };
}

/**
 * Virtual servers by tenant, in the order in which they are merged: those of port 80 first, then by name (01 §8.2). Of two
 * with one name the last one that was processed remains (01 §2.7).
 */
function tenantsOf(virtuals: readonly Virtual[]): Tenant[] {
  const tenants = new Map<string, Map<string, Virtual>>();
  for (const virtual of virtuals) {
    const named = tenants.get(virtual.tenant) ?? new Map<string, Virtual>();
    tenants.set(virtual.tenant, named.set(virtual.name, virtual));
  }
  return [...tenants]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => ({
      name,
      virtuals: [...list.values()].sort((a, b) => a.port - b.port || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    }));
}

function statusesOf(groups: readonly AdmittedGroup[], failed: ReadonlySet<AdmittedGroup>): ResourceStatus[] {
  const statuses = groups.flatMap(group => {
    const message = `Route group ${group.group.id} cannot be processed`;
    const verdict = failed.has(group)
      ? { accepted: false, reason: 'RouteGroupFailed', message }
      : { accepted: true, reason: '', message: '' };
    const admitted = [...group.routes.values()].map(({ route }) => ({ ...refOf(route), ...verdict }));
    const rejected = [...group.rejections.values()].map(({ route, reason, message: why }) => ({
      ...refOf(route),
      accepted: false,
      reason,
      message: why,
    }));
    return [...admitted, ...rejected];
  });
  return statuses.sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}

/** The global extended ConfigMap, or why the controller exits. */
function readGlobalSpec(
  cluster: Cluster,
  controller: Controller,
  findings: Findings,
): ExtendedSpec | 'refused' | undefined {
  const { extendedSpec, mode, multiClusterMode } = controller;
  if (!extendedSpec || (mode !== 'openshift' && multiClusterMode === '')) return undefined;
  const configMap = cluster.configMaps.get(objectKey(extendedSpec));
  const place = cluster.controller?.place;
  if (!configMap) {
    findings.add(
      'extended-spec-missing',
      { name: objectKey(extendedSpec), cluster: cluster.name },
      place ? { at: place } : {},
    );
    return 'refused';
  }
  if (!isExtendedConfigMap(configMap)) {
    findings.add(
      'extended-spec-unlabelled',
      { name: objectKey(configMap) },
      { at: { source: configMap.source, path: ['metadata', 'labels'] } },
    );
  }
  const spec = readExtendedSpec(configMap, findings);
  if (!spec) return 'refused';
  if (spec.defaultRouteGroup?.bigIpPartition === 'Common') {
    // Checked in every mode; the rest of the route part only where Routes are processed (01 §2.6).
    const at = specPlace(configMap.source, ['baseRouteSpec', 'defaultRouteGroup', 'bigIpPartition']);
    findings.add('extended-spec-refused', { problem: 'bigIpPartition must not be Common' }, { at });
    return 'refused';
  }
  return spec;
}

function reportAutoMonitor({ base, configMap }: ExtendedSpec, findings: Findings): void {
  const known = ['', 'none', 'readiness-probe', 'service-endpoint'];
  if (known.includes(base.autoMonitor)) return;
  const at = specPlace(configMap.source, ['baseRouteSpec', 'autoMonitor']);
  findings.add('auto-monitor-unknown', { value: base.autoMonitor }, { at });
}

/** Namespaces of other clusters that Routes name in `multiClusterServices`: the controller looks into these too (01 §6.1). */
function namedNamespaces(cluster: Cluster, table: ClusterTable): Set<string> {
  const named = new Set<string>();
  if (!table.several) return named;
  for (const { multiClusterServices: listed } of cluster.routes.values()) {
    if (listed === undefined || 'problem' in listed) continue;
    for (const entry of listed.entries) {
      if (isUsableEntry(table, entry)) named.add(`${entry.clusterName}/${entry.namespace}`);
    }
  }
  return named;
}
