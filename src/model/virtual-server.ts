import type { ManifestObject } from '../load/manifest-object.ts';
import { type CustomResource, customResourceOf } from './custom-resource.ts';
import { type DefaultPoolSpec, readDefaultPool } from './default-pool.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';
import { type Fields, specOf, statusOf } from './fields.ts';
import { type PoolSpec, readPool } from './pool-spec.ts';
import { type ProfilePair, readProfilePair } from './profile-pair.ts';
import { type AddressSpec, readAddress, readServiceAddress, type ServiceAddressSpec } from './virtual-address.ts';

/** `hostPersistence` (specification 02 §2.1). Numbers may be written as text; absent values are undefined. */
export interface HostPersistence {
  readonly method: string;
  readonly metaData: Readonly<Record<HostPersistenceKey, IntOrString>>;
}

const hostPersistenceKeys = ['name', 'key', 'netmask', 'timeout', 'expiry', 'offset', 'length'] as const;
export type HostPersistenceKey = (typeof hostPersistenceKeys)[number];

/** VirtualServer custom resource (specification 02 §2.1). Absent texts are empty, absent numbers 0. */
export interface VirtualServer extends CustomResource {
  readonly host: string;
  readonly hostAliases: readonly string[];
  readonly hostGroup: string;
  readonly hostGroupVirtualServerName: string;
  readonly address: AddressSpec;
  readonly additionalAddresses: readonly string[];
  readonly virtualServerName: string;
  /** With its default, 80. */
  readonly httpPort: number;
  /** With its default, 443. */
  readonly httpsPort: number;
  readonly defaultPool?: DefaultPoolSpec;
  readonly pools: readonly PoolSpec[];
  readonly tlsProfileName: string;
  readonly httpTraffic: string;
  readonly snat: string;
  readonly connectionMirroring: string;
  readonly waf: string;
  readonly rewriteAppRoot: string;
  readonly allowVlans: readonly string[];
  readonly iRules: readonly string[];
  readonly serviceAddress?: ServiceAddressSpec;
  readonly policyName: string;
  readonly persistenceProfile: string;
  readonly httpCompressionProfile: string;
  readonly profileMultiplex: string;
  readonly dos: string;
  readonly botDefense: string;
  readonly htmlProfile: string;
  readonly tcp: ProfilePair;
  readonly http2: ProfilePair;
  readonly allowSourceRange: readonly string[];
  /** Undefined leaves it to the Policy. */
  readonly httpMrfRouting?: boolean;
  readonly partition: string;
  readonly hostPersistence?: HostPersistence;
  readonly profileAccess: string;
  readonly policyPerRequestAccess: string;
  readonly adaptRequest: string;
  readonly adaptResponse: string;
}

export function readVirtualServer(object: ManifestObject, reader: FieldReader): VirtualServer {
  const spec = specOf(object, reader);
  const defaultPool = readDefaultPool(spec.within('defaultPool'));
  const serviceAddress = readServiceAddress(spec);
  const httpMrfRouting = spec.optionalBoolean('httpMrfRoutingEnabled');
  const persistence = spec.within('hostPersistence');
  const profiles = spec.within('profiles');
  const adapt = spec.within('profileAdapt');
  return {
    ...customResourceOf(object, reader),
    host: spec.text('host'),
    hostAliases: spec.texts('hostAliases'),
    hostGroup: spec.text('hostGroup'),
    hostGroupVirtualServerName: spec.text('hostGroupVirtualServerName'),
    address: readAddress(spec, statusOf(object, reader)),
    additionalAddresses: spec.texts('additionalVirtualServerAddresses'),
    virtualServerName: spec.text('virtualServerName'),
    httpPort: spec.number('virtualServerHTTPPort') || 80,
    httpsPort: spec.number('virtualServerHTTPSPort') || 443,
    ...(defaultPool && { defaultPool }),
    pools: spec.each('pools', pool => readPool(pool)),
    tlsProfileName: spec.text('tlsProfileName'),
    httpTraffic: spec.text('httpTraffic'),
    snat: spec.text('snat'),
    connectionMirroring: spec.text('connectionMirroring'),
    waf: spec.text('waf'),
    rewriteAppRoot: spec.text('rewriteAppRoot'),
    allowVlans: spec.texts('allowVlans'),
    iRules: spec.texts('iRules'),
    ...(serviceAddress && { serviceAddress }),
    policyName: spec.text('policyName'),
    persistenceProfile: spec.text('persistenceProfile'),
    httpCompressionProfile: spec.text('httpCompressionProfile'),
    profileMultiplex: spec.text('profileMultiplex'),
    dos: spec.text('dos'),
    botDefense: spec.text('botDefense'),
    htmlProfile: spec.text('htmlProfile'),
    tcp: readProfilePair(profiles.within('tcp')),
    http2: readProfilePair(profiles.within('http2')),
    allowSourceRange: spec.texts('allowSourceRange'),
    ...(httpMrfRouting !== undefined && { httpMrfRouting }),
    partition: spec.text('partition'),
    ...(persistence.written && { hostPersistence: readHostPersistence(persistence) }),
    profileAccess: spec.text('profileAccess'),
    policyPerRequestAccess: spec.text('policyPerRequestAccess'),
    adaptRequest: adapt.text('request'),
    adaptResponse: adapt.text('response'),
  };
}

function readHostPersistence(persistence: Fields): HostPersistence {
  const data = persistence.within('metaData');
  const value = (key: HostPersistenceKey): IntOrString =>
    ['timeout', 'offset', 'length'].includes(key) ? data.number(key) : data.text(key);
  const entries = hostPersistenceKeys.map(key => [key, value(key)] as const);
  return {
    method: persistence.text('method'),
    metaData: Object.fromEntries(entries) as HostPersistence['metaData'],
  };
}
