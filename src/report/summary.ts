import type { Run } from '../pipeline.ts';
import type { Outcome, View } from '../translate/index.ts';

/** Members of a pool by the cluster that they come from. */
export interface PoolSummary {
  readonly name: string;
  readonly members: Readonly<Record<string, number>>;
}

export interface VirtualSummary {
  readonly tenant: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** How many pools it has. */
  readonly poolCount: number;
  /** The first of them; a view shows no more than `maxPools`. */
  readonly pools: readonly PoolSummary[];
}

/** Pools of a view that are told one by one; a workspace can have thousands. */
const maxPools = 40;

/** What a view consists of, in numbers. */
export interface ViewSummary {
  readonly cluster: string;
  /** True for what a secondary posts when its primary is down. */
  readonly failover: boolean;
  readonly outcome: Outcome;
  readonly multiClusterMode: string;
  readonly mode: string;
  /** Clusters that members can come from, in the controller's order. */
  readonly clusters: readonly string[];
  readonly virtuals: readonly VirtualSummary[];
  /** Tenants that have no virtual server left and are posted all the same. */
  readonly emptied: readonly EmptiedTenant[];
}

export interface EmptiedTenant {
  readonly tenant: string;
  /** Or else posted empty, as the default partition is. */
  readonly deleted: boolean;
}

/** Tenants of a view that the controller posts without a virtual server, to empty or to delete them (specification 02 §11.2). */
export function emptiedTenants({ tenants, controller }: View): EmptiedTenant[] {
  return tenants
    .filter(({ virtuals }) => virtuals.length === 0)
    .map(({ name }) => ({ tenant: name, deleted: name !== controller?.partition }));
}

/** What becomes of it, in a word. */
export function emptiedWord({ deleted }: EmptiedTenant): string {
  return deleted ? 'deleted' : 'emptied';
}

/** `leftOut` is the cluster that a failover view does without. */
export function summarise(run: Run, view: View, leftOut?: string): ViewSummary {
  const { table, controller, cluster, outcome, tenants, inventory } = view;
  const further = inventory?.discovery ? discoveredClusters(view) : new Set<string>();
  const isOther = (name: string): boolean => name !== cluster && name !== table?.local;
  const known = [...run.workspace.clusters.keys()];
  let left = maxPools;
  return {
    cluster,
    failover: leftOut !== undefined,
    outcome,
    multiClusterMode: controller?.multiClusterMode ?? '',
    mode: table?.mode ?? 'none',
    clusters: table?.several
      ? [table.local, ...known.filter(name => isOther(name) && (table.knows(name) || further.has(name)))]
      : [cluster, ...known.filter(name => isOther(name) && further.has(name))],
    emptied: emptiedTenants(view),
    virtuals: tenants.flatMap(({ name: tenant, virtuals }) =>
      virtuals.map(({ name, address, port, pools }) => {
        const distinct = new Map(pools.map(pool => [pool.name, pool]));
        const shown = [...distinct.values()].slice(0, left);
        left -= shown.length;
        return {
          tenant,
          name,
          address,
          port,
          poolCount: distinct.size,
          pools: shown.map(pool => ({ name: pool.name, members: countByCluster(pool.members(leftOut), cluster) })),
        };
      }),
    ),
  };
}

/** Clusters that give members through what `discovery` names. */
function discoveredClusters({ tenants }: View): ReadonlySet<string> {
  const pools = tenants.flatMap(({ virtuals }) => virtuals.flatMap(virtual => virtual.pools));
  return new Set(pools.flatMap(pool => pool.members().flatMap(({ foundBy, cluster }) => (foundBy ? [cluster] : []))));
}

function countByCluster(members: ReadonlyArray<{ readonly cluster: string }>, local: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { cluster } of members) counts[cluster || local] = (counts[cluster || local] ?? 0) + 1;
  return counts;
}
