import type { ManifestObject } from '../load/manifest-object.ts';
import { type CustomResource, customResourceOf } from './custom-resource.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf, statusOf } from './fields.ts';
import { type PoolSpec, readPool } from './pool-spec.ts';
import { type ProfilePair, readProfilePair } from './profile-pair.ts';
import { readTlsSides, type TlsSides } from './tls-sides.ts';
import { type AddressSpec, readAddress, readServiceAddress, type ServiceAddressSpec } from './virtual-address.ts';

/**
 * TransportServer custom resource (specification 02 §2.4). Absent texts are empty, absent numbers 0. What its CRD prunes is
 * not read: `botDefense`, and of the pool `path`, `rewrite`, `waf`, `hostRewrite` and a monitor's `sslProfile` (02 §0.3).
 */
export interface TransportServer extends CustomResource {
  readonly address: AddressSpec;
  readonly port: number;
  readonly virtualServerName: string;
  readonly partition: string;
  readonly serviceAddress?: ServiceAddressSpec;
  readonly allowVlans: readonly string[];
  readonly iRules: readonly string[];
  readonly connectionMirroring: string;
  readonly persistenceProfile: string;
  readonly dos: string;
  readonly tcp: ProfilePair;
  readonly policyName: string;
  /** `standard` or `performance`. */
  readonly mode: string;
  /** `tcp`, `udp` or `sctp`. */
  readonly type: string;
  readonly snat: string;
  readonly profileL4: string;
  readonly host: string;
  readonly hostGroup: string;
  readonly tls?: TlsSides;
  readonly pool: PoolSpec;
}

export function readTransportServer(object: ManifestObject, reader: FieldReader): TransportServer {
  const spec = specOf(object, reader);
  const serviceAddress = readServiceAddress(spec);
  const tls = spec.within('tls');
  const pool = readPool(spec.within('pool'), monitor => ({ ...monitor, sslProfile: '' }));
  return {
    ...customResourceOf(object, reader),
    address: readAddress(spec, statusOf(object, reader)),
    port: spec.number('virtualServerPort'),
    virtualServerName: spec.text('virtualServerName'),
    partition: spec.text('partition'),
    ...(serviceAddress && { serviceAddress }),
    allowVlans: spec.texts('allowVlans'),
    iRules: spec.texts('iRules'),
    connectionMirroring: spec.text('connectionMirroring'),
    persistenceProfile: spec.text('persistenceProfile'),
    dos: spec.text('dos'),
    tcp: readProfilePair(spec.within('profiles').within('tcp')),
    policyName: spec.text('policyName'),
    mode: spec.text('mode'),
    // The API server's default (02 §0.3).
    type: spec.text('type') || 'tcp',
    snat: spec.text('snat'),
    profileL4: spec.text('profileL4'),
    host: spec.text('host'),
    hostGroup: spec.text('hostGroup'),
    ...readTlsSides(tls),
    pool: { ...pool, path: '', rewrite: '', waf: '', hostRewrite: '' },
  };
}
