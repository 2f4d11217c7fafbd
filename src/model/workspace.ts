import type { Findings } from '../finding.ts';
import type { ClusterFiles } from '../load/index.ts';
import type { RenderConfig } from '../load/render-config.ts';
import { type Cluster, readCluster } from './cluster.ts';

/** All clusters of a workspace, typed. */
export interface Workspace {
  readonly config: RenderConfig;
  readonly clusters: ReadonlyMap<string, Cluster>;
}

export function buildModel(config: RenderConfig, files: readonly ClusterFiles[], findings: Findings): Workspace {
  return { config, clusters: new Map(files.map(cluster => [cluster.config.name, readCluster(cluster, findings)])) };
}
