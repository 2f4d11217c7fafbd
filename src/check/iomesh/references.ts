import type { Cluster } from '../../model/cluster.ts';
import { managementOf } from '../../model/iomesh-management.ts';
import type { ClusterParameter, StorageClass } from '../../model/storage-class.ts';

/** What a parameter of a StorageClass names; undefined for one that is absent, or no `namespace/name`. */
export function referenceOf({ parameters }: StorageClass, parameter: ClusterParameter): string | undefined {
  const value = parameters[parameter];
  return value !== undefined && /^[^/\s]+\/[^/\s]+$/.test(value) ? value : undefined;
}

/** The StorageClasses of IOMesh. */
export function ioMeshClasses({ storageClasses }: Cluster): StorageClass[] {
  return [...storageClasses.values()].filter(({ isIoMesh }) => isIoMesh);
}

/** True where IOMesh clusters have to be told apart: several are here, or one beside a management cluster that is not. */
export function hasSeveral(cluster: Cluster): boolean {
  const management = managementOf(cluster);
  if (management) return cluster.ioMeshClusters.size > 1 || !management.cluster;
  const named = ioMeshClasses(cluster).flatMap(each => referenceOf(each, 'iomeshCluster') ?? []);
  return new Set(named).size > 1;
}
