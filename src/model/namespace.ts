import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { labelsOf, type Resource, resourceOf } from './metadata.ts';

export interface Namespace extends Resource {
  readonly labels: Record<string, string>;
}

export function readNamespace(object: ManifestObject, reader: FieldReader): Namespace {
  return { ...resourceOf(object), labels: labelsOf(object, reader) };
}
