import { isObject, type ManifestObject } from '../load/manifest-object.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** An annotation `cis-render/ignore-<rule>` of an object of whatever kind. */
export interface Suppression extends Resource {
  readonly annotation: string;
  readonly rule: string;
  /** Its value; empty where it is no text. */
  readonly reason: string;
}

const prefix = 'cis-render/ignore-';

export function readSuppressions(object: ManifestObject): Suppression[] {
  const { annotations } = object.value.metadata as { readonly annotations?: unknown };
  if (!isObject(annotations)) return [];
  return Object.entries(annotations)
    .filter(([key]) => key.startsWith(prefix))
    .map(([annotation, value]) => ({
      ...resourceOf(object),
      annotation,
      rule: annotation.slice(prefix.length),
      reason: typeof value === 'string' ? value.trim() : '',
    }));
}
