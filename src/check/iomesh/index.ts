import type { Findings } from '../../finding.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { SystemCheck } from '../systems/index.ts';
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
export const checkIoMesh: SystemCheck = ({ clusters }, findings) => {
  for (const cluster of clusters.values()) for (const check of checks) check(cluster, findings);
};
