import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** What Cilium writes of a node: which addresses its Pods get. */
export interface CiliumNode extends Resource {
  /** `spec.ipam.podCIDRs`: `10.0.1.0/24`. */
  readonly podCidrs: readonly string[];
}

export function readCiliumNode(object: ManifestObject, reader: FieldReader): CiliumNode {
  const ipam = reader.object(reader.object(object.value, 'spec', []), 'ipam', ['spec']);
  return { ...resourceOf(object), podCidrs: reader.strings(ipam, 'podCIDRs', ['spec', 'ipam']) };
}
