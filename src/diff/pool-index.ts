import type { Pool } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';

/** Pools of a view by tenant and name: of several with one name the last is the one that is posted (specification 01 §7.2). */
export interface PoolIndex {
  readonly pool: (tenant: string, name: string) => Pool | undefined;
}

export function poolIndex({ tenants }: View): PoolIndex {
  const known = new Map<string, ReadonlyMap<string, Pool>>();
  return {
    pool: (tenant, name) => {
      const virtuals = tenants.find(one => one.name === tenant)?.virtuals ?? [];
      const pools =
        known.get(tenant) ?? new Map(virtuals.flatMap(({ pools: own }) => own.map(pool => [pool.name, pool])));
      known.set(tenant, pools);
      return pools.get(name);
    },
  };
}
