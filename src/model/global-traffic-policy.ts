import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** Flomesh FSM's GlobalTrafficPolicy, `flomesh.io/v1alpha1`: which clusters requests from its own go to, for the Service of its name and namespace. */
export interface GlobalTrafficPolicy extends Resource {
  /** `Locality`, `FailOver` or `ActiveActive`. */
  readonly lbType: string;
  /** Keys of the clusters that stand by or take part, in their order. */
  readonly targets: readonly string[];
}

export function readGlobalTrafficPolicy(object: ManifestObject, reader: FieldReader): GlobalTrafficPolicy {
  const spec = specOf(object, reader);
  return {
    ...resourceOf(object),
    lbType: spec.text('lbType') || 'Locality',
    targets: spec.each('targets', target => target.text('clusterKey')),
  };
}
