import { whereOf } from '../model/where.ts';
import type { Pool } from '../translate/adc.ts';
import type { Check } from './index.ts';

/**
 * Pools for which a system of `discovery` has something to say that the controller's own split leaves no room for, and those with
 * priorities of which a BIG-IP cannot make use.
 */
export const checkDiscovery: Check = ({ tenants, findings, inventory }) => {
  if (!inventory?.discovery) return;
  for (const { virtuals } of tenants) {
    const pools = new Map(virtuals.flatMap(virtual => virtual.pools.map(pool => [pool.name, pool] as const)));
    for (const pool of pools.values()) {
      const { name, origin, originPath, discovery } = pool;
      if (isUnwatched(pool)) {
        const values = { pool: name, owner: `${origin.kind} ${origin.name}` };
        findings.add('discovery-without-monitor', values, whereOf(origin, originPath));
      }
      if (!discovery?.split) continue;
      for (const { system, resource, path } of discovery.outdone) {
        const values = { pool: name, owner: `${origin.kind} ${origin.name}`, system, split: discovery.split };
        const other = { source: resource.source, path };
        findings.add('discovery-outdone-by-split', values, { ...whereOf(origin, originPath), other });
      }
    }
  }
};

/** True where a lower group waits for members of a higher one to go down, and nothing tells the BIG-IP that they are. */
function isUnwatched({ minimumMembersActive, monitors, members }: Pool): boolean {
  if (minimumMembersActive === undefined || monitors.length > 0) return false;
  return new Set(members().map(({ priorityGroup }) => priorityGroup)).size > 1;
}
