import { Findings } from '../finding.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import { type Controller, readController } from '../model/controller.ts';
import { type ExtendedSpec, readExtendedSpec, specPlace } from '../model/extended-spec.ts';
import type { MultiClusterService } from '../model/multi-cluster-services.ts';
import { placeIn, refOf } from '../model/where.ts';
import type { Workspace } from '../model/workspace.ts';
import { byBytes } from '../order.ts';
import { type ClusterTable, isUsableEntry, readClusterTable, singleClusterTable } from './clusters/cluster-table.ts';
import { createInventory, type Inventory } from './clusters/inventory.ts';
import { type ResourceContext, selected } from './custom-resources/context.ts';
import { renderCustomResources } from './custom-resources/index.ts';
import { L4Claims } from './custom-resources/l4-claims.ts';
import { ControllerCrash } from './failures.ts';
import { type GslbTenant, gslbTenant } from './gslb.ts';
import { byName, byPortAndName, Partitions } from './partitions.ts';
import { RouteClaims } from './routes/admission.ts';
import { type AdmittedGroup, admitGroup, type GroupInput, groupVirtuals, reportEqualClaims } from './routes/group.ts';
import { isExtendedConfigMap, readRouteGroups } from './routes/groups.ts';
import type { Outcome, ResourceStatus, View } from './view.ts';

export type { Outcome, ResourceStatus, View } from './view.ts';

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
    rejectedTenants: new Set<string>(),
    statuses: [],
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
  const context: ResourceContext = {
    inventory,
    as3Version: as3Decimal(workspace.config.as3Version),
    ipam: workspace.config.ipam,
    ...(workspace.config.source && { config: workspace.config.source }),
    partitions: new Partitions(),
    claims: new L4Claims(),
    statuses: [],
    rejectedTenants: new Set(),
    findings,
  };
  try {
    const routes = controller.mode === 'openshift' && global ? renderRoutes(context, global) : noRoutes;
    if (typeof routes === 'string') return { ...common, outcome: routes };
    renderCustomResources(context);
    const statuses = lastOfEach([...routes.statuses, ...context.statuses]);
    return { ...common, ...routes, ...posted(context), statuses };
  } catch (error) {
    if (error instanceof ControllerCrash) return { ...common, outcome: 'crashes' };
    throw error;
  }
}

type RouteResults = Pick<View, 'groups' | 'failedTenants' | 'statuses'>;

const noRoutes: RouteResults = { groups: [], failedTenants: [], statuses: [] };

/** One status for each resource, the last that the controller writes; by kind, namespace and name. */
function lastOfEach(statuses: readonly ResourceStatus[]): ResourceStatus[] {
  const last = new Map(statuses.map(status => [`${status.kind} ${objectKey(status)}`, status]));
  return [...last].sort(([a], [b]) => byBytes(a, b)).map(([, status]) => status);
}

/** What is posted of all that was rendered. */
function posted({
  inventory,
  partitions,
  rejectedTenants,
  findings,
}: ResourceContext): Pick<View, 'tenants' | 'gslb' | 'outcome' | 'rejectedTenants'> {
  const { controller } = inventory;
  const tenants = partitions.tenants(controller.mode === 'openshift' ? byPortAndName : byName);
  const gslb = controller.postsGslb ? renderGslb(inventory, tenants, findings) : undefined;
  return {
    tenants,
    rejectedTenants,
    ...(gslb && { gslb }),
    outcome: tenants.length > 0 || gslb ? 'posts' : 'posts-nothing',
  };
}

/** The host in the names of GSLB pools where `--bigip-url` is not among the arguments. */
const unknownBigip = 'bigip.example.com';

/** The GSLB tenant, unless it goes to another BIG-IP (specification 02 §11.12). */
function renderGslb(inventory: Inventory, tenants: View['tenants'], findings: Findings): GslbTenant | undefined {
  const { controller, local } = inventory;
  const at = controller.gslbPlace ? { at: controller.gslbPlace } : {};
  if (controller.gslbElsewhere) {
    findings.add('gslb-elsewhere', { tenant: `${controller.partition}_gtm` }, at);
    return undefined;
  }
  const externalDns = controller.mode === 'kubernetes' ? [] : selected(inventory, local.externalDns.values());
  if (controller.bigipHost === '' && externalDns.length > 0)
    findings.add('bigip-url-unknown', { host: unknownBigip }, at);
  const { partition, bigipHost } = controller;
  return gslbTenant({ partition, bigipHost: bigipHost || unknownBigip, externalDns, tenants });
}

/** Renders the Routes of a controller into its partitions, or says why it does nothing at all. */
function renderRoutes(context: ResourceContext, global: ExtendedSpec): RouteResults | Outcome {
  const { inventory, findings, as3Version, partitions } = context;
  const groups = readRouteGroups(inventory, global, findings);
  if (typeof groups === 'string') return groups;
  if (inventory.table.mode === 'default') {
    const routes = inventory.local.routes.size;
    if (routes > 0)
      findings.add('routes-in-default-mode', { routes }, { at: specPlace(global.configMap.source, ['mode']) });
    return noRoutes;
  }
  reportAutoMonitor(global, findings);
  const { base, configMap } = global;
  const input: GroupInput = { inventory, base, configMap, as3Version, claims: new RouteClaims(), findings };
  const admitted: AdmittedGroup[] = [];
  for (const group of groups) admitted.push(admitGroup(input, group, admitted));
  reportEqualClaims(admitted, findings);
  const failed = new Set<AdmittedGroup>();
  for (const group of admitted) {
    const made = groupVirtuals(input, group);
    if (made === 'failed') failed.add(group);
    // Of two with one name the last one that was processed remains (01 §2.7).
    else for (const virtual of made) partitions.put(virtual);
  }
  for (const { group, rejections } of admitted) if (rejections.size > 0) context.rejectedTenants.add(group.tenant);
  const failedTenants = new Set([...failed].map(({ group }) => group.tenant));
  return { groups: admitted, failedTenants: [...failedTenants].sort(), statuses: statusesOf(admitted, failed) };
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
  return statuses;
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
      { at: placeIn(configMap, ['metadata', 'labels']) },
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

/**
 * Namespaces of other clusters that Routes and custom resources name in `multiClusterServices`: the controller looks into these
 * too (01 §6.1).
 */
function namedNamespaces(cluster: Cluster, table: ClusterTable): Set<string> {
  const named = new Set<string>();
  if (!table.several) return named;
  const note = (entry: MultiClusterService): void => {
    if (isUsableEntry(table, entry)) named.add(`${entry.clusterName}/${entry.namespace}`);
  };
  for (const { multiClusterServices: listed } of cluster.routes.values()) {
    if (listed !== undefined && 'entries' in listed) listed.entries.forEach(note);
  }
  for (const { pools } of cluster.virtualServers.values()) {
    for (const { multiClusterServices = [] } of pools) multiClusterServices.forEach(note);
  }
  for (const { pool } of cluster.transportServers.values()) pool.multiClusterServices?.forEach(note);
  for (const { multiClusterServices = [] } of cluster.ingressLinks.values()) {
    for (const entry of multiClusterServices) note({ ...entry, servicePort: 1 });
  }
  return named;
}
