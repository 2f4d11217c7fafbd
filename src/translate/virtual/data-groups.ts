import { byBytes } from '../../order.ts';
import type { DataGroup } from '../adc.ts';
import type { DataGroupSuffix } from '../names.ts';

/** Records of one namespace, and the type that the first of them gave to the keys. */
interface NamespaceRecords {
  readonly type: string;
  readonly records: Map<string, Written>;
  /** Records of many hosts, by the list of hosts and what follows a host. */
  readonly ofHosts: Map<readonly string[], Map<string, Written & { readonly key: (host: string) => string }>>;
}

/** The value of a record, and when it was written. */
interface Written {
  readonly value: string;
  readonly at: number;
}

/** Records with one value for many hosts. */
export interface HostRecords {
  readonly hosts: readonly string[];
  readonly rest: string;
  readonly key: (host: string) => string;
  readonly value: string;
}

const keyOf = (text: string): string => text.replace(/^\*/, '');

/**
 * Data groups of a virtual server while it is built. Records are kept by namespace: within one, a key's last value counts; those
 * of several namespaces are joined, so keys can repeat (specification 01 §5.11).
 */
export class DataGroups {
  readonly #groups = new Map<DataGroupSuffix, Map<string, NamespaceRecords>>();

  #writes = 0;

  #namespace(suffix: DataGroupSuffix, namespace: string, type: string): NamespaceRecords {
    const namespaces = this.#groups.get(suffix) ?? new Map<string, NamespaceRecords>();
    this.#groups.set(suffix, namespaces);
    const group = namespaces.get(namespace) ?? { type, records: new Map(), ofHosts: new Map() };
    namespaces.set(namespace, group);
    return group;
  }

  /** Writes a record. The first one of a namespace decides the type of its keys. A leading `*` of the key is dropped. */
  set(suffix: DataGroupSuffix, namespace: string, key: string, value: string, type = 'string'): void {
    this.#namespace(suffix, namespace, type).records.set(keyOf(key), { value, at: this.#writes++ });
  }

  /**
   * Writes a record for each host; `rest` tells apart what `key` adds to it. Thousands of VirtualServers can write the same ones, of
   * one TLSProfile: the list as a whole is noted, so that this costs each of them no more than one record.
   */
  setHosts(suffix: DataGroupSuffix, namespace: string, { hosts, rest, key, value }: HostRecords): void {
    if (hosts.length < 2) {
      for (const host of hosts) this.set(suffix, namespace, key(host), value);
      return;
    }
    const { ofHosts } = this.#namespace(suffix, namespace, 'string');
    const known = ofHosts.get(hosts) ?? new Map();
    ofHosts.set(hosts, known);
    known.set(rest, { key, value, at: this.#writes++ });
  }

  /** The finished groups: namespaces ascending, then all records by key. */
  finished(): ReadonlyMap<DataGroupSuffix, DataGroup> {
    const result = new Map<DataGroupSuffix, DataGroup>();
    for (const [suffix, namespaces] of this.#groups) {
      const groups = [...namespaces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
      const records = groups.flatMap(group => [...joined(group)].map(([key, { value }]) => ({ key, value })));
      result.set(suffix, {
        keyDataType: groups[0]?.type ?? 'string',
        records: records.sort((a, b) => byBytes(a.key, b.key)),
      });
    }
    return result;
  }
}

/** All records of a namespace: of two with one key the one that was written last. */
function joined({ records, ofHosts }: NamespaceRecords): ReadonlyMap<string, Written> {
  if (ofHosts.size === 0) return records;
  const all = new Map(records);
  for (const [hosts, written] of ofHosts) {
    for (const record of written.values()) {
      for (const host of hosts) {
        const key = keyOf(record.key(host));
        if ((all.get(key)?.at ?? -1) < record.at) all.set(key, record);
      }
    }
  }
  return all;
}
