import { isObject, type JsonObject } from '../load/manifest-object.ts';

/** Keys of a ConfigMap that tells IOMesh's CSI driver how to reach a cluster. */
export const connectionKeys = ['clusterId', 'iscsiPortal', 'metaAddr'] as const;
export type ConnectionKey = (typeof connectionKeys)[number];

/** What such a ConfigMap holds. */
export interface IoMeshConnection {
  readonly values: Readonly<Partial<Record<ConnectionKey, string>>>;
  /** The other keys of its `data`. */
  readonly others: readonly string[];
}

/** The connection in the `data` of a ConfigMap, of which `texts` were read; undefined where it has none of the keys. */
export function connectionOf(
  { data }: JsonObject,
  texts: Readonly<Record<string, string>>,
): IoMeshConnection | undefined {
  const values = Object.fromEntries(
    connectionKeys.flatMap(key => (texts[key] === undefined ? [] : [[key, texts[key]]])),
  );
  if (Object.keys(values).length === 0) return undefined;
  return { values, others: Object.keys(isObject(data) ? data : {}).filter(key => !(key in values)) };
}
