import type { Findings } from '../../finding.ts';
import type { Cluster } from '../../model/cluster.ts';
import { checkClusters } from './clusters.ts';
import { checkConnections } from './connections.ts';
import { checkImages } from './images.ts';
import { checkNodes } from './nodes.ts';
import { checkPlaceholders } from './placeholders.ts';
import { checkStorageClasses } from './storage-classes.ts';

/** What is wrong with the IOMesh clusters of a Kubernetes cluster, whoever reads its Routes. */
export type IoMeshCheck = (cluster: Cluster, findings: Findings) => void;

const checks: readonly IoMeshCheck[] = [
  checkStorageClasses,
  checkConnections,
  checkClusters,
  checkImages,
  checkNodes,
  checkPlaceholders,
];

/** Looks at IOMesh in each cluster by itself: one Kubernetes cluster knows nothing of the IOMesh of another. */
export function checkIoMesh(clusters: Iterable<Cluster>, findings: Findings): void {
  for (const cluster of clusters) for (const check of checks) check(cluster, findings);
}
