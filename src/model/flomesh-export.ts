import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';

export interface FlomeshExportRule {
  /** Port of the Service; 0 where it is not written. */
  readonly portNumber: number;
  /** Path of the gateway under which the Service is reached. Empty where it is not written. */
  readonly path: string;
  /** `Prefix` or `Exact`. */
  readonly pathType: string;
}

/** Flomesh FSM's ServiceExport: offers the Service of its name and namespace to other clusters. */
export interface FlomeshExport extends Resource {
  readonly rules: readonly FlomeshExportRule[];
  /** Keys of the clusters that may import it; empty: all. */
  readonly targetClusters: readonly string[];
  /** Who may use it; `*` for everybody. */
  readonly serviceAccountName: string;
}

export function readFlomeshExport(object: ManifestObject, reader: FieldReader): FlomeshExport {
  const spec = specOf(object, reader);
  return {
    ...resourceOf(object),
    rules: spec.each('rules', rule => ({
      portNumber: rule.number('portNumber'),
      path: rule.text('path'),
      pathType: rule.text('pathType') || 'Prefix',
    })),
    targetClusters: spec.texts('targetClusters'),
    serviceAccountName: spec.text('serviceAccountName'),
  };
}
