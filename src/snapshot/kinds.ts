import type { JsonObject } from '../load/manifest-object.ts';
import { isControllerImage } from '../model/deployment.ts';

/** What is kept of a value: all of it, or some keys of a mapping. Lists are passed through. */
export type Kept = 'all' | { readonly [key: string]: Kept };

/** A kind of object that is read from a cluster, and what is kept of it. */
export interface SnapshotKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Its name in paths of the API: `virtualservers`. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** A cluster need not have it: it comes with a CRD, with OpenShift or with a newer Kubernetes. */
  readonly optional: boolean;
  readonly labels: boolean;
  /** Prefixes of the annotations that are kept. */
  readonly annotations: readonly string[];
  /** True where the age of an object decides something: `metadata.creationTimestamp` is kept. */
  readonly aged: boolean;
  /** What is kept beside the metadata, of what `prepare` leaves. */
  readonly kept: Kept & object;
  /** Takes out what a list of keys cannot say, and puts in order what has none. Undefined leaves the object out. */
  readonly prepare?: (object: JsonObject) => JsonObject | undefined;
}

const all = (...keys: string[]): Record<string, 'all'> => Object.fromEntries(keys.map(key => [key, 'all' as const]));

/** Annotations of ours, which a cluster has where manifests have them. */
const ours = 'cis-render/ignore-';

const core = { apiVersion: 'v1', namespaced: true, optional: false, labels: true, annotations: [ours], aged: false };
const custom = { ...core, apiVersion: 'cis.f5.com/v1', optional: true, aged: true, kept: all('spec') };
/** IPAM gives an address by the status (specification 02 §4.2). */
const withAddress = { ...custom, kept: { spec: 'all', status: all('vsAddress') } } as const;

/** Every kind that is read, by its name. Secrets are none of them. What is kept is what src/model reads. */
export const snapshotKinds = {
  Namespace: { ...core, kind: 'Namespace', resource: 'namespaces', namespaced: false, kept: {} },
  Node: {
    ...core,
    kind: 'Node',
    resource: 'nodes',
    namespaced: false,
    kept: { spec: all('podCIDRs'), status: { addresses: all('type', 'address'), conditions: all('type', 'status') } },
    prepare: notReadyAlone,
  },
  Service: {
    ...core,
    kind: 'Service',
    resource: 'services',
    annotations: [ours, 'cis.f5.com/', 'nodeportlocal.antrea.io/', 'io.cilium/', 'service.cilium.io/'],
    aged: true,
    kept: {
      spec: {
        ...all('type', 'clusterIP', 'selector', 'loadBalancerClass'),
        ports: all('name', 'protocol', 'port', 'targetPort', 'nodePort'),
      },
    },
    prepare: headlessAlone,
  },
  Endpoints: {
    ...core,
    kind: 'Endpoints',
    resource: 'endpoints',
    labels: false,
    kept: { subsets: { addresses: all('ip', 'nodeName'), ports: all('name', 'port') } },
    prepare: addressesInOrder,
  },
  EndpointSlice: {
    ...core,
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    resource: 'endpointslices',
    optional: true,
    kept: {
      addressType: 'all',
      endpoints: { addresses: 'all', nodeName: 'all', conditions: all('ready') },
      ports: all('name', 'port', 'protocol'),
    },
  },
  Pod: {
    ...core,
    kind: 'Pod',
    resource: 'pods',
    annotations: [ours, 'nodeportlocal.antrea.io'],
    aged: true,
    kept: {
      spec: {
        containers: {
          name: 'all',
          ports: all('name', 'containerPort'),
          readinessProbe: {
            httpGet: all('path', 'port', 'scheme'),
            tcpSocket: all('port'),
            ...all('periodSeconds', 'initialDelaySeconds'),
          },
        },
      },
    },
  },
  ConfigMap: {
    ...core,
    kind: 'ConfigMap',
    resource: 'configmaps',
    aged: true,
    kept: { data: all('extendedSpec', 'cluster-name', 'cluster-id', 'max-connected-clusters') },
    prepare: extendedAlone,
  },
  Route: {
    ...core,
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    resource: 'routes',
    optional: true,
    annotations: [ours, 'virtual-server.f5.com/'],
    aged: true,
    kept: {
      spec: {
        ...all('host', 'httpHeaders', 'path', 'subdomain', 'wildcardPolicy', 'to', 'alternateBackends', 'port'),
        // Not `key`: it is a secret.
        tls: {
          ...all('termination', 'insecureEdgeTerminationPolicy', 'certificate', 'caCertificate'),
          ...all('destinationCACertificate', 'externalCertificate'),
        },
      },
    },
  },
  Policy: { ...custom, kind: 'Policy', resource: 'policies' },
  VirtualServer: { ...withAddress, kind: 'VirtualServer', resource: 'virtualservers' },
  TransportServer: { ...withAddress, kind: 'TransportServer', resource: 'transportservers' },
  IngressLink: { ...withAddress, kind: 'IngressLink', resource: 'ingresslinks' },
  TLSProfile: { ...custom, kind: 'TLSProfile', resource: 'tlsprofiles' },
  ExternalDNS: { ...custom, kind: 'ExternalDNS', resource: 'externaldnses' },
  Deployment: {
    ...core,
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    resource: 'deployments',
    labels: false,
    kept: { spec: { template: { spec: { containers: all('name', 'image', 'args') } } } },
    prepare: controllerAlone,
  },
} as const satisfies Readonly<Record<string, SnapshotKind>>;

export type SnapshotKindName = keyof typeof snapshotKinds;

const items = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value : []);
const under = (value: unknown, key: string): JsonObject =>
  ((value as JsonObject | undefined)?.[key] ?? {}) as JsonObject;

/** A node is taken for ready unless it says that it is not (specification 01 §6.5), so only that is written. */
function notReadyAlone(node: JsonObject): JsonObject {
  const status = under(node, 'status');
  const conditions = items(status.conditions).filter(({ type, status }) => type === 'Ready' && status !== 'True');
  return { ...node, status: { addresses: status.addresses, ...(conditions.length > 0 && { conditions }) } };
}

/** Of the address of a Service it matters whether there is none. */
function headlessAlone(service: JsonObject): JsonObject {
  const { clusterIP, ...spec } = under(service, 'spec');
  return { ...service, spec: { ...spec, ...(clusterIP === 'None' && { clusterIP }) } };
}

/** Addresses of a subset have no order. */
function addressesInOrder(endpoints: JsonObject): JsonObject {
  const subsets = items(endpoints.subsets).map(subset => ({
    ...subset,
    ...(subset.addresses !== undefined && { addresses: [...items(subset.addresses)].sort(byAddress) }),
  }));
  return { ...endpoints, ...(subsets.length > 0 && { subsets }) };
}

/** IPv4 addresses by their numbers, before all others. */
function byAddress({ ip: a }: JsonObject, { ip: b }: JsonObject): number {
  const [one, other] = [sortKey(String(a)), sortKey(String(b))];
  return one < other ? -1 : one > other ? 1 : 0;
}

function sortKey(ip: string): string {
  return ip.includes(':') ? `:${ip}` : ip.replace(/\d+/g, part => part.padStart(3, '0'));
}

/** What else is a ConfigMap is nobody's business. */
function extendedAlone(configMap: JsonObject): JsonObject | undefined {
  const data = under(configMap, 'data');
  return data.extendedSpec === undefined && data['cluster-name'] === undefined && data['cluster-id'] === undefined
    ? undefined
    : configMap;
}

/** A Deployment of the controller, without the passwords that its arguments may hold. */
function controllerAlone(deployment: JsonObject): JsonObject | undefined {
  const containers = items(under(under(under(deployment, 'spec'), 'template'), 'spec').containers)
    .filter(({ image }) => isControllerImage(image))
    .map(container => ({ ...container, args: withoutPasswords(container.args) }));
  return containers.length === 0 ? undefined : { ...deployment, spec: { template: { spec: { containers } } } };
}

/** `--bigip-password=…`, and the two arguments `--bigip-password …`. */
function withoutPasswords(args: unknown): unknown[] {
  const given = Array.isArray(args) ? args : [];
  return given.filter((arg, at) => !/^--(?:gtm-)?bigip-password(?:=|$)/.test(arg) && !isPasswordFlag(given[at - 1]));
}

function isPasswordFlag(arg: unknown): boolean {
  return arg === '--bigip-password' || arg === '--gtm-bigip-password';
}
