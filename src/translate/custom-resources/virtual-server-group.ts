import { isDeepStrictEqual } from 'node:util';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Path } from '../../place.ts';
import type { Inventory } from '../clusters/inventory.ts';

/** The VirtualServers that are merged with a leader, or why they are not (specification 02 §4). */
export interface VirtualServerGroup {
  readonly leader: VirtualServer;
  /** Empty where the group is none: the controller then deletes the virtual servers that the leader would have had. */
  readonly members: readonly VirtualServer[];
  /** Why there is no group. */
  readonly conflict?: { readonly problem: string; readonly path: Path };
  /** Candidates that are left out for a path that is taken, with the one that has it. */
  readonly pathClashes: ReadonlyArray<{
    readonly candidate: VirtualServer;
    readonly pool: number;
    readonly owner: VirtualServer;
  }>;
  /** A candidate's pool has a WAF: rules without one switch it off (§5.6), even where the candidate is left out. */
  readonly hasPoolWaf: boolean;
}

type Verdict = 'member' | 'skip' | { readonly problem: string; readonly path: Path };

const isTls = ({ tlsProfileName }: VirtualServer): boolean => tlsProfileName !== '';

/** Groups the VirtualServers that the controller sees, in its order, with a leader. */
export function groupWith(
  inventory: Inventory,
  leader: VirtualServer,
  candidates: readonly VirtualServer[],
): VirtualServerGroup {
  const members: VirtualServer[] = [];
  const pathClashes: Array<VirtualServerGroup['pathClashes'][number]> = [];
  const paths = new Map<string, VirtualServer>();
  let hasPoolWaf = false;
  for (const candidate of candidates) {
    const verdict = compare(inventory, leader, candidate);
    if (typeof verdict === 'object') {
      return { leader, members: [], conflict: verdict, pathClashes, hasPoolWaf };
    }
    if (verdict === 'skip') continue;
    let clash: (typeof pathClashes)[number] | undefined;
    for (const [index, { path, waf }] of candidate.pools.entries()) {
      if (waf !== '') hasPoolWaf = true;
      const key = `${candidate.host}${path}`;
      const owner = paths.get(key);
      if (owner) {
        clash = { candidate, pool: index, owner };
        break;
      }
      paths.set(key, candidate);
    }
    if (clash) pathClashes.push(clash);
    else members.push(candidate);
  }
  return { leader, members, pathClashes, hasPoolWaf };
}

/** VirtualServers on one address that are alike in all that decides before their hosts are looked at (rows 2, 3 and 5). */
interface AddressClass {
  readonly partition: string;
  readonly hostGroup: string;
  /** Termination of its TLSProfile, or empty. */
  readonly termination: string;
  /** In the controller's order. */
  readonly list: VirtualServer[];
}

/**
 * VirtualServers by what could make two of them meet: their host group, their host, or their address. All others are passed over
 * whatever else they say (rows 3, 5 and 6 of §4.2), so that not every two need to be compared.
 */
export class Candidates {
  readonly #inventory: Inventory;
  readonly #order = new Map<VirtualServer, number>();
  readonly #byName = new Map<string, VirtualServer[]>();
  /** By address, within a namespace and over all. */
  readonly #byAddress = new Map<string, Map<string, AddressClass>>();

  /** `all` is in the controller's order. */
  constructor(inventory: Inventory, all: readonly VirtualServer[]) {
    this.#inventory = inventory;
    for (const [index, vs] of all.entries()) {
      this.#order.set(vs, index);
      // Row 1.
      if (vs.hostAliases.length > 0 && vs.host === '') continue;
      for (const key of namesOf(vs)) {
        const list = this.#byName.get(key);
        if (list) list.push(vs);
        else this.#byName.set(key, [vs]);
      }
      for (const key of [addressKey(vs), addressKey(vs, '')]) this.#noteAddress(key, vs);
    }
  }

  #noteAddress(key: string, vs: VirtualServer): void {
    const { partition, hostGroup } = vs;
    const termination = terminationOf(this.#inventory, vs);
    const classes = this.#byAddress.get(key) ?? new Map<string, AddressClass>();
    this.#byAddress.set(key, classes);
    const name = JSON.stringify([partition, hostGroup, termination]);
    const known = classes.get(name);
    if (known) known.list.push(vs);
    else classes.set(name, { partition, hostGroup, termination, list: [vs] });
  }

  /** VirtualServers that a leader is to be compared with (§4.1), itself among them, in the controller's order. */
  of(leader: VirtualServer): readonly VirtualServer[] {
    const { controller, table } = this.#inventory;
    const { namespace, hostGroup, partition } = leader;
    // With a named local cluster the controller asks for the listed namespaces of a cluster without a name (§15.13).
    if (hostGroup !== '' && controller.namespaces && table.several && table.local !== '') return [];
    const termination = terminationOf(this.#inventory, leader);
    const found = new Set<VirtualServer>([leader]);
    for (const key of namesOf(leader)) for (const vs of this.#byName.get(key) ?? []) found.add(vs);
    const classes =
      this.#byAddress.get(addressKey(leader, hostGroup === '' ? namespace : '')) ?? new Map<string, AddressClass>();
    for (const other of classes.values()) {
      // The first of these is fatal.
      if (other.partition !== partition || other.hostGroup !== hostGroup) found.add(other.list[0]!);
      // These are merged whatever their hosts; with others of the class only an equal host or none counts.
      else if (termination && other.termination && other.termination !== termination)
        for (const vs of other.list) found.add(vs);
    }
    return [...found]
      .filter(vs => hostGroup !== '' || vs.namespace === namespace)
      .sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}

/** Names by which two VirtualServers may belong together. No host is one as well, on the same address. */
function namesOf(vs: VirtualServer): string[] {
  const { namespace, host, hostGroup } = vs;
  return [
    ...(hostGroup === '' ? [] : [`group ${hostGroup}`]),
    host === '' ? `hostless ${addressKey(vs)}` : `host ${namespace} ${host}`,
  ];
}

function addressKey({ namespace, address: { address } }: VirtualServer, within = namespace): string {
  return `${within} ${address}`;
}

/** Termination of a VirtualServer's TLSProfile, or empty where there is none that the controller sees. */
function terminationOf({ controller, local }: Inventory, { namespace, tlsProfileName: name }: VirtualServer): string {
  const profile = local.tlsProfiles.get(objectKey({ namespace, name }));
  return profile && controller.selectsCustomResource(profile.labels) ? profile.termination : '';
}

/** Rows 1 to 11 of §4.2: the first that matches decides. */
function compare(inventory: Inventory, leader: VirtualServer, candidate: VirtualServer): Verdict {
  const { ipam } = inventory.controller;
  const conflict = (problem: string, key: string): Verdict => ({ problem, path: ['spec', key] });
  const other = `VirtualServer ${objectKey(candidate)}`;
  const address = (vs: VirtualServer): string => vs.address.address;
  const sameAddress = address(leader) === address(candidate);
  const label = (vs: VirtualServer): string => vs.address.ipamLabel;
  const grouped = leader.hostGroup !== '';

  if (candidate.hostAliases.length > 0 && candidate.host === '') return 'skip';
  if (address(leader) !== '' && sameAddress && leader.partition !== candidate.partition) {
    return conflict(`it shares address ${address(leader)} with ${other}, which is in another partition`, 'partition');
  }
  if (leader.hostGroup !== candidate.hostGroup) {
    if (address(leader) === '' || !sameAddress) return 'skip';
    return conflict(`it shares address ${address(leader)} with ${other}, which is in another host group`, 'hostGroup');
  }
  if (grouped) {
    if (address(leader) !== '' && address(candidate) !== '' && !sameAddress) {
      return conflict(`${other} of the same host group has another address`, 'virtualServerAddress');
    }
    if (label(leader) !== '' && label(candidate) !== '' && label(leader) !== label(candidate)) {
      return conflict(`${other} of the same host group has another ipamLabel`, 'ipamLabel');
    }
    if (leader.hostGroupVirtualServerName !== candidate.hostGroupVirtualServerName) {
      const key = 'hostGroupVirtualServerName';
      return conflict(`${other} of the same host group has another ${key}`, key);
    }
  } else {
    if (leader.host !== candidate.host) {
      const [one, another] = [leader, candidate].map(vs => terminationOf(inventory, vs));
      if (!one || !another || one === another) return 'skip';
    }
    if (!sameAddress) {
      if (leader.host === '' || leader.host !== candidate.host) return 'skip';
      return conflict(`${other} has host ${leader.host} too, at another address`, 'virtualServerAddress');
    }
    if (!isDeepStrictEqual(leader.additionalAddresses, candidate.additionalAddresses)) {
      if (candidate.host === '') return 'skip';
      const key = 'additionalVirtualServerAddresses';
      return conflict(`it shares address ${address(leader)} with ${other}, whose ${key} differ`, key);
    }
  }
  if (ipam) {
    if (!grouped && label(leader) !== label(candidate)) return conflict(`${other} has another ipamLabel`, 'ipamLabel');
    if (label(candidate) !== '' && candidate.host === '' && candidate.hostGroup === '') {
      return conflict(`${other} has an ipamLabel and neither host nor hostGroup`, 'ipamLabel');
    }
    if (candidate.host === '' && address(candidate) === '' && candidate.additionalAddresses.length === 0) {
      if (candidate.hostGroup !== '' && label(candidate) === '') {
        return conflict(`${other} of the same host group has no host, no address and no ipamLabel`, 'hostGroup');
      }
      if (label(candidate) === '') return 'skip';
    }
  }
  if (!sharesPort(leader, candidate)) return 'skip';
  return isDeepStrictEqual(leader.defaultPool, candidate.defaultPool) ? 'member' : 'skip';
}

/** Whether two VirtualServers have a port in common (§4.5). */
function sharesPort(a: VirtualServer, b: VirtualServer): boolean {
  const http = a.httpPort === b.httpPort;
  const https = a.httpsPort === b.httpsPort;
  if (http && https) return true;
  if (!http && !https) return false;
  if (https) return isTls(a) && isTls(b);
  const redirects = ({ httpTraffic }: VirtualServer): boolean => httpTraffic === 'allow' || httpTraffic === 'redirect';
  if (isTls(a) && isTls(b)) return redirects(a) && redirects(b);
  return [a, b].every(vs => !isTls(vs) || redirects(vs));
}
