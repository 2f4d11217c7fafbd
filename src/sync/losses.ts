import { membersOf } from '../diff/members.ts';
import { isVirtualServer, tenantObjects } from '../diff/tenant-objects.ts';
import type { As3Object } from '../emit/as3.ts';
import type { TenantPlan } from './plan.ts';

/** How many there are, and how many of them go away. */
export interface Loss {
  readonly before: number;
  readonly gone: number;
}

export interface Losses {
  readonly members: Loss;
  readonly virtualServers: Loss;
}

/** Part of the members, or of the virtual servers, that may go away without `--force`. */
export const lossLimit = 0.3;

/** What a plan takes away from all tenants of this workspace on the BIG-IP, those that stay as they are among them. */
export function lossesOf(live: ReadonlyMap<string, As3Object>, plans: readonly TenantPlan[]): Losses {
  const members = { before: 0, gone: 0 };
  const virtualServers = { before: 0, gone: 0 };
  for (const { tenant, action, wanted } of plans) {
    if (action === 'foreign') continue;
    const before = contentOf(live.get(tenant));
    const after = action === 'delete' ? contentOf(undefined) : wanted ? contentOf(wanted.declared) : before;
    members.before += [...before.pools.values()].reduce((sum, { size }) => sum + size, 0);
    virtualServers.before += before.virtuals.size;
    if (action !== 'update' && action !== 'delete') continue;
    members.gone += membersGone(before, after);
    virtualServers.gone += virtualsGone(before, after);
  }
  return { members, virtualServers };
}

/** Words for what goes away beyond the limit, with the numbers; undefined where it is within it. */
export function beyondLimit({ members, virtualServers }: Losses): string | undefined {
  const parts = [
    { loss: virtualServers, what: 'virtual servers' },
    { loss: members, what: 'pool members' },
  ].flatMap(({ loss: { before, gone }, what }) =>
    gone > before * lossLimit ? [`${gone} of ${before} ${what} (${Math.round((gone / before) * 100)} %)`] : [],
  );
  return parts.length === 0 ? undefined : `${parts.join(' and ')} would go away`;
}

interface Content {
  /** Members by pool, `address:port`. */
  readonly pools: ReadonlyMap<string, ReadonlySet<string>>;
  /** Addresses and ports by virtual server. */
  readonly virtuals: ReadonlyMap<string, string>;
}

function contentOf(tenant: As3Object | undefined): Content {
  const pools = new Map<string, ReadonlySet<string>>();
  const virtuals = new Map<string, string>();
  for (const { application, name, object } of tenantObjects(tenant)) {
    const path = `${application}/${name}`;
    if (object.class === 'Pool') pools.set(path, new Set(membersOf(object).keys()));
    if (isVirtualServer(object)) virtuals.set(path, JSON.stringify([object.virtualAddresses, object.virtualPort]));
  }
  return { pools, virtuals };
}

/** Members that nothing takes the place of: not in another pool of the tenant, and not replaced by a new one in theirs. */
function membersGone(before: Content, after: Content): number {
  const anywhere = new Set([...after.pools.values()].flatMap(pool => [...pool]));
  let gone = 0;
  for (const [name, had] of before.pools) {
    const has = after.pools.get(name) ?? new Set();
    const lost = [...had].filter(member => !anywhere.has(member)).length;
    const gained = [...has].filter(member => !had.has(member)).length;
    gone += Math.max(0, lost - gained);
  }
  return gone;
}

/** Virtual servers that are gone by name, and whose address and port no other of the tenant has. */
function virtualsGone(before: Content, after: Content): number {
  const addresses = new Set(after.virtuals.values());
  return [...before.virtuals].filter(([name, address]) => !after.virtuals.has(name) && !addresses.has(address)).length;
}
