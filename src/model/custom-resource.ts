import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';

/** What every custom resource of the controller has, `cis.f5.com/v1`. */
export interface CustomResource extends Resource {
  readonly labels: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
}

export function customResourceOf(object: ManifestObject, reader: FieldReader): CustomResource {
  return { ...resourceOf(object), labels: labelsOf(object, reader), created: creationTimeOf(object, reader) };
}
