import type { Cluster } from '../../model/cluster.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import { type ClusterTable, isUsableEntry } from './cluster-table.ts';

/**
 * Namespaces of other clusters that Routes and custom resources name in `multiClusterServices`: the controller looks into these
 * too (01 §6.1).
 */
export function namedNamespaces(cluster: Cluster, table: ClusterTable): Set<string> {
  const named = new Set<string>();
  if (!table.several) return named;
  for (const entry of multiClusterEntries(cluster)) {
    if (isUsableEntry(table, entry)) named.add(`${entry.clusterName}/${entry.namespace}`);
  }
  return named;
}

/** Every entry of a `multiClusterServices` in a cluster, usable or not. */
export function* multiClusterEntries(cluster: Cluster): Generator<MultiClusterService> {
  for (const { multiClusterServices: listed } of cluster.routes.values()) {
    if (listed !== undefined && 'entries' in listed) yield* listed.entries;
  }
  for (const { pools } of cluster.virtualServers.values()) {
    for (const { multiClusterServices = [] } of pools) yield* multiClusterServices;
  }
  for (const { pool } of cluster.transportServers.values()) yield* pool.multiClusterServices ?? [];
  for (const { multiClusterServices = [] } of cluster.ingressLinks.values()) {
    for (const entry of multiClusterServices) yield { ...entry, servicePort: 1 };
  }
}
