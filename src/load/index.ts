import { join, posix, resolve } from 'node:path';
import { Findings } from '../finding.ts';
import type { SourceFile } from '../place.ts';
import { findFiles, type Overlay, readManifest, standInFile } from './files.ts';
import { kustomize } from './kustomize.ts';
import { type ManifestObject, type ObjectReader, readObjects } from './manifest-object.ts';
import { type ClusterConfig, ConfigurationError, type RenderConfig } from './render-config.ts';

/** The files of one cluster, ready to be read once. */
export interface ClusterFiles {
  readonly config: ClusterConfig;
  readonly files: readonly SourceFile[];
  /** True when a path was not found, or something on the way could not be read: what is missing then means nothing. */
  readonly incomplete: boolean;
}

/** What a file of the workspace is to hold for this run, whatever it holds on the disk. */
export interface StandIn {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
}

export interface LoadOptions {
  /** A file that is not read from the disk, and need not be there. */
  readonly standIn?: Partial<StandIn> | undefined;
  /** Texts that stand for those of files that are there. */
  readonly overlay?: Overlay | undefined;
}

/** Finds the files of every cluster and builds kustomizations. Throws `ConfigurationError` and `OutsideError`. */
export async function loadClusters(
  config: RenderConfig,
  findings: Findings,
  { standIn: { path, bytes } = {}, overlay }: LoadOptions = {},
): Promise<ClusterFiles[]> {
  const standIn = path !== undefined && bytes ? standInFile(path, bytes, findings) : undefined;
  const excluded = [resolve(config.root, config.output), join(config.root, 'render.yaml')];
  const search = { root: config.root, excluded, findings, overlay, ...(standIn && { standIn }) };
  const ours = ['render.yaml', posix.normalize(config.baseline ?? '')];
  const clusters = await Promise.all(
    config.clusters.map(async cluster => ({
      cluster,
      built: cluster.kustomize && (await kustomize(config.root, cluster.kustomize)),
    })),
  );
  const loaded = clusters.map(({ cluster, built }) => {
    const files = new Map<string, SourceFile>();
    if (built) files.set(built.path, built);
    const before = findings.list.length;
    cluster.manifests.forEach((entry, index) => {
      const found = findFiles(search, entry);
      if (found) for (const file of found) if (!files.has(file.path)) files.set(file.path, file);
      if (!found) {
        const place = cluster.place && { ...cluster.place, path: [...(cluster.place.path ?? []), 'manifests', index] };
        findings.add('config-path-missing', { path: entry, cluster: cluster.name }, place ? { at: place } : {});
      }
    });
    return {
      config: cluster,
      files: [...files.values()].filter(({ path }) => !ours.includes(path)),
      incomplete: findings.list.length > before,
    };
  });
  if (standIn && !loaded.some(({ files }) => files.includes(standIn))) {
    const wrong = new Findings();
    wrong.add('stdin-file-outside', { path: standIn.path });
    throw new ConfigurationError(wrong);
  }
  return loaded;
}

/** Reads the objects of a cluster one by one. */
export function* readClusterObjects(cluster: ClusterFiles, reader: ObjectReader): Generator<ManifestObject> {
  if (cluster.incomplete) reader.unread();
  for (const file of cluster.files) {
    const text = readManifest(file, reader.findings);
    if (text === undefined) reader.unread();
    else yield* readObjects(file, text, reader);
  }
}
