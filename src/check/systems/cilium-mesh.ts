import type { Cluster } from '../../model/cluster.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import type { NetworkPolicy } from '../../model/network-policy.ts';
import type { Service } from '../../model/service.ts';
import { isGlobal } from '../../translate/discovery/cilium-annotations.ts';

/** A cluster as Cilium sees it. */
export interface CiliumCluster {
  readonly cluster: Cluster;
  /** Its `cilium-config`, where it is among the manifests. */
  readonly config?: ConfigMap;
  /** What Cilium calls it. */
  readonly name: string;
  /** Its global Services by `namespace/name`. */
  readonly globals: ReadonlyMap<string, Service>;
}

export function ciliumCluster(cluster: Cluster): CiliumCluster {
  const config = [...cluster.configMaps.values()].find(({ name }) => name === 'cilium-config');
  const globals = new Map<string, Service>();
  for (const [key, service] of cluster.services) if (isGlobal(service)) globals.set(key, service);
  return { cluster, ...(config && { config }), name: config?.settings['cluster-name'] ?? cluster.name, globals };
}

export const policyTables = ['networkPolicies', 'ciliumNetworkPolicies', 'ciliumClusterPolicies'] as const;

export const policiesOf = ({ cluster }: CiliumCluster): NetworkPolicy[] =>
  policyTables.flatMap(table => [...cluster[table].values()]);

const hasGlobal = ({ globals }: CiliumCluster): boolean => globals.size > 0;

/**
 * The clusters of a mesh, empty where there are not two: those that show Cilium, and those that policies name. Installations that all have the id 0 are
 * not connected, as Cilium comes without a mesh. `asked`: `discovery` says that there is one, of all clusters where no two show it.
 */
export function meshOf(all: readonly CiliumCluster[], asked: boolean): readonly CiliumCluster[] {
  const named = new Set(all.flatMap(policiesOf).flatMap(({ clusters }) => clusters.map(({ name }) => name)));
  const mesh = all.filter(one => {
    const { ciliumNodes, ciliumNetworkPolicies, ciliumClusterPolicies } = one.cluster;
    const objects = ciliumNodes.size + ciliumNetworkPolicies.size + ciliumClusterPolicies.size;
    return one.config || objects > 0 || hasGlobal(one) || named.has(one.name);
  });
  const installed = mesh.flatMap(({ config }) => config ?? []);
  const isConnected = installed.length === 0 || named.size > 0 || mesh.some(hasGlobal) || installed.some(saysMesh);
  if (mesh.length > 1) return asked || isConnected ? mesh : [];
  return asked && all.length > 1 ? all : [];
}

/** Without an id a name tells: `default` is what Cilium calls a cluster that nobody has named. */
function saysMesh({ settings: { 'cluster-id': id, 'cluster-name': name = 'default' } }: ConfigMap): boolean {
  return id === undefined ? name !== 'default' : id !== '0';
}
