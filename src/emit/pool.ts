import type { Member, MonitorReference, Pool } from '../translate/adc.ts';
import type { As3Object } from './as3.ts';

/** Longest remark, in characters and in bytes. */
const remarkLength = 64;

/** AS3 `Pool` (specification 01 §5.5, 02 §11.7). `earlier` is what the tenant holds under that name already. */
export function emitPool(pool: Pool, virtual: string, earlier: As3Object | undefined): As3Object {
  const own = pool.monitors.map(emitMonitorReference);
  const pointers = new Set(own.map(pointer => JSON.stringify(pointer)));
  const before = (earlier?.monitors as readonly As3Object[] | undefined) ?? [];
  const monitors = [...own, ...before.filter(pointer => !pointers.has(JSON.stringify(pointer)))];
  return {
    class: 'Pool',
    ...(pool.loadBalancingMode !== '' && { loadBalancingMode: pool.loadBalancingMode }),
    ...(pool.members.length > 0 && { members: pool.members.map(emitMember) }),
    // Counted before the monitors of an earlier pool of that name are joined (01 §7.2).
    minimumMonitors: own.length === 0 ? 'all' : (pool.minimumMonitors ?? 1),
    ...(monitors.length > 0 && { monitors }),
    remark: remark(virtual),
    ...(pool.reselectTries !== 0 && { reselectTries: pool.reselectTries }),
    ...(pool.serviceDownAction !== '' && { serviceDownAction: pool.serviceDownAction }),
    ...(pool.slowRampTime !== 0 && { slowRampTime: pool.slowRampTime }),
  };
}

function emitMember({ address, port, shareNodes, adminState, connectionLimit }: Member): As3Object {
  return {
    addressDiscovery: 'static',
    ...(adminState !== undefined && { adminState }),
    ...(connectionLimit !== 0 && { connectionLimit }),
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
