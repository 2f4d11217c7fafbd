import type { Member, MonitorReference, Pool } from '../translate/adc.ts';
import type { As3Object } from './as3.ts';

/** Longest remark, in characters and in bytes. */
const remarkLength = 64;

/**
 * Monitors of a pool: its own, then those of earlier pools of that name, the latest first, that are not among them (01 §7.2).
 * `pools` has the earliest first.
 */
export function joinMonitors(pools: ReadonlyArray<readonly MonitorReference[]>): readonly MonitorReference[] {
  const name = (reference: MonitorReference): string =>
    'bigip' in reference ? `bigip ${reference.bigip}` : reference.use;
  const known = new Set<string>();
  const joined: MonitorReference[] = [];
  for (const monitors of [...pools].reverse()) {
    joined.push(...monitors.filter(reference => !known.has(name(reference))));
    for (const reference of monitors) known.add(name(reference));
  }
  return joined;
}

export interface PoolContext {
  /** Virtual server that the pool is of. */
  readonly virtual: string;
  /** Its monitors, those of an earlier pool of that name among them. */
  readonly monitors: readonly MonitorReference[];
  /** Cluster whose members are left out. */
  readonly leftOut: string | undefined;
}

/** AS3 `Pool` (specification 01 §5.5, 02 §11.7). */
export function emitPool(pool: Pool, { virtual, monitors, leftOut }: PoolContext): As3Object {
  const members = pool.members(leftOut);
  return {
    class: 'Pool',
    ...(pool.loadBalancingMode !== '' && { loadBalancingMode: pool.loadBalancingMode }),
    ...(members.length > 0 && { members: members.map(emitMember) }),
    ...(pool.minimumMembersActive !== undefined && { minimumMembersActive: pool.minimumMembersActive }),
    // Counted before the monitors of an earlier pool of that name are joined (01 §7.2).
    minimumMonitors: pool.monitors.length === 0 ? 'all' : (pool.minimumMonitors ?? 1),
    ...(monitors.length > 0 && { monitors: monitors.map(emitMonitorReference) }),
    remark: remark(virtual),
    ...(pool.reselectTries !== 0 && { reselectTries: pool.reselectTries }),
    ...(pool.serviceDownAction !== '' && { serviceDownAction: pool.serviceDownAction }),
    ...(pool.slowRampTime !== 0 && { slowRampTime: pool.slowRampTime }),
  };
}

function emitMember({ address, port, shareNodes, adminState, connectionLimit, priorityGroup }: Member): As3Object {
  return {
    addressDiscovery: 'static',
    ...(adminState !== undefined && { adminState }),
    ...(connectionLimit !== 0 && { connectionLimit }),
    ...(priorityGroup !== undefined && { priorityGroup }),
    serverAddresses: [address],
    servicePort: port,
    ...(shareNodes && { shareNodes }),
  };
}

function emitMonitorReference(reference: MonitorReference): As3Object {
  return 'bigip' in reference ? { bigip: reference.bigip } : { use: reference.use };
}

/** Cut to 64 bytes when it is longer than 64 characters. */
function remark(virtual: string): string {
  const text = `${virtual} loadbalances this pool`;
  return [...text].length > remarkLength ? Buffer.from(text).subarray(0, remarkLength).toString('utf8') : text;
}
