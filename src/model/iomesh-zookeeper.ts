import { type Cluster, objectKey } from './cluster.ts';
import type { IoMeshCluster } from './iomesh-cluster.ts';
import type { ZookeeperCluster } from './zookeeper-cluster.ts';

/**
 * The ZookeeperCluster of an IOMesh cluster: `<name>-zookeeper` in its namespace, or the only one there where the IOMesh cluster is the
 * only one there too. Nothing in either names the other.
 */
export function zookeeperOf(
  { ioMeshClusters, zookeeperClusters }: Pick<Cluster, 'ioMeshClusters' | 'zookeeperClusters'>,
  { namespace, name }: IoMeshCluster,
): ZookeeperCluster | undefined {
  const named = zookeeperClusters.get(objectKey({ namespace, name: `${name}-zookeeper` }));
  if (named) return named;
  const here = [...zookeeperClusters.values()].filter(one => one.namespace === namespace);
  const sharers = [...ioMeshClusters.values()].filter(one => one.namespace === namespace);
  return here.length === 1 && sharers.length === 1 ? here[0] : undefined;
}
