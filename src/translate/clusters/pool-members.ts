import type { Member, Pool } from '../adc.ts';
import type { DiscoveredPool } from '../discovery/discovered-pool.ts';
import { distinctMembers, withoutCluster } from './service-members.ts';

/** What of a pool its members are, and what is said of them. */
export type PoolMembers = Pick<Pool, 'members' | 'isEmpty' | 'minimumMembersActive' | 'discovery'>;

/**
 * Members of a pool as a pool holds them: worked out when first asked for, exact repetitions dropped. Each list has the members
 * of one cluster. `change` is made to every member that is asked for. `discovered` adds those that other systems know of.
 */
export function poolMembers(
  lists: () => ReadonlyArray<readonly Member[]>,
  change?: (member: Member) => Member,
  discovered?: DiscoveredPool,
): PoolMembers {
  let found: ReadonlyArray<readonly Member[]> | undefined;
  const once = (): ReadonlyArray<readonly Member[]> => {
    found ??= [...new Set(discovered ? discovered.lists(lists()) : lists())];
    return found;
  };
  const without = (leftOut: string | undefined): readonly Member[] => {
    const kept = withoutCluster(once(), leftOut);
    const [only = []] = kept;
    const members = kept.length < 2 ? only : distinctMembers(kept);
    return change ? members.map(change) : members;
  };
  let all: readonly Member[] | undefined;
  return {
    members: leftOut => {
      if (leftOut !== undefined) return without(leftOut);
      all ??= without(undefined);
      return all;
    },
    isEmpty: () => once().every(list => list.length === 0),
    ...discovered?.settings,
  };
}
