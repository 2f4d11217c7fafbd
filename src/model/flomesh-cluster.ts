import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';

/**
 * Flomesh FSM's Cluster: a cluster that a control plane has enrolled, with the gateway that takes requests
 * from the others. It has no namespace. Its `kubeconfig` is not read.
 */
export interface FlomeshCluster extends Resource {
  /** `region/zone/group/name`: what a `clusterKey` names. */
  readonly clusterKey: string;
  /** Empty where it has none. */
  readonly gatewayHost: string;
  /** 80 where none is written, as FSM fills in. */
  readonly gatewayPort: number;
}

export function readFlomeshCluster(object: ManifestObject, reader: FieldReader): FlomeshCluster {
  const spec = specOf(object, reader);
  const part = (key: string): string => spec.text(key) || 'default';
  return {
    ...resourceOf(object),
    clusterKey: [part('region'), part('zone'), part('group'), object.name].join('/'),
    gatewayHost: spec.text('gatewayHost'),
    gatewayPort: spec.number('gatewayPort') || 80,
  };
}
