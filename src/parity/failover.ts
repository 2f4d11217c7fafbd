import type { Cluster } from '../model/cluster.ts';
import type { Place } from '../place.ts';
import type { View } from '../translate/index.ts';
import {
  membersOf,
  type ServedPool,
  servedPools,
  sharesByCluster,
  type TrafficPath,
  trafficPaths,
} from '../translate/traffic.ts';

/** Where the requests of a path go: members and shares, from 0 to 1, by cluster. */
export interface Served {
  readonly members: Readonly<Record<string, number>>;
  readonly shares: Readonly<Record<string, number>>;
}

/** What becomes of one path when the secondary takes over. */
export interface PathChange {
  readonly tenant: string;
  readonly virtual: string;
  readonly path: string;
  /** Absent where the primary does not publish it. */
  readonly before?: Served;
  /** Absent where the secondary does not publish it. */
  readonly after?: Served;
  /** True where the secondary does not post the tenant, so that the BIG-IP keeps what the primary posted. */
  readonly kept: boolean;
  /** Services of its pools, `namespace/name`. */
  readonly services: readonly string[];
  /** What its first pool is made for, in the manifests of whom it is posted by afterwards. */
  readonly place?: Place;
  /** `10.1.1.1:8080`, ascending. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

interface Posted {
  readonly traffic: TrafficPath;
  readonly pools: readonly ServedPool[];
}

/**
 * What a failover changes: what the primary posts while it is up, against what the secondary posts without the members of the
 * primary's cluster (its failover view). A tenant that the secondary does not post stays on the BIG-IP as it is.
 */
export function failover(primary: View, secondary: View, clusters: readonly Cluster[]): PathChange[] {
  const leftOut = secondary.table?.peer;
  const before = posted(primary);
  const after = posted(secondary, leftOut);
  const tenants = new Set(secondary.tenants.map(({ name }) => name));
  const order = clusters.map(({ name }) => name);
  return [...new Set([...before.keys(), ...after.keys()])].sort().map(key => {
    const [one, other] = [before.get(key), after.get(key)];
    const { traffic } = (one ?? other)!;
    const [had, has] = [membersOf(one?.pools ?? []), membersOf(other?.pools ?? [])];
    const kept = other === undefined && !tenants.has(traffic.tenant);
    return {
      tenant: traffic.tenant,
      virtual: traffic.virtual.name,
      path: traffic.path,
      ...(one && { before: servedOf(one.pools, order) }),
      ...(other && { after: servedOf(other.pools, order) }),
      kept,
      ...backgroundOf((other ?? one)!.traffic),
      gained: [...has.keys()].filter(member => !had.has(member)).sort(),
      lost: kept ? [] : [...had.keys()].filter(member => !has.has(member)).sort(),
    };
  });
}

function backgroundOf({ pools, poolOf, virtual }: TrafficPath): Pick<PathChange, 'services' | 'place'> {
  const found = pools.flatMap(({ pool }) => poolOf(pool) ?? []);
  const { source } = (found[0] ?? virtual).origin;
  return {
    services: [...new Set(found.map(({ namespace, service }) => `${namespace}/${service}`))],
    place: { source, path: ['metadata', 'name'] },
  };
}

function posted(view: View, leftOut?: string): ReadonlyMap<string, Posted> {
  return new Map(
    trafficPaths(view).map(traffic => [
      `${traffic.tenant} ${traffic.virtual.name} ${traffic.path}`,
      { traffic, pools: servedPools(traffic, leftOut) },
    ]),
  );
}

function servedOf(pools: readonly ServedPool[], order: readonly string[]): Served {
  const counts = new Map<string, number>();
  for (const { cluster } of membersOf(pools).values()) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
  const inOrder = (values: ReadonlyMap<string, number>): Record<string, number> =>
    Object.fromEntries(
      [...values]
        .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
        .map(([name, value]) => [name, rounded(value)]),
    );
  return { members: inOrder(counts), shares: inOrder(sharesByCluster(pools)) };
}

/** Three decimals, as the thresholds have. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
