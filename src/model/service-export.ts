import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** `multicluster.x-k8s.io` ServiceExport: the Service of its name is for the other clusters too. */
export type ServiceExport = Resource;

export function readServiceExport(object: ManifestObject): ServiceExport {
  return resourceOf(object);
}

/** `multicluster.x-k8s.io` ServiceImport: the Services of its name that other clusters export. */
export interface ServiceImport extends Resource {
  readonly ports: ReadonlyArray<{ readonly name: string; readonly port: number }>;
}

export function readServiceImport(object: ManifestObject, reader: FieldReader): ServiceImport {
  const spec = reader.object(object.value, 'spec', []);
  return {
    ...resourceOf(object),
    ports: reader.objects(spec, 'ports', ['spec']).map((item, index) => ({
      name: reader.string(item, 'name', ['spec', 'ports', index]) ?? '',
      port: reader.integer(item, 'port', ['spec', 'ports', index]) ?? 0,
    })),
  };
}
