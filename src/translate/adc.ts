/**
 * What a controller configures, before AS3's words are put to it: virtual servers with everything that belongs to them. The
 * order of lists is the order in which the controller makes things; emit merges virtual servers into tenants.
 */
import type { IntOrString } from '../model/field-reader.ts';
import type { Resource } from '../model/metadata.ts';
import type { DataGroupSuffix } from './names.ts';

/** Path of an object on the BIG-IP: `/Common/clientssl`. */
export type BigipPath = string;

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
}

export type MonitorReference = { readonly bigip: BigipPath } | { readonly use: string };

export interface Monitor {
  readonly name: string;
  readonly type: string;
  readonly send: string;
  readonly recv: string;
  /** Seconds; 0 = absent, as everywhere here. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
  readonly targetPort: number;
  /** Seconds; unlike the others, 0 is emitted. */
  readonly timeUntilUp?: number;
  readonly sslProfile: BigipPath;
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
  readonly monitors: readonly MonitorReference[];
  /** Absent: 1 with monitors, `all` without. */
  readonly minimumMonitors?: IntOrString;
  readonly loadBalancingMode: string;
  readonly reselectTries: number;
  readonly serviceDownAction: string;
  /** Seconds. */
  readonly slowRampTime: number;
  /** Resource that asked for it. */
  readonly origin: Resource;
  /** Service and cluster it stands for. */
  readonly service: string;
  readonly namespace: string;
  readonly cluster: string;
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
  | { readonly kind: 'rewrite-uri'; readonly value: string };

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

export interface TlsCipher {
  readonly tlsVersion: string;
  readonly ciphers: string;
  readonly cipherGroup: string;
  readonly disableTLSVersions: readonly string[];
}

/** A certificate with its key, as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** TLS of a virtual server; each list is in the order in which it is emitted. */
export interface VirtualTls {
  /** Client SSL profiles on the BIG-IP (AS3 `serverTLS`). */
  readonly clientProfiles: readonly BigipPath[];
  /** Server SSL profiles on the BIG-IP (AS3 `clientTLS`). */
  readonly serverProfiles: readonly BigipPath[];
  /** Makes `TLS_Server`; certificates by the name of their AS3 object. */
  readonly server?: {
    readonly certificates: ReadonlyArray<KeyPair & { readonly name: string }>;
    readonly cipher: TlsCipher;
  };
  /** Makes `TLS_Client`; the PEM texts join the tenant's CA bundle. */
  readonly client?: { readonly authorities: readonly string[]; readonly cipher: TlsCipher };
}

/** Properties of a virtual server that a Policy gives. Absent texts are empty. */
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
}

export type VirtualPool = { readonly bigip: BigipPath } | { readonly use: string };

export interface Virtual {
  readonly name: string;
  readonly tenant: string;
  /** As configured, with `%rd`; an address that is none leaves the virtual server without one. */
  readonly address: string;
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

/** A tenant with its virtual servers in the order in which they are merged: later ones win. */
export interface Tenant {
  readonly name: string;
  readonly virtuals: readonly Virtual[];
}
