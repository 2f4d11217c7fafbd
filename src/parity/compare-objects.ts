import { isDeepStrictEqual } from 'node:util';
import type { ManifestObject } from '../load/manifest-object.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Place } from '../place.ts';
import type { Difference } from './difference.ts';
import type { FieldDifference } from './field-differences.ts';
import { differenceName, fieldPlace } from './field-names.ts';
import { meaningfulDifferences } from './meaningful-differences.ts';
import { type Reading, withoutOrigin } from './normal-form.ts';
import { holdsHidden, isHidden, shownValue } from './shown-value.ts';
import type { WatchedKind } from './watched-objects.ts';

/** An object that the two sides do not have in common, with what of it differs. */
export interface ObjectDifference {
  readonly table: WatchedKind['table'];
  readonly primary?: Resource;
  readonly secondary?: Resource;
  /** Empty where only one side has it. */
  readonly fields: ReadonlyArray<{ readonly field: FieldDifference; readonly difference: Difference }>;
  /** Where only one side has it. */
  readonly missing?: Difference;
}

export interface ObjectComparison {
  readonly primary: Cluster;
  readonly secondary: Cluster;
  /** Reads an object again: of most only what the controllers take from it is kept. */
  readonly read: (resource: Resource) => ManifestObject | undefined;
}

/** Objects of a kind that differ, by namespace and name. */
export function compareKind(
  comparison: ObjectComparison,
  { table, watches, reading }: WatchedKind,
): ObjectDifference[] {
  const { primary, secondary } = comparison;
  const [one, other] = [primary[table], secondary[table]] as ReadonlyArray<ReadonlyMap<string, Resource>>;
  return [...new Set([...one!.keys(), ...other!.keys()])].sort().flatMap(key => {
    const pair = { primary: one!.get(key), secondary: other!.get(key) };
    if (![pair.primary, pair.secondary].some(resource => resource && watches(resource))) return [];
    return compareObjects(comparison, table, pair, reading);
  });
}

/** What differs between two objects, or that one of them is missing. */
export function compareObjects(
  comparison: ObjectComparison,
  table: WatchedKind['table'],
  { primary, secondary }: { readonly primary: Resource | undefined; readonly secondary: Resource | undefined },
  reading: Reading,
): ObjectDifference[] {
  if (!primary && !secondary) return [];
  if (!primary || !secondary) {
    const missing = missingDifference(comparison, primary, secondary);
    return [{ table, ...(primary && { primary }), ...(secondary && { secondary }), fields: [], missing }];
  }
  if (isDeepStrictEqual(withoutOrigin(primary), withoutOrigin(secondary))) return [];
  const [one, other] = [comparison.read(primary), comparison.read(secondary)];
  if (!one || !other) return [];
  const fields = meaningfulDifferences(one, other, reading).map(field => ({
    field,
    difference: fieldDifference(primary, secondary, field),
  }));
  return fields.length === 0 ? [] : [{ table, primary, secondary, fields }];
}

function missingDifference(
  { primary: { place: primaryPlace }, secondary: { place: secondaryPlace } }: ObjectComparison,
  primary: Resource | undefined,
  secondary: Resource | undefined,
): Difference {
  const { kind, namespace, name } = (primary ?? secondary)!;
  const side = (resource: Resource | undefined, cluster: Place | undefined) => {
    if (resource) return { value: 'present', place: namePlace(resource) };
    return cluster ? { place: cluster } : {};
  };
  return {
    area: 'manifest',
    rule: 'parity-object-missing',
    resource: { kind, namespace, name },
    primary: side(primary, primaryPlace),
    secondary: side(secondary, secondaryPlace),
    harmless: false,
  };
}

const namePlace = ({ source }: Resource): Place => ({ source, path: ['metadata', 'name'] });

function fieldDifference(primary: Resource, secondary: Resource, field: FieldDifference): Difference {
  const { kind, namespace, name } = secondary;
  const hidden = isHidden(kind, field.at.secondary);
  const harmless = isReadByOne(kind, field);
  // A line that holds a secret is not shown either.
  const aside = [field.primary, field.secondary].some(value => holdsHidden(kind, field.at.secondary, value));
  const place = (resource: Resource, side: 'primary' | 'secondary') =>
    aside ? namePlace(resource) : fieldPlace(resource, field, side);
  return {
    area: 'manifest',
    rule: harmless ? 'parity-field-unshared' : 'parity-field-differs',
    resource: { kind, namespace, name },
    field: differenceName(field),
    primary: { ...shownValue(field.primary, hidden), place: place(primary, 'primary') },
    secondary: { ...shownValue(field.secondary, hidden), place: place(secondary, 'secondary') },
    harmless,
  };
}

/** The probe is the secondary's alone, and each controller needs the Secret of the other cluster only (01 §2.6, §4.3). */
function isReadByOne(kind: string, { inner }: FieldDifference): boolean {
  const [top, key = '', last] = inner?.secondary ?? [];
  if (kind !== 'ConfigMap' || top !== 'highAvailabilityCIS') return false;
  return ['primaryEndPoint', 'probeInterval', 'retryInterval'].includes(String(key)) || last === 'secret';
}
