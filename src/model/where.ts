import type { ResourceRef } from '../finding.ts';
import type { Path, Place } from '../place.ts';
import type { Resource } from './metadata.ts';

export function refOf({ kind, namespace, name }: Resource): ResourceRef {
  return { kind, namespace, name };
}

/** Place of a field of a resource. */
export function placeIn({ source }: Pick<Resource, 'source'>, path: Path, part: 'key' | 'value' = 'value'): Place {
  return { source, path, part };
}

/** What a finding about a field of a resource says of where it is. */
export function whereOf(resource: Resource, path: Path, part?: 'key' | 'value'): { at: Place; resource: ResourceRef } {
  return { at: placeIn(resource, path, part), resource: refOf(resource) };
}
