import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { connectionKeys, connectionOf, type IoMeshConnection } from './iomesh-connection.ts';
import { creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';

/** A ConfigMap as far as the controller, or IOMesh's CSI driver, reads it. */
export interface ConfigMap extends Resource {
  readonly labels: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
  /** `data.extendedSpec`, empty where it is absent. */
  readonly extendedSpec: string;
  readonly ioMesh?: IoMeshConnection;
}

const read: ReadonlySet<string> = new Set(['extendedSpec', ...connectionKeys]);

export function readConfigMap(object: ManifestObject, reader: FieldReader): ConfigMap {
  const data = reader.stringMap(object.value, 'data', [], key => read.has(key));
  const ioMesh = connectionOf(object.value, data);
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    created: creationTimeOf(object, reader),
    extendedSpec: data.extendedSpec ?? '',
    ...(ioMesh && { ioMesh }),
  };
}
