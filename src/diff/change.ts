import type { As3Object, As3Value } from '../emit/as3.ts';

/** Tenants as the committed files hold them: what stands under a tenant's key of the declaration, by its name. */
export type Tenants = ReadonlyMap<string, As3Object>;

export type Verb = 'added' | 'removed' | 'changed';

/** A property of an object in which both sides differ. Private keys and passphrases are never among the values. */
export interface PropertyChange {
  /** `profileTCP.ingress`. */
  readonly property: string;
  /** Absent where that side does not have it. */
  readonly before?: As3Value;
  readonly after?: As3Value;
  /** True where it is an item of a list that comes or goes. */
  readonly item?: true;
}

interface OfTenant {
  readonly verb: Verb;
  readonly tenant: string;
}

interface OfObject extends OfTenant {
  /** Name of the AS3 object; with its application before a `/` where that is not `Shared`. */
  readonly object: string;
}

/** A tenant that comes or goes is one change, whatever is in it. */
export interface TenantChange extends OfTenant {
  readonly kind: 'tenant';
  readonly properties: readonly PropertyChange[];
  /** What it holds, where it comes or goes. */
  readonly holds?: { readonly virtualServers: readonly string[]; readonly pools: number; readonly members: number };
}

export interface VirtualServerChange extends OfObject {
  readonly kind: 'virtual-server';
  /** Where it listens, such as `10.8.3.11:443`, or where it did when it goes. */
  readonly listens: readonly string[];
  readonly properties: readonly PropertyChange[];
}

export interface PoolChange extends OfObject {
  readonly kind: 'pool';
  /** Where it comes or goes: `10.1.3.2:30380`. */
  readonly members?: readonly string[];
  readonly properties: readonly PropertyChange[];
}

/** A member of a pool, `object`, that both sides have. */
export interface MemberChange extends OfObject {
  readonly kind: 'member';
  readonly member: string;
  /** Cluster it comes from, where that is known. */
  readonly cluster?: string;
  readonly properties: readonly PropertyChange[];
}

export interface DataGroupChange extends OfObject {
  readonly kind: 'data-group';
  readonly records?: number;
  readonly properties: readonly PropertyChange[];
}

/** A record of a data group, `object`, that both sides have. */
export interface RecordChange extends OfObject {
  readonly kind: 'record';
  readonly key: string;
  readonly before?: string;
  readonly after?: string;
}

/** A pool's part of the requests of a path, from 0 to 1. */
export interface Share {
  readonly pool: string;
  readonly share: number;
}

/** A record of an A/B data group, `object`. */
export interface ShareChange extends OfObject {
  readonly kind: 'share';
  readonly key: string;
  /** `shop.example.com/cart`. */
  readonly path: string;
  /** Ascending by pool. */
  readonly before?: readonly Share[];
  readonly after?: readonly Share[];
}

export interface PolicyChange extends OfObject {
  readonly kind: 'policy';
  readonly rules?: number;
  readonly properties: readonly PropertyChange[];
}

/** A rule of a policy, `object`, that both sides have. */
export interface RuleChange extends OfObject {
  readonly kind: 'rule';
  readonly rule: string;
  /** Hosts and paths that it is for, such as `shop.example.com/cart`. */
  readonly paths: readonly string[];
  /** Pool that it forwards to, as it is afterwards, or was when it goes. */
  readonly pool?: string;
  readonly properties: readonly PropertyChange[];
}

/** How many lines of an iRule come and go; both 0 where lines only change places. */
export interface IRuleChange extends OfObject {
  readonly kind: 'irule';
  readonly lines: { readonly added: number; readonly removed: number };
  readonly properties: readonly PropertyChange[];
}

/** What can be shown of a certificate. */
export interface CertificateFacts {
  /** SHA-256, in hexadecimal. */
  readonly fingerprint: string;
  readonly subject: string;
  /** End of validity, as the certificate says it. */
  readonly validTo: string;
}

/** Certificates of an AS3 `Certificate` or `CA_Bundle` that come and go; what cannot be read as a certificate is not among them. */
export interface CertificateChange extends OfObject {
  readonly kind: 'certificate';
  readonly class: string;
  readonly gone: readonly CertificateFacts[];
  readonly come: readonly CertificateFacts[];
  readonly privateKeyChanged: boolean;
  readonly properties: readonly PropertyChange[];
}

export interface SettingsChange extends OfObject {
  readonly kind: 'tls' | 'monitor' | 'service-address' | 'other';
  readonly class: string;
  readonly properties: readonly PropertyChange[];
}

/** One difference between two states of a BIG-IP, as data. */
export type Change =
  | TenantChange
  | VirtualServerChange
  | PoolChange
  | MemberChange
  | DataGroupChange
  | RecordChange
  | ShareChange
  | PolicyChange
  | RuleChange
  | IRuleChange
  | CertificateChange
  | SettingsChange;

/** Parts of the requests of a path that both sides publish, by cluster, from 0 to 1. Only where it is known of all members which cluster they are from. */
export interface TrafficChange {
  readonly tenant: string;
  readonly virtualServer: string;
  /** `shop.example.com/cart`. */
  readonly path: string;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  /** True where the pools of each cluster share its part as before: then this tells all that the A/B records do. */
  readonly onlyClusters: boolean;
}

/** A value that cannot be compared, since a side has it encrypted. */
export interface Incomparable {
  readonly tenant: string;
  readonly object: string;
  readonly property: string;
}

export interface DiffOptions {
  /** Cluster that a member of a pool comes from, where it is known. */
  readonly clusterOf?: (where: {
    readonly tenant: string;
    readonly pool: string;
    readonly member: string;
  }) => string | undefined;
  /** Told of each value that cannot be compared; it is no change. */
  readonly cannotCompare?: (where: Incomparable) => void;
}
