import { suggestion } from '../load/suggestion.ts';
import type { Cluster, TableName } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';

/** Tables in which each resource is itself, in the order in which they are looked through. */
const tables: readonly TableName[] = [
  'routes',
  'virtualServers',
  'transportServers',
  'ingressLinks',
  'tlsProfiles',
  'policies',
  'externalDns',
  'services',
  'endpoints',
  'pods',
  'nodes',
  'configMaps',
  'secrets',
  'namespaces',
  'storageClasses',
  'ioMeshClusters',
  'zookeeperClusters',
  'serviceExports',
  'serviceImports',
  'globalTrafficPolicies',
  'flomeshImports',
  'flomeshExports',
  'flomeshClusters',
];

/** Names of kinds as kubectl takes them too. */
const shortNames: Readonly<Record<string, string>> = {
  cm: 'configmap',
  ep: 'endpoints',
  gtp: 'globaltrafficpolicy',
  il: 'ingresslink',
  no: 'node',
  ns: 'namespace',
  po: 'pod',
  svc: 'service',
  ts: 'transportserver',
  vs: 'virtualserver',
};

/** A resource of one name, in each cluster that has it. */
export interface FoundResource {
  readonly resource: Resource;
  readonly cluster: string;
}

/**
 * Resources that a text means: `Kind/namespace/name`, `Kind/name` for what has no namespace, or `namespace/name` for any kind. A sentence
 * where there is none.
 */
export function findResources(clusters: ReadonlyMap<string, Cluster>, text: string): readonly FoundResource[] | string {
  const parts = text.split('/');
  if (parts.length < 2 || parts.length > 3 || parts.some(part => part === ''))
    return `"${text}" names no resource: write Kind/namespace/name, such as Route/shop/cart`;
  const all = [...clusters.values()].flatMap(cluster =>
    tables.flatMap(table =>
      [...(cluster[table] as ReadonlyMap<string, Resource>).values()].map(resource => ({
        resource,
        cluster: cluster.name,
      })),
    ),
  );
  const wanted = parts.join('/').toLowerCase();
  const found = all.filter(({ resource }) =>
    namesOf(resource).some(name => name === wanted || expanded(wanted) === name),
  );
  if (found.length > 0) return found;
  const known = [...new Set(all.map(({ resource }) => fullName(resource)))];
  const { suggested } = suggestion(text, parts.length === 3 ? known : known.map(name => name.replace(/^[^/]+\//, '')));
  return `no cluster has "${text}"${suggested ? `; did you mean ${suggested}?` : ''}`;
}

/** `Route/shop/cart`; a Node has no namespace. */
export function fullName({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string {
  return [kind, namespace, name].filter(part => part !== '').join('/');
}

function namesOf(resource: Resource): readonly string[] {
  const { kind, namespace, name } = resource;
  const plural = `${kind}s/${namespace}/${name}`.toLowerCase();
  return [fullName(resource).toLowerCase(), plural, `${namespace}/${name}`.toLowerCase()];
}

function expanded(wanted: string): string {
  const [kind = '', ...rest] = wanted.split('/');
  return [shortNames[kind] ?? kind, ...rest].join('/');
}
