import type { As3Object } from '../emit/as3.ts';
import type { DataGroup, Rule } from '../translate/adc.ts';
import type { DataGroupSuffix } from '../translate/names.ts';
import { type PoolShare, pathsOf, sharesByCluster, withShares } from '../translate/traffic.ts';
import type { TrafficChange } from './change.ts';
import { recordsOf } from './data-groups.ts';
import { membersOf } from './members.ts';
import { forwardingRule, rulesOf } from './policy-rules.ts';
import { isVirtualServer, objectsOf } from './tenant-objects.ts';
import { isObject } from './values.ts';

/** Cluster that a member of a pool comes from, where it is known. */
export type ClusterOf = (pool: string, member: string) => string | undefined;

/** One side of a tenant: the objects of the application in which the controller has all, and where members come from. */
export interface TrafficSide {
  readonly shared: As3Object;
  readonly clusterOf: ClusterOf;
}

/** A change of traffic, and the pools that it goes to. */
export interface TrafficFound extends TrafficChange {
  readonly pools: readonly string[];
}

/**
 * Paths that both sides publish and that go to the clusters in other parts. A path with a member of which the cluster is not known is left
 * out.
 */
export function trafficChanges(tenant: string, before: TrafficSide, after: TrafficSide): TrafficFound[] {
  return virtualServers(before.shared)
    .filter(name => isObject(after.shared[name]))
    .flatMap(name => {
      const [paths, others] = [before, after].map(({ shared }) => steering(tenant, shared, name));
      return [...paths!].flatMap(([path, pools]) => {
        const become = others!.get(path);
        const one = become && sharesOf(before, pools);
        const other = become && sharesOf(after, become);
        if (!one || !other || !differ(one, other)) return [];
        const names = new Set([...pools, ...become].map(({ pool }) => pool));
        const onlyClusters = inProportion({ side: before, pools }, { side: after, pools: become });
        return [{ tenant, virtualServer: name, path, before: one, after: other, onlyClusters, pools: [...names] }];
      });
    });
}

function virtualServers(shared: As3Object): string[] {
  return [...objectsOf(shared)].filter(([, held]) => isVirtualServer(held)).map(([name]) => name);
}

const suffixes: readonly DataGroupSuffix[] = [
  'ab_deployment_dg',
  'ssl_passthrough_servername_dg',
  'ssl_reencrypt_servername_dg',
  'ssl_edge_servername_dg',
];

/** Where the requests of a virtual server go, by path. */
function steering(tenant: string, shared: As3Object, name: string): ReadonlyMap<string, readonly PoolShare[]> {
  const { policyEndpoint, pool } = shared[name] as As3Object;
  const policy =
    typeof policyEndpoint === 'string' ? shared[policyEndpoint.replace(`/${tenant}/Shared/`, '')] : undefined;
  const rules: Array<Pick<Rule, 'conditions' | 'actions'>> = isObject(policy)
    ? [...rulesOf(policy).values()].map(forwardingRule)
    : [];
  const groups = suffixes.flatMap((suffix): Array<[DataGroupSuffix, Pick<DataGroup, 'records'>]> => {
    const group = shared[`${name}_${suffix}`];
    const records = isObject(group) ? [...recordsOf(group)].map(([key, value]) => ({ key, value })) : [];
    return records.length > 0 ? [[suffix, { records }]] : [];
  });
  const use = isObject(pool) ? pool.use : pool;
  return pathsOf({
    policy: { rules },
    ...(typeof use === 'string' && { defaultPool: { use } }),
    dataGroups: new Map(groups),
  });
}

/** Undefined where the cluster of a member is not known. */
function sharesOf({ shared, clusterOf }: TrafficSide, pools: readonly PoolShare[]): Record<string, number> | undefined {
  let known = true;
  const served = pools.map(({ pool, share }) => {
    const object = shared[pool];
    const held = isObject(object) ? object : {};
    const members = [...membersOf(held)].map(([member, { adminState = 'enable', priorityGroup = 0 }]) => {
      const cluster = clusterOf(pool, member);
      known &&= cluster !== undefined;
      return { adminState: String(adminState), priorityGroup: Number(priorityGroup), cluster: cluster ?? '' };
    });
    const { minimumMembersActive: minimum = 1 } = held;
    return { pool, share, members, minimumMembersActive: Number(minimum) };
  });
  if (!known) return undefined;
  const shares = sharesByCluster(withShares(served));
  const rounded = [...shares].map(([cluster, share]): [string, number] => [cluster, Math.round(share * 1000) / 1000]);
  return Object.fromEntries(rounded.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Data groups have thousandths, of which the last may be rounded: what is less than half a percent is nothing to tell. */
const least = 0.005;

function differ(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.some(name => Math.abs((one[name] ?? 0) - (other[name] ?? 0)) >= least);
}

interface Configured {
  readonly side: TrafficSide;
  readonly pools: readonly PoolShare[];
}

/** True where the pools of each cluster share what it gets as before, so that there is nothing to tell but of the clusters. */
function inProportion(before: Configured, after: Configured): boolean {
  const [one, other] = [configured(before), configured(after)];
  const all = [...new Set([...one.pools.keys(), ...other.pools.keys()])];
  return all.every(pool => {
    const [had, has] = [one.pools.get(pool), other.pools.get(pool)];
    if (!had || !has || had.cluster !== has.cluster) return false;
    const sums = [one.clusters.get(had.cluster) ?? 0, other.clusters.get(had.cluster) ?? 0] as const;
    return Math.abs(had.share * sums[1] - has.share * sums[0]) < least;
  });
}

/** Shares as the data group has them, by pool and by the cluster that the pool is of. */
function configured({ side: { shared, clusterOf }, pools }: Configured) {
  const byPool = new Map<string, { readonly cluster: string; readonly share: number }>();
  const clusters = new Map<string, number>();
  for (const { pool, share } of pools) {
    const object = shared[pool];
    const [member = ''] = membersOf(isObject(object) ? object : {}).keys();
    const cluster = clusterOf(pool, member) ?? '';
    byPool.set(pool, { cluster, share });
    clusters.set(cluster, (clusters.get(cluster) ?? 0) + share);
  }
  return { pools: byPool, clusters };
}
