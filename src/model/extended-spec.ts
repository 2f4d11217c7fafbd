import type { Findings, ResourceRef } from '../finding.ts';
import type { Path, Place, Source } from '../place.ts';
import type { ConfigMap } from './config-map.ts';
import { parseBool } from './controller.ts';
import { decodeStrictly, type Shape } from './strict-yaml.ts';
import { refOf, whereOf } from './where.ts';

const cluster = {
  map: { clusterName: 'string', secret: 'string', ratio: 'int', adminState: 'string', serviceTypeLBDiscovery: 'bool' },
} as const satisfies Shape;

/** The controller accepts this key and never looks at it (specification 01 §2.1). */
const meta = { map: { dependsontls: 'bool' } } as const satisfies Shape;

/** Keys that every route group may have (specification 01 §2.5). */
const groupKeys = {
  bigIpPartition: 'string',
  vserverName: 'string',
  vserverAddr: 'string',
  allowOverride: 'string',
  policyCR: 'string',
  httpServerPolicyCR: 'string',
  meta,
} as const;

const shape = {
  map: {
    mode: 'string',
    highAvailabilityCIS: {
      map: {
        primaryEndPoint: 'string',
        probeInterval: 'int',
        retryInterval: 'int',
        primaryCluster: cluster,
        secondaryCluster: cluster,
      },
    },
    externalClustersConfig: { list: cluster },
    localClusterRatio: 'int',
    localClusterAdminState: 'string',
    baseRouteSpec: {
      map: {
        tlsCipher: {
          map: {
            tlsVersion: 'string',
            ciphers: 'string',
            cipherGroup: 'string',
            disableTLSVersions: { list: 'string' },
          },
        },
        defaultTLS: { map: { clientSSL: 'string', serverSSL: 'string', reference: 'string' } },
        defaultRouteGroup: { map: groupKeys },
        autoMonitor: 'string',
        autoMonitorTimeout: 'int',
      },
    },
    extendedRouteSpec: { list: { map: { namespace: 'string', namespaceLabel: 'string', ...groupKeys } } },
  },
} as const satisfies Shape;

/** `primaryCluster`, `secondaryCluster` or an item of `externalClustersConfig` (specification 01 §2.3). */
export interface ClusterSpec {
  readonly clusterName: string;
  readonly secret: string;
  /** Undefined where it is not written. */
  readonly ratio?: number;
  /** As written; empty where it is not. */
  readonly adminState: string;
  readonly serviceTypeLBDiscovery: boolean;
  /** Where it stands within `extendedSpec`. */
  readonly path: Path;
}

/** `highAvailabilityCIS`; intervals in seconds. */
export interface HighAvailabilitySpec {
  readonly primaryEndPoint: string;
  readonly probeInterval: number;
  readonly retryInterval: number;
  readonly primaryCluster?: ClusterSpec;
  readonly secondaryCluster?: ClusterSpec;
}

/** An entry of `extendedRouteSpec`, or `defaultRouteGroup` (specification 01 §2.5). */
export interface RouteGroupSpec {
  readonly namespace: string;
  readonly namespaceLabel: string;
  readonly bigIpPartition: string;
  readonly vserverName: string;
  readonly vserverAddr: string;
  /** As written; `allowOverride` that does not parse counts as false. */
  readonly allowOverrideText: string;
  readonly allowOverride: boolean;
  readonly policyCR: string;
  readonly httpServerPolicyCR: string;
  /** The ConfigMap and the path within its `extendedSpec`. */
  readonly place: Place;
  /** The ConfigMap. */
  readonly resource: ResourceRef;
}

/** `baseRouteSpec` with defaults (specification 01 §2.4). */
export interface BaseRouteSpec {
  readonly tlsVersion: string;
  readonly ciphers: string;
  readonly cipherGroup: string;
  readonly disableTLSVersions: readonly string[];
  /** Undefined unless one of its texts is written. */
  readonly defaultTLS?: { readonly clientSSL: string; readonly serverSSL: string; readonly reference: string };
  /** As written; empty where it is not. */
  readonly autoMonitor: string;
  /** Seconds; 0 = not set. */
  readonly autoMonitorTimeout: number;
}

/** What an extended ConfigMap says, decoded; nothing is judged yet. */
export interface ExtendedSpec {
  readonly configMap: ConfigMap;
  readonly mode: string;
  readonly highAvailability?: HighAvailabilitySpec;
  readonly externalClusters: readonly ClusterSpec[];
  readonly localClusterRatio?: number;
  readonly localClusterAdminState: string;
  readonly base: BaseRouteSpec;
  /** Undefined where it is absent or empty. */
  readonly defaultRouteGroup?: RouteGroupSpec;
  readonly groups: readonly RouteGroupSpec[];
}

/** Defaults of `highAvailabilityCIS`, in seconds; 0 counts as unset (specification 01 §2.2). */
const defaultProbeInterval = 60;
const defaultRetryInterval = 15;
/** Defaults of `tlsCipher`, field by field (specification 01 §2.4). */
const defaultTls = { tlsVersion: '1.2', ciphers: 'DEFAULT', cipherGroup: '/Common/f5-default' } as const;

/** Place of a value of an extended ConfigMap. */
function specPlace(source: Source, path: Path, part: 'key' | 'value' = 'value'): Place {
  return { source, path: ['data', 'extendedSpec'], inner: { syntax: 'yaml', path, part } };
}

/** What a finding about a value of an extended ConfigMap says of where it is. */
export function specWhere(
  configMap: ConfigMap,
  path: Path,
  part?: 'key' | 'value',
): { at: Place; resource: ResourceRef } {
  return { at: specPlace(configMap.source, path, part), resource: refOf(configMap) };
}

/** The same of a key of a route group's entry. */
export function groupWhere(spec: RouteGroupSpec, key: string): { at: Place; resource: ResourceRef } {
  return { at: groupPlace(spec, key), resource: spec.resource };
}

/** Place of a key of a route group's entry; of the entry itself where it lacks the key. */
export function groupPlace({ place }: RouteGroupSpec, key: string): Place {
  const { inner } = place;
  return inner?.syntax === 'yaml' ? { ...place, inner: { ...inner, path: [...inner.path, key] } } : place;
}

/** Decodes `extendedSpec`. Undefined, with findings, where the strict decoder refuses it. */
export function readExtendedSpec(configMap: ConfigMap, findings: Findings): ExtendedSpec | undefined {
  const { source } = configMap;
  const where = whereOf(configMap, ['data', 'extendedSpec']);
  const raw = decodeStrictly(configMap.extendedSpec, shape, where, findings);
  if (!raw) return undefined;
  const clusterSpec = (
    value: (typeof raw)['externalClustersConfig'] extends ReadonlyArray<infer C> | undefined ? C : never,
    path: Path,
  ): ClusterSpec => ({
    clusterName: value.clusterName ?? '',
    secret: value.secret ?? '',
    ...(value.ratio !== undefined && { ratio: value.ratio }),
    adminState: value.adminState ?? '',
    serviceTypeLBDiscovery: value.serviceTypeLBDiscovery ?? false,
    path,
  });
  const group = (
    value: Partial<
      Record<
        Exclude<keyof RouteGroupSpec, 'place' | 'resource' | 'allowOverride' | 'allowOverrideText'> | 'allowOverride',
        string
      >
    >,
    path: Path,
  ): RouteGroupSpec => ({
    namespace: value.namespace ?? '',
    namespaceLabel: value.namespaceLabel ?? '',
    bigIpPartition: value.bigIpPartition ?? '',
    vserverName: value.vserverName ?? '',
    vserverAddr: value.vserverAddr ?? '',
    allowOverrideText: value.allowOverride ?? '',
    allowOverride: parseBool(value.allowOverride ?? '') ?? false,
    policyCR: value.policyCR ?? '',
    httpServerPolicyCR: value.httpServerPolicyCR ?? '',
    place: specPlace(source, path),
    resource: refOf(configMap),
  });
  const ha = raw.highAvailabilityCIS;
  const haPath = ['highAvailabilityCIS'];
  const base = raw.baseRouteSpec ?? {};
  const tls = base.defaultTLS;
  const filled = (value: object | undefined): boolean =>
    Object.values(value ?? {}).some(item => item && item !== '' && !isEmptyObject(item));
  return {
    configMap,
    mode: raw.mode ?? '',
    ...(filled(ha) && {
      highAvailability: {
        primaryEndPoint: ha?.primaryEndPoint ?? '',
        probeInterval: ha?.probeInterval || defaultProbeInterval,
        retryInterval: ha?.retryInterval || defaultRetryInterval,
        ...(filled(ha?.primaryCluster) && {
          primaryCluster: clusterSpec(ha!.primaryCluster!, [...haPath, 'primaryCluster']),
        }),
        ...(filled(ha?.secondaryCluster) && {
          secondaryCluster: clusterSpec(ha!.secondaryCluster!, [...haPath, 'secondaryCluster']),
        }),
      },
    }),
    externalClusters: (raw.externalClustersConfig ?? []).map((item, index) =>
      clusterSpec(item, ['externalClustersConfig', index]),
    ),
    ...(raw.localClusterRatio !== undefined && { localClusterRatio: raw.localClusterRatio }),
    localClusterAdminState: raw.localClusterAdminState ?? '',
    base: {
      tlsVersion: base.tlsCipher?.tlsVersion || defaultTls.tlsVersion,
      ciphers: base.tlsCipher?.ciphers || defaultTls.ciphers,
      cipherGroup: base.tlsCipher?.cipherGroup || defaultTls.cipherGroup,
      disableTLSVersions: base.tlsCipher?.disableTLSVersions ?? [],
      ...(filled(tls) && {
        defaultTLS: {
          clientSSL: tls?.clientSSL ?? '',
          serverSSL: tls?.serverSSL ?? '',
          reference: tls?.reference ?? '',
        },
      }),
      autoMonitor: base.autoMonitor ?? '',
      autoMonitorTimeout: base.autoMonitorTimeout ?? 0,
    },
    ...(filled(base.defaultRouteGroup) && {
      defaultRouteGroup: group(withoutMeta(base.defaultRouteGroup!), ['baseRouteSpec', 'defaultRouteGroup']),
    }),
    groups: (raw.extendedRouteSpec ?? []).map((item, index) => group(withoutMeta(item), ['extendedRouteSpec', index])),
  };
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(item => !item);
}

function withoutMeta<T extends { readonly meta?: unknown }>(value: T): Omit<T, 'meta'> {
  const { meta: _, ...rest } = value;
  return rest;
}
