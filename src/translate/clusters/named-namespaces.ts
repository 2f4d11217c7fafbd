import type { Cluster } from '../../model/cluster.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import type { Route } from '../../model/route.ts';
import { remembered } from '../../remembered.ts';
import { type ClusterTable, isComplete, isUsableEntry } from './cluster-table.ts';

/** Namespaces by the name of their cluster. */
export type NamedNamespaces = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Namespaces of other clusters that Routes and custom resources name in `multiClusterServices`: the controller looks into these
 * too (01 §6.1).
 */
export function namedNamespaces(cluster: Cluster, table: ClusterTable): NamedNamespaces {
  const named = new Map<string, Set<string>>();
  if (!table.several) return named;
  const note = (entry: MultiClusterService): void => {
    if (!isUsableEntry(table, entry)) return;
    const { clusterName, namespace } = entry;
    const known = named.get(clusterName);
    if (known) known.add(namespace);
    else named.set(clusterName, new Set([namespace]));
  };
  for (const routes of cluster.routesByNamespace.values()) entriesOf(routes).forEach(note);
  for (const entry of entriesOfCustomResources(cluster)) note(entry);
  return named;
}

/** Entries of Routes, one for each namespace of a cluster. */
const entriesOf = remembered((routes: readonly Route[]): readonly MultiClusterService[] => {
  const complete = routes.flatMap(listed).filter(isComplete);
  return [...new Map(complete.map(entry => [`${entry.clusterName}/${entry.namespace}`, entry])).values()];
});

function listed({ multiClusterServices: list }: Route): readonly MultiClusterService[] {
  return list !== undefined && 'entries' in list ? list.entries : [];
}

/** Every entry of a `multiClusterServices` in a cluster, usable or not. */
export function* multiClusterEntries(cluster: Cluster): Generator<MultiClusterService> {
  for (const route of cluster.routes.values()) yield* listed(route);
  yield* entriesOfCustomResources(cluster);
}

function* entriesOfCustomResources(cluster: Cluster): Generator<MultiClusterService> {
  for (const { pools } of cluster.virtualServers.values()) {
    for (const { multiClusterServices = [] } of pools) yield* multiClusterServices;
  }
  for (const { pool } of cluster.transportServers.values()) yield* pool.multiClusterServices ?? [];
  for (const { multiClusterServices = [] } of cluster.ingressLinks.values()) {
    for (const entry of multiClusterServices) yield { ...entry, servicePort: 1 };
  }
}
