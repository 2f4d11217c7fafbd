import type { Pool } from '../translate/adc.ts';
import type { Check } from './index.ts';
import { ownerOf, whereAsked } from './pool-owner.ts';

/**
 * Pools for which a system of `discovery` has something to say that the controller's own split leaves no room for, and those with
 * priorities of which a BIG-IP cannot make use.
 */
export const checkDiscovery: Check = ({ tenants, findings, inventory }) => {
  if (!inventory?.discovery) return;
  for (const { virtuals } of tenants) {
    const pools = new Map(virtuals.flatMap(virtual => virtual.pools.map(pool => [pool.name, pool] as const)));
    for (const pool of pools.values()) {
      const { discovery } = pool;
      const asked = { pool: pool.name, owner: ownerOf(pool) };
      if (isUnwatched(pool)) {
        findings.add('discovery-without-monitor', asked, whereAsked(pool));
      }
      if (!discovery?.split) continue;
      for (const { system, resource, path } of discovery.outdone) {
        const values = { ...asked, system, split: discovery.split };
        const other = { source: resource.source, path };
        findings.add('discovery-outdone-by-split', values, { ...whereAsked(pool), other });
      }
    }
  }
};

/** True where a lower group waits for members of a higher one to go down, and nothing tells the BIG-IP that they are. */
function isUnwatched({ minimumMembersActive, monitors, members }: Pool): boolean {
  if (minimumMembersActive === undefined || monitors.length > 0) return false;
  return new Set(members().map(({ priorityGroup }) => priorityGroup)).size > 1;
}
