import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import { defaultWeight } from '../../model/pool-spec.ts';
import type { Route } from '../../model/route.ts';
import type { ClusterTable, ServiceLocation } from '../clusters/cluster-table.ts';

/** A Service in a cluster that takes a share of a Route's traffic: one pool. */
export interface RouteBackend extends ServiceLocation {
  readonly weight: number;
}

/** The backends of a Route in order, with their weights (specification 01 §4.5). `entries` are the usable ones. */
export function routeBackends(
  table: ClusterTable,
  route: Route,
  entries: readonly MultiClusterService[],
): RouteBackend[] {
  const services = [route.to, ...route.alternateBackends];
  const { namespace } = route;
  if (table.mode !== 'ratio') {
    return services.map(({ name, weight }) => ({ service: name, namespace, cluster: table.local, weight }));
  }

  const pair = [table.local, ...(table.peer === undefined ? [] : [table.peer])].filter(
    cluster => !table.restricted(cluster),
  );
  const externals = entries.filter(({ clusterName }) => !table.restricted(clusterName));
  let weights = 0;
  for (const _ of pair) weights += route.to.weight;
  for (const { weight } of externals) weights += weight ?? defaultWeight;
  for (const { weight } of route.alternateBackends) weights += pair.length * weight;
  let ratios = 0;
  for (const cluster of pair) ratios += table.ratio(cluster);
  // An entry that names the local cluster or the peer counts that ratio once more: a defect that is kept (01 §9.11).
  for (const cluster of new Set(externals.map(({ clusterName }) => clusterName))) ratios += table.ratio(cluster);
  const share = (weight: number, cluster: string): number =>
    (weight / (weights || 1)) * (table.ratio(cluster) / (ratios || 1));

  return [
    ...services.flatMap(({ name, weight }) =>
      pair.map(cluster => ({ service: name, namespace, cluster, weight: share(weight, cluster) })),
    ),
    ...externals.map(({ service, namespace: where, clusterName, weight }) => ({
      service,
      namespace: where,
      cluster: clusterName,
      weight: share(weight ?? defaultWeight, clusterName),
    })),
  ];
}
