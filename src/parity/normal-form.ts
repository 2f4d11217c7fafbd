import { Findings } from '../finding.ts';
import { embeddedText, embeddedValue } from '../load/embedded-value.ts';
import { isObject, type JsonObject, type ManifestObject } from '../load/manifest-object.ts';
import { readManifest } from '../model/cluster.ts';
import type { ConfigMap } from '../model/config-map.ts';
import { type ClusterSpec, type ExtendedSpec, readExtendedSpec } from '../model/extended-spec.ts';
import type { Resource } from '../model/metadata.ts';

/** What of an object counts beside its fields. */
export interface Reading {
  /** True for the key of a label that one of the controllers selects by. */
  readonly selects: (label: string) => boolean;
  /** Which part of `extendedSpec` is read of a ConfigMap. */
  readonly part: SpecPart;
}

/** `global`: all of it; `clusters`: no route groups, as in customresource mode; `local`: what may override a group (01 §2.8). */
export type SpecPart = 'global' | 'clusters' | 'local';

/**
 * An object as it is compared: without what the server fills in, what differs from cluster to cluster (node ports, cluster
 * addresses, Pods that a Service selects), labels that nobody selects by, and annotations that the controllers do not read.
 */
export function normalForm({ kind, value }: ManifestObject, { selects }: Reading): JsonObject {
  const { metadata, status: _, ...rest } = value;
  const { name, namespace, labels, annotations } = metadata as JsonObject;
  const kept = {
    ...rest,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: only(labels, selects),
      annotations: only(annotations, key => key.includes('f5.com/') || isAntrea(key)),
    },
  };
  if (kind === 'Secret') return { ...kept, data: secretData(value), stringData: undefined };
  return kind === 'Service' && isObject(value.spec) ? { ...kept, spec: serviceSpec(value.spec) } : kept;
}

const isAntrea = (key: string): boolean => key.startsWith('nodeportlocal.antrea.io/');

function only(map: unknown, keeps: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(isObject(map) ? map : {}).filter(([key]) => keeps(key)));
}

function serviceSpec({ selector: _, clusterIP, ports, ...spec }: JsonObject): JsonObject {
  return {
    ...spec,
    ...(clusterIP === 'None' && { clusterIP }),
    ...(Array.isArray(ports) && {
      ports: ports.map(port => (isObject(port) ? { ...port, nodePort: undefined } : port)),
    }),
  };
}

/** `data` and `stringData` as one, in one spelling of base64. */
function secretData({ data, stringData }: JsonObject): JsonObject {
  const spelt = (map: unknown, encoding: BufferEncoding): Array<[string, string]> =>
    Object.entries(isObject(map) ? map : {}).map(([key, value]) => [
      key,
      Buffer.from(String(value ?? ''), encoding).toString('base64'),
    ]);
  return Object.fromEntries([...spelt(data, 'base64'), ...spelt(stringData, 'utf8')]);
}

/** What the controllers take from an object: two objects that mean the same are no difference, however they are written. */
export function meaning(object: ManifestObject, value: unknown, { part }: Reading): unknown {
  const findings = new Findings();
  const resource = readManifest({ ...object, value: withSettledJson(value as JsonObject) }, findings);
  if (!resource) return undefined;
  if (object.kind !== 'ConfigMap') return withoutOrigin(resource);
  const spec = readExtendedSpec(resource as ConfigMap, findings);
  const { labels } = resource as ConfigMap;
  return { labels, spec: spec && specMeaning(spec, part) };
}

/** Annotations in one spelling where they hold JSON: spaces and the order of keys mean nothing there. */
function withSettledJson(value: JsonObject): JsonObject {
  const metadata = value.metadata as JsonObject;
  const texts = Object.entries(metadata.annotations as JsonObject).map(([key, text]) => {
    const held = typeof text === 'string' ? embeddedValue(text, 'json') : undefined;
    return [key, held === undefined ? text : embeddedText(sorted(held), 'json')];
  });
  return { ...value, metadata: { ...metadata, annotations: Object.fromEntries(texts) } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}

/** Data of a resource: nothing of where and since when it is there. */
export function withoutOrigin({ source: _, ...resource }: Resource & { readonly created?: number }): object {
  const { created: __, ...rest } = resource;
  return rest;
}

function specMeaning(spec: ExtendedSpec, part: SpecPart): object {
  const { mode, highAvailability, externalClusters, base, defaultRouteGroup, groups } = spec;
  const group = ({ place: _, ...rest }: ExtendedSpec['groups'][number]) => rest;
  if (part === 'local') return { groups: groups.slice(0, 1).map(group) };
  const clusters = {
    // Absent means default with a primary and a secondary (01 §4.1).
    mode: mode || 'default',
    highAvailability: {
      ...highAvailability,
      primaryCluster: cluster(highAvailability?.primaryCluster),
      secondaryCluster: cluster(highAvailability?.secondaryCluster),
    },
    externalClusters: Object.fromEntries(externalClusters.map(external => [external.clusterName, cluster(external)])),
  };
  if (part === 'clusters') return clusters;
  return {
    ...clusters,
    base: { ...base, autoMonitor: base.autoMonitor || 'none' },
    defaultRouteGroup: defaultRouteGroup && group(defaultRouteGroup),
    groups: Object.fromEntries(groups.map(item => [`${item.namespace} ${item.namespaceLabel}`, group(item)])),
  };
}

/** Defaults of a cluster's entry (01 §2.3); where the entry stands means nothing. */
function cluster(spec: ClusterSpec | undefined): object | undefined {
  if (!spec) return undefined;
  const { path: _, ...rest } = spec;
  return { ...rest, ratio: spec.ratio ?? 1, adminState: spec.adminState || 'enable' };
}
