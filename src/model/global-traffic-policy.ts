import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** Flomesh FSM's GlobalTrafficPolicy: which clusters requests from its own go to, for the Service of its name and namespace. */
export interface GlobalTrafficPolicy extends Resource {
  /** `Locality`, `FailOver` or `ActiveActive`. */
  readonly lbType: string;
  /** The clusters that stand by or take part, in their order. */
  readonly targets: readonly FlomeshTargetEntry[];
}

export interface FlomeshTargetEntry {
  readonly clusterKey: string;
  /** Of the requests that ActiveActive shares out; 0 where there is none. */
  readonly weight: number;
}

export function readGlobalTrafficPolicy(object: ManifestObject, reader: FieldReader): GlobalTrafficPolicy {
  const spec = specOf(object, reader);
  return {
    ...resourceOf(object),
    lbType: spec.text('lbType') || 'Locality',
    targets: spec.each('targets', target => ({
      clusterKey: target.text('clusterKey'),
      weight: target.number('weight'),
    })),
  };
}
