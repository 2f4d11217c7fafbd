import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { labelsOf, type Resource, resourceOf } from './metadata.ts';

export interface Node extends Resource {
  readonly labels: Record<string, string>;
  readonly addresses: ReadonlyArray<{ readonly type: string; readonly address: string }>;
  /** False only with a `Ready` condition whose status is not `True` (specification 01 §6.5). */
  readonly ready: boolean;
  /** `spec.podCIDRs`: `10.0.1.0/24`. */
  readonly podCidrs: readonly string[];
}

export function readNode(object: ManifestObject, reader: FieldReader): Node {
  const status = reader.object(object.value, 'status', []);
  const conditions = reader.objects(status, 'conditions', ['status']);
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    addresses: reader.objects(status, 'addresses', ['status']).map((item, index) => ({
      type: reader.string(item, 'type', ['status', 'addresses', index]) ?? '',
      address: reader.string(item, 'address', ['status', 'addresses', index]) ?? '',
    })),
    podCidrs: reader.strings(reader.object(object.value, 'spec', []), 'podCIDRs', ['spec']),
    ready: conditions.every(condition => condition.type !== 'Ready' || condition.status === 'True'),
  };
}
