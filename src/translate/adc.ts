/**
 * What a controller configures, before AS3's words are put to it: virtual servers with everything that belongs to them. The
 * order of lists is the order in which the controller makes things; emit merges virtual servers into tenants.
 */
import type { DiscoverySystemName } from '../load/render-config.ts';
import type { IntOrString } from '../model/field-reader.ts';
import type { Resource } from '../model/metadata.ts';
import type { MonitorSpec } from '../model/monitor.ts';
import type { TlsCipher } from '../model/tls-profile.ts';
import type { ServiceAddressSpec } from '../model/virtual-address.ts';
import type { Path } from '../place.ts';
import type { DataGroupSuffix } from './names.ts';

/** Path of an object on the BIG-IP: `/Common/clientssl`. */
export type BigipPath = string;

/** An object by which a system beside the controller goes, and where in it that stands. */
export interface Evidence {
  readonly resource: Resource;
  readonly path: Path;
  /** Cluster that it is in. */
  readonly cluster: string;
}

/** What a system beside the controller says of a member or a pool. */
export interface FoundBy extends Evidence {
  readonly system: DiscoverySystemName;
}

export interface Member {
  /** With `%rd` where it has a route domain. */
  readonly address: string;
  readonly port: number;
  readonly shareNodes: boolean;
  /** State of the cluster it comes from; only with several clusters. */
  readonly adminState?: string;
  /** 0 = none. */
  readonly connectionLimit: number;
  /** Cluster it comes from: for people, not for AS3. */
  readonly cluster: string;
  /** Members of a higher one get the traffic first; absent: no groups. */
  readonly priorityGroup?: number;
  /** What has put it into that group, where it is not the same for all members of its cluster. */
  readonly rankedBy?: FoundBy;
  /** What has it among the members, where the controller alone would not. `listed`: the object has its address and port. */
  readonly foundBy?: FoundBy & { readonly listed?: true };
}

export type MonitorReference = { readonly bigip: BigipPath } | { readonly use: string };

export interface Monitor extends Omit<MonitorSpec, 'reference'> {
  /** Name of its object. */
  readonly name: string;
  /** Resource that asks for it, and where in it; absent where its pool tells. */
  readonly asked?: { readonly by: Resource; readonly path: Path };
  /** Seconds; unlike the others, 0 is emitted. */
  readonly timeUntilUp?: number;
}

export interface Pool {
  readonly name: string;
  /**
   * Worked out when asked for: most pools are built twice, and only the later one is seen. A cluster may be left out, whose
   * members are then not among them.
   */
  readonly members: (leftOut?: string) => readonly Member[];
  /** True when there are none: known without working them out. */
  readonly isEmpty: () => boolean;
  /** Members that its resource lists itself, where it does. */
  readonly staticMembers?: ReadonlyArray<{ readonly address: string; readonly port: number }>;
  readonly monitors: readonly MonitorReference[];
  /** Absent: 1 with monitors, `all` without. */
  readonly minimumMonitors?: IntOrString;
  readonly loadBalancingMode: string;
  readonly reselectTries: number;
  readonly serviceDownAction: string;
  /** Seconds. */
  readonly slowRampTime: number;
  /** How many members of the highest priority groups keep the others idle; absent: no groups. */
  readonly minimumMembersActive?: number;
  /** What systems beside the controller say of it. */
  readonly discovery?: PoolDiscovery;
  /** Resource that asked for it, and where in it. */
  readonly origin: Resource;
  readonly originPath: Path;
  /** Service and cluster it stands for. */
  readonly service: string;
  readonly namespace: string;
  readonly cluster: string;
}

export interface PoolDiscovery {
  /** In the order in which they are asked. */
  readonly by: readonly FoundBy[];
  /** Clusters that they name, by their names in the workspace. */
  readonly clusters: readonly string[];
  /** Those that count for nothing, since the controller splits the traffic: between clusters, or between Services. */
  readonly outdone: readonly FoundBy[];
  readonly split?: 'clusters' | 'services';
}

export type Condition =
  | { readonly kind: 'host'; readonly operand: 'equals' | 'ends-with'; readonly hosts: string[] }
  | { readonly kind: 'path-segment'; readonly index: number; readonly value: string }
  | { readonly kind: 'path'; readonly value: string }
  | { readonly kind: 'source'; readonly addresses: readonly string[] };

export type Action =
  | { readonly kind: 'forward'; readonly pool: string }
  | { readonly kind: 'log-ab' }
  | { readonly kind: 'waf'; readonly policy?: BigipPath }
  | { readonly kind: 'drop' }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'rewrite-uri'; readonly value: string }
  | { readonly kind: 'rewrite-host'; readonly value: string }
  | { readonly kind: 'persist'; readonly method: string; readonly data: Readonly<Record<string, IntOrString>> };

export interface Rule {
  readonly name: string;
  /** Conditions may be shared between rules: what is merged into one shows in the other (specification 01 §5.7). */
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
}

/** One record of a data group before it is merged and sorted. */
export interface DataGroup {
  readonly keyDataType: string;
  readonly records: ReadonlyArray<{ readonly key: string; readonly value: string }>;
}

/** A certificate with its key, as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What `TLS_Server` and `TLS_Client` say beside their certificates. */
export interface TlsParameters {
  readonly cipher: TlsCipher;
  /** Absent: not emitted. */
  readonly renegotiation?: boolean;
}

/** TLS of a virtual server; each list is in the order in which it is emitted. */
export interface VirtualTls {
  /** Client SSL profiles on the BIG-IP (AS3 `serverTLS`). */
  readonly clientProfiles: readonly BigipPath[];
  /** Server SSL profiles on the BIG-IP (AS3 `clientTLS`). */
  readonly serverProfiles: readonly BigipPath[];
  /** Makes `TLS_Server`; certificates by the name of their AS3 object. */
  readonly server?: TlsParameters & { readonly certificates: ReadonlyArray<KeyPair & { readonly name: string }> };
  /** Makes `TLS_Client`; the PEM texts join the tenant's CA bundle. */
  readonly client?: TlsParameters & { readonly authorities: readonly string[] };
}

/** Properties of a virtual server that a Policy or a custom resource gives. Absent texts are empty. */
export interface VirtualProfiles {
  readonly snat: string;
  readonly waf: string;
  readonly firewallPolicy: string;
  readonly ipIntelligencePolicy: string;
  readonly access: string;
  readonly perRequestAccess: string;
  readonly adaptRequest: string;
  readonly adaptResponse: string;
  readonly dos: string;
  readonly botDefense: string;
  readonly allowVlans: readonly string[];
  readonly tcpClient: string;
  readonly tcpServer: string;
  /** Undefined sides were not written; both undefined: no profile. */
  readonly http2Client?: string;
  readonly http2Server?: string;
  readonly http: string;
  readonly persistence: string;
  readonly html: string;
  readonly multiplex: string;
  readonly webSocket: string;
  readonly analytics: string;
  readonly requestLog: string;
  readonly httpCompression: string;
  readonly log: readonly string[];
  readonly httpMrfRouting: boolean;
  readonly lastHop: string;
  readonly mirroring: string;
  /** `basic`, or a path; TransportServers and their like alone have one, as they do `udp` and `ftp`. */
  readonly l4: string;
  readonly udp: string;
  readonly ftp: string;
}

export type VirtualPool = { readonly bigip: BigipPath } | { readonly use: string };

/**
 * What kind of AS3 service a virtual server is (specification 02 §8, §11.4): `http` of Routes and VirtualServers; `transport` of
 * TransportServers and LoadBalancer Services; `ingress-link` of one cluster; `ingress-link-http` of several. A protocol is `tcp`,
 * `udp` or `sctp`, or what a manifest says instead.
 */
export type VirtualKind =
  | { readonly kind: 'http' }
  | { readonly kind: 'transport'; readonly protocol: string; readonly performance: boolean }
  | { readonly kind: 'ingress-link'; readonly protocol: string }
  | { readonly kind: 'ingress-link-http' };

export interface Virtual {
  readonly name: string;
  readonly tenant: string;
  readonly service: VirtualKind;
  /** What it is made for: a custom resource or a Service, or the extended ConfigMap of its route group. */
  readonly origin: Resource;
  /** Hosts that an ExternalDNS can lead to it (02 §11.12). */
  readonly hosts: readonly string[];
  /** Name by which its pools call it in their remarks, where that is not its own (02 §3.6). */
  readonly poolOwner?: string;
  /** As configured, with `%rd`; an address that is none leaves the virtual server without one. */
  readonly address: string;
  /** Further addresses, with `%rd`. */
  readonly additionalAddresses: readonly string[];
  /** Makes a `Service_Address` of the first address. */
  readonly serviceAddress?: ServiceAddressSpec;
  readonly port: number;
  readonly profiles: VirtualProfiles;
  readonly policy?: { readonly name: string; readonly rules: readonly Rule[] };
  /** In build order; a later pool of the same name replaces an earlier one (01 §7.2). */
  readonly pools: readonly Pool[];
  readonly monitors: readonly Monitor[];
  readonly defaultPool?: VirtualPool;
  readonly tls: VirtualTls;
  /** References in order: names of generated rules, or paths on the BIG-IP. */
  readonly iRules: readonly string[];
  /** Texts of the generated rules by name. */
  readonly iRuleTexts: ReadonlyMap<string, string>;
  readonly dataGroups: ReadonlyMap<DataGroupSuffix, DataGroup>;
}

/**
 * A tenant with its virtual servers in the order in which they are merged: later ones win. One without any is posted all the
 * same, emptied or deleted (specification 02 §11.2).
 */
export interface Tenant {
  readonly name: string;
  readonly virtuals: readonly Virtual[];
}
