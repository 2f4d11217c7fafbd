import type { Finding } from '../finding.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Tenant, Virtual } from './adc.ts';
import type { Inventory } from './clusters/inventory.ts';
import type { AdmittedGroup } from './routes/group.ts';
import type { RouteGroup } from './routes/groups.ts';
import { SharedNames } from './shared-names.ts';

/** What was read: the version of each namespace, by cluster. The empty name is what has no namespace. */
type Reads = Map<string, Map<string | undefined, object | undefined>>;

/** Which Routes of a group were let in. */
export interface KeptAdmission {
  readonly admitted: AdmittedGroup;
  /** No other group had a Route for the same host and path: it is then nobody else's affair. */
  readonly alone: boolean;
  readonly findings: readonly Finding[];
}

/** A route group with what became of it in an earlier run, and all that was read for it. */
export interface KeptGroup {
  admission: KeptAdmission;
  readonly made: readonly Virtual[] | 'failed';
  /** What making the virtual servers found. */
  readonly findings: readonly Finding[];
  /** Notes what is looked up in it. */
  readonly inventory: Inventory;
  readonly reads: Reads;
  /** What its checks found, and in which of its virtual servers; absent until they have run. */
  checked?: {
    readonly virtuals: readonly Virtual[];
    readonly findings: readonly Finding[];
    /** Those about monitors, where no other group has one of the same name. */
    readonly ofMonitors: readonly Finding[];
  };
  /** Whether AS3 takes the objects of its virtual servers; absent until that is known. */
  objects?: { readonly virtuals: readonly Virtual[]; readonly taken: boolean };
}

/**
 * What a view keeps of its route groups from one run to the next, by their ids. A group counts as it was when every namespace is the same that was
 * looked into for it: all that a group becomes of comes through its inventory, which notes what is asked of it. What it may share with
 * other groups is noted by name.
 */
export class ViewMemory {
  readonly groups = new Map<string, KeptGroup>();
  /** Hosts and paths that the Routes of a group are for. */
  readonly claims = new SharedNames();
  /** Monitors of the virtual servers of a group. */
  readonly monitors = new SharedNames();
  /** AS3 objects of a group. */
  readonly objects = new SharedNames();
  #clusters: ReadonlyMap<string, Cluster> = new Map();
  #common: readonly unknown[] = [];

  /** Begins a run. What was kept is forgotten when something differs that every group depends on. */
  begin(clusters: ReadonlyMap<string, Cluster>, common: readonly unknown[]): void {
    this.#clusters = clusters;
    const same = common.length === this.#common.length && common.every((value, index) => value === this.#common[index]);
    if (!same) for (const kept of [this.groups, this.claims, this.monitors, this.objects]) kept.clear();
    this.#common = common;
  }

  /** The clusters as they are in whatever run they are asked, noting what is. */
  noting(): { readonly clusters: ReadonlyMap<string, Cluster>; readonly reads: Reads } {
    const reads: Reads = new Map();
    const names = [...this.#clusters.keys()];
    return { reads, clusters: new Map(names.map(name => [name, this.#notingCluster(name, reads)])) };
  }

  /** What was kept of a group, if all that was read for it is as it was. */
  kept({ id, namespaces }: RouteGroup): KeptGroup | undefined {
    const kept = this.groups.get(id);
    if (kept?.admission.admitted.group.namespaces.join(' ') !== namespaces.join(' ')) return undefined;
    for (const [name, namespaces] of kept.reads) {
      for (const [namespace, version] of namespaces) if (this.#version(name, namespace) !== version) return undefined;
    }
    return kept;
  }

  /** The virtual servers of each group, as far as no other has taken their names; under undefined those of no group. */
  virtualsByGroup(tenants: readonly Tenant[]): ReadonlyMap<KeptGroup | undefined, readonly Virtual[]> {
    const groups = [...this.groups.values()];
    const owners = new Map(groups.flatMap(kept => (kept.made === 'failed' ? [] : kept.made.map(one => [one, kept]))));
    const lists = new Map<KeptGroup | undefined, Virtual[]>([...groups, undefined].map(kept => [kept, []]));
    for (const { virtuals } of tenants) for (const virtual of virtuals) lists.get(owners.get(virtual))!.push(virtual);
    return lists;
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
      const whole = ['nodes', 'namespaces', 'flomeshClusters'].includes(key) ? '' : undefined;
      return [[key, new NotingTable(current, note, whole)]];
    });
    return { ...cluster, ...(Object.fromEntries(tables) as Partial<Cluster>) };
  }
}

/** True for lists of the same virtual servers. */
export function sameVirtuals(before: readonly Virtual[], now: readonly Virtual[]): boolean {
  return before.length === now.length && before.every((virtual, index) => virtual === now[index]);
}

/** A table of a cluster, by `namespace/name` or by namespace, that notes what is looked up. */
class NotingTable<T> implements ReadonlyMap<string, T> {
  readonly #table: () => ReadonlyMap<string, T>;
  readonly #note: (namespace: string | undefined) => void;
  /** What is noted when all of it is read. */
  readonly #whole: string | undefined;
  /** The namespace of the last look-up, with its `/`: most are of one. */
  #last: string | undefined;

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
    if (this.#last !== undefined && key.startsWith(this.#last)) return this.#table();
    const slash = key.indexOf('/');
    this.#note(slash < 0 ? key : key.slice(0, slash));
    this.#last = slash < 0 ? undefined : key.slice(0, slash + 1);
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
