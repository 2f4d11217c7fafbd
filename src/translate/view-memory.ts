import type { Finding } from '../finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Route } from '../model/route.ts';
import type { Virtual } from './adc.ts';
import type { Inventory } from './clusters/inventory.ts';
import type { RouteGroup } from './routes/groups.ts';

/** What was read: the version of each namespace, by cluster. The empty name is what has no namespace. */
type Reads = Map<string, Map<string | undefined, object | undefined>>;

/** A route group with what became of it in an earlier run, and all that was read for it. */
export interface KeptGroup {
  readonly group: RouteGroup;
  /** Those that were let in, in order. */
  readonly routes: readonly Route[];
  readonly made: readonly Virtual[] | 'failed';
  /** What making the virtual servers found. */
  readonly findings: readonly Finding[];
  /** Notes what is looked up in it. */
  readonly inventory: Inventory;
  readonly reads: Reads;
  /** What its checks found, and in which of its virtual servers; absent until they have run. */
  checked?: { readonly virtuals: readonly Virtual[]; readonly findings: readonly Finding[] };
  /** Names of the AS3 objects of its virtual servers; without names where AS3 refuses one, and absent until that is known. */
  objects?: { readonly virtuals: readonly Virtual[]; readonly names: readonly string[] | undefined };
}

/**
 * What a view keeps of its route groups from one run to the next. A group counts as it was when the Routes that are let in are the same, and every
 * namespace that was looked into for it: all that a group becomes of comes through its inventory, which notes what is asked of it.
 */
export class ViewMemory {
  readonly groups = new Map<string, KeptGroup>();
  #clusters: ReadonlyMap<string, Cluster> = new Map();
  #common: readonly unknown[] = [];

  /** Begins a run. What was kept is forgotten when something differs that every group depends on. */
  begin(clusters: ReadonlyMap<string, Cluster>, common: readonly unknown[]): void {
    this.#clusters = clusters;
    const same = common.length === this.#common.length && common.every((value, index) => value === this.#common[index]);
    if (!same) this.groups.clear();
    this.#common = common;
  }

  /** The clusters as they are in whatever run they are asked, noting what is. */
  noting(): { readonly clusters: ReadonlyMap<string, Cluster>; readonly reads: Reads } {
    const reads: Reads = new Map();
    const names = [...this.#clusters.keys()];
    return { reads, clusters: new Map(names.map(name => [name, this.#notingCluster(name, reads)])) };
  }

  /** What was kept of a group, if it still holds. */
  kept(group: RouteGroup, routes: readonly Route[]): KeptGroup | undefined {
    const kept = this.groups.get(group.id);
    if (!kept || kept.group.namespaces.join(' ') !== group.namespaces.join(' ')) return undefined;
    if (kept.routes.length !== routes.length || routes.some((route, index) => route !== kept.routes[index]))
      return undefined;
    for (const [name, namespaces] of kept.reads) {
      for (const [namespace, version] of namespaces) if (this.#version(name, namespace) !== version) return undefined;
    }
    return kept;
  }

  /** Version of a namespace of a cluster, or of the whole cluster. */
  #version(name: string, namespace: string | undefined): object | undefined {
    const versions = this.#clusters.get(name)?.versions;
    return namespace === undefined ? versions?.whole : versions?.namespaces.get(namespace);
  }

  #notingCluster(name: string, reads: Reads): Cluster {
    const noted = new Map<string | undefined, object | undefined>();
    reads.set(name, noted);
    const note = (namespace: string | undefined): void => {
      if (!noted.has(namespace)) noted.set(namespace, this.#version(name, namespace));
    };
    const cluster = this.#clusters.get(name)!;
    const tables = Object.entries(cluster).flatMap(([key, value]) => {
      if (!(value instanceof Map)) return [];
      const current = (): ReadonlyMap<string, Resource> =>
        this.#clusters.get(name)?.[key as 'routes'] as ReadonlyMap<string, Resource>;
      // All of what has no namespace is one.
      const whole = key === 'nodes' || key === 'namespaces' ? '' : undefined;
      return [[key, new NotingTable(current, note, whole)]];
    });
    return { ...cluster, ...(Object.fromEntries(tables) as Partial<Cluster>) };
  }
}

/** A table of a cluster, by `namespace/name` or by namespace, that notes what is looked up. */
class NotingTable<T> implements ReadonlyMap<string, T> {
  readonly #table: () => ReadonlyMap<string, T>;
  readonly #note: (namespace: string | undefined) => void;
  /** What is noted when all of it is read. */
  readonly #whole: string | undefined;

  constructor(
    table: () => ReadonlyMap<string, T>,
    note: (namespace: string | undefined) => void,
    whole: string | undefined,
  ) {
    this.#table = table;
    this.#note = note;
    this.#whole = whole;
  }

  #all(): ReadonlyMap<string, T> {
    this.#note(this.#whole);
    return this.#table();
  }

  #about(key: string): ReadonlyMap<string, T> {
    const slash = key.indexOf('/');
    this.#note(slash < 0 ? key : key.slice(0, slash));
    return this.#table();
  }

  get size(): number {
    return this.#all().size;
  }

  get(key: string): T | undefined {
    return this.#about(key).get(key);
  }

  has(key: string): boolean {
    return this.#about(key).has(key);
  }

  keys(): MapIterator<string> {
    return this.#all().keys();
  }

  values(): MapIterator<T> {
    return this.#all().values();
  }

  entries(): MapIterator<[string, T]> {
    return this.#all().entries();
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(visit: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    this.#all().forEach(visit);
  }
}
