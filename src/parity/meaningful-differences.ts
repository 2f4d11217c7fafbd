import { isDeepStrictEqual } from 'node:util';
import type { ManifestObject } from '../load/manifest-object.ts';
import { withPrimary } from './changed-value.ts';
import { type FieldDifference, fieldDifferences } from './field-differences.ts';
import { meaning, normalForm, type Reading } from './normal-form.ts';

const identity: ReadonlySet<string | number | undefined> = new Set(['name', 'namespace']);

/**
 * The fields in which two objects differ and that mean something to the controllers: a field does where the secondary's object
 * reads otherwise with the primary's value in it. So there is no list of fields that count but the readers of the model.
 */
export function meaningfulDifferences(
  primary: ManifestObject,
  secondary: ManifestObject,
  reading: Reading,
): FieldDifference[] {
  const [one, other] = [normalForm(primary, reading), normalForm(secondary, reading)];
  // A ConfigMap may have another name on each side.
  const nameless = { ...primary, name: secondary.name, namespace: secondary.namespace };
  const [wanted, now] = [meaning(nameless, one, reading), meaning(secondary, other, reading)];
  if (isDeepStrictEqual(wanted, now)) return [];
  const all = fieldDifferences(one, other).filter(
    ({
      at: {
        secondary: [top, key],
      },
    }) => top !== 'metadata' || !identity.has(key),
  );
  const matter = all.filter(found => !isDeepStrictEqual(meaning(secondary, withPrimary(other, [found]), reading), now));
  // None alone, all together: each is part of it.
  return matter.length > 0 ? matter : all;
}
