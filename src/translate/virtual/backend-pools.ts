import type { Pool } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { backendMembers, type MemberOptions, type PoolBackend } from '../clusters/pool-backends.ts';
import type { PoolMembers } from '../clusters/pool-members.ts';

/** What the pools of several backends have in common. */
export type SharedPool = Omit<Pool, 'name' | keyof PoolMembers | 'service' | 'namespace' | 'cluster'>;

/** A pool for each backend, called by the name that stands at its place; a name that comes again makes no second pool. */
export function backendPools(
  inventory: Inventory,
  backends: readonly PoolBackend[],
  names: readonly string[],
  options: MemberOptions,
  shared: SharedPool,
): Pool[] {
  const pools = new Map<string, Pool>();
  backends.forEach((backend, index) => {
    const name = names[index] ?? '';
    if (pools.has(name)) return;
    const { service, namespace, cluster, staticMembers } = backend;
    pools.set(name, {
      ...shared,
      name,
      ...backendMembers(inventory, backend, options),
      ...(staticMembers.length > 0 && { staticMembers }),
      service,
      namespace,
      cluster,
    });
  });
  return [...pools.values()];
}
