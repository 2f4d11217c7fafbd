import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import { whereOf } from '../../model/where.ts';
import { type Rejection, type ResourceContext, reject, selected, tenantOf } from './context.ts';
import { removeVirtual } from './storage.ts';
import { virtualServerProblem } from './virtual-server-admission.ts';
import { type VirtualServerGroup, VirtualServerGroups } from './virtual-server-group.ts';
import { GroupRendering, portsOf, virtualName } from './virtual-server-rendering.ts';

/**
 * Renders the VirtualServers of a controller, group by group. In namespace and name order, the first that is not in a group yet
 * leads the next one (specification 02 §4.1).
 */
export function renderVirtualServers(context: ResourceContext): void {
  const { inventory } = context;
  const all = selected(inventory, inventory.local.virtualServers.values());
  const groups = new VirtualServerGroups(inventory, all);
  const renderings = new Map<VirtualServerGroup, GroupRendering>();
  /** What each member was rendered with the last time. */
  const processed = new Map<VirtualServer, GroupRendering>();
  /** Who is on a virtual server for HTTPS; and who asks for one and met a leader without. */
  const secured = new Set<VirtualServer>();
  const unsecured = new Map<VirtualServer, VirtualServer>();
  let last: GroupRendering | undefined;
  for (const leader of all) {
    const problem = virtualServerProblem(inventory, leader);
    const before = processed.get(leader)?.leader;
    if (before) {
      if (problem) reportUnchecked(context, leader, before, problem);
      continue;
    }
    if (problem) {
      reject(context, leader, problem);
      continue;
    }
    const group = groups.of(leader);
    if (group.members.length === 0) {
      rejectAlone(context, leader, group);
      continue;
    }
    const rendering = renderings.get(group) ?? new GroupRendering(context, group);
    renderings.set(group, rendering);
    if (!rendering.render(leader)) continue;
    // Rendered again by one leader after another, a group has its members already.
    for (const member of rendering === last ? [] : group.members) {
      processed.set(member, rendering);
      if (leader.tlsProfileName !== '') secured.add(member);
      else if (member.tlsProfileName !== '') unsecured.set(member, leader);
    }
    last = rendering;
  }
  for (const [vs, leader] of unsecured) if (!secured.has(vs)) reportWithoutHttps(context, vs, leader);
}

/** Ports come from the leader alone (specification 02 §4.3); some other group may have given it what it asks for. */
function reportWithoutHttps({ findings }: ResourceContext, vs: VirtualServer, leader: VirtualServer): void {
  const values = { name: objectKey(vs), leader: objectKey(leader) };
  findings.add('https-virtual-server-missing', values, whereOf(vs, ['spec', 'tlsProfileName']));
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

/** Rejects a leader without a group, and deletes the virtual servers that it would have had (specification 02 §4.2). */
function rejectAlone(context: ResourceContext, leader: VirtualServer, group: VirtualServerGroup): void {
  reject(context, leader, noGroup(leader, group));
  const { address } = leader.address;
  if (address === '') return;
  const tenant = tenantOf(context.inventory.controller, leader);
  for (const { port } of portsOf(leader)) {
    const name = virtualName(leader, address, port);
    removeVirtual(context, tenant, name, leader, 'is rejected and would have its name');
  }
}

function noGroup(leader: VirtualServer, { conflict, pathClashes }: VirtualServerGroup): Rejection {
  const message = `Unable to get VirtualServers associated with ${leader.namespace}/${leader.name}`;
  if (conflict) return { message, problem: conflict.problem, path: conflict.path };
  const clash = pathClashes.get(leader);
  if (clash) {
    const problem = `path "${leader.pools[clash.pool]?.path ?? ''}" stands in two of its pools`;
    return { message, problem, path: ['spec', 'pools', clash.pool, 'path'] };
  }
  const problem =
    'with --namespace and a named local cluster the controller finds no member of a host group, not even this one';
  return { message, problem, path: ['spec', 'hostGroup'] };
}
