import type { As3Object } from '../emit/as3.ts';
import type { Cluster } from '../model/cluster.ts';
import type { View } from '../translate/index.ts';
import { type Cause, type Causes, causesIn } from './causes.ts';
import type { Change, Incomparable, MemberChange, Tenants, TrafficChange } from './change.ts';
import { diffTenants } from './index.ts';
import { type MemberClusters, memberClusters } from './member-clusters.ts';
import { poolIndex } from './pool-index.ts';
import { type TrafficFound, trafficChanges } from './traffic.ts';
import { bothNames, isObject } from './values.ts';

/** One state of what a controller posts. */
export interface Side {
  /** Made or read when asked for: one at a time is held. */
  readonly tenants: ReadonlyMap<string, () => As3Object>;
  /** What it was rendered from, where that is known. */
  readonly origin?: { readonly view: View; readonly clusters: ReadonlyMap<string, Cluster> };
}

/** A change with what it may come from, the likeliest first. */
export interface Caused<C> {
  readonly change: C;
  readonly causes: ReadonlyArray<Cause & { readonly side: 'before' | 'after' }>;
}

export interface Comparison {
  readonly changes: ReadonlyArray<Caused<Change>>;
  readonly traffic: ReadonlyArray<Caused<TrafficChange>>;
  readonly incomparable: readonly Incomparable[];
}

export interface CompareOptions {
  /** True for a file that is not as it was, where that is known. */
  readonly fileChanged?: (path: string) => boolean;
}

/** What differs between two states, tenant by tenant, where requests go otherwise, and why. */
export function compareSides(
  before: Side,
  after: Side,
  { fileChanged = () => false }: CompareOptions = {},
): Comparison {
  const known = { before: knowledge(before, 'before', fileChanged), after: knowledge(after, 'after', fileChanged) };
  const clusters = {
    before: firstKnown(known.before?.clusters, known.after?.clusters),
    after: firstKnown(known.after?.clusters, known.before?.clusters),
  };
  const result = {
    changes: [] as Caused<Change>[],
    traffic: [] as Caused<TrafficChange>[],
    incomparable: [] as Incomparable[],
  };
  for (const tenant of bothNames(before.tenants.keys(), after.tenants.keys())) {
    const [one, other] = [before, after].map(({ tenants }) => tenantIn(tenants, tenant));
    const changes = diffTenants(one!, other!, {
      clusterOf: ({ pool, member }) => clusters.after(tenant, pool, member) ?? clusters.before(tenant, pool, member),
      cannotCompare: where => result.incomparable.push(where),
    });
    const caused = changes.map(change => ({ change, causes: causesOf(change, known) }));
    result.changes.push(...caused);
    const [shared, othersShared] = [sharedOf(one!, tenant), sharedOf(other!, tenant)];
    if (changes.length === 0 || !shared || !othersShared) continue;
    const traffic = trafficChanges(
      tenant,
      { shared, clusterOf: (pool, member) => clusters.before(tenant, pool, member) },
      { shared: othersShared, clusterOf: (pool, member) => clusters.after(tenant, pool, member) },
    );
    const causes = trafficCauses(caused);
    for (const { pools, ...change } of traffic) result.traffic.push({ change, causes: causes({ ...change, pools }) });
  }
  return result;
}

function tenantIn(tenants: Side['tenants'], name: string): Tenants {
  const tenant = tenants.get(name)?.();
  return new Map(tenant ? [[name, tenant]] : []);
}

function sharedOf(tenants: Tenants, name: string): As3Object | undefined {
  const shared = tenants.get(name)?.Shared;
  return isObject(shared) ? shared : undefined;
}

interface Knowledge {
  readonly clusters: MemberClusters;
  readonly causes: Causes;
}

function knowledge(
  { origin }: Side,
  side: 'before' | 'after',
  fileChanged: (path: string) => boolean,
): Knowledge | undefined {
  if (!origin) return undefined;
  const pools = poolIndex(origin.view);
  return { clusters: memberClusters(origin.view, pools), causes: causesIn({ ...origin, pools, side, fileChanged }) };
}

function firstKnown(one: MemberClusters = () => undefined, other: MemberClusters = () => undefined): MemberClusters {
  return (tenant, pool, member) => one(tenant, pool, member) ?? other(tenant, pool, member);
}

/** What is gone may have its place before, and also where it was taken out of what is still there. */
function causesOf(
  change: Change,
  { before, after }: Readonly<Record<'before' | 'after', Knowledge | undefined>>,
): Caused<Change>['causes'] {
  const now = (after?.causes(change) ?? []).map(cause => ({ ...cause, side: 'after' as const }));
  const then = change.verb === 'removed' ? (before?.causes(change) ?? []) : [];
  return [...now, ...then.map(cause => ({ ...cause, side: 'before' as const }))];
}

/**
 * A path's traffic changes for the reason that its shares do, or else the members of its pools: rather those of a cluster that loses
 * where it gets less, or that gains where it gets more.
 */
function trafficCauses(caused: ReadonlyArray<Caused<Change>>): (found: TrafficFound) => Caused<Change>['causes'] {
  const shares = new Map<string, Caused<Change>['causes']>();
  const pools = new Map<string, Caused<Change>[]>();
  for (const one of caused) {
    const { change, causes } = one;
    if (change.kind === 'share') shares.set(`${change.object} ${change.path}`, causes);
    else if (change.kind === 'member' || change.kind === 'pool') {
      const known = pools.get(change.object);
      if (known) known.push(one);
      else pools.set(change.object, [one]);
    }
  }
  return ({ virtualServer, path, pools: names, before, after }) => {
    const own = shares.get(`${virtualServer}_ab_deployment_dg ${path}`);
    if (own) return own;
    const all = names.flatMap(name => pools.get(name) ?? []);
    const matches = ({ change }: Caused<Change>): boolean => {
      if (change.kind !== 'member' || change.cluster === undefined) return false;
      const gained = (after[change.cluster] ?? 0) - (before[change.cluster] ?? 0);
      return gains(change) === gained > 0 && gained !== 0;
    };
    // A member more or less need not matter, a state does.
    const matching = all.filter(matches);
    return (matching.find(({ change }) => change.verb === 'changed') ?? matching[0] ?? all[0])?.causes ?? [];
  };
}

/** True for a member that may get more requests than before, false for one that may get less; undefined where it gets as many. */
function gains({ verb, properties }: MemberChange): boolean | undefined {
  if (verb !== 'changed') return verb === 'added';
  const state = properties.find(({ property }) => property === 'adminState');
  return state && state.after === 'enable';
}
