import type { Tenant } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import { sameVirtuals } from '../translate/view-memory.ts';
import { checkTenant } from './check-tenant.ts';
import { emitTenant, type TenantSettings } from './tenant.ts';

/**
 * True where AS3 takes all that a view posts. Of a group that is kept its objects are checked once: what they are only depends on its own virtual
 * servers, unless others of the tenant have objects of the same name. False means no more than that somebody has to look at everything.
 */
export function takesAllKept({ tenants, kept, gslb }: View, settings: TenantSettings, as3Version: string): boolean {
  if (!kept || gslb) return false;
  const take = (owner: string, parts: readonly Tenant[]): boolean => {
    const names = parts.map(tenant => ({ tenant, names: takenObjects(tenant, settings, as3Version) }));
    kept.objects.set(
      owner,
      names.flatMap(({ tenant, names = [] }) => names.map(name => `${tenant.name} ${name}`)),
    );
    return names.every(part => part.names !== undefined);
  };
  const lists = kept.virtualsByGroup(tenants);
  const ofNone = new Set(lists.get(undefined));
  const rest = tenants.flatMap(tenant => {
    const virtuals = tenant.virtuals.filter(virtual => ofNone.has(virtual));
    // A tenant that is emptied is one without an owner.
    return virtuals.length > 0 || tenant.virtuals.length === 0 ? [{ ...tenant, virtuals }] : [];
  });
  let taken = take('', rest);
  for (const [group, virtuals] of lists) {
    if (!group) continue;
    const { id, tenant } = group.admission.admitted.group;
    if (!group.objects || !sameVirtuals(group.objects.virtuals, virtuals)) {
      const parts = virtuals.length > 0 ? [{ name: tenant, virtuals }] : [];
      group.objects = { virtuals, taken: take(id, parts) };
    }
    if (!group.objects.taken) taken = false;
  }
  return taken && ![...kept.groups.keys()].some(id => kept.objects.shares(id));
}

/** Names of the objects of a tenant; undefined where AS3 would refuse one. */
function takenObjects(tenant: Tenant, settings: TenantSettings, as3Version: string): readonly string[] | undefined {
  const emitted = emitTenant(tenant, settings);
  let refused = false;
  checkTenant(as3Version, tenant.name, emitted, () => {
    refused = true;
  });
  return refused ? undefined : [...(emitted.objects?.keys() ?? [])];
}
