import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { type Resource, resourceOf } from './metadata.ts';

export interface EndpointSubset {
  /** Ready addresses only. `nodeName` is empty where the address has none. */
  readonly addresses: ReadonlyArray<{ readonly ip: string; readonly nodeName: string }>;
  readonly ports: ReadonlyArray<{ readonly name: string; readonly port: number }>;
}

export interface Endpoints extends Resource {
  readonly subsets: readonly EndpointSubset[];
}

export function readEndpoints(object: ManifestObject, reader: FieldReader): Endpoints {
  return {
    ...resourceOf(object),
    subsets: reader.objects(object.value, 'subsets', []).map((subset, index) => {
      const path = ['subsets', index];
      return {
        addresses: reader.objects(subset, 'addresses', path).map((address, at) => ({
          ip: reader.string(address, 'ip', [...path, 'addresses', at]) ?? '',
          nodeName: reader.string(address, 'nodeName', [...path, 'addresses', at]) ?? '',
        })),
        ports: reader.objects(subset, 'ports', path).map((port, at) => ({
          name: reader.string(port, 'name', [...path, 'ports', at]) ?? '',
          port: reader.integer(port, 'port', [...path, 'ports', at]) ?? 0,
        })),
      };
    }),
  };
}
