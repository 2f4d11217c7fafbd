import { isDeepStrictEqual } from 'node:util';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Path } from '../../place.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { tenantOf } from './context.ts';

/** Why a leader has no group at all. */
export interface GroupConflict {
  readonly problem: string;
  readonly path: Path;
}

/** The VirtualServers that are merged with a leader, or why they are not (specification 02 §4). One for all leaders that are alike. */
export interface VirtualServerGroup {
  /** Empty where the group is none: the controller then deletes the virtual servers that the leader would have had. */
  readonly members: readonly VirtualServer[];
  /** Why there is no group. */
  readonly conflict?: GroupConflict;
  /** Candidates that are left out for a path that is taken, with the pool that has it and the one that took it. */
  readonly pathClashes: ReadonlyMap<VirtualServer, { readonly pool: number; readonly owner: VirtualServer }>;
  /** A candidate's pool has a WAF: rules without one switch it off (§5.6), even where the candidate is left out. */
  readonly hasPoolWaf: boolean;
}

/**
 * Joins those that go together, in the controller's order, but those with a path that is taken (row 12 of §4.2).
 * Paths up to the clash count as taken.
 */
function withoutPathClashes(candidates: readonly VirtualServer[]): VirtualServerGroup {
  const members: VirtualServer[] = [];
  const pathClashes = new Map<VirtualServer, { readonly pool: number; readonly owner: VirtualServer }>();
  const paths = new Map<string, VirtualServer>();
  let hasPoolWaf = false;
  for (const candidate of candidates) {
    for (const [pool, { path, waf }] of candidate.pools.entries()) {
      if (waf !== '') hasPoolWaf = true;
      const key = `${candidate.host}${path}`;
      const owner = paths.get(key);
      if (owner) {
        pathClashes.set(candidate, { pool, owner });
        break;
      }
      paths.set(key, candidate);
    }
    if (!pathClashes.has(candidate)) members.push(candidate);
  }
  return { members, pathClashes, hasPoolWaf };
}

const noGroup: VirtualServerGroup = { members: [], pathClashes: new Map(), hasPoolWaf: false };

/** VirtualServers that are alike in all that rows 2 to 9 look at: what is true of the first of them is true of all. */
interface Alike {
  readonly first: VirtualServer;
  /** By what two need to have in common for rows 10 and 11. */
  readonly byPort: Map<string, VirtualServer[]>;
}

/** VirtualServers on one address that have their partition, their host group and the termination of their TLSProfile in common. */
interface AddressClass {
  readonly first: VirtualServer;
  readonly termination: string;
  /** Those without a host group. */
  readonly alike: Alike[];
}

/**
 * Groups VirtualServers with their leaders (specification 02 §4.1, §4.2). Only those are compared that can meet, by their host group,
 * their host or their address, and of those that are alike one: all others are passed over whatever else they say. Leaders that
 * are alike have one group, so that thousands that are rejected for the same reason cost no more than one.
 */
export class VirtualServerGroups {
  readonly #inventory: Inventory;
  readonly #order = new Map<VirtualServer, number>();
  readonly #alike = new Map<string, Alike>();
  /** Each list in the controller's order of the first ones, as are those of `#byAddress`. */
  readonly #byName = new Map<string, Alike[]>();
  /** By address, within a namespace and over all; then by what makes a class. */
  readonly #byAddress = new Map<string, Map<string, AddressClass>>();
  readonly #groups = new Map<string, VirtualServerGroup>();

  /** `all` is in the controller's order. */
  constructor(inventory: Inventory, all: readonly VirtualServer[]) {
    this.#inventory = inventory;
    for (const [index, vs] of all.entries()) {
      this.#order.set(vs, index);
      // Row 1.
      if (vs.hostAliases.length === 0 || vs.host !== '') this.#note(vs);
    }
  }

  #note(vs: VirtualServer): void {
    const key = this.#alikeKey(vs);
    let alike = this.#alike.get(key);
    const isFirst = !alike;
    if (!alike) {
      alike = { first: vs, byPort: new Map() };
      this.#alike.set(key, alike);
      listIn(this.#byName, nameOf(vs)).push(alike);
    }
    for (const port of portKeys(vs)) listIn(alike.byPort, port).push(vs);
    const termination = terminationOf(this.#inventory, vs);
    for (const address of [addressKey(vs), addressKey(vs, '')]) {
      const classes = this.#byAddress.get(address) ?? new Map<string, AddressClass>();
      this.#byAddress.set(address, classes);
      const name = JSON.stringify([tenantOf(this.#inventory.controller, vs), vs.hostGroup, termination]);
      const known = classes.get(name) ?? { first: vs, termination, alike: [] };
      classes.set(name, known);
      if (isFirst && vs.hostGroup === '') known.alike.push(alike);
    }
  }

  #alikeKey(vs: VirtualServer): string {
    const { namespace, hostGroup, partition, host, additionalAddresses, hostGroupVirtualServerName: name } = vs;
    const { address, ipamLabel } = vs.address;
    // Within a host group neither hosts nor TLS are compared, nor namespaces.
    return JSON.stringify(
      hostGroup === ''
        ? [namespace, partition, address, ipamLabel, host, additionalAddresses, terminationOf(this.#inventory, vs)]
        : [hostGroup, partition, address, ipamLabel, name, host === '', additionalAddresses.length === 0, 'group'],
    );
  }

  /** The group of a leader. The same object for leaders that are alike and have the same ports and default pool. */
  of(leader: VirtualServer): VirtualServerGroup {
    const key = JSON.stringify([this.#alikeKey(leader), portKeys(leader)]);
    let group = this.#groups.get(key);
    if (!group) {
      group = this.#make(leader);
      this.#groups.set(key, group);
    }
    return group;
  }

  #make(leader: VirtualServer): VirtualServerGroup {
    const { controller, table } = this.#inventory;
    // With a named local cluster the controller asks for the listed namespaces of a cluster without a name (§15.13).
    if (leader.hostGroup !== '' && controller.namespaces && table.several && table.local !== '') return noGroup;
    const met = new Set<Alike>();
    const conflicts: Array<{ readonly with: VirtualServer; readonly conflict: GroupConflict }> = [];
    /** Of several in one order the first that is in the way is enough. */
    const meet = (list: readonly Alike[]): void => {
      for (const alike of list) {
        const verdict = compare(this.#inventory, leader, alike.first);
        if (verdict === 'goes on') met.add(alike);
        else if (verdict !== 'skip') {
          conflicts.push({ with: alike.first, conflict: verdict });
          return;
        }
      }
    };
    meet(this.#byName.get(nameOf(leader)) ?? []);
    const { hostGroup } = leader;
    const tenant = tenantOf(controller, leader);
    const { address } = leader.address;
    const termination = terminationOf(this.#inventory, leader);
    for (const other of this.#byAddress.get(addressKey(leader, hostGroup === '' ? undefined : ''))?.values() ?? []) {
      const { first } = other;
      if (address !== '' && (tenantOf(controller, first) !== tenant || first.hostGroup !== hostGroup)) {
        const conflict = compare(this.#inventory, leader, first);
        if (typeof conflict === 'object') conflicts.push({ with: first, conflict });
        break;
      }
      // Those are merged whatever their hosts; with others of the class only an equal host or none counts.
      if (hostGroup === '' && termination && other.termination && other.termination !== termination) meet(other.alike);
    }
    const order = (vs: VirtualServer): number => this.#order.get(vs) ?? 0;
    const [first] = conflicts.sort((a, b) => order(a.with) - order(b.with));
    if (first) return { ...noGroup, conflict: first.conflict };
    const candidates = new Set<VirtualServer>();
    for (const { byPort } of met) {
      for (const port of portKeys(leader)) for (const vs of byPort.get(port) ?? []) candidates.add(vs);
    }
    return withoutPathClashes([...candidates].sort((a, b) => order(a) - order(b)));
  }
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** By what two VirtualServers may belong together: a host group, or a host. No host is one as well, on the same address. */
function nameOf(vs: VirtualServer): string {
  const { namespace, host, hostGroup } = vs;
  if (hostGroup !== '') return `group ${hostGroup}`;
  return host === '' ? `hostless ${addressKey(vs)}` : `host ${namespace} ${host}`;
}

function addressKey({ namespace, address: { address } }: VirtualServer, within = namespace): string {
  return `${within} ${address}`;
}

/** Termination of a VirtualServer's TLSProfile, or empty where there is none that the controller sees. */
function terminationOf({ controller, local }: Inventory, { namespace, tlsProfileName: name }: VirtualServer): string {
  const profile = local.tlsProfiles.get(objectKey({ namespace, name }));
  return profile && controller.selectsCustomResource(profile.labels) ? profile.termination : '';
}

/** Rows 1 to 9 of §4.2: the first that matches decides. Only `goes on` leads to the rest. */
export function compare(
  inventory: Inventory,
  leader: VirtualServer,
  candidate: VirtualServer,
): 'goes on' | 'skip' | GroupConflict {
  const { controller } = inventory;
  const conflict = (problem: string, key: string): GroupConflict => ({ problem, path: ['spec', key] });
  const other = `VirtualServer ${objectKey(candidate)}`;
  const address = (vs: VirtualServer): string => vs.address.address;
  const sameAddress = address(leader) === address(candidate);
  const label = (vs: VirtualServer): string => vs.address.ipamLabel;
  const grouped = leader.hostGroup !== '';

  if (candidate.hostAliases.length > 0 && candidate.host === '') return 'skip';
  if (address(leader) !== '' && sameAddress && tenantOf(controller, leader) !== tenantOf(controller, candidate)) {
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
  if (controller.ipam) {
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
  return 'goes on';
}

/**
 * What a VirtualServer needs to have in common with another to be merged: a port on which both are served, and the default pool
 * (rows 10 and 11, §4.5). Both ports alike are enough; the one for HTTPS counts between two with TLS, the one for HTTP between
 * those that are served there.
 */
function portKeys(vs: VirtualServer): readonly string[] {
  const { httpPort, httpsPort, defaultPool, tlsProfileName, httpTraffic } = vs;
  const pool = JSON.stringify(defaultPool);
  const isTls = tlsProfileName !== '';
  return [
    `${httpPort} ${httpsPort} ${pool}`,
    ...(isTls ? [`https ${httpsPort} ${pool}`] : []),
    ...(!isTls || httpTraffic === 'allow' || httpTraffic === 'redirect' ? [`http ${httpPort} ${pool}`] : []),
  ];
}
