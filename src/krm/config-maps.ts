import { createHash } from 'node:crypto';
import { tenantFile } from '../commit/output-files.ts';
import { isObject, type JsonObject } from '../load/manifest-object.ts';
import type { View } from '../translate/index.ts';
import { FunctionProblem } from './function-problem.ts';
import type { Item } from './item.ts';
import type { Changes } from './listing.ts';

/** Label of every ConfigMap that a function adds: whoever sees it knows that the function ran. */
export const marker = 'cis-render/rendered';
const clusterAnnotation = 'cis-render/cluster';

/** Bytes that the API server takes as `data` of a ConfigMap. */
const maxBytes = 1024 * 1024;

/** A file as `render build` writes it. */
export interface TenantText {
  readonly tenant: string;
  readonly failover: boolean;
  readonly text: string;
}

export interface MapOptions {
  readonly cluster: string;
  readonly namespace?: string | undefined;
  readonly version: string;
  /** What becomes of the view; there may be none. */
  readonly outcome: View['outcome'] | 'no-controller';
}

/** A ConfigMap for each file. Where there is none, one that says so: it still shows that the function ran. Throws `FunctionProblem`. */
export function configMaps(texts: readonly TenantText[], options: MapOptions): JsonObject[] {
  const { cluster } = options;
  const taken = new Set<string>();
  if (texts.length === 0) {
    const name = objectName(['cis-render', cluster], taken);
    return [configMap(name, { outcome: options.outcome }, {}, options)];
  }
  return texts.map(({ tenant, failover, text }) => {
    const size = Buffer.byteLength(text);
    const file = tenantFile(cluster, tenant, failover);
    if (size > maxBytes) {
      throw new FunctionProblem(
        `${file} has ${Math.ceil(size / 1024)} KiB, and a ConfigMap takes ${maxBytes / 1024}`,
        'Use `mode: validate` here, and have `render build` write the files.',
      );
    }
    const parts = ['cis-render', cluster, tenant, ...(failover ? ['failover'] : [])];
    const data = { [`${tenant.replace(/[^-\w.]/g, '_')}.json`]: text };
    return configMap(objectName(parts, taken), data, { 'cis-render/file': file }, options);
  });
}

function configMap(
  name: string,
  data: JsonObject,
  annotations: JsonObject,
  { cluster, namespace, version }: MapOptions,
): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { [marker]: 'true' },
      annotations: { [clusterAnnotation]: cluster, ...annotations, 'cis-render/version': version },
    },
    data,
  };
}

const longestName = 253;

/** A name that a cluster takes. Where letters had to change, or another object has it, a hash keeps it apart. */
function objectName(parts: readonly string[], taken: Set<string>): string {
  const wanted = parts.join('-');
  const fitting = wanted
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .replace(/(?<=\.)-|-(?=\.)|\.(?=\.)/g, 'x')
    .replace(/[^a-z0-9]+$/, '');
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
  const isSame = fitting === wanted && wanted.length <= longestName && !taken.has(wanted);
  const name = isSame ? wanted : `${fitting.slice(0, longestName - 9).replace(/[^a-z0-9]+$/, '')}-${hash}`;
  taken.add(name);
  return name;
}

/** What has to become of the ConfigMaps of an earlier run, and of new ones. Throws `FunctionProblem` where somebody else has one of the name. */
export function mapChanges(
  items: readonly Item[],
  wanted: readonly JsonObject[],
  cluster: string,
): Pick<Changes, 'replaced' | 'added'> {
  const left = new Map(wanted.map(map => [identity(map), map]));
  const replaced = new Map<Item, JsonObject | undefined>();
  for (const item of items) {
    if (item.value?.kind !== 'ConfigMap' || item.value.apiVersion !== 'v1') continue;
    const key = identity(item.value);
    const map = left.get(key);
    if (isOurs(item, cluster)) {
      left.delete(key);
      if (!map || !says(item.value, map)) replaced.set(item, map && withAnnotations(map, item));
    } else if (map) {
      throw new FunctionProblem(
        `there is a ConfigMap ${key} that the function has not made`,
        'Rename it, or give the ConfigMaps of the function another namespace: metadata.namespace of its configuration.',
      );
    }
  }
  return { replaced, added: [...left.values()] };
}

const metadataOf = (value: JsonObject): JsonObject => (isObject(value.metadata) ? value.metadata : {});

function identity(value: JsonObject): string {
  const { namespace, name } = metadataOf(value);
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${String(name)}` : String(name);
}

/** True for a ConfigMap that this function has added in an earlier run. */
export function isOurs({ value, annotations }: Item, cluster: string): boolean {
  const { labels } = metadataOf(value ?? {});
  return isObject(labels) && labels[marker] === 'true' && annotations[clusterAnnotation] === cluster;
}

/** True where a ConfigMap already has all that the wanted one has. What others have added to its metadata stays. */
function says(value: JsonObject, wanted: JsonObject): boolean {
  const { annotations } = metadataOf(value);
  const asked = Object.entries(metadataOf(wanted).annotations as JsonObject);
  return (
    JSON.stringify(value.data) === JSON.stringify(wanted.data) &&
    isObject(annotations) &&
    asked.every(([key, text]) => annotations[key] === text)
  );
}

/** Callers know a resource again by annotations, and find its file by them. */
function withAnnotations(map: JsonObject, { annotations }: Item): JsonObject {
  const metadata = metadataOf(map);
  return {
    ...map,
    metadata: { ...metadata, annotations: { ...annotations, ...(metadata.annotations as JsonObject) } },
  };
}
