import type { ManifestObject } from '../load/manifest-object.ts';
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
import type { Resource } from './metadata.ts';
import { type Namespace, readNamespace } from './namespace.ts';
import { type Node, readNode } from './node.ts';
import { type Pod, readPod } from './pod.ts';
import { type Policy, readPolicy } from './policy.ts';
import { type Route, readRoute } from './route.ts';
import { readSecret, type Secret } from './secret.ts';
import { readService, type Service } from './service.ts';
import { readTlsProfile, type TlsProfile } from './tls-profile.ts';
import { readTransportServer, type TransportServer } from './transport-server.ts';
import { readVirtualServer, type VirtualServer } from './virtual-server.ts';

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
  flomeshClusters: Table<FlomeshCluster>;
  flomeshExports: Table<FlomeshExport>;
  flomeshImports: Table<FlomeshImport>;
  globalTrafficPolicies: Table<GlobalTrafficPolicy>;
}

/** Reads a kind of object into its table. */
export interface Store {
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

/** Which kinds are read, by `apiVersion kind`: no cluster has them in another version. */
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
  ['flomesh.io/v1alpha1 Cluster', into('flomeshClusters', readFlomeshCluster)],
  ['flomesh.io/v1alpha1 ServiceExport', into('flomeshExports', readFlomeshExport)],
  ['flomesh.io/v1alpha1 ServiceImport', into('flomeshImports', readFlomeshImport)],
  ['flomesh.io/v1alpha1 GlobalTrafficPolicy', into('globalTrafficPolicies', readGlobalTrafficPolicy)],
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
    flomeshClusters: new Map(),
    flomeshExports: new Map(),
    flomeshImports: new Map(),
    globalTrafficPolicies: new Map(),
  };
}
