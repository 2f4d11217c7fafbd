import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { labelsOf, type Resource, resourceOf } from './metadata.ts';

/** A custom resource that is known and not rendered yet. */
export interface CustomResource extends Resource {
  readonly labels: Record<string, string>;
}

export const customResourceKinds: ReadonlySet<string> = new Set([
  'VirtualServer',
  'TransportServer',
  'IngressLink',
  'ExternalDNS',
]);

export function readCustomResource(object: ManifestObject, reader: FieldReader): CustomResource {
  return { ...resourceOf(object), labels: labelsOf(object, reader) };
}
