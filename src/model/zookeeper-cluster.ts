import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type Resource, resourceOf } from './metadata.ts';
import { type NodeTerms, readNodeTerms } from './node-affinity.ts';
import { type Placeholder, placeholdersIn } from './placeholder.ts';

/** Pravega's `zookeeper.pravega.io/v1beta1` ZookeeperCluster, of which each IOMesh cluster has one. */
export interface ZookeeperCluster extends Resource {
  /** `image.tag`; empty where it is absent. */
  readonly tag: string;
  /** On which Nodes its Pods may be; undefined where on all. */
  readonly nodes?: NodeTerms;
  /** True with any `podAntiAffinity`. */
  readonly keepsApart: boolean;
  readonly placeholders: readonly Placeholder[];
}

export function readZookeeperCluster(object: ManifestObject, reader: FieldReader): ZookeeperCluster {
  const spec = specOf(object, reader);
  const affinity = spec.within('pod').within('affinity');
  const nodes = readNodeTerms(affinity);
  const apart = affinity.within('podAntiAffinity');
  const rules = ['preferredDuringSchedulingIgnoredDuringExecution', 'requiredDuringSchedulingIgnoredDuringExecution'];
  return {
    ...resourceOf(object),
    tag: spec.within('image').text('tag'),
    ...(nodes && { nodes }),
    keepsApart: rules.some(rule => apart.each(rule, () => true).length > 0),
    placeholders: placeholdersIn(object.value.spec, ['spec']),
  };
}
