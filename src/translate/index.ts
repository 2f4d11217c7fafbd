import { Findings } from '../finding.ts';
import { discoverySystems } from '../load/render-config.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import { readController } from '../model/controller.ts';
import type { Workspace } from '../model/workspace.ts';
import { byBytes } from '../order.ts';
import { readClusterTable, singleClusterTable } from './clusters/cluster-table.ts';
import { createInventory, type Inventory } from './clusters/inventory.ts';
import { type NamedNamespaces, namedNamespaces } from './clusters/named-namespaces.ts';
import type { ResourceContext } from './custom-resources/context.ts';
import { renderCustomResources } from './custom-resources/index.ts';
import { L4Claims } from './custom-resources/l4-claims.ts';
import type { DiscoverySettings } from './discovery/discovered-pool.ts';
import { ControllerCrash } from './failures.ts';
import { readGlobalSpec } from './global-spec.ts';
import { renderGslb } from './gslb.ts';
import { byName, byPortAndName, Partitions } from './partitions.ts';
import { noRoutes, renderRoutes } from './routes/index.ts';
import type { ResourceStatus, View } from './view.ts';
import type { ViewMemory } from './view-memory.ts';

export type { Outcome, ResourceStatus, View } from './view.ts';

/** Major and minor of an AS3 release as the controller reads it: `3.52.0` is 3.52, and `3.9.0`, as 3.9, above it (01 §1). */
export function as3Decimal(version: string): number {
  return Number(version.slice(0, version.lastIndexOf('.')));
}

/** Renders the view of the controller that runs in a cluster. `memory` has what an earlier run made, and is added to. */
export function translateView(workspace: Workspace, cluster: Cluster, memory?: ViewMemory): View {
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

  const named = namedNamespaces(cluster, table);
  const discovery = discoverySettings(workspace, cluster);
  const input = { controller, table, named, ...(discovery && { discovery }) };
  const inventory = createInventory({ ...input, local: cluster, clusters: workspace.clusters });
  const keeping = memory && {
    memory,
    inventory: (clusters: Workspace['clusters']): Inventory =>
      createInventory({ ...input, local: clusters.get(cluster.name)!, clusters }),
  };
  memory?.begin(workspace.clusters, commonOf(workspace, cluster, named));
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
    ...(keeping && { keeping }),
  };
  try {
    const routes = controller.mode === 'openshift' && global ? renderRoutes(context, global) : noRoutes;
    if (typeof routes === 'string') return { ...common, outcome: routes };
    renderCustomResources(context);
    let statuses: readonly ResourceStatus[] | undefined;
    return {
      ...common,
      ...routes,
      ...posted(context),
      // Most commands do not ask for them.
      get statuses() {
        statuses ??= lastOfEach([...routes.statuses(), ...context.statuses]);
        return statuses;
      },
    };
  } catch (error) {
    if (error instanceof ControllerCrash) return { ...common, outcome: 'crashes' };
    throw error;
  }
}

/** Undefined where no system beside the controller is asked. */
function discoverySettings({ config }: Workspace, { name }: Cluster): DiscoverySettings | undefined {
  const { discovery } = config;
  if (discovery.length === 0) return undefined;
  const { zone, minimumMembersActive: zoneMinimum = 1 } = config.clusters.find(one => one.name === name) ?? {};
  const systems = discoverySystems.filter(system => discovery.includes(system));
  return { systems, zoneMinimum, ...(zone !== undefined && { zone }) };
}

/** What every route group depends on beside what is looked up for it. */
function commonOf(
  { config, clusters }: Workspace,
  { controller, configMaps }: Cluster,
  named: NamedNamespaces,
): unknown[] {
  const { as3Version, ipam, discovery } = config;
  const places = new Set(['place', 'source']);
  const others = [...named].map(([name, namespaces]) => [name, ...[...namespaces].sort()]);
  const given = [controller, as3Version, ipam, discovery, [...clusters.keys()], config.clusters, others.sort()];
  return [JSON.stringify(given, (key, value) => (places.has(key) ? undefined : value)), ...configMaps.values()];
}

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
