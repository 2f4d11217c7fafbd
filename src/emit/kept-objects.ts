import type { Tenant } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import type { KeptGroup } from '../translate/view-memory.ts';
import { checkOf } from './check-tenant.ts';
import { emitTenant, type TenantSettings } from './tenant.ts';

/**
 * True where AS3 takes all that a view posts. Of a group that is kept its objects are checked once: what they are only depends on its own virtual
 * servers, unless others of the tenant have objects of the same name. False means no more than that somebody has to look at everything.
 */
export function takesAllKept(
  { tenants, kept = [], gslb }: View,
  settings: TenantSettings,
  as3Version: string,
): boolean {
  if (kept.length === 0 || gslb) return false;
  const owners = new Map(kept.flatMap(group => (group.made === 'failed' ? [] : group.made.map(one => [one, group]))));
  return tenants.every(tenant => {
    const parts = new Map<KeptGroup | undefined, Tenant['virtuals'][number][]>();
    // A tenant that is emptied is one without an owner.
    if (tenant.virtuals.length === 0) parts.set(undefined, []);
    for (const virtual of tenant.virtuals) {
      const part = parts.get(owners.get(virtual));
      if (part) part.push(virtual);
      else parts.set(owners.get(virtual), [virtual]);
    }
    const names = new Set<string>();
    return [...parts].every(([group, virtuals]) => {
      const before = group?.objects;
      const same =
        before?.virtuals.length === virtuals.length && virtuals.every((one, at) => one === before.virtuals[at]);
      const own = before && same ? before.names : takenObjects({ ...tenant, virtuals }, settings, as3Version);
      if (group) group.objects = { virtuals, names: own };
      return own?.every(name => names.size < names.add(name).size) ?? false;
    });
  });
}

/** Names of the objects of a tenant; undefined where AS3 would refuse one. */
function takenObjects(tenant: Tenant, settings: TenantSettings, as3Version: string): readonly string[] | undefined {
  const emitted = emitTenant(tenant, settings);
  let refused = false;
  const check = checkOf(as3Version, tenant.name, emitted, () => {
    refused = true;
  });
  check({});
  for (const [key, make] of emitted.objects ?? []) check({ [key]: make() });
  return refused ? undefined : [...(emitted.objects?.keys() ?? [])];
}
