import { isObject, type ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';

/** Keys of a ConfigMap that tells IOMesh's CSI driver how to reach a cluster. */
export const connectionKeys = ['clusterId', 'iscsiPortal', 'metaAddr'] as const;
export type ConnectionKey = (typeof connectionKeys)[number];

/** What such a ConfigMap holds. */
export interface IoMeshConnection {
  readonly values: Readonly<Partial<Record<ConnectionKey, string>>>;
  /** The other keys of its `data`. */
  readonly others: readonly string[];
}

const isOfConnection = (key: string): boolean => connectionKeys.some(known => known === key);

/** The connection in the `data` of a ConfigMap; undefined where it has none of the keys. */
export function readConnection(object: ManifestObject, reader: FieldReader): IoMeshConnection | undefined {
  const values = reader.stringMap(object.value, 'data', [], isOfConnection);
  if (Object.keys(values).length === 0) return undefined;
  const { data } = object.value;
  return { values, others: Object.keys(isObject(data) ? data : {}).filter(key => !isOfConnection(key)) };
}
