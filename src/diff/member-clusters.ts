import { clusterInNames, knownClusters } from '../translate/clusters/cluster-table.ts';
import type { View } from '../translate/index.ts';
import { sanitise } from '../translate/names.ts';
import { memberName } from './members.ts';
import { type PoolIndex, poolIndex } from './pool-index.ts';

/** Cluster that a member of a tenant's pool comes from, or undefined where that cannot be known. */
export type MemberClusters = (tenant: string, pool: string, member: string) => string | undefined;

/**
 * What a view knows of where members come from, also of those that it does not have itself: by the cluster in a pool's name, where
 * the mode puts it there, and by an address that members of one cluster alone have.
 */
export function memberClusters(view: View, pools: PoolIndex = poolIndex(view)): MemberClusters {
  const { table, cluster: own, inventory } = view;
  if (!table || !(table.several || inventory?.discovery)) return () => own;
  const members = new Map<string, ReadonlyMap<string, string>>();
  const inPool = (tenant: string, name: string): ReadonlyMap<string, string> => {
    const key = `${tenant} ${name}`;
    const known = members.get(key);
    if (known) return known;
    const found = pools.pool(tenant, name)?.members() ?? [];
    const made = new Map(found.map(({ address, port, cluster }) => [memberName(address, port), cluster || own]));
    members.set(key, made);
    return made;
  };
  const byAddress = once(() => clustersByAddress(view));
  const named = knownClusters(table).filter(cluster => clusterInNames(table, cluster).cluster !== undefined);
  return (tenant, name, member) => {
    const known = inPool(tenant, name).get(member);
    if (known !== undefined) return known;
    const ending = named.filter(cluster => name.endsWith(`_${sanitise(cluster)}`));
    if (ending.length === 1) return ending[0];
    const clusters = byAddress().get(addressOf(member));
    return clusters?.size === 1 ? [...clusters][0] : undefined;
  };
}

function clustersByAddress({ tenants, cluster: own }: View): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { virtuals } of tenants) {
    for (const { address, port, cluster } of virtuals.flatMap(({ pools }) => pools.flatMap(pool => pool.members()))) {
      const key = addressOf(memberName(address, port));
      found.set(key, (found.get(key) ?? new Set()).add(cluster || own));
    }
  }
  return found;
}

/** `[2001:db8::1]:80` without its port. */
const addressOf = (member: string): string => member.slice(0, member.lastIndexOf(':'));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
