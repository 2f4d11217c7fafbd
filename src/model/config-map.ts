import type { ManifestObject } from '../load/manifest-object.ts';
import { suggestion } from '../load/suggestion.ts';
import type { FieldReader } from './field-reader.ts';
import { type IoMeshConnection, readConnection } from './iomesh-connection.ts';
import { creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';

/** A ConfigMap as far as the controller, or IOMesh's CSI driver, reads it. */
export interface ConfigMap extends Resource {
  readonly labels: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
  /** `data.extendedSpec`, empty where it is absent. */
  readonly extendedSpec: string;
  /** Where that is absent, the key of `data` that may stand for it. */
  readonly nearKey?: string;
  /** Values that other systems read: `cluster-id` of a `cilium-config`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where it has any of the keys of a connection to IOMesh. */
  readonly ioMesh?: IoMeshConnection;
}

/** Keys of other systems that are kept, whatever the ConfigMap is called. */
const settingKeys: ReadonlySet<string> = new Set(['cluster-name', 'cluster-id', 'max-connected-clusters']);

export function readConfigMap(object: ManifestObject, reader: FieldReader): ConfigMap {
  const data = reader.stringMap(object.value, 'data', [], key => key === 'extendedSpec' || settingKeys.has(key));
  const { extendedSpec = '', ...settings } = data;
  const { suggested: nearKey } =
    data.extendedSpec === undefined ? suggestion('extendedSpec', Object.keys(object.value.data ?? {})) : {};
  const ioMesh = readConnection(object, reader);
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    created: creationTimeOf(object, reader),
    extendedSpec,
    ...(nearKey !== undefined && { nearKey }),
    settings,
    ...(ioMesh && { ioMesh }),
  };
}
