import type { SourceFile } from '../place.ts';
import { type ClusterContent, contentOf } from './cluster-content.ts';
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
    const change = before && changeOf(before.files, files);
    if (before && change?.gone.length === 0 && change.come.length === 0) return before;
    const known = (file: SourceFile): FileReading => {
      const kept = this.#readings.get(file);
      const reading = kept ?? read(file);
      if (!kept) this.#readings.set(file, reading);
      return reading;
    };
    const all = (): FileReading[] => files.map(known);
    const gone = change?.gone.map(known) ?? [];
    const come = change?.come.map(known) ?? all();
    const content = (before && change?.inPlace && withReplaced(before, gone, come, all)) || contentOf(name, all());
    // A namespace is what its files hold, one after the other.
    const namespaces = new Map(change ? before?.versions.namespaces : []);
    for (const { objects } of [...gone, ...come]) for (const { ref } of objects) namespaces.set(ref.namespace, {});
    const now = { ...content, files, versions: { whole: {}, namespaces } };
    this.#clusters.set(name, now);
    return now;
  }
}

interface Change {
  readonly gone: readonly SourceFile[];
  readonly come: readonly SourceFile[];
  /** Each file that comes stands where the one at its index has gone. */
  readonly inPlace: boolean;
}

/** What has become of a list of files; undefined where those that stay have another order. */
function changeOf(before: readonly SourceFile[], now: readonly SourceFile[]): Change | undefined {
  const inPlace = before.length === now.length && before.every(({ path }, index) => path === now[index]?.path);
  if (inPlace) {
    const differs = (_: SourceFile, index: number): boolean => before[index] !== now[index];
    return { gone: before.filter(differs), come: now.filter(differs), inPlace };
  }
  const [then, after] = [new Set(before), new Set(now)];
  const stayed = now.filter(file => then.has(file));
  if (before.filter(file => after.has(file)).some((file, index) => file !== stayed[index])) return undefined;
  return { gone: before.filter(file => !after.has(file)), come: now.filter(file => !then.has(file)), inPlace };
}

/** The content with what some files hold now, where they hold the same objects with other values. */
function withReplaced(
  before: ClusterContent,
  gone: readonly FileReading[],
  come: readonly FileReading[],
  all: () => readonly FileReading[],
): ClusterContent | undefined {
  // With two objects of one name it matters which comes last.
  if (before.findings.some(({ rule }) => rule === 'object-duplicate')) return undefined;
  const tables = { ...before.tables } as Record<keyof Tables, Table<Resource>>;
  const replaced = new Map<Resource, Resource>();
  for (const [at, { objects }] of come.entries()) {
    const others = gone[at]!.objects;
    if (others.length !== objects.length) return undefined;
    for (const [index, { identity, store, ref, resource }] of objects.entries()) {
      const other = others[index]!;
      if (other.identity !== identity || other.store !== store || !other.resource !== !resource) return undefined;
      if (!resource || !other.resource) continue;
      replaced.set(other.resource, resource);
      const { table } = store;
      if (tables[table] === before.tables[table]) tables[table] = new Map(tables[table]);
      tables[table].set(objectKey(ref), resource);
    }
  }
  const { routesByNamespace, servicesByNamespace } = before.byNamespaces;
  const changed = [...gone, ...come];
  const joined = <T>(of: (reading: FileReading) => readonly T[], known: readonly T[]): readonly T[] =>
    changed.some(reading => of(reading).length > 0) ? all().flatMap(of) : known;
  return {
    tables: tables as unknown as Tables,
    byNamespaces: {
      routesByNamespace: exchanged(routesByNamespace, replaced),
      servicesByNamespace: exchanged(servicesByNamespace, replaced),
    },
    suppressions: joined(reading => reading.suppressions, before.suppressions),
    findings: joined(reading => reading.findings, before.findings),
    incomplete: changed.some(({ incomplete }) => incomplete)
      ? all().some(({ incomplete }) => incomplete)
      : before.incomplete,
  };
}

/** Lists by namespace, with other resources in the place of some. */
function exchanged<T extends Resource>(
  lists: ReadonlyMap<string, readonly T[]>,
  replaced: ReadonlyMap<Resource, Resource>,
): ReadonlyMap<string, readonly T[]> {
  const touched = new Set([...replaced.keys()].map(({ namespace }) => namespace));
  return new Map(
    [...lists].map(([namespace, list]) => [
      namespace,
      touched.has(namespace) ? list.map(resource => (replaced.get(resource) ?? resource) as T) : list,
    ]),
  );
}
