import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { type Resource, resourceOf } from './metadata.ts';

export interface Secret extends Resource {
  /** Decoded; `stringData` wins over `data`, as in the API. */
  readonly data: Record<string, string>;
}

export function readSecret(object: ManifestObject, reader: FieldReader): Secret {
  const data: Record<string, string> = {};
  for (const [key, value] of Object.entries(reader.stringMap(object.value, 'data', []))) {
    data[key] = Buffer.from(value, 'base64').toString('utf8');
  }
  return { ...resourceOf(object), data: { ...data, ...reader.stringMap(object.value, 'stringData', []) } };
}
