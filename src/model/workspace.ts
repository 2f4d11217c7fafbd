import type { Findings } from '../finding.ts';
import type { ClusterFiles } from '../load/index.ts';
import type { RenderConfig } from '../load/render-config.ts';
import { type Cluster, type KnownDocuments, readCluster } from './cluster.ts';

/** All clusters of a workspace, typed. */
export interface Workspace {
  readonly config: RenderConfig;
  readonly clusters: ReadonlyMap<string, Cluster>;
}

export function buildModel(config: RenderConfig, files: readonly ClusterFiles[], findings: Findings): Workspace {
  const known: KnownDocuments = new Map();
  const clusters = new Map(files.map(cluster => [cluster.config.name, readCluster(cluster, findings, known)]));
  return { config, clusters };
}
