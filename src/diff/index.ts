import type { As3Object } from '../emit/as3.ts';
import type { Change, DiffOptions, TenantChange, Tenants } from './change.ts';
import { compareObjects, oneSided } from './compare-objects.ts';
import { classDefaults } from './defaults.ts';
import { membersOf } from './members.ts';
import { normalForm } from './normal-form.ts';
import { propertyChanges } from './properties.ts';
import { applicationsOf, isEmptied, isVirtualServer, objectsOf, tenantObjects } from './tenant-objects.ts';
import { bothNames, same } from './values.ts';
import { listensOf } from './virtual-server.ts';

export type * from './change.ts';

/**
 * Differences between two states of the tenants of a BIG-IP, by tenant, virtual server, pool with its members, data group with its
 * records, then the rest; within a kind by name. None where AS3 would find none, as far as that can be known.
 */
export function diffTenants(before: Tenants, after: Tenants, options: DiffOptions = {}): readonly Change[] {
  const changes: Change[] = [];
  for (const tenant of bothNames(before.keys(), after.keys())) {
    const [one, other] = [before.get(tenant), after.get(tenant)].map(existing);
    const side = one ?? other;
    if (!side || same(one, other)) continue;
    if (!one || !other)
      changes.push({ kind: 'tenant', verb: one ? 'removed' : 'added', tenant, properties: [], holds: holdings(side) });
    else changes.push(...diffTenant(tenant, one, other, options));
  }
  return changes;
}

/** A tenant that AS3 would delete is none. */
function existing(tenant: As3Object | undefined): As3Object | undefined {
  return tenant && !isEmptied(tenant) ? tenant : undefined;
}

/** Objects of a tenant by application and name. */
function holdings(tenant: As3Object): NonNullable<TenantChange['holds']> {
  const objects = tenantObjects(tenant);
  const pools = objects.filter(({ object }) => object.class === 'Pool');
  return {
    virtualServers: objects
      .filter(({ object }) => isVirtualServer(object))
      .map(({ application, name, object }) =>
        [objectName(application, name), listensOf(object).join(', ')].filter(Boolean).join(' '),
      ),
    pools: pools.length,
    members: pools.reduce((sum, { object }) => sum + membersOf(object).size, 0),
  };
}

/** The controller has all in one application, so that this goes without saying. */
function objectName(application: string, name: string): string {
  return application === 'Shared' ? name : `${application}/${name}`;
}

function diffTenant(tenant: string, before: As3Object, after: As3Object, options: DiffOptions): Change[] {
  const [one, other] = [applicationsOf(before), applicationsOf(after)];
  const properties = propertyChanges(
    normalForm(settingsOf(before, one), { tenant, application: '' }),
    normalForm(settingsOf(after, other), { tenant, application: '' }),
    classDefaults.Tenant,
  );
  const changes: Change[] = properties.length > 0 ? [{ kind: 'tenant', verb: 'changed', tenant, properties }] : [];
  for (const application of bothNames(one.keys(), other.keys())) {
    const [held, has] = [one.get(application), other.get(application)];
    if (same(held, has)) continue;
    const [objects, others] = [objectsOf(held), objectsOf(has)];
    const settings = [held && settingsOf(held, objects), has && settingsOf(has, others)].map(applicationSettings);
    const home = { tenant, application };
    for (const { property, ...values } of propertyChanges(settings[0]!, settings[1]!))
      changes.push({
        kind: 'tenant',
        verb: 'changed',
        tenant,
        properties: [{ property: `${application}.${property}`, ...values }],
      });
    for (const name of bothNames(objects.keys(), others.keys())) {
      const [object, becomes] = [objects.get(name), others.get(name)];
      if (same(object, becomes)) continue;
      const at = { ...home, object: objectName(application, name), name };
      if (object && becomes) changes.push(...compareObjects(at, object, becomes, options));
      else changes.push(oneSided(at, object ? 'removed' : 'added', (object ?? becomes)!));
    }
  }
  return inOrder(changes);
}

/** What an object holds beside the objects in it. */
function settingsOf(object: As3Object, held: ReadonlyMap<string, As3Object>): As3Object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !held.has(key)));
}

/** An application is a folder: of what it says of itself only that it is disabled changes a BIG-IP. */
function applicationSettings(application: As3Object | undefined): As3Object {
  return application?.enable === false ? { enable: false } : {};
}

const order: Readonly<Record<Change['kind'], number>> = {
  tenant: 0,
  'virtual-server': 1,
  pool: 2,
  member: 2,
  'data-group': 3,
  record: 3,
  share: 3,
  policy: 4,
  rule: 4,
  irule: 5,
  tls: 6,
  certificate: 7,
  monitor: 8,
  'service-address': 9,
  other: 10,
};

/** By kind; within one as they came, by the names of the objects. */
function inOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort((a, b) => order[a.kind] - order[b.kind]);
}
