import type { Condition, DataGroup, Member, Pool, Rule, Tenant, Virtual, VirtualPool } from './adc.ts';
import type { DataGroupSuffix } from './names.ts';
import type { View } from './view.ts';

/** A pool that requests go to, with the part of them that the configuration names, from 0 to 1. */
export interface PoolShare {
  readonly pool: string;
  readonly share: number;
}

/** Requests that a virtual server treats alike, and where they go. */
export interface TrafficPath {
  readonly tenant: string;
  readonly virtual: Virtual;
  /** `shop.example.com/cart`; `all connections` where there is no host and path to tell. */
  readonly path: string;
  /** In the order in which the iRule goes through them. */
  readonly pools: readonly PoolShare[];
  readonly poolOf: (name: string) => Pool | undefined;
}

/** Where requests go by a view, by tenant, virtual server and path. */
export function trafficPaths(view: View): TrafficPath[] {
  return view.tenants.flatMap(tenant => {
    const poolOf = poolsOf(tenant);
    return tenant.virtuals.flatMap(virtual =>
      [...pathsOf(virtual)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, pools]) => ({ tenant: tenant.name, virtual, path, pools, poolOf })),
    );
  });
}

/** Pools of a tenant by name: of several with one name the last is the one that is posted (specification 01 §7.2). */
function poolsOf({ virtuals }: Tenant): (name: string) => Pool | undefined {
  const pools = new Map(virtuals.flatMap(virtual => virtual.pools.map(pool => [pool.name, pool] as const)));
  return name => pools.get(name);
}

const everything = 'all connections';

/** Data groups by which the TLS iRule chooses a pool; a later one outranks those before (specification 02 §12.4). */
const poolGroups = ['ssl_passthrough_servername_dg', 'ssl_reencrypt_servername_dg', 'ssl_edge_servername_dg'] as const;

/** What of a virtual server says where requests go. */
export interface Steering {
  readonly policy?: { readonly rules: ReadonlyArray<Pick<Rule, 'conditions' | 'actions'>> };
  readonly defaultPool?: VirtualPool;
  readonly dataGroups: ReadonlyMap<DataGroupSuffix, Pick<DataGroup, 'records'>>;
}

/** Pools and their shares by path. */
export function pathsOf({ policy, defaultPool, dataGroups }: Steering): Map<string, readonly PoolShare[]> {
  const paths = new Map<string, readonly PoolShare[]>();
  if (defaultPool && 'use' in defaultPool) {
    paths.set(everything, whole(defaultPool.use.slice(defaultPool.use.lastIndexOf('/') + 1)));
  }
  for (const { conditions, actions } of policy?.rules ?? []) {
    const forward = actions.find(action => action.kind === 'forward');
    // First match: what comes later under the same conditions gets nothing.
    for (const path of forward ? conditionPaths(conditions) : [])
      if (!paths.has(path)) paths.set(path, whole(forward!.pool));
  }
  for (const suffix of poolGroups) {
    for (const { key, value } of dataGroups.get(suffix)?.records ?? []) paths.set(pathOf(key), whole(value));
  }
  for (const { key, value } of dataGroups.get('ab_deployment_dg')?.records ?? [])
    paths.set(pathOf(key), distributed(value));
  const splitOf = splitsOf(dataGroups);
  for (const path of paths.keys()) {
    const split = splitOf(path);
    if (split) paths.set(path, split.pools);
  }
  const rest = paths.get(everything);
  if (!rest || paths.size === 1) return paths;
  paths.delete(everything);
  return paths.set('everything else', rest);
}

/** A path with the pools that requests to it are split between. */
export interface Split {
  readonly path: string;
  readonly pools: readonly PoolShare[];
}

/**
 * The split that takes the requests of a path: the nearest one, walking up segment by segment. It takes those of the paths below it
 * that have no split of their own, since the A/B iRule chooses after the policy has (specification 02 §12.2).
 */
export function splitsOf(dataGroups: Steering['dataGroups']): (path: string) => Split | undefined {
  const records = new Map(dataGroups.get('ab_deployment_dg')?.records.map(({ key, value }) => [key, value]));
  return path => {
    for (let above = path; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
      const value = records.get(above);
      if (value !== undefined) return { path: above, pools: distributed(value) };
    }
    return undefined;
  };
}

const whole = (pool: string): readonly PoolShare[] => [{ pool, share: 1 }];

/** Key of a data group as a path: a leading dot stands for any name before it. */
export function pathOf(key: string): string {
  const path = key.replace(/\/$/, '') || everything;
  return path.startsWith('.') ? `*${path}` : path;
}

/** Hosts and paths of a rule's conditions. */
export function conditionPaths(conditions: readonly Condition[]): string[] {
  const path = conditions.flatMap(one => (one.kind === 'path-segment' ? [`/${one.value}`] : [])).join('');
  const hosts = conditions.flatMap(one => (one.kind === 'host' ? one.hosts : []));
  const paths = (hosts.length === 0 ? ['*'] : hosts).map(host => pathOf(`${host}${path}`));
  const sources = conditions.flatMap(one => (one.kind === 'source' ? one.addresses : []));
  return sources.length === 0 ? paths : paths.map(one => `${one} from ${sources.join(', ')}`);
}

/** Shares of `pool,threshold;pool,threshold`. */
export function distributed(value: string): PoolShare[] {
  let before = 0;
  return value
    .split(';')
    .filter(Boolean)
    .map(entry => {
      const [pool = '', threshold = '0'] = entry.split(',');
      const share = Number(threshold) - before;
      before = Number(threshold);
      return { pool, share };
    });
}

/** A pool that gets requests, and its members. */
export interface ServedPool extends PoolShare {
  /** `namespace/name`, or empty for a pool that is not there. */
  readonly service: string;
  readonly members: readonly Member[];
  /** Of its priority groups, where it has some. */
  readonly minimumMembersActive?: number;
}

/** What each pool of a path gets when all enabled members are up. */
export function servedPools({ pools, poolOf }: TrafficPath, leftOut?: string): ServedPool[] {
  return withShares(
    pools.map(({ pool, share }) => {
      const found = poolOf(pool);
      const service = found ? `${found.namespace}/${found.service}` : '';
      const { minimumMembersActive: minimum } = found ?? {};
      const members = found?.members(leftOut) ?? [];
      return { pool, share, service, members, ...(minimum !== undefined && { minimumMembersActive: minimum }) };
    }),
  );
}

/**
 * Pools with what they get in place of what is configured. The A/B iRule passes over a pool without an active member: its share goes
 * to the last active one before it, or where there is none to the first one behind (specification 02 §12.2).
 */
export function withShares<P extends PoolShare & { readonly members: ReadonlyArray<Pick<Member, 'adminState'>> }>(
  pools: readonly P[],
): P[] {
  const active = pools.map(({ members }) => members.some(isActive));
  const shares = pools.map(() => 0);
  pools.forEach(({ share }, index) => {
    const before = active.lastIndexOf(true, index);
    const taker = before >= 0 ? before : active.indexOf(true, index);
    if (taker >= 0) shares[taker]! += share;
  });
  return pools.map((pool, index) => ({ ...pool, share: shares[index]! }));
}

/** True for a member that gets new connections. */
export function isActive({ adminState = 'enable' }: Pick<Member, 'adminState'>): boolean {
  return adminState === 'enable';
}

/**
 * Active members that get requests: those of the highest priority group, and of as many below it as it takes for `minimum` to be active. Without
 * groups all of them.
 */
export function servingMembers<M extends Pick<Member, 'adminState' | 'priorityGroup'>>(
  members: readonly M[],
  minimum = 1,
): readonly M[] {
  const active = members.filter(isActive);
  const groupOf = ({ priorityGroup = 0 }: M): number => priorityGroup;
  const groups = [...new Set(active.map(groupOf))].sort((a, b) => b - a);
  const last = groups.find(group => active.filter(one => groupOf(one) >= group).length >= minimum) ?? 0;
  return active.filter(one => groupOf(one) >= last);
}

/** Parts of the requests by the cluster of the members that get them, each member of a pool counted alike; nothing where none is active. */
export function sharesByCluster(
  served: ReadonlyArray<{
    readonly share: number;
    readonly members: ReadonlyArray<Pick<Member, 'adminState' | 'cluster' | 'priorityGroup'>>;
    readonly minimumMembersActive?: number;
  }>,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { share, members, minimumMembersActive } of served) {
    const serving = servingMembers(members, minimumMembersActive);
    for (const { cluster } of serving) shares.set(cluster, (shares.get(cluster) ?? 0) + share / serving.length);
  }
  return shares;
}

/** Members of all pools of a path, each once, by a text that tells them apart. */
export function membersOf(served: readonly ServedPool[]): ReadonlyMap<string, Member> {
  return new Map(
    served.flatMap(({ members }) => members.map(member => [`${member.address}:${member.port}`, member] as const)),
  );
}
