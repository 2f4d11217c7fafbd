import { objectKey } from '../../model/cluster.ts';
import type { Policy } from '../../model/policy.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import { refOf, whereOf } from '../../model/where.ts';
import type { Virtual } from '../adc.ts';
import { customVirtualName } from '../names.ts';
import { resolveAddress } from './address.ts';
import {
  accept,
  noteUnrendered,
  policyOf,
  type Rejection,
  type ResourceContext,
  ResourceFailure,
  reject,
  selected,
} from './context.ts';
import { reportMergedSettings } from './merged-settings.ts';
import { putVirtual, removeVirtual } from './storage.ts';
import { type UsableTls, usableTls } from './tls-profile.ts';
import { virtualServerProblem } from './virtual-server-admission.ts';
import { Candidates, groupWith, type VirtualServerGroup } from './virtual-server-group.ts';
import { virtualServerVirtual } from './virtual-server-virtual.ts';

/**
 * Renders the VirtualServers of a controller, group by group. In namespace and name order, the first that is not in a group yet
 * leads the next one (specification 02 §4.1).
 */
export function renderVirtualServers(context: ResourceContext): void {
  const { inventory } = context;
  const all = selected(inventory, inventory.local.virtualServers.values());
  const candidates = new Candidates(inventory, all);
  const processed = new Map<VirtualServer, VirtualServer>();
  for (const leader of all) {
    const problem = virtualServerProblem(inventory, leader);
    const before = processed.get(leader);
    if (before) {
      if (problem) reportUnchecked(context, leader, before, problem);
      continue;
    }
    processed.set(leader, leader);
    if (problem) {
      reject(context, leader, problem);
      continue;
    }
    const group = groupWith(inventory, leader, candidates.of(leader));
    if (renderGroup(context, group)) for (const member of group.members) processed.set(member, leader);
  }
}

/** A member of a group is not checked as its leader is (specification 02 §1.2, §4.1). */
function reportUnchecked(
  { findings }: ResourceContext,
  vs: VirtualServer,
  leader: VirtualServer,
  { problem, path }: Rejection,
): void {
  const values = { name: objectKey(vs), leader: objectKey(leader), problem };
  findings.add('virtual-server-merged-unchecked', values, whereOf(vs, path));
}

/** True where the group is rendered. */
function renderGroup(context: ResourceContext, group: VirtualServerGroup): boolean {
  const { inventory } = context;
  const { leader, members } = group;
  const tenant = leader.partition || inventory.controller.partition;
  if (members.length === 0) {
    reject(context, leader, noGroup(group));
    const known = leader.address.address;
    for (const { port } of known === '' ? [] : portsOf(leader)) {
      removeVirtual(context, tenant, virtualName(leader, known, port), leader, 'is rejected and would have its name');
    }
    return false;
  }
  const address = groupAddress(context, group);
  if (address === undefined) return false;
  const built: Virtual[] = [];
  try {
    for (const { port, secure } of portsOf(leader)) {
      const name = virtualName(leader, address, port);
      if (!secure && !members.some(member => handlesHttp(member) && member.httpPort === port)) {
        removeVirtual(context, tenant, name, leader, 'has the same address without plain HTTP');
        continue;
      }
      const policy = groupPolicy(context, members);
      const tls = new Map<VirtualServer, UsableTls>();
      for (const member of members) {
        const found = usableTls(inventory, member);
        if (found) tls.set(member, found);
      }
      built.push(virtualServerVirtual({ context, group, tls, policy, name, tenant, address, port, secure }));
    }
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    reject(context, leader, error.rejection, error.resource);
    return false;
  }
  for (const virtual of built) putVirtual(context, virtual);
  for (const member of members) {
    accept(context, member);
    // What it asks for goes to the partition of its leader.
    if (member.partition !== leader.partition) noteUnrendered(context, member);
  }
  if (!members.includes(leader)) {
    const message = `Discarding the VirtualServer ${objectKey(leader)} due to duplicate path`;
    context.statuses.push({ ...refOf(leader), accepted: false, reason: '', message });
    noteUnrendered(context, leader);
  }
  reportGroup(context, group, built);
  reportMergedSettings(context, group);
  return true;
}

/** Reports what becomes of members in another way than their manifests read. */
function reportGroup({ findings }: ResourceContext, group: VirtualServerGroup, built: readonly Virtual[]): void {
  const { leader, members, pathClashes } = group;
  const at = (vs: VirtualServer, ...path: Array<string | number>) => whereOf(vs, ['spec', ...path]);
  // Any other that is left out leads a group of its own, in which it is left out again.
  const clash = pathClashes.find(({ candidate }) => candidate === leader);
  if (clash) {
    const path = leader.pools[clash.pool]?.path ?? '';
    const values = { name: objectKey(leader), path, by: objectKey(clash.owner) };
    findings.add('virtual-server-path-taken', values, at(leader, 'pools', clash.pool, 'path'));
  }
  const [plain, secure] = leader.tlsProfileName === '' ? [built[0], undefined] : [built.at(-2), built.at(-1)];
  for (const member of members) {
    const isTls = member.tlsProfileName !== '';
    const name = objectKey(member);
    if (isTls && leader.tlsProfileName === '') {
      const values = { name, leader: objectKey(leader) };
      findings.add('https-virtual-server-missing', values, at(member, 'tlsProfileName'));
    }
    if (isTls && plain && member.httpTraffic === '') {
      findings.add('tls-routes-in-clear-text', { name, virtual: plain.name }, at(member, 'tlsProfileName'));
    }
    if (!isTls && secure) findings.add('plain-routes-on-https', { name, virtual: secure.name }, at(member, 'host'));
  }
}

/** Ports come from the leader alone (specification 02 §4.3). */
function portsOf({ httpPort, httpsPort, tlsProfileName }: VirtualServer) {
  const http = { port: httpPort, secure: false };
  return tlsProfileName === '' ? [http] : [http, { port: httpsPort, secure: true }];
}

function virtualName(leader: VirtualServer, address: string, port: number): string {
  const own = leader.hostGroup === '' ? leader.virtualServerName : leader.hostGroupVirtualServerName;
  return customVirtualName(own, address, port);
}

/** Without TLS, or with TLS and a word for plain HTTP (specification 02 §4.3). */
function handlesHttp({ tlsProfileName, httpTraffic }: VirtualServer): boolean {
  return tlsProfileName === '' || httpTraffic === 'allow' || httpTraffic === 'redirect';
}

/** The address of a group: its leader's, or in a host group the one that any member has (specification 02 §4.2). */
function groupAddress(context: ResourceContext, { leader, members }: VirtualServerGroup): string | undefined {
  const given = leader.hostGroup === '' ? undefined : members.find(({ address }) => address.address !== '');
  const { namespace, host, hostGroup } = leader;
  const key = hostGroup === '' ? `${namespace}/${host}_host` : `${hostGroup}_hg`;
  return resolveAddress(context, leader, given?.address ?? leader.address, key);
}

/** The Policy of a group: its members name one at most, and it is looked for beside the first of them. */
function groupPolicy(context: ResourceContext, members: readonly VirtualServer[]): Policy | undefined {
  const naming = members.filter(({ policyName }) => policyName !== '');
  const [first] = naming;
  const other = naming.find(({ policyName }) => policyName !== first?.policyName);
  if (first && other) {
    throw new ResourceFailure(other, {
      message: `Multiple Policies specified for VirtualServer ${first.name}`,
      problem: `policyName is ${other.policyName}, and ${first.policyName} in VirtualServer ${objectKey(first)}, with which it is merged`,
      path: ['spec', 'policyName'],
    });
  }
  const path = ['spec', 'policyName'];
  return first && policyOf(context, first, { name: first.policyName, path, namespace: members[0]?.namespace });
}

function noGroup({ leader, conflict, pathClashes }: VirtualServerGroup): Rejection {
  const message = `Unable to get VirtualServers associated with ${leader.namespace}/${leader.name}`;
  if (conflict) return { message, problem: conflict.problem, path: conflict.path };
  const clash = pathClashes.find(({ candidate }) => candidate === leader);
  if (clash) {
    const problem = `path "${leader.pools[clash.pool]?.path ?? ''}" stands in two of its pools`;
    return { message, problem, path: ['spec', 'pools', clash.pool, 'path'] };
  }
  const problem =
    'with --namespace and a named local cluster the controller finds no member of a host group, not even this one';
  return { message, problem, path: ['spec', 'hostGroup'] };
}
