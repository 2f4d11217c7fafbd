import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** Where another cluster takes requests for the Service: its gateway. */
export interface FlomeshEndpoint {
  readonly clusterKey: string;
  /** Empty where it has none. */
  readonly ip: string;
  /** 0 where it has none. */
  readonly port: number;
  /** What the gateway has the Service under. */
  readonly path: string;
}

export interface FlomeshImportPort {
  /** Port of the Service. */
  readonly port: number;
  readonly protocol: string;
  readonly endpoints: readonly FlomeshEndpoint[];
}

/** Flomesh FSM's ServiceImport: which clusters offer the Service of its name and namespace. FSM writes it. */
export interface FlomeshImport extends Resource {
  readonly ports: readonly FlomeshImportPort[];
}

export function readFlomeshImport(object: ManifestObject, reader: FieldReader): FlomeshImport {
  const spec = specOf(object, reader);
  return {
    ...resourceOf(object),
    ports: spec.each('ports', port => ({
      port: port.number('port'),
      protocol: port.text('protocol') || 'TCP',
      endpoints: port.each('endpoints', endpoint => {
        const target = endpoint.within('target');
        return {
          clusterKey: endpoint.text('clusterKey'),
          ip: target.text('ip'),
          port: target.number('port'),
          path: target.text('path'),
        };
      }),
    })),
  };
}
