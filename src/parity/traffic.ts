import type { Condition, Member, Pool, Tenant, Virtual } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';

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

function pathsOf({ policy, defaultPool, dataGroups }: Virtual): Map<string, readonly PoolShare[]> {
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
  const rest = paths.get(everything);
  if (!rest || paths.size === 1) return paths;
  paths.delete(everything);
  return paths.set('everything else', rest);
}

const whole = (pool: string): readonly PoolShare[] => [{ pool, share: 1 }];

/** Key of a data group as a path: a leading dot stands for any name before it. */
function pathOf(key: string): string {
  const path = key.replace(/\/$/, '') || everything;
  return path.startsWith('.') ? `*${path}` : path;
}

/** Hosts and paths of a rule's conditions. */
function conditionPaths(conditions: readonly Condition[]): string[] {
  const path = conditions.flatMap(one => (one.kind === 'path-segment' ? [`/${one.value}`] : [])).join('');
  const hosts = conditions.flatMap(one => (one.kind === 'host' ? one.hosts : []));
  const paths = (hosts.length === 0 ? ['*'] : hosts).map(host => pathOf(`${host}${path}`));
  const sources = conditions.flatMap(one => (one.kind === 'source' ? one.addresses : []));
  return sources.length === 0 ? paths : paths.map(one => `${one} from ${sources.join(', ')}`);
}

/** Shares of `pool,threshold;pool,threshold`. */
function distributed(value: string): PoolShare[] {
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
}

/**
 * What each pool of a path gets when all enabled members are up. The A/B iRule passes over a pool without an active member: its
 * share goes to the last active one before it, or where there is none to the first one behind (specification 02 §12.2).
 */
export function servedPools({ pools, poolOf }: TrafficPath, leftOut?: string): ServedPool[] {
  const served = pools.map(({ pool }) => {
    const found = poolOf(pool);
    const service = found ? `${found.namespace}/${found.service}` : '';
    return { pool, share: 0, service, members: found?.members(leftOut) ?? [] };
  });
  const active = served.map(({ members }) => members.some(isActive));
  pools.forEach(({ share }, index) => {
    const taker = active.lastIndexOf(true, index);
    const taken = served[taker >= 0 ? taker : active.indexOf(true, index)];
    if (taken) taken.share += share;
  });
  return served;
}

/** True for a member that gets new connections. */
export function isActive({ adminState = 'enable' }: Member): boolean {
  return adminState === 'enable';
}

/** Parts of the requests by the cluster of the members that get them, each member of a pool counted alike; nothing where none is active. */
export function sharesByCluster(served: readonly ServedPool[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { share, members } of served) {
    const active = members.filter(isActive);
    for (const { cluster } of active) shares.set(cluster, (shares.get(cluster) ?? 0) + share / active.length);
  }
  return shares;
}

/** Members of all pools of a path, each once, by a text that tells them apart. */
export function membersOf(served: readonly ServedPool[]): ReadonlyMap<string, Member> {
  return new Map(
    served.flatMap(({ members }) => members.map(member => [`${member.address}:${member.port}`, member] as const)),
  );
}
