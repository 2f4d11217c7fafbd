import type { Findings } from '../finding.ts';
import type { ClusterFiles } from '../load/index.ts';
import type { RenderConfig } from '../load/render-config.ts';
import { type Cluster, type ReadBefore, readCluster } from './cluster.ts';
import type { ModelMemory } from './cluster-memory.ts';

/** All clusters of a workspace, typed. */
export interface Workspace {
  readonly config: RenderConfig;
  readonly clusters: ReadonlyMap<string, Cluster>;
}

/** Reads the files of all clusters. What `memory` has of one is not read again, and what is read is added. */
export function buildModel(
  config: RenderConfig,
  files: readonly ClusterFiles[],
  findings: Findings,
  memory?: ModelMemory,
): Workspace {
  const before: ReadBefore = { documents: new Map(), ...(memory && { memory }) };
  const clusters = new Map(files.map(cluster => [cluster.config.name, readCluster(cluster, findings, before)]));
  return { config, clusters };
}
