import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';

/** A ConfigMap as far as the controller reads it. */
export interface ConfigMap extends Resource {
  readonly labels: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
  /** `data.extendedSpec`, empty where it is absent. */
  readonly extendedSpec: string;
  /** Values that other systems read: `cluster-id` of a `cilium-config`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Keys of other systems that are kept, whatever the ConfigMap is called. */
const settingKeys: ReadonlySet<string> = new Set(['cluster-name', 'cluster-id', 'max-connected-clusters']);

export function readConfigMap(object: ManifestObject, reader: FieldReader): ConfigMap {
  const data = reader.stringMap(object.value, 'data', [], key => key === 'extendedSpec' || settingKeys.has(key));
  const { extendedSpec = '', ...settings } = data;
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    created: creationTimeOf(object, reader),
    extendedSpec,
    settings,
  };
}
