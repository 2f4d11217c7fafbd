import { byBytes } from '../order.ts';
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
 * What counts for a namespace: each cluster that names it, and a bit more one that is there and names none, since only a management cluster need
 * not. Where that says nothing, the usual namespace, and that somebody is there.
 */
const weights = { named: 4, unsaid: 5, usual: 3, seen: 1 } as const;

/** The management cluster: the one in the namespace that most speaks for. Undefined without any IOMeshCluster. */
export function managementOf({ ioMeshClusters }: Pick<Cluster, 'ioMeshClusters'>): IoMeshManagement | undefined {
  const clusters = [...ioMeshClusters.values()];
  const ranks = new Map<string, number>();
  const speak = (namespace: string, weight: number): void => {
    ranks.set(namespace, (ranks.get(namespace) ?? 0) + weight);
  };
  for (const { namespace, blockDeviceNamespace } of clusters)
    speak(blockDeviceNamespace ?? namespace, blockDeviceNamespace === undefined ? weights.unsaid : weights.named);
  if (ranks.has(usualNamespace)) speak(usualNamespace, weights.usual);
  for (const namespace of new Set(clusters.map(one => one.namespace)))
    if (ranks.has(namespace)) speak(namespace, weights.seen);
  const [namespace] = [...ranks.keys()].sort((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0) || byBytes(a, b));
  if (namespace === undefined) return undefined;
  const cluster = clusters.find(one => one.namespace === namespace);
  return { namespace, ...(cluster && { cluster }) };
}
