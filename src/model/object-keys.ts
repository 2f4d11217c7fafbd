import type { Findings } from '../finding.ts';
import { isObject, type ManifestObject } from '../load/manifest-object.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Path } from '../place.ts';
import { whereOf } from './where.ts';

/** Keys that an object may have, with those below them; lists are passed through. `any` is not looked into. */
interface Keys {
  readonly [key: string]: Keys | 'any';
}

const any = (...names: string[]): Keys => Object.fromEntries(names.map(name => [name, 'any' as const]));

const metadata: Keys = any(
  ...['name', 'generateName', 'namespace', 'labels', 'annotations', 'creationTimestamp', 'deletionTimestamp', 'uid'],
  ...['deletionGracePeriodSeconds', 'finalizers', 'generation', 'managedFields', 'ownerReferences', 'resourceVersion'],
  'selfLink',
);

const keyed = (keys: Keys): Keys => ({ ...any('apiVersion', 'kind'), metadata, ...keys });

const routeTarget: Keys = any('kind', 'name', 'weight');
const endpointAddress: Keys = any('hostname', 'ip', 'nodeName', 'targetRef');

/** Keys of the kinds that are read, as the Kubernetes API (1.33) and OpenShift's (4.19) have them. */
const known: Readonly<Record<string, Keys>> = {
  '/Namespace': keyed(any('spec', 'status')),
  '/ConfigMap': keyed(any('data', 'binaryData', 'immutable')),
  '/Secret': keyed(any('data', 'stringData', 'type', 'immutable')),
  '/Node': keyed({
    spec: 'any',
    status: {
      ...any('allocatable', 'capacity', 'config', 'daemonEndpoints', 'declaredFeatures', 'features', 'images'),
      ...any('nodeInfo', 'phase', 'runtimeHandlers', 'volumesAttached', 'volumesInUse'),
      addresses: any('address', 'type'),
      conditions: any('lastHeartbeatTime', 'lastTransitionTime', 'message', 'reason', 'status', 'type'),
    },
  }),
  '/Service': keyed({
    status: 'any',
    spec: {
      ...any('allocateLoadBalancerNodePorts', 'clusterIP', 'clusterIPs', 'externalIPs', 'externalName'),
      ...any('externalTrafficPolicy', 'healthCheckNodePort', 'internalTrafficPolicy', 'ipFamilies', 'ipFamilyPolicy'),
      ...any('loadBalancerClass', 'loadBalancerIP', 'loadBalancerSourceRanges', 'publishNotReadyAddresses', 'selector'),
      ...any('sessionAffinity', 'sessionAffinityConfig', 'trafficDistribution', 'type'),
      ports: any('appProtocol', 'name', 'nodePort', 'port', 'protocol', 'targetPort'),
    },
  }),
  '/Endpoints': keyed({
    subsets: {
      addresses: endpointAddress,
      notReadyAddresses: endpointAddress,
      ports: any('appProtocol', 'name', 'port', 'protocol'),
    },
  }),
  'route.openshift.io/Route': keyed({
    status: 'any',
    spec: {
      ...any('host', 'httpHeaders', 'path', 'subdomain', 'wildcardPolicy'),
      to: routeTarget,
      alternateBackends: routeTarget,
      port: any('targetPort'),
      tls: {
        ...any('caCertificate', 'certificate', 'destinationCACertificate', 'insecureEdgeTerminationPolicy', 'key'),
        ...any('externalCertificate', 'termination'),
      },
    },
  }),
};

/** Of custom resources only the metadata: their schemas have the rest. */
const ofCustomResources: Keys = { metadata };

const customGroups: ReadonlySet<string> = new Set(['cis.f5.com', 'flomesh.io']);

/** Reports keys that the API server does not know, for which it refuses the object or which it drops, and keys without a value. */
export function reportObjectKeys(object: ManifestObject, findings: Findings): void {
  const keys = customGroups.has(object.group) ? ofCustomResources : known[`${object.group}/${object.kind}`];
  if (!keys) return;
  const { kind, name } = object;
  const report: Report = {
    unknown: (path, key, keysHere) => {
      const values = { kind, name, field: [...path, key].join('.') };
      const where = whereOf(object, [...path, key], 'key');
      findings.add('object-key-unknown', { ...values, ...suggestion(key, Object.keys(keysHere)) }, where);
    },
    empty: path =>
      findings.add('object-key-empty', { kind, name, field: path.join('.') }, whereOf(object, path, 'key')),
  };
  visit(object.value, keys, [], report, keys !== ofCustomResources);
}

interface Report {
  readonly unknown: (path: Path, key: string, keys: Keys) => void;
  readonly empty: (path: Path) => void;
}

function visit(value: unknown, keys: Keys, path: Path, report: Report, closed: boolean): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) visit(value[index], keys, [...path, index], report, closed);
    return;
  }
  if (!isObject(value)) return;
  for (const key in value) {
    const below = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (below === undefined) {
      if (closed) report.unknown(path, key, keys);
    } else if (value[key] === null && path[0] !== 'metadata' && path[0] !== 'status') report.empty([...path, key]);
    else if (below !== 'any') visit(value[key], below, [...path, key], report, true);
  }
}
