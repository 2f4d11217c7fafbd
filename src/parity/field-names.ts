import type { Resource } from '../model/metadata.ts';
import type { Path, Place } from '../place.ts';
import type { FieldDifference } from './field-differences.ts';

/** A field as people write it: `spec.ports[0].targetPort`, `metadata.annotations["a.com/b"]`. */
export function fieldName(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (/^[A-Za-z_][-\w]*$/.test(part)) return index === 0 ? part : `.${part}`;
      return `[${JSON.stringify(part)}]`;
    })
    .join('');
}

/** The field of a difference, with the path inside of a text; the primary's where it is there. */
export function differenceName({ at, inner, primary }: FieldDifference): string {
  const side = primary === undefined ? 'secondary' : 'primary';
  return fieldName([...at[side], ...(inner?.[side] ?? [])]);
}

/** Where a side has a field, or the deepest part of the way there. */
export function fieldPlace({ source }: Resource, { at, inner }: FieldDifference, side: 'primary' | 'secondary'): Place {
  return { source, path: at[side], ...(inner && { inner: { syntax: inner.syntax, path: inner[side] } }) };
}
