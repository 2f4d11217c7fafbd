import { whereOf } from '../model/where.ts';
import type { Check } from './index.ts';

/** Pools for which a system of `discovery` has something to say that the controller's own split leaves no room for. */
export const checkDiscovery: Check = ({ tenants, findings, inventory }) => {
  if (!inventory?.discovery) return;
  for (const { virtuals } of tenants) {
    const pools = new Map(virtuals.flatMap(virtual => virtual.pools.map(pool => [pool.name, pool] as const)));
    for (const { name, origin, originPath, discovery } of pools.values()) {
      if (!discovery?.split) continue;
      for (const { system, resource, path } of discovery.outdone) {
        const values = { pool: name, owner: `${origin.kind} ${origin.name}`, system, split: discovery.split };
        const other = { source: resource.source, path };
        findings.add('discovery-outdone-by-split', values, { ...whereOf(origin, originPath), other });
      }
    }
  }
};
