import { join, posix, resolve } from 'node:path';
import type { Findings } from '../finding.ts';
import type { Path, SourceFile } from '../place.ts';
import { FileMemory } from './file-memory.ts';
import { findFiles, type Overlay, readManifest, standInFile } from './files.ts';
import { kustomize } from './kustomize.ts';
import { type ManifestObject, type ObjectReader, readObjects } from './manifest-object.ts';
import type { ClusterConfig, RenderConfig } from './render-config.ts';

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
  /** Files that are not read from the disk, and need not be there. */
  readonly standIns?: readonly StandIn[];
  /** Texts that stand for those of files that are there. */
  readonly overlay?: Overlay | undefined;
  /** Files of clusters, by name, in place of those of `manifests` and of what `kustomize` builds. */
  readonly given?: ReadonlyMap<string, readonly SourceFile[]>;
  /** What is known of the files of each cluster from an earlier run, by its name. It is added to. */
  readonly memories?: Map<string, FileMemory>;
}

/** Finds the files of every cluster and builds kustomizations. Throws `OutsideError`. */
export async function loadClusters(
  config: RenderConfig,
  findings: Findings,
  { standIns = [], overlay, given, memories }: LoadOptions = {},
): Promise<ClusterFiles[]> {
  const excluded = [resolve(config.root, config.output), join(config.root, 'render.yaml')];
  const ours = ['render.yaml', posix.normalize(config.baseline ?? '')];
  const clusters = await Promise.all(
    config.clusters.map(async cluster => ({
      cluster,
      built: !given?.has(cluster.name) && cluster.kustomize && (await kustomize(config.root, cluster.kustomize)),
    })),
  );
  return clusters.map(({ cluster, built }) => {
    const memory = memories?.get(cluster.name) ?? (memories && new FileMemory(config.root));
    if (memory) memories?.set(cluster.name, memory);
    const replaced = new Map(
      standIns.map(({ path, bytes }) => {
        const file = standInFile(path, bytes, findings);
        return [path, memory?.text(file) ?? file];
      }),
    );
    const search = { root: config.root, excluded, findings, standIns: replaced, overlay, ...(memory && { memory }) };
    const instead = given?.get(cluster.name);
    const lists: Array<readonly SourceFile[]> = built ? [[memory?.text(built) ?? built]] : [instead ?? []];
    const before = findings.list.length;
    const take = (entry: string, where: Path): void => {
      const found = findFiles(search, entry);
      if (found) lists.push(found);
      if (!found) {
        const place = cluster.place && { ...cluster.place, path: [...(cluster.place.path ?? []), ...where] };
        const inventory = where[0] === 'inventory' && { inventory: true as const };
        findings.add(
          'config-path-missing',
          { path: entry, cluster: cluster.name, ...inventory },
          place ? { at: place } : {},
        );
      }
    };
    if (!instead) for (const [index, entry] of cluster.manifests.entries()) take(entry, ['manifests', index]);
    if (cluster.inventory !== undefined) take(cluster.inventory, ['inventory']);
    return {
      config: cluster,
      files: distinctFiles(lists).filter(({ path }) => !ours.includes(path)),
      incomplete: findings.list.length > before,
    };
  });
}

/** Files of several lists, each where it comes first. A list has no file twice. */
function distinctFiles(lists: ReadonlyArray<readonly SourceFile[]>): readonly SourceFile[] {
  const [first = [], ...others] = lists;
  if (others.length === 0) return first;
  const files = new Map(first.map(file => [file.path, file]));
  for (const file of others.flat()) if (!files.has(file.path)) files.set(file.path, file);
  return [...files.values()];
}

/** Reads the objects of a file one by one. */
export function* readFileObjects(file: SourceFile, reader: ObjectReader): Generator<ManifestObject> {
  const text = readManifest(file, reader.findings);
  if (text === undefined) reader.unread();
  else yield* readObjects(file, text, reader);
}
