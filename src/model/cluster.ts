import { type Finding, Findings, type ResourceRef } from '../finding.ts';
import { type ClusterFiles, readFileObjects } from '../load/index.ts';
import type { ManifestObject } from '../load/manifest-object.ts';
import type { Place, Source, SourceFile } from '../place.ts';
import { reportAdmission } from './admission.ts';
import { type ConfigMap, readConfigMap } from './config-map.ts';
import type { ControllerArguments } from './controller.ts';
import { type ControllerDeployment, readDeployment } from './deployment.ts';
import { type Endpoints, readEndpoints } from './endpoints.ts';
import { type ExternalDns, readExternalDns } from './external-dns.ts';
import { FieldReader } from './field-reader.ts';
import { type IngressLink, readIngressLink } from './ingress-link.ts';
import type { Resource } from './metadata.ts';
import { mistakenKind } from './mistaken-kind.ts';
import { type Namespace, readNamespace } from './namespace.ts';
import { type Node, readNode } from './node.ts';
import { reportObjectKeys } from './object-keys.ts';
import { reportObjectLimits } from './object-limits.ts';
import { type Pod, readPod } from './pod.ts';
import { type Policy, readPolicy } from './policy.ts';
import { type Route, readRoute } from './route.ts';
import { readSecret, type Secret } from './secret.ts';
import { readService, type Service } from './service.ts';
import { readSuppressions, type Suppression } from './suppression.ts';
import { readTlsProfile, type TlsProfile } from './tls-profile.ts';
import { readTransportServer, type TransportServer } from './transport-server.ts';
import { readVirtualServer, type VirtualServer } from './virtual-server.ts';
import { refOf, whereOf } from './where.ts';

/** Everything that one cluster's manifests hold and a controller reads. Maps are keyed by `namespace/name`. */
export interface Cluster {
  readonly name: string;
  /** Where `render.yaml` names it. */
  readonly place?: Place;
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly services: ReadonlyMap<string, Service>;
  readonly servicesByNamespace: ReadonlyMap<string, readonly Service[]>;
  readonly endpoints: ReadonlyMap<string, Endpoints>;
  readonly pods: ReadonlyMap<string, Pod>;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly configMaps: ReadonlyMap<string, ConfigMap>;
  readonly routes: ReadonlyMap<string, Route>;
  readonly routesByNamespace: ReadonlyMap<string, readonly Route[]>;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly virtualServers: ReadonlyMap<string, VirtualServer>;
  readonly transportServers: ReadonlyMap<string, TransportServer>;
  readonly ingressLinks: ReadonlyMap<string, IngressLink>;
  readonly tlsProfiles: ReadonlyMap<string, TlsProfile>;
  readonly externalDns: ReadonlyMap<string, ExternalDns>;
  /** Arguments of the controller that runs here; undefined for a cluster that is only a source of pool members. */
  readonly controller?: ControllerArguments;
  /** What the annotations of all its objects suppress. */
  readonly suppressions: readonly Suppression[];
  /** True when a file or an object was left out as unreadable, so that its absence means nothing. */
  readonly incomplete: boolean;
  /** Tells what has changed since an earlier run; only where there is one. */
  readonly versions?: Versions;
}

/** Objects that stay the same as long as what they stand for does. */
export interface Versions {
  readonly whole: object;
  /** Of the objects in a namespace that has any; of those without a namespace under the empty name. */
  readonly namespaces: ReadonlyMap<string, object>;
}

type Table<T> = Map<string, T>;

interface Tables {
  namespaces: Table<Namespace>;
  nodes: Table<Node>;
  services: Table<Service>;
  endpoints: Table<Endpoints>;
  pods: Table<Pod>;
  secrets: Table<Secret>;
  configMaps: Table<ConfigMap>;
  routes: Table<Route>;
  policies: Table<Policy>;
  virtualServers: Table<VirtualServer>;
  transportServers: Table<TransportServer>;
  ingressLinks: Table<IngressLink>;
  tlsProfiles: Table<TlsProfile>;
  externalDns: Table<ExternalDns>;
  deployments: Table<ControllerDeployment>;
}

/** Reads a kind of object into its table. */
interface Store {
  readonly table: keyof Tables;
  readonly read: (object: ManifestObject, reader: FieldReader) => Resource | undefined;
}

function into<K extends keyof Tables>(
  table: K,
  read: (
    object: ManifestObject,
    reader: FieldReader,
  ) => (Tables[K] extends Table<infer T> ? T & Resource : never) | undefined,
): Store {
  return { table, read };
}

export function objectKey({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** Which kinds are read, by `apiVersion kind`: no cluster has them in another version. */
const stores: ReadonlyMap<string, Store> = new Map<string, Store>([
  ['v1 Namespace', into('namespaces', readNamespace)],
  ['v1 Node', into('nodes', readNode)],
  ['v1 Service', into('services', readService)],
  ['v1 Endpoints', into('endpoints', readEndpoints)],
  ['v1 Pod', into('pods', readPod)],
  ['v1 Secret', into('secrets', readSecret)],
  ['v1 ConfigMap', into('configMaps', readConfigMap)],
  ['route.openshift.io/v1 Route', into('routes', readRoute)],
  ['cis.f5.com/v1 Policy', into('policies', readPolicy)],
  ['apps/v1 Deployment', into('deployments', readDeployment)],
  ['cis.f5.com/v1 VirtualServer', into('virtualServers', readVirtualServer)],
  ['cis.f5.com/v1 TransportServer', into('transportServers', readTransportServer)],
  ['cis.f5.com/v1 IngressLink', into('ingressLinks', readIngressLink)],
  ['cis.f5.com/v1 TLSProfile', into('tlsProfiles', readTlsProfile)],
  ['cis.f5.com/v1 ExternalDNS', into('externalDns', readExternalDns)],
]);

/** Reads one object as `readCluster` does. Undefined for a kind that no controller reads, and for an object that a cluster refuses. */
export function readManifest(object: ManifestObject, findings: Findings): Resource | undefined {
  const reader = new FieldReader(object, findings);
  const resource = stores.get(`${object.value.apiVersion} ${object.kind}`)?.read(object, reader);
  return reader.usable ? resource : undefined;
}

/** What a document was found to be, but for where it stands. */
interface KnownDocument {
  readonly identity: string;
  readonly store?: Store;
  readonly resource?: Resource;
}

/**
 * Documents by their text, over all clusters of a workspace: a primary and its secondary hold the same manifests, so most
 * documents come again, and need not be read again. Only what gave no finding and suppresses
 * none is remembered.
 */
export type KnownDocuments = Map<string, KnownDocument>;

/** An object that a file holds, whatever else the cluster holds. */
interface ReadObject {
  /** Group, kind and name: a cluster has one of it. */
  readonly identity: string;
  readonly ref: ResourceRef;
  readonly source: Source;
  readonly store: Store;
  /** Absent where a cluster refuses it, and where no controller reads it. */
  readonly resource?: Resource;
}

/** What was found in a file. */
interface FileReading {
  readonly objects: readonly ReadObject[];
  readonly suppressions: readonly Suppression[];
  readonly findings: readonly Finding[];
  /** True when something was left out as unreadable. */
  readonly incomplete: boolean;
}

/** What earlier runs have read. It is added to. */
export interface ModelMemory {
  /** What files hold: a file that has changed since is another `SourceFile`. */
  readonly readings: WeakMap<SourceFile, FileReading>;
  /** The last state of each cluster, by its name. */
  readonly clusters: Map<string, { readonly files: readonly SourceFile[]; readonly versions: Versions }>;
}

export function newModelMemory(): ModelMemory {
  return { readings: new WeakMap(), clusters: new Map() };
}

/** What reading a cluster's files can fall back on. */
export interface ReadBefore {
  readonly documents: KnownDocuments;
  readonly memory?: ModelMemory;
}

/** Versions of a cluster whose files have been read, against what it was before. */
function versionsOf(name: string, files: readonly SourceFile[], { readings, clusters }: ModelMemory): Versions {
  const before = clusters.get(name);
  const [then, now] = [new Set(before?.files), new Set(files)];
  const kept = before?.files.filter(file => now.has(file)) ?? [];
  const still = files.filter(file => then.has(file));
  // A namespace is what its files hold, one after the other.
  const inOrder = still.every((file, index) => file === kept[index]);
  const namespaces = new Map(inOrder ? before?.versions.namespaces : []);
  const changed = [...(before?.files.filter(file => !now.has(file)) ?? []), ...files.filter(file => !then.has(file))];
  for (const file of inOrder ? changed : files) {
    const touched = new Set(readings.get(file)?.objects.map(({ ref }) => ref.namespace));
    for (const namespace of touched) namespaces.set(namespace, {});
  }
  const whole = before && inOrder && changed.length === 0 ? before.versions.whole : {};
  const versions = { whole, namespaces };
  clusters.set(name, { files, versions });
  return versions;
}

function readFile(file: SourceFile, known: KnownDocuments): FileReading {
  const findings = new Findings();
  const objects: ReadObject[] = [];
  const suppressions: Suppression[] = [];
  let incomplete = false;
  const unread = (): void => {
    incomplete = true;
  };
  const takes = (document: string, source: Source): boolean => {
    const { identity, store, resource } = known.get(document) ?? {};
    if (identity === undefined) return false;
    if (store && resource) objects.push({ identity, ref: resource, source, store, resource: { ...resource, source } });
    return true;
  };
  for (const object of readFileObjects(file, { findings, unread, takes })) {
    const store = stores.get(`${object.value.apiVersion} ${object.kind}`);
    const identity = `${object.group}/${object.kind}/${objectKey(object)}`;
    const reported = findings.list.length;
    const suppressed = readSuppressions(object);
    suppressions.push(...suppressed);
    let resource: Resource | undefined;
    if (store) {
      const reader = new FieldReader(object, findings);
      resource = store.read(object, reader);
      // A refused object never reached the cluster: what an earlier document of that name said still stands.
      if (!reader.usable) resource = undefined;
      if (!reader.usable) incomplete = true;
      else {
        reportObjectKeys(object, findings);
        if (resource) reportObjectLimits(object, resource, findings);
        if (object.group === 'cis.f5.com') reportAdmission(object, findings);
      }
    } else if (reportMistakenKind(object, findings)) incomplete = true;
    if (object.document !== undefined && findings.list.length === reported && suppressed.length === 0) {
      known.set(object.document, { identity, ...(store && resource && { store, resource }) });
    }
    if (store)
      objects.push({ identity, ref: refOf(object), source: object.source, store, ...(resource && { resource }) });
  }
  return { objects, suppressions, findings: findings.list, incomplete };
}

/** Reads a cluster's manifests into typed tables. Of two objects with one name the last counts, as with `kubectl apply`. */
export function readCluster(files: ClusterFiles, findings: Findings, { documents, memory }: ReadBefore): Cluster {
  const tables: Tables = {
    namespaces: new Map(),
    nodes: new Map(),
    services: new Map(),
    endpoints: new Map(),
    pods: new Map(),
    secrets: new Map(),
    configMaps: new Map(),
    routes: new Map(),
    policies: new Map(),
    virtualServers: new Map(),
    transportServers: new Map(),
    ingressLinks: new Map(),
    tlsProfiles: new Map(),
    externalDns: new Map(),
    deployments: new Map(),
  };
  const suppressions: Suppression[] = [];
  let { incomplete } = files;
  const sources = new Map<string, Source>();
  for (const file of files.files) {
    const reading = memory?.readings.get(file) ?? readFile(file, documents);
    memory?.readings.set(file, reading);
    for (const finding of reading.findings) findings.list.push(finding);
    suppressions.push(...reading.suppressions);
    if (reading.incomplete) incomplete = true;
    for (const { identity, ref, source, store, resource } of reading.objects) {
      const before = sources.get(identity);
      if (before) reportDuplicate(findings, files.config.name, { ...ref, source }, before);
      sources.set(identity, source);
      if (resource) (tables[store.table] as Table<Resource>).set(objectKey(ref), resource);
    }
  }
  const { deployments, ...rest } = tables;
  const controller = controllerOf(files, [...deployments.values()], findings);
  const { place, name } = files.config;
  return {
    name,
    ...(place && { place }),
    ...rest,
    ...byNamespaces(rest),
    ...(controller && { controller }),
    suppressions,
    incomplete,
    ...(memory && { versions: versionsOf(name, files.files, memory) }),
  };
}

/** True for an object that was probably meant to be read, and cannot be. */
function reportMistakenKind(object: ManifestObject, findings: Findings): boolean {
  const mistaken = mistakenKind(object, stores.keys());
  if (!mistaken) return false;
  const { field, ...suggested } = mistaken;
  const values = {
    apiVersion: String(object.value.apiVersion),
    kind: object.kind,
    name: objectKey(object),
    ...suggested,
  };
  findings.add('object-kind-unknown', values, whereOf(object, [field]));
  return true;
}

/** The tables of a cluster that are made of others. */
function byNamespaces({
  routes,
  services,
}: Pick<Cluster, 'routes' | 'services'>): Pick<Cluster, 'routesByNamespace' | 'servicesByNamespace'> {
  return { routesByNamespace: byNamespace(routes.values()), servicesByNamespace: byNamespace(services.values()) };
}

/** Tables that hold the resources of one kind. */
export type TableName = keyof Omit<Tables, 'deployments'>;

/** A cluster with other tables in place of some of its own. */
export function withTables(cluster: Cluster, tables: Partial<Pick<Cluster, TableName>>): Cluster {
  const changed = { ...cluster, ...tables };
  return { ...changed, ...byNamespaces(changed) };
}

function reportDuplicate(findings: Findings, cluster: string, object: Resource, before: Source): void {
  const path = ['metadata', 'name'];
  const where = { ...whereOf(object, path), other: { source: before, path } };
  findings.add('object-duplicate', { ...refOf(object), cluster }, where);
}

function byNamespace<T extends Resource>(resources: Iterable<T>): Map<string, T[]> {
  const table = new Map<string, T[]>();
  for (const resource of resources) {
    const list = table.get(resource.namespace);
    if (list) list.push(resource);
    else table.set(resource.namespace, [resource]);
  }
  return table;
}

function controllerOf(
  { config }: ClusterFiles,
  deployments: readonly ControllerDeployment[],
  findings: Findings,
): ControllerArguments | undefined {
  if (config.args) {
    const { place } = config;
    const at = (index: number): { place?: Place } =>
      place ? { place: { ...place, path: [...(place.path ?? []), 'cis', 'args', index] } } : {};
    return {
      values: config.args.map((text, index) => ({ text, ...at(index) })),
      ...(place && { place: { ...place, path: [...(place.path ?? []), 'cis', 'args'] } }),
    };
  }
  const [first, second] = [...deployments].sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
  if (first && second) {
    const where = { at: { source: second.source }, other: { source: first.source } };
    findings.add('controller-several', { used: objectKey(first), cluster: config.name }, where);
  }
  return first?.arguments;
}
