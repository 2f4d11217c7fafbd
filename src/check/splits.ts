import type { Virtual } from '../translate/adc.ts';
import { conditionPaths, splitsOf } from '../translate/traffic.ts';
import type { Check } from './index.ts';
import { ownerOf, whereAsked } from './pool-owner.ts';

/** Paths of which a split of a path above them takes the requests (specification 02 §12.2). */
export const checkSplits: Check = ({ tenants, findings }) => {
  for (const { virtuals } of tenants) {
    // On the virtual servers for HTTP and for HTTPS alike.
    const told = new Set<string>();
    for (const virtual of virtuals.filter(({ dataGroups }) => dataGroups.has('ab_deployment_dg'))) {
      for (const { path, pool, split } of takenPaths(virtual)) {
        const key = JSON.stringify([path, pool.name]);
        if (told.has(key)) continue;
        told.add(key);
        const by = virtual.pools.find(({ name }) => name === split.pools[0]?.pool);
        const values = { path, owner: ownerOf(pool), pool: pool.name, split: split.path };
        const other = by && whereAsked(by).at;
        findings.add('path-below-split', values, { ...whereAsked(pool), ...(other && { other }) });
      }
    }
  }
};

function* takenPaths({ policy, pools, dataGroups }: Virtual) {
  const splitOf = splitsOf(dataGroups);
  const byName = new Map(pools.map(pool => [pool.name, pool]));
  for (const { conditions, actions } of policy?.rules ?? []) {
    const forward = actions.find(action => action.kind === 'forward');
    const pool = forward && byName.get(forward.pool);
    for (const path of pool ? conditionPaths(conditions) : []) {
      const split = splitOf(path);
      if (split && split.path !== path) yield { path, pool: pool!, split };
    }
  }
}
