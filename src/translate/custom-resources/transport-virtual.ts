import type { Resource } from '../../model/metadata.ts';
import type { Policy } from '../../model/policy.ts';
import type { ServiceAddressSpec } from '../../model/virtual-address.ts';
import type { Monitor, Pool, Virtual, VirtualProfiles } from '../adc.ts';
import type { PoolBackend } from '../clusters/pool-backends.ts';
import { DataGroups } from '../virtual/data-groups.ts';
import { IRuleList } from '../virtual/irule-list.ts';
import { policyIRules, withSettings } from '../virtual/policy-profiles.ts';
import { distribution } from '../virtual/shares.ts';
import { TlsProfiles } from '../virtual/tls-profiles.ts';
import { l4Virtual } from './l4-virtual.ts';

export interface TransportVirtualInput {
  readonly origin: Resource;
  readonly name: string;
  readonly tenant: string;
  /** Hosts that an ExternalDNS can lead to it. */
  readonly hosts: readonly string[];
  /** With `%rd`. */
  readonly address: string;
  readonly serviceAddress?: ServiceAddressSpec | undefined;
  readonly port: number;
  readonly protocol: string;
  readonly performance: boolean;
  readonly profiles: VirtualProfiles;
  readonly policy: Policy | undefined;
  /** The resource's own. */
  readonly iRules: readonly string[];
  readonly pools: readonly Pool[];
  readonly monitors: readonly Monitor[];
  /** An iRule chooses between these, by the names that the data group gives to them. */
  readonly split?: { readonly backends: readonly PoolBackend[]; readonly names: readonly string[] } | undefined;
  readonly tls?: TlsProfiles;
}

/** The virtual server of a TransportServer or of a port of a LoadBalancer Service (specification 02 §8.1, §8.3). */
export function transportVirtual(input: TransportVirtualInput): Virtual {
  const { origin, name, tenant, protocol, performance, policy, split, monitors } = input;
  const pools = policy ? input.pools.map(pool => withSettings(pool, policy.poolSettings)) : input.pools;
  const iRules = new IRuleList({ tenant, virtual: name });
  const dataGroups = new DataGroups();
  for (const rule of policyIRules(policy, false)) iRules.attach(rule);
  if (split) {
    const shares = split.backends.map(({ weight }, index) => ({ pool: split.names[index] ?? '', weight }));
    dataGroups.set('ab_deployment_dg', origin.namespace, '/', distribution(shares));
    iRules.attachAbTransport(protocol);
  }
  for (const rule of input.iRules) iRules.attach(rule);
  return l4Virtual({
    name,
    tenant,
    service: { kind: 'transport', protocol, performance },
    origin,
    hosts: input.hosts,
    address: input.address,
    ...(input.serviceAddress && { serviceAddress: input.serviceAddress }),
    port: input.port,
    profiles: input.profiles,
    pools,
    monitors,
    dataGroups,
    iRules,
    tls: input.tls ?? new TlsProfiles(name, tenant),
    isSplit: split !== undefined,
  });
}
