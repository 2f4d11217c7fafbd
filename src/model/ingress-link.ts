import type { ManifestObject } from '../load/manifest-object.ts';
import { type CustomResource, customResourceOf } from './custom-resource.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf, statusOf } from './fields.ts';
import { type MultiClusterService, readMultiClusterEntry } from './multi-cluster-services.ts';
import { readTlsSides, type TlsSides } from './tls-sides.ts';
import { type AddressSpec, readAddress } from './virtual-address.ts';

/** IngressLink custom resource (specification 02 §2.5). Absent texts are empty. */
export interface IngressLink extends CustomResource {
  readonly address: AddressSpec;
  readonly virtualServerName: string;
  readonly host: string;
  /** Undefined where it is not written. */
  readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly iRules: readonly string[];
  readonly partition: string;
  /** Undefined where it is not written; else references to monitors on the BIG-IP. */
  readonly monitors?: ReadonlyArray<{ readonly name: string; readonly reference: string }>;
  /** The port of an entry is that of the service port that is processed (02 §17.2). */
  readonly multiClusterServices?: readonly MultiClusterService[];
  readonly tls?: TlsSides;
}

export function readIngressLink(object: ManifestObject, reader: FieldReader): IngressLink {
  const spec = specOf(object, reader);
  const tls = spec.within('tls');
  const monitors = spec.each('monitors', item => ({ name: item.text('name'), reference: item.text('reference') }));
  const entries = spec.each('multiClusterServices', readMultiClusterEntry);
  return {
    ...customResourceOf(object, reader),
    address: readAddress(spec, statusOf(object, reader)),
    virtualServerName: spec.text('virtualServerName'),
    host: spec.text('host'),
    ...(spec.has('selector') && { selector: { matchLabels: spec.within('selector').map('matchLabels') } }),
    iRules: spec.texts('iRules'),
    partition: spec.text('partition'),
    ...(monitors.length > 0 && { monitors }),
    ...(spec.has('multiClusterServices') && { multiClusterServices: entries }),
    ...readTlsSides(tls),
  };
}
