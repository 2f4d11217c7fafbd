import { flomeshGroups, type ManifestObject } from '../load/manifest-object.ts';
import { type CiliumNode, readCiliumNode } from './cilium-node.ts';
import { type ConfigMap, readConfigMap } from './config-map.ts';
import { type ControllerDeployment, readDeployment } from './deployment.ts';
import { type Endpoints, readEndpoints } from './endpoints.ts';
import { type ExternalDns, readExternalDns } from './external-dns.ts';
import type { FieldReader } from './field-reader.ts';
import { type FlomeshCluster, readFlomeshCluster } from './flomesh-cluster.ts';
import { type FlomeshExport, readFlomeshExport } from './flomesh-export.ts';
import { type FlomeshImport, readFlomeshImport } from './flomesh-import.ts';
import { type GlobalTrafficPolicy, readGlobalTrafficPolicy } from './global-traffic-policy.ts';
import { type IngressLink, readIngressLink } from './ingress-link.ts';
import { type IoMeshCluster, readIoMeshCluster } from './iomesh-cluster.ts';
import type { Resource } from './metadata.ts';
import { type Namespace, readNamespace } from './namespace.ts';
import { type NetworkPolicy, readNetworkPolicy } from './network-policy.ts';
import { type Node, readNode } from './node.ts';
import { type Pod, readPod } from './pod.ts';
import { type Policy, readPolicy } from './policy.ts';
import { type Route, readRoute } from './route.ts';
import { readSecret, type Secret } from './secret.ts';
import { readService, type Service } from './service.ts';
import { readServiceExport, readServiceImport, type ServiceExport, type ServiceImport } from './service-export.ts';
import { readStorageClass, type StorageClass } from './storage-class.ts';
import { readTlsProfile, type TlsProfile } from './tls-profile.ts';
import { readTransportServer, type TransportServer } from './transport-server.ts';
import { readVirtualServer, type VirtualServer } from './virtual-server.ts';
import { readZookeeperCluster, type ZookeeperCluster } from './zookeeper-cluster.ts';

export type Table<T> = Map<string, T>;

/** The resources of a cluster, by kind and then by `namespace/name`. */
export interface Tables {
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
  ciliumNodes: Table<CiliumNode>;
  networkPolicies: Table<NetworkPolicy>;
  ciliumNetworkPolicies: Table<NetworkPolicy>;
  ciliumClusterPolicies: Table<NetworkPolicy>;
  serviceExports: Table<ServiceExport>;
  serviceImports: Table<ServiceImport>;
  storageClasses: Table<StorageClass>;
  ioMeshClusters: Table<IoMeshCluster>;
  zookeeperClusters: Table<ZookeeperCluster>;
  flomeshClusters: Table<FlomeshCluster>;
  flomeshExports: Table<FlomeshExport>;
  flomeshImports: Table<FlomeshImport>;
  globalTrafficPolicies: Table<GlobalTrafficPolicy>;
}

/** Reads a kind of object into its table. */
export interface Store {
  readonly table: keyof Tables;
  readonly read: (object: ManifestObject, reader: FieldReader) => Resource | undefined;
  /**
   * True for kinds of other systems: one that cannot be read is no reason to keep what was rendered of the controller's, and no other kind
   * is taken for a misspelling of it.
   */
  readonly beside?: true;
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

/** A kind that the controller does not read. */
const beside: typeof into = (table, read) => ({ ...into(table, read), beside: true });

/** A kind of Flomesh FSM, under each name of its group. */
const ofFlomesh = (kind: string, store: Store): ReadonlyArray<readonly [string, Store]> =>
  flomeshGroups.map(group => [`${group}/v1alpha1 ${kind}`, store]);

/** Which kinds are read, by `apiVersion kind`, in the versions that clusters have. */
export const stores: ReadonlyMap<string, Store> = new Map<string, Store>([
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
  ['cilium.io/v2 CiliumNode', beside('ciliumNodes', readCiliumNode)],
  ['networking.k8s.io/v1 NetworkPolicy', beside('networkPolicies', readNetworkPolicy)],
  ['cilium.io/v2 CiliumNetworkPolicy', beside('ciliumNetworkPolicies', readNetworkPolicy)],
  ['cilium.io/v2 CiliumClusterwideNetworkPolicy', beside('ciliumClusterPolicies', readNetworkPolicy)],
  ['multicluster.x-k8s.io/v1alpha1 ServiceExport', beside('serviceExports', readServiceExport)],
  ['multicluster.x-k8s.io/v1alpha1 ServiceImport', beside('serviceImports', readServiceImport)],
  ['multicluster.x-k8s.io/v1beta1 ServiceExport', beside('serviceExports', readServiceExport)],
  ['multicluster.x-k8s.io/v1beta1 ServiceImport', beside('serviceImports', readServiceImport)],
  ['storage.k8s.io/v1 StorageClass', beside('storageClasses', readStorageClass)],
  ['iomesh.com/v1alpha1 IOMeshCluster', beside('ioMeshClusters', readIoMeshCluster)],
  ['zookeeper.pravega.io/v1beta1 ZookeeperCluster', beside('zookeeperClusters', readZookeeperCluster)],
  ...ofFlomesh('Cluster', beside('flomeshClusters', readFlomeshCluster)),
  ...ofFlomesh('ServiceExport', beside('flomeshExports', readFlomeshExport)),
  ...ofFlomesh('ServiceImport', beside('flomeshImports', readFlomeshImport)),
  ...ofFlomesh('GlobalTrafficPolicy', beside('globalTrafficPolicies', readGlobalTrafficPolicy)),
]);

export function emptyTables(): Tables {
  return {
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
    ciliumNodes: new Map(),
    networkPolicies: new Map(),
    ciliumNetworkPolicies: new Map(),
    ciliumClusterPolicies: new Map(),
    serviceExports: new Map(),
    serviceImports: new Map(),
    storageClasses: new Map(),
    ioMeshClusters: new Map(),
    zookeeperClusters: new Map(),
    flomeshClusters: new Map(),
    flomeshExports: new Map(),
    flomeshImports: new Map(),
    globalTrafficPolicies: new Map(),
  };
}
