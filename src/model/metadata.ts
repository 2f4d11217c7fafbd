import type { ResourceRef } from '../finding.ts';
import type { JsonObject, ManifestObject } from '../load/manifest-object.ts';
import type { Source } from '../place.ts';
import type { FieldReader } from './field-reader.ts';

/** What every typed resource has. */
export interface Resource extends ResourceRef {
  readonly source: Source;
}

/** Seconds since 1970 for objects that say nothing: manifests in Git rarely carry a `creationTimestamp`. */
const unsetCreationTime = Date.parse('2024-01-01T00:00:00Z') / 1000;

export function resourceOf({ kind, namespace, name, source }: ManifestObject): Resource {
  return { kind, namespace, name, source };
}

function metadataOf(object: ManifestObject): JsonObject {
  return object.value.metadata as JsonObject;
}

/** `metadata.labels`. */
export function labelsOf(object: ManifestObject, reader: FieldReader): Record<string, string> {
  return reader.stringMap(metadataOf(object), 'labels', ['metadata']);
}

/** `metadata.annotations` whose keys begin with a prefix. */
export function annotationsOf(
  object: ManifestObject,
  reader: FieldReader,
  ...prefixes: string[]
): Record<string, string> {
  const keep = (key: string): boolean => prefixes.some(prefix => key.startsWith(prefix));
  return reader.stringMap(metadataOf(object), 'annotations', ['metadata'], keep);
}

/** `metadata.creationTimestamp` in whole seconds since 1970: the API keeps no more. */
export function creationTimeOf(object: ManifestObject, reader: FieldReader): number {
  const text = reader.string(metadataOf(object), 'creationTimestamp', ['metadata']);
  const parsed = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(parsed) ? unsetCreationTime : Math.floor(parsed / 1000);
}

export function objectKey({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
