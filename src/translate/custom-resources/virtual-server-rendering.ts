import { objectKey } from '../../model/cluster.ts';
import type { Policy } from '../../model/policy.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import { placeIn, refOf, whereOf } from '../../model/where.ts';
import { customVirtualName } from '../names.ts';
import { resolveAddress } from './address.ts';
import {
  accept,
  noteUnrendered,
  policyOf,
  type ResourceContext,
  ResourceFailure,
  reject,
  tenantOf,
} from './context.ts';
import { reportMergedSettings } from './merged-settings.ts';
import { putVirtual, removeVirtual } from './storage.ts';
import { type UsableTls, usableTls } from './tls-profile.ts';
import type { VirtualServerGroup } from './virtual-server-group.ts';
import { type BuiltVirtual, virtualServerVirtual } from './virtual-server-virtual.ts';

/** What a group becomes with a leader: its virtual servers, HTTP first, or those before the failure of one. */
interface Outcome {
  readonly built: readonly BuiltVirtual[];
  /** Of each member with TLS, as far as they were looked at. */
  readonly tls: ReadonlyMap<VirtualServer, UsableTls>;
  readonly failure?: ResourceFailure;
}

/**
 * Renders a group, with one leader or with several: each one leads it that is no member when its turn comes, because the group
 * failed, or because it was left out for a path (specification 02 §4.1). What a later leader cannot change is made once.
 */
export class GroupRendering {
  readonly #context: ResourceContext;
  readonly #group: VirtualServerGroup;
  /** The last one with which it was rendered. */
  #leader: VirtualServer | undefined;
  /** By what of a leader is seen in virtual servers. */
  readonly #outcomes = new Map<string, Outcome>();
  /** A failure that nothing was found before: it is that of every leader. */
  #failure: Outcome | undefined;
  #policy: { readonly found: Policy | ResourceFailure | undefined } | undefined;
  readonly #addressed: VirtualServer | undefined;
  readonly #plainPorts: ReadonlySet<number>;
  readonly #withTls: readonly VirtualServer[];

  constructor(context: ResourceContext, group: VirtualServerGroup) {
    this.#context = context;
    this.#group = group;
    const { members } = group;
    this.#addressed = members.find(({ address }) => address.address !== '');
    this.#plainPorts = new Set(members.filter(handlesHttp).map(({ httpPort }) => httpPort));
    this.#withTls = members.filter(({ tlsProfileName }) => tlsProfileName !== '');
  }

  get leader(): VirtualServer | undefined {
    return this.#leader;
  }

  /** True where the group is rendered; otherwise the leader is rejected, or waits for its address. */
  render(leader: VirtualServer): boolean {
    const context = this.#context;
    const { members, pathClashes } = this.#group;
    const address = this.#address(leader);
    if (address === undefined) return false;
    const { controller } = context.inventory;
    const tenant = tenantOf(controller, leader);
    const ports = portsOf(leader).filter(({ port, secure }) => {
      if (secure || this.#plainPorts.has(port)) return true;
      const name = virtualName(leader, address, port);
      removeVirtual(context, tenant, name, leader, 'has the same address without plain HTTP');
      return false;
    });
    const key = this.#key(leader, address, ports);
    const known = this.#failure ?? this.#outcomes.get(key);
    const outcome = known ?? this.#build(leader, address, ports);
    if (!known) this.#outcomes.set(key, outcome);
    const { built, failure } = outcome;
    for (const { virtual, uncertainRules } of built) {
      if (uncertainRules === undefined) continue;
      const at = placeIn(leader, ['spec', 'rewriteAppRoot']);
      context.findings.add('app-root-order', { virtual: virtual.name, rules: uncertainRules }, { at });
    }
    if (failure) {
      reject(context, leader, failure.rejection, failure.resource);
      return false;
    }
    const virtuals = built.map(({ virtual }) => virtual);
    for (const virtual of virtuals) putVirtual(context, virtual);
    for (const member of this.#leader ? [] : members) {
      accept(context, member);
      // What it asks for goes to the partition of its leader.
      if (tenantOf(controller, member) !== tenant) noteUnrendered(context, member);
    }
    if (pathClashes.has(leader)) {
      const message = `Discarding the VirtualServer ${objectKey(leader)} due to duplicate path`;
      context.statuses.push({ ...refOf(leader), accepted: false, reason: '', message });
      noteUnrendered(context, leader);
    }
    this.#reportClash(leader);
    if (!known) {
      this.#report(leader, outcome);
      reportMergedSettings(context, leader, this.#group);
    }
    this.#leader = leader;
    return true;
  }

  /** The leader's address, or in a host group the one that any member has (specification 02 §4.2). */
  #address(leader: VirtualServer): string | undefined {
    const { namespace, host, hostGroup, address } = leader;
    const given = hostGroup === '' ? undefined : this.#addressed?.address;
    const key = hostGroup === '' ? `${namespace}/${host}_host` : `${hostGroup}_hg`;
    return resolveAddress(this.#context, leader, given ?? address, key);
  }

  /** What virtual servers show of their leader, beside that by which it has this group. */
  #key(leader: VirtualServer, address: string, ports: readonly GroupPort[]): string {
    const { namespace, host, hostGroup, virtualServerName, httpTraffic, httpMrfRouting, additionalAddresses } = leader;
    const policy = ports.length > 0 ? this.#groupPolicy() : undefined;
    // A Policy's default pool is named after the leader.
    const named = policy && !(policy instanceof ResourceFailure) && policy.defaultPool ? [namespace, host] : [];
    const isMember = !this.#group.pathClashes.has(leader);
    const name = hostGroup === '' ? virtualServerName : '';
    const { routeDomain } = leader.address;
    return JSON.stringify([
      address,
      name,
      routeDomain,
      httpTraffic,
      httpMrfRouting,
      additionalAddresses,
      isMember,
      ...named,
    ]);
  }

  #build(leader: VirtualServer, address: string, ports: readonly GroupPort[]): Outcome {
    const context = this.#context;
    const group = this.#group;
    const tenant = tenantOf(context.inventory.controller, leader);
    const before = context.findings.list.length;
    const built: BuiltVirtual[] = [];
    const tls = new Map<VirtualServer, UsableTls>();
    try {
      const policy = ports.length > 0 ? this.#groupPolicy() : undefined;
      if (policy instanceof ResourceFailure) throw policy;
      for (const member of ports.length > 0 ? this.#withTls : []) {
        const found = usableTls(context.inventory, member);
        if (found) tls.set(member, found);
      }
      for (const { port, secure } of ports) {
        const name = virtualName(leader, address, port);
        built.push(virtualServerVirtual({ context, group, leader, tls, policy, name, tenant, address, port, secure }));
      }
      return { built, tls };
    } catch (failure) {
      if (!(failure instanceof ResourceFailure)) throw failure;
      const outcome = { built, tls, failure };
      const silent = context.findings.list.length === before && built.every(one => one.uncertainRules === undefined);
      if (silent) this.#failure = outcome;
      return outcome;
    }
  }

  /** The Policy of the group: its members name one at most, and it is looked for beside the first of them. */
  #groupPolicy(): Policy | ResourceFailure | undefined {
    this.#policy ??= { found: this.#findPolicy() };
    return this.#policy.found;
  }

  #findPolicy(): Policy | ResourceFailure | undefined {
    const { members } = this.#group;
    const path = ['spec', 'policyName'];
    const naming = members.filter(({ policyName }) => policyName !== '');
    const [first] = naming;
    const other = naming.find(({ policyName }) => policyName !== first?.policyName);
    if (first && other) {
      return new ResourceFailure(other, {
        message: `Multiple Policies specified for VirtualServer ${first.name}`,
        problem: `policyName is ${other.policyName}, and ${first.policyName} in VirtualServer ${objectKey(first)}, with which it is merged`,
        path,
      });
    }
    try {
      return (
        first && policyOf(this.#context, first, { name: first.policyName, path, namespace: members[0]?.namespace })
      );
    } catch (failure) {
      if (failure instanceof ResourceFailure) return failure;
      throw failure;
    }
  }

  /** Any other that is left out leads a group of its own, in which it is left out again. */
  #reportClash(leader: VirtualServer): void {
    const clash = this.#group.pathClashes.get(leader);
    if (!clash) return;
    const path = leader.pools[clash.pool]?.path ?? '';
    const values = { name: objectKey(leader), path, by: objectKey(clash.owner) };
    const where = whereOf(leader, ['spec', 'pools', clash.pool, 'path']);
    this.#context.findings.add('virtual-server-path-taken', values, where);
  }

  /** Reports what becomes of members in another way than their manifests read. */
  #report(leader: VirtualServer, { built, tls }: Outcome): void {
    const { findings } = this.#context;
    const at = (vs: VirtualServer, key: string) => whereOf(vs, ['spec', key]);
    const virtuals = built.map(({ virtual }) => virtual);
    const [plain, secure] =
      leader.tlsProfileName === '' ? [virtuals[0], undefined] : [virtuals.at(-2), virtuals.at(-1)];
    for (const member of plain ? this.#withTls : []) {
      // With passthrough there are no rules (§5.3).
      if (member.httpTraffic !== '' || tls.get(member)?.profile.termination === 'passthrough') continue;
      const values = { name: objectKey(member), virtual: plain?.name ?? '' };
      findings.add('tls-routes-in-clear-text', values, at(member, 'tlsProfileName'));
    }
    for (const member of secure ? this.#group.members : []) {
      if (member.tlsProfileName !== '') continue;
      const values = { name: objectKey(member), virtual: secure?.name ?? '' };
      findings.add('plain-routes-on-https', values, at(member, 'host'));
    }
  }
}

interface GroupPort {
  readonly port: number;
  readonly secure: boolean;
}

/** Ports come from the leader alone (specification 02 §4.3). */
export function portsOf({ httpPort, httpsPort, tlsProfileName }: VirtualServer): readonly GroupPort[] {
  const http = { port: httpPort, secure: false };
  return tlsProfileName === '' ? [http] : [http, { port: httpsPort, secure: true }];
}

export function virtualName(leader: VirtualServer, address: string, port: number): string {
  const own = leader.hostGroup === '' ? leader.virtualServerName : leader.hostGroupVirtualServerName;
  return customVirtualName(own, address, port);
}

/** Without TLS, or with TLS and a word for plain HTTP (specification 02 §4.3). */
function handlesHttp({ tlsProfileName, httpTraffic }: VirtualServer): boolean {
  return tlsProfileName === '' || httpTraffic === 'allow' || httpTraffic === 'redirect';
}
