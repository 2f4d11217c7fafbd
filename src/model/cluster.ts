import type { Findings } from '../finding.ts';
import type { ClusterFiles } from '../load/index.ts';
import type { ManifestObject } from '../load/manifest-object.ts';
import type { Place, SourceFile } from '../place.ts';
import type { CiliumNode } from './cilium-node.ts';
import { byNamespaces, contentOf } from './cluster-content.ts';
import type { ModelMemory, Versions } from './cluster-memory.ts';
import type { ConfigMap } from './config-map.ts';
import type { ControllerArguments } from './controller.ts';
import type { ControllerDeployment } from './deployment.ts';
import type { Endpoints } from './endpoints.ts';
import type { ExternalDns } from './external-dns.ts';
import { FieldReader } from './field-reader.ts';
import type { FlomeshCluster } from './flomesh-cluster.ts';
import type { FlomeshExport } from './flomesh-export.ts';
import type { FlomeshImport } from './flomesh-import.ts';
import type { GlobalTrafficPolicy } from './global-traffic-policy.ts';
import type { IngressLink } from './ingress-link.ts';
import type { IoMeshCluster } from './iomesh-cluster.ts';
import { stores, type Tables } from './kinds.ts';
import { objectKey, type Resource } from './metadata.ts';
import type { Namespace } from './namespace.ts';
import type { NetworkPolicy } from './network-policy.ts';
import type { Node } from './node.ts';
import type { Pod } from './pod.ts';
import type { Policy } from './policy.ts';
import { type FileReading, type KnownDocuments, readFile } from './read-file.ts';
import type { Route } from './route.ts';
import type { Secret } from './secret.ts';
import type { Service } from './service.ts';
import type { ServiceExport, ServiceImport } from './service-export.ts';
import type { StorageClass } from './storage-class.ts';
import type { Suppression } from './suppression.ts';
import type { TlsProfile } from './tls-profile.ts';
import type { TransportServer } from './transport-server.ts';
import type { VirtualServer } from './virtual-server.ts';
import type { ZookeeperCluster } from './zookeeper-cluster.ts';

export { objectKey } from './metadata.ts';

/** Everything that one cluster's manifests hold and a controller, or a system beside it, reads. Maps are keyed by `namespace/name`. */
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
  readonly ciliumNodes: ReadonlyMap<string, CiliumNode>;
  readonly networkPolicies: ReadonlyMap<string, NetworkPolicy>;
  readonly ciliumNetworkPolicies: ReadonlyMap<string, NetworkPolicy>;
  readonly ciliumClusterPolicies: ReadonlyMap<string, NetworkPolicy>;
  readonly serviceExports: ReadonlyMap<string, ServiceExport>;
  readonly serviceImports: ReadonlyMap<string, ServiceImport>;
  readonly storageClasses: ReadonlyMap<string, StorageClass>;
  readonly ioMeshClusters: ReadonlyMap<string, IoMeshCluster>;
  readonly zookeeperClusters: ReadonlyMap<string, ZookeeperCluster>;
  readonly flomeshClusters: ReadonlyMap<string, FlomeshCluster>;
  readonly flomeshExports: ReadonlyMap<string, FlomeshExport>;
  readonly flomeshImports: ReadonlyMap<string, FlomeshImport>;
  readonly globalTrafficPolicies: ReadonlyMap<string, GlobalTrafficPolicy>;
  /** Arguments of the controller that runs here; undefined for a cluster that is only a source of pool members. */
  readonly controller?: ControllerArguments;
  /** What the annotations of all its objects suppress. */
  readonly suppressions: readonly Suppression[];
  /** True when a file or an object was left out as unreadable, so that its absence means nothing. */
  readonly incomplete: boolean;
  /** Tells what has changed since an earlier run; only where there is one. */
  readonly versions?: Versions;
}

/** Reads one object as `readCluster` does. Undefined for a kind that no controller reads, and for an object that a cluster refuses. */
export function readManifest(object: ManifestObject, findings: Findings): Resource | undefined {
  const reader = new FieldReader(object, findings);
  const resource = stores.get(`${object.value.apiVersion} ${object.kind}`)?.read(object, reader);
  return reader.usable ? resource : undefined;
}

/** What reading a cluster's files can fall back on. */
export interface ReadBefore {
  readonly documents: KnownDocuments;
  readonly memory?: ModelMemory;
}

/** Reads a cluster's manifests into typed tables. */
export function readCluster(files: ClusterFiles, findings: Findings, { documents, memory }: ReadBefore): Cluster {
  const { place, name } = files.config;
  const read = (file: SourceFile): FileReading => readFile(file, documents);
  const known = memory?.content(name, files.files, read);
  const content = known ?? contentOf(name, readEach(files.files, read));
  findings.take(content.findings);
  const { deployments, ...tables } = content.tables;
  const controller = controllerOf(files, [...deployments.values()], findings);
  return {
    name,
    ...(place && { place }),
    ...tables,
    ...content.byNamespaces,
    ...(controller && { controller }),
    suppressions: content.suppressions,
    incomplete: content.incomplete || files.incomplete,
    ...(known && { versions: known.versions }),
  };
}

/** One after the other, so that no more than one is held. */
function* readEach<T>(files: readonly SourceFile[], read: (file: SourceFile) => T): Generator<T> {
  for (const file of files) yield read(file);
}

/** Tables that hold the resources of one kind. */
export type TableName = keyof Omit<Tables, 'deployments'>;

/** A cluster with other tables in place of some of its own. */
export function withTables(cluster: Cluster, tables: Partial<Pick<Cluster, TableName>>): Cluster {
  const changed = { ...cluster, ...tables };
  return { ...changed, ...byNamespaces(changed) };
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
