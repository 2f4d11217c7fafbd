import { tenantObjects } from '../diff/tenant-objects.ts';
import type { As3Object } from '../emit/as3.ts';
import { changing, type Plan, type TenantPlan } from './plan.ts';

/** A tenant to be posted, and those that have to be done before it. */
export interface Step {
  readonly plan: TenantPlan;
  readonly after: readonly string[];
}

/**
 * The order in which tenants are posted: ascending by name, but those first that free an address which another one takes, since a BIG-IP
 * has an address once. Where two take from each other there is no such order, and the name decides.
 */
export function stepsOf({ tenants }: Plan, live: ReadonlyMap<string, As3Object>): Step[] {
  const todo = tenants.filter(({ action }) => changing.has(action));
  const freedBy = new Map<string, string>();
  const before = new Map(todo.map(({ tenant }) => [tenant, addressesOf(live.get(tenant))]));
  const after = new Map(
    todo.map(({ tenant, action, wanted }) => [tenant, addressesOf(action === 'delete' ? undefined : wanted?.declared)]),
  );
  for (const { tenant } of todo) {
    for (const address of before.get(tenant)!) if (!after.get(tenant)!.has(address)) freedBy.set(address, tenant);
  }
  const steps = new Map<string, Step>();
  const visiting = new Set<string>();
  const visit = (plan: TenantPlan): void => {
    if (steps.has(plan.tenant) || visiting.has(plan.tenant)) return;
    visiting.add(plan.tenant);
    const taken = [...after.get(plan.tenant)!].filter(address => !before.get(plan.tenant)!.has(address));
    const freeing = new Set(taken.flatMap(address => freedBy.get(address) ?? []));
    freeing.delete(plan.tenant);
    for (const other of todo) if (freeing.has(other.tenant)) visit(other);
    // One that is still being visited waits for this one itself.
    steps.set(plan.tenant, { plan, after: [...freeing].filter(tenant => steps.has(tenant)) });
  };
  todo.forEach(visit);
  return [...steps.values()];
}

/** Addresses that virtual servers of a tenant listen on, as they are written. */
function addressesOf(tenant: As3Object | undefined): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'virtualAddresses' && Array.isArray(item)) {
        for (const address of item.flat()) if (typeof address === 'string') found.add(address);
      } else if (key === 'virtualAddress' && typeof item === 'string') found.add(item);
      else look(item);
    }
  };
  for (const { object } of tenantObjects(tenant)) if (/^Service_/.test(String(object.class))) look(object);
  return found;
}
