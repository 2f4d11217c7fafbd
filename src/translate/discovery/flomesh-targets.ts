import { isIP } from 'node:net';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { FlomeshEndpoint, FlomeshImport } from '../../model/flomesh-import.ts';
import type { GlobalTrafficPolicy } from '../../model/global-traffic-policy.ts';
import type { Path } from '../../place.ts';

/** Another cluster that a policy names. */
export interface FlomeshTarget {
  readonly clusterKey: string;
  /** Its name in the workspace, be it there or not. */
  readonly cluster: string;
  /** Where the policy names it. */
  readonly path: Path;
  /** What gives its members: its own Service, or its gateway as the import lists it. Else why nothing does. */
  readonly by: 'service' | 'gateway' | Memberless;
}

/**
 * Why a target gives no members: it is not enrolled, does not export the Service, could not be read as a whole, is not in the workspace nor
 * listed by the import, has no such Service, or is listed without an address and port.
 */
export type Memberless = 'unenrolled' | 'unexported' | 'unread' | 'unseen' | 'unserved' | 'unreachable';

/** Name in the workspace of the cluster that a key means: that of the Cluster, the last part of the key. */
const nameIn = (clusterKey: string): string => clusterKey.slice(clusterKey.lastIndexOf('/') + 1);

/** True for a gateway that can be a member. */
export function isReachable({ ip, port }: FlomeshEndpoint): boolean {
  return isIP(ip) !== 0 && port >= 1 && port <= 65_535;
}

/** What an import lists of a cluster. */
function listed(imported: FlomeshImport | undefined, clusterKey: string): FlomeshEndpoint[] {
  return (imported?.ports ?? []).flatMap(({ endpoints }) => endpoints.filter(one => one.clusterKey === clusterKey));
}

/** True where a cluster exports a Service to `own`. */
function exportsTo(own: Cluster, { flomeshExports }: Cluster, key: string): boolean {
  const found = flomeshExports.get(key);
  return (
    found !== undefined &&
    (found.targetClusters.length === 0 || found.targetClusters.some(to => nameIn(to) === own.name))
  );
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
    const gateways = listed(imported, clusterKey);
    if (gateways.length > 0)
      return cluster?.services.has(key) ? 'service' : gateways.some(isReachable) ? 'gateway' : 'unreachable';
    if (enrolled.size > 0 && !enrolled.has(clusterKey)) return 'unenrolled';
    if (!cluster) return imported ? 'unexported' : 'unseen';
    if (isTold && !exportsTo(own, cluster, key)) return cluster.incomplete ? 'unread' : 'unexported';
    return cluster.services.has(key) ? 'service' : cluster.incomplete ? 'unread' : 'unserved';
  };
  return policy.targets.flatMap(({ clusterKey }, index): FlomeshTarget[] => {
    const cluster = nameIn(clusterKey);
    const path = ['spec', 'targets', index, 'clusterKey'];
    return cluster === '' || cluster === own.name ? [] : [{ clusterKey, cluster, path, by: servedBy(clusterKey) }];
  });
}
