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

/**
 * VirtualServers by what could make two of them meet: their host group, or within a namespace their address or host. All others
 * are passed over whatever else they say (rows 3, 5 and 6 of §4.2), so they need not be compared.
 */
export class Candidates {
  readonly #inventory: Inventory;
  readonly #order = new Map<VirtualServer, number>();
  readonly #by = new Map<string, VirtualServer[]>();

  /** `all` is in the controller's order. */
  constructor(inventory: Inventory, all: readonly VirtualServer[]) {
    this.#inventory = inventory;
    for (const [index, vs] of all.entries()) {
      this.#order.set(vs, index);
      for (const key of keysOf(vs)) {
        const list = this.#by.get(key);
        if (list) list.push(vs);
        else this.#by.set(key, [vs]);
      }
    }
  }

  /** VirtualServers that a leader is to be compared with (§4.1), itself among them, in the controller's order. */
  of(leader: VirtualServer): readonly VirtualServer[] {
    const { controller, table } = this.#inventory;
    const { namespace, hostGroup } = leader;
    // With a named local cluster the controller asks for the listed namespaces of a cluster without a name (§15.13).
    if (hostGroup !== '' && controller.namespaces && table.several && table.local !== '') return [];
    const found = keysOf(leader).flatMap(key => this.#by.get(key) ?? []);
    return [...new Set(found)]
      .filter(vs => hostGroup !== '' || vs.namespace === namespace)
      .sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}

/** What may be equal in two VirtualServers that are not passed over. An address that IPAM gives is empty in all of them. */
function keysOf({ namespace, host, hostGroup, address: { address } }: VirtualServer): string[] {
  return [
    ...(hostGroup === '' ? [] : [`group ${hostGroup}`]),
    ...(address === '' ? [`unaddressed ${namespace}`] : [`address ${address}`]),
    ...(host === '' ? [] : [`host ${namespace} ${host}`]),
  ];
}

/** Rows 1 to 11 of §4.2: the first that matches decides. */
function compare({ controller, local }: Inventory, leader: VirtualServer, candidate: VirtualServer): Verdict {
  const { ipam } = controller;
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
      const termination = ({ namespace, tlsProfileName: name }: VirtualServer): string => {
        const profile = local.tlsProfiles.get(objectKey({ namespace, name }));
        return profile && controller.selectsCustomResource(profile.labels) ? profile.termination : '';
      };
      const [one, other] = [termination(leader), termination(candidate)];
      if (!isTls(leader) || !isTls(candidate) || one === '' || other === '' || one === other) return 'skip';
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
