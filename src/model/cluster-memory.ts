import type { SourceFile } from '../place.ts';
import { byNamespaces, type ClusterContent, contentOf } from './cluster-content.ts';
import type { Table, Tables } from './kinds.ts';
import { objectKey, type Resource } from './metadata.ts';
import type { FileReading } from './read-file.ts';

/** Objects that stay the same as long as what they stand for does. */
export interface Versions {
  readonly whole: object;
  /** Of the objects in a namespace that has any; of those without a namespace under the empty name. */
  readonly namespaces: ReadonlyMap<string, object>;
}

/** A cluster as it was in the last run. */
interface KnownCluster extends ClusterContent {
  readonly files: readonly SourceFile[];
  readonly versions: Versions;
}

/** What a session keeps of clusters from one run to the next. */
export class ModelMemory {
  /** What files hold: a file that has changed since is another `SourceFile`. */
  readonly #readings = new WeakMap<SourceFile, FileReading>();
  readonly #clusters = new Map<string, KnownCluster>();

  /** The content of a cluster, made of what it was before where that can be. `read` is asked for what is not known. */
  content(name: string, files: readonly SourceFile[], read: (file: SourceFile) => FileReading): KnownCluster {
    const before = this.#clusters.get(name);
    const replaced = before && replacedFiles(before.files, files);
    if (before && replaced?.length === 0) return before;
    const readings = files.map(file => {
      const reading = this.#readings.get(file) ?? read(file);
      this.#readings.set(file, reading);
      return reading;
    });
    const pairs = replaced?.map(pair => pair.map(file => this.#readings.get(file)!));
    const content = (before && pairs && withReplaced(before, pairs, readings)) ?? contentOf(name, readings);
    // A namespace is what its files hold, one after the other.
    const namespaces = new Map(pairs ? before?.versions.namespaces : []);
    const touched = new Set(
      (pairs?.flat() ?? readings).flatMap(({ objects }) => objects.map(({ ref }) => ref.namespace)),
    );
    for (const namespace of touched) namespaces.set(namespace, {});
    const known = { ...content, files, versions: { whole: {}, namespaces } };
    this.#clusters.set(name, known);
    return known;
  }
}

/** Files of before, each with what stands in its place; undefined where files have come or gone. */
function replacedFiles(before: readonly SourceFile[], now: readonly SourceFile[]): SourceFile[][] | undefined {
  if (before.length !== now.length || before.some(({ path }, index) => path !== now[index]?.path)) return undefined;
  return before.flatMap((file, index) => (file === now[index] ? [] : [[file, now[index]!]]));
}

/** The content with what some files hold now, where they hold the same objects with other values. */
function withReplaced(
  before: ClusterContent,
  pairs: readonly FileReading[][],
  readings: readonly FileReading[],
): ClusterContent | undefined {
  // With two objects of one name it matters which comes last.
  if (before.findings.some(({ rule }) => rule === 'object-duplicate')) return undefined;
  const tables = { ...before.tables } as Record<keyof Tables, Table<Resource>>;
  for (const [old, now] of pairs) {
    if (old!.objects.length !== now!.objects.length) return undefined;
    for (const [index, { identity, store, ref, resource }] of now!.objects.entries()) {
      const other = old!.objects[index]!;
      if (other.identity !== identity || other.store !== store || !other.resource !== !resource) return undefined;
      if (!resource) continue;
      const { table } = store;
      if (tables[table] === before.tables[table]) tables[table] = new Map(tables[table]);
      tables[table].set(objectKey(ref), resource);
    }
  }
  const changed = tables as unknown as Tables;
  return {
    tables: changed,
    byNamespaces: byNamespaces(changed),
    suppressions: readings.flatMap(reading => reading.suppressions),
    findings: readings.flatMap(reading => reading.findings),
    incomplete: readings.some(reading => reading.incomplete),
  };
}
