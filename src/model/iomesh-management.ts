import type { Cluster } from './cluster.ts';
import type { IoMeshCluster } from './iomesh-cluster.ts';

/** Which of the IOMesh clusters of a Kubernetes cluster has the operator, the CSI driver and all block devices. */
export interface IoMeshManagement {
  readonly namespace: string;
  /** Absent where it is not among the manifests, as after `helm install`. */
  readonly cluster?: IoMeshCluster;
}

/** The namespace that IOMesh's document takes for the management cluster. */
const usualNamespace = 'iomesh-system';

/**
 * The management cluster is the one in the namespace that most clusters name for their block devices; one that names none names its own,
 * and counts more, since only a management cluster need not say it. Undefined without any IOMeshCluster.
 */
export function managementOf({ ioMeshClusters }: Pick<Cluster, 'ioMeshClusters'>): IoMeshManagement | undefined {
  const clusters = [...ioMeshClusters.values()];
  const votes = new Map<string, number>();
  for (const { namespace, blockDeviceNamespace } of clusters) {
    const named = blockDeviceNamespace ?? namespace;
    votes.set(named, (votes.get(named) ?? 0) + (blockDeviceNamespace === undefined ? 2 : 1));
  }
  const seen = new Set(clusters.map(({ namespace }) => namespace));
  const rank = (namespace: string): number =>
    (votes.get(namespace) ?? 0) * 4 + Number(namespace === usualNamespace) * 2 + Number(seen.has(namespace));
  const [namespace] = [...votes.keys()].sort((a, b) => rank(b) - rank(a));
  if (namespace === undefined) return undefined;
  const cluster = clusters.find(one => one.namespace === namespace);
  return { namespace, ...(cluster && { cluster }) };
}
