import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { FlomeshImport } from '../../model/flomesh-import.ts';
import type { GlobalTrafficPolicy } from '../../model/global-traffic-policy.ts';
import type { Path } from '../../place.ts';

/** Another cluster that a policy names. */
export interface FlomeshTarget {
  readonly clusterKey: string;
  /** Its name in the workspace, be it there or not. */
  readonly cluster: string;
  /** Where the policy names it. */
  readonly path: Path;
  /** By what it serves: its own Service, or its gateway as the import lists it; `unexported`: it does not; `unknown`: nobody says. */
  readonly by: 'service' | 'gateway' | 'unexported' | 'unknown';
}

/** Name in the workspace of the cluster that a key means: that of the Cluster, the last part of the key. */
const nameIn = (clusterKey: string): string => clusterKey.slice(clusterKey.lastIndexOf('/') + 1);

/** True where an import lists a cluster. */
function lists(imported: FlomeshImport | undefined, clusterKey: string): boolean {
  return imported?.ports.some(({ endpoints }) => endpoints.some(one => one.clusterKey === clusterKey)) ?? false;
}

/** The targets of a policy that counts in cluster `own`, but for that itself. `clusters` are all of the workspace. */
export function flomeshTargets(
  policy: GlobalTrafficPolicy,
  own: Cluster,
  clusters: readonly Cluster[],
): FlomeshTarget[] {
  if (policy.lbType !== 'FailOver' && policy.lbType !== 'ActiveActive') return [];
  const key = objectKey(policy);
  const imported = own.flomeshImports.get(key);
  const enrolled = new Set(
    clusters.flatMap(({ flomeshClusters }) => [...flomeshClusters.values()].map(({ clusterKey }) => clusterKey)),
  );
  // Where neither an export nor an import of the Service is kept, that one is missing means nothing.
  const isTold = imported !== undefined || clusters.some(({ flomeshExports }) => flomeshExports.has(key));
  const servedBy = (clusterKey: string): FlomeshTarget['by'] => {
    const cluster = clusters.find(({ name }) => name === nameIn(clusterKey));
    if (lists(imported, clusterKey)) return cluster?.services.has(key) ? 'service' : 'gateway';
    if (enrolled.size > 0 && !enrolled.has(clusterKey)) return 'unknown';
    if (!cluster) return imported ? 'unexported' : 'unknown';
    if (isTold && !cluster.flomeshExports.has(key)) return cluster.incomplete ? 'unknown' : 'unexported';
    return cluster.services.has(key) ? 'service' : 'unknown';
  };
  return policy.targets.flatMap((clusterKey, index): FlomeshTarget[] => {
    const cluster = nameIn(clusterKey);
    const path = ['spec', 'targets', index, 'clusterKey'];
    return cluster === own.name ? [] : [{ clusterKey, cluster, path, by: servedBy(clusterKey) }];
  });
}
