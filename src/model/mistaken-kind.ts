import type { ManifestObject } from '../load/manifest-object.ts';
import { suggestion } from '../load/suggestion.ts';

/** Group of the controller's custom resources: it has no kinds but those. */
const ownGroup = 'cis.f5.com';

/** Kinds of the core group that nobody here reads: they are no misspelling of others. */
const otherCoreKinds: ReadonlySet<string> = new Set([
  'Binding',
  'ComponentStatus',
  'Event',
  'LimitRange',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodTemplate',
  'ReplicationController',
  'ResourceQuota',
  'ServiceAccount',
]);

/** What an object of no kind that is read was probably meant to be: which of its two words is wrong. */
export interface MistakenKind {
  readonly field: 'apiVersion' | 'kind';
  /** `cis.f5.com/v1 VirtualServer`; absent where nothing is near. */
  readonly suggested?: string;
}

/**
 * Says of an object of no kind that is read whether it can only be a mistake: its group is known and its kind or version is not, or
 * both are near those of a known one. Other groups have kinds of the same names, such as Knative's Service and NGINX's
 * VirtualServer, so a name alone proves nothing. `known` are the kinds that are read, as `<apiVersion> <kind>`.
 */
export function mistakenKind(
  { group, kind, value }: ManifestObject,
  known: Iterable<string>,
): MistakenKind | undefined {
  const kinds = [...known].map(title => {
    const [apiVersion = '', name = ''] = title.split(' ');
    return { title, apiVersion, name, group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '' };
  });
  const here = kinds.filter(one => one.group === group);
  const exact = here.find(({ name }) => name === kind);
  if (exact) return { field: 'apiVersion', suggested: exact.title };
  if (here.length > 0 && !(group === '' && otherCoreKinds.has(kind))) {
    const { suggested } = suggestion(
      kind,
      here.map(({ name }) => name),
    );
    const near = here.find(({ name }) => name === suggested);
    if (near && group !== 'apps') return { field: 'kind', suggested: near.title };
    if (group === ownGroup) return { field: 'kind' };
  }
  // Groups without a dot are those of Kubernetes, which has no such kind in another one.
  const sameName = kinds.find(({ name }) => name === kind);
  if (sameName && !group.includes('.')) return { field: 'apiVersion', suggested: sameName.title };
  const apiVersion = String(value.apiVersion);
  const { suggested: nearest } = suggestion(apiVersion, new Set(kinds.map(one => one.apiVersion)));
  const there = kinds.filter(one => one.apiVersion === nearest && one.group !== '');
  const { suggested } = suggestion(
    kind,
    there.map(({ name }) => name),
  );
  const meant = there.find(({ name }) => name === kind || name === suggested);
  return meant && { field: 'apiVersion', suggested: meant.title };
}
