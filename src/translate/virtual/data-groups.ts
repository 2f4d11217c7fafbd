import { byBytes } from '../../order.ts';
import type { DataGroup } from '../adc.ts';
import type { DataGroupSuffix } from '../names.ts';

/** Records of one namespace, and the type that the first of them gave to the keys. */
interface NamespaceRecords {
  readonly type: string;
  readonly records: Map<string, string>;
}

/**
 * Data groups of a virtual server while it is built. Records are kept by namespace: within one, a key's last value counts; those
 * of several namespaces are joined, so keys can repeat (specification 01 §5.11).
 */
export class DataGroups {
  readonly #groups = new Map<DataGroupSuffix, Map<string, NamespaceRecords>>();

  /** Writes a record. The first one of a namespace decides the type of its keys. A leading `*` of the key is dropped. */
  set(suffix: DataGroupSuffix, namespace: string, key: string, value: string, type = 'string'): void {
    const namespaces = this.#groups.get(suffix) ?? new Map<string, NamespaceRecords>();
    this.#groups.set(suffix, namespaces);
    const group = namespaces.get(namespace) ?? { type, records: new Map() };
    namespaces.set(namespace, group);
    group.records.set(key.replace(/^\*/, ''), value);
  }

  /** The finished groups: namespaces ascending, then all records by key. */
  finished(): ReadonlyMap<DataGroupSuffix, DataGroup> {
    const result = new Map<DataGroupSuffix, DataGroup>();
    for (const [suffix, namespaces] of this.#groups) {
      const groups = [...namespaces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
      const records = groups.flatMap(group => [...group.records].map(([key, value]) => ({ key, value })));
      result.set(suffix, {
        keyDataType: groups[0]?.type ?? 'string',
        records: records.sort((a, b) => byBytes(a.key, b.key)),
      });
    }
    return result;
  }
}
