import { isObject, type ManifestObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** Label that Cilium gives to every Pod: the name of its cluster. */
export const clusterLabel = 'io.cilium.k8s.policy.cluster';

/** A NetworkPolicy, a CiliumNetworkPolicy or a CiliumClusterwideNetworkPolicy, as far as it speaks of clusters. */
export interface NetworkPolicy extends Resource {
  /** Clusters that its selectors name, and where. */
  readonly clusters: ReadonlyArray<{ readonly name: string; readonly path: Path }>;
}

export function readNetworkPolicy(object: ManifestObject): NetworkPolicy {
  const { spec, specs } = object.value;
  return { ...resourceOf(object), clusters: [...clustersIn(spec, ['spec']), ...clustersIn(specs, ['specs'])] };
}

/** Labels may have their source before them: `k8s:io.cilium.k8s.policy.cluster`. */
const isClusterLabel = (key: unknown): boolean =>
  typeof key === 'string' && key.replace(/^(?:k8s|any)[:.]/, '') === clusterLabel;

function* clustersIn(value: unknown, path: Path): Generator<NetworkPolicy['clusters'][number]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* clustersIn(item, [...path, index]);
  } else if (isObject(value)) {
    const { key, operator, values } = value;
    if (isClusterLabel(key) && operator === 'In' && Array.isArray(values)) {
      for (const [index, name] of values.entries())
        if (typeof name === 'string') yield { name, path: [...path, 'values', index] };
    }
    for (const [name, held] of Object.entries(value)) {
      if (isClusterLabel(name) && typeof held === 'string') yield { name: held, path: [...path, name] };
      else yield* clustersIn(held, [...path, name]);
    }
  }
}
