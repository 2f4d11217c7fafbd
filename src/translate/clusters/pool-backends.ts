import type { IntOrString } from '../../model/field-reader.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import { defaultWeight, type PoolSpec } from '../../model/pool-spec.ts';
import type { StaticMember } from '../../model/static-member.ts';
import type { Member } from '../adc.ts';
import { discoveredPool } from '../discovery/discovered-pool.ts';
import { type ClusterTable, isUsableEntry, knownClusters, type ServiceLocation } from './cluster-table.ts';
import type { Inventory } from './inventory.ts';
import { type PoolMembers, poolMembers } from './pool-members.ts';
import { inRouteDomain, serviceMembers, targetPort } from './service-members.ts';

/** A Service in a cluster that takes a share of the traffic of a custom resource's pool: one AS3 pool. */
export interface PoolBackend extends ServiceLocation {
  /** Service port as declared; 0 = none. */
  readonly port: IntOrString;
  readonly weight: number;
  readonly staticMembers: readonly StaticMember[];
}

/** What tells the backends of a pool: that of a VirtualServer or TransportServer, or the entries of another resource. */
export type BackendSpec = Pick<
  PoolSpec,
  'service' | 'servicePort' | 'serviceNamespace' | 'weight' | 'alternateBackends' | 'staticPoolMembers'
> & { readonly multiClusterServices?: readonly MultiClusterService[] };

/** Usable entries of a pool's `multiClusterServices` in clusters that give pools: they are its backends in default mode. */
export function backendEntries(table: ClusterTable, spec: BackendSpec): readonly MultiClusterService[] {
  return (spec.multiClusterServices ?? []).filter(
    entry => isUsableEntry(table, entry) && !table.restricted(entry.clusterName),
  );
}

/**
 * Backends of a pool, in order (specification 01 §4.6, 02 §10). `namespace` is that of the resource. In ratio mode the weights
 * of a Service over the clusters add up to its share; the order of clusters is local, peer, then that of the ConfigMap.
 */
export function poolBackends({ table, service: find }: Inventory, spec: BackendSpec, namespace: string): PoolBackend[] {
  if (table.mode === 'default') {
    return backendEntries(table, spec).map(({ service, namespace: where, clusterName, servicePort, weight }) => ({
      service,
      namespace: where,
      cluster: clusterName,
      port: servicePort,
      weight: weight ?? defaultWeight,
      staticMembers: [],
    }));
  }
  const port = spec.servicePort;
  const services = [
    {
      service: spec.service,
      namespace: spec.serviceNamespace || namespace,
      weight: spec.weight,
      staticMembers: spec.staticPoolMembers,
    },
    ...spec.alternateBackends.map(({ service, serviceNamespace, weight, staticPoolMembers }) => ({
      service,
      namespace: serviceNamespace || namespace,
      weight,
      staticMembers: staticPoolMembers,
    })),
  ];
  if (table.mode !== 'ratio') return services.map(service => ({ ...service, cluster: table.local, port }));

  const clusters = knownClusters(table).filter(cluster => !table.restricted(cluster));
  // The local cluster counts and is rendered whether the Service is there or not.
  const clustersWith = (service: string, where: string): string[] =>
    clusters.filter(cluster => cluster === table.local || find(cluster, where, service) !== undefined);
  const counts = new Map<string, number>();
  for (const { service, namespace: where } of services) {
    const key = `${where}/${service}`;
    counts.set(key, (counts.get(key) ?? 0) + clustersWith(service, where).length);
  }
  let weights = 0;
  for (const { weight } of services) weights += weight;
  let ratios = 0;
  for (const cluster of clusters) ratios += table.ratio(cluster);
  return services.flatMap(service => {
    const count = counts.get(`${service.namespace}/${service.service}`) || 1;
    return clustersWith(service.service, service.namespace).map(cluster => ({
      ...service,
      cluster,
      port,
      weight: (service.weight / (weights || 1)) * (table.ratio(cluster) / (ratios || 1)) * (1 / count),
    }));
  });
}

/** True where traffic is split by an iRule, between several Services or several clusters. */
export function isSplit(table: ClusterTable, spec: BackendSpec): boolean {
  return spec.alternateBackends.length > 0 || table.mode === 'ratio' || table.mode === 'default';
}

/**
 * The port by which a backend's members are looked up: the target port of its Service, or the declared port where that
 * cannot be found (specification 01 §6.4, 02 §9.1). In active-active the peer's Service answers where the local one is missing.
 */
export function backendPort(
  { table, service }: Inventory,
  backend: ServiceLocation & { port: IntOrString },
): IntOrString {
  const { cluster, namespace, service: name, port } = backend;
  const peer = table.mode === 'active-active' && cluster === table.local ? table.peer : undefined;
  const found = service(cluster, namespace, name) ?? (peer === undefined ? undefined : service(peer, namespace, name));
  return targetPort(found, port) ?? port;
}

export interface MemberOptions {
  readonly nodeMemberLabel: string;
  /** Appended as `%rd` to discovered addresses; 0 = none. */
  readonly routeDomain: number;
  /** Entries of the pool's `multiClusterServices`, for mode default. */
  readonly entries: readonly MultiClusterService[];
  /** True where traffic is split between several Services. */
  readonly shared: boolean;
}

/** Members of a backend's pool, by mode (specification 01 §4.8). */
export function backendMembers(inventory: Inventory, backend: PoolBackend, options: MemberOptions): PoolMembers {
  const { table } = inventory;
  const { nodeMemberLabel, routeDomain, entries, shared } = options;
  const { service, namespace, port: declared } = backend;
  const wanted = { service, namespace, port: declared, nodeMemberLabel, routeDomain, shared };
  const fetch = (cluster: string, port: IntOrString): readonly Member[] => {
    const members = serviceMembers(inventory, { cluster, namespace, service, port, nodeMemberLabel });
    return inRouteDomain(members, routeDomain);
  };
  const lists = (): ReadonlyArray<readonly Member[]> => {
    if (table.mode === 'default') {
      return entries
        .filter(entry => sameLocation(entry, backend))
        .map(entry => fetch(backend.cluster, backendPort(inventory, { ...backend, port: entry.servicePort })));
    }
    const port = backendPort(inventory, backend);
    if (table.mode === 'ratio') return [fetch(backend.cluster, port)];
    if (!table.several) return [withStatic(fetch(backend.cluster, port), backend, inventory.controller.shareNodes)];
    return memberClusters(table).map(cluster => fetch(cluster, port));
  };
  return poolMembers(lists, undefined, discoveredPool(inventory, wanted));
}

function sameLocation(entry: MultiClusterService, backend: PoolBackend): boolean {
  const { service, namespace, clusterName } = entry;
  return service === backend.service && namespace === backend.namespace && clusterName === backend.cluster;
}

/** Clusters whose members one pool holds together, outside ratio and default mode. */
function memberClusters(table: ClusterTable): string[] {
  const clusters =
    table.mode === 'active-active'
      ? knownClusters(table)
      : table.mode === 'active-standby'
        ? knownClusters(table).filter(cluster => cluster !== table.peer)
        : [table.local];
  return clusters.filter(cluster => !table.restricted(cluster));
}

/** Static members come after those that were found; one that is there already is left out (02 §9.2). */
function withStatic(
  found: readonly Member[],
  { staticMembers, cluster }: PoolBackend,
  shareNodes: boolean,
): readonly Member[] {
  if (staticMembers.length === 0) return found;
  const known = new Set(found.map(({ address, port }) => `${address} ${port}`));
  const added = staticMembers.filter(({ address, port }) => {
    const size = known.size;
    return known.add(`${address} ${port}`).size > size;
  });
  return [...found, ...added.map(({ address, port }) => ({ address, port, shareNodes, connectionLimit: 0, cluster }))];
}
