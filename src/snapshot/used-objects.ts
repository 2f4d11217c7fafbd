import type { JsonObject } from '../load/manifest-object.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import { matchesLabels } from '../model/label-selector.ts';
import type { SnapshotKindName } from './kinds.ts';
import type { StrippedObject } from './stripped.ts';
import { unseenSlices } from './unseen-slices.ts';

/** What was read of a cluster, by kind. */
export type Found = ReadonlyMap<SnapshotKindName, readonly StrippedObject[]>;

type Labels = Readonly<Record<string, string>>;

/** Leaves out what nothing leads to: Endpoints and Pods without a Service, and EndpointSlices that say no more than Endpoints. */
export function usedObjects(found: Found, cluster: Cluster): Found {
  const services = new Map<string, Labels>();
  for (const service of cluster.services.values()) services.set(objectKey(service), service.selector);
  for (const service of found.get('Service') ?? []) {
    const { selector = {} } = (service.value.spec ?? {}) as { readonly selector?: Labels };
    services.set(objectKey(service), selector);
  }
  const endpoints = (found.get('Endpoints') ?? []).filter(object => services.has(objectKey(object)));
  const unseen = unseenSlices(valuesOf(found.get('EndpointSlice')), valuesOf(endpoints));
  const selectors = byNamespace(services);
  const selected = (pod: StrippedObject): boolean =>
    selectors.get(pod.namespace)?.some(selector => matchesLabels(selector, labelsOf(pod))) ?? false;
  return new Map([
    ...found,
    ['Endpoints', endpoints],
    ['EndpointSlice', (found.get('EndpointSlice') ?? []).filter(({ value }) => unseen.has(value))],
    ['Pod', (found.get('Pod') ?? []).filter(selected)],
  ]);
}

function valuesOf(objects: readonly StrippedObject[] = []): JsonObject[] {
  return objects.map(({ value }) => value);
}

function labelsOf({ value }: StrippedObject): Labels {
  const { labels = {} } = value.metadata as { readonly labels?: Labels };
  return labels;
}

function byNamespace(selectors: ReadonlyMap<string, Labels>): Map<string, Labels[]> {
  const lists = new Map<string, Labels[]>();
  for (const [key, selector] of selectors) {
    const [namespace = ''] = key.split('/');
    const list = lists.get(namespace);
    if (list) list.push(selector);
    else lists.set(namespace, [selector]);
  }
  return lists;
}
