import type { ResourceRef } from '../finding.ts';
import { objectKey } from '../model/cluster.ts';
import { groupPlace, groupWhere } from '../model/extended-spec.ts';
import type { Resource } from '../model/metadata.ts';
import { whereOf } from '../model/where.ts';
import type { Place } from '../place.ts';
import type { Virtual } from '../translate/adc.ts';
import { addressPath } from '../translate/custom-resources/storage.ts';
import type { View } from '../translate/index.ts';
import { routeVirtualName } from '../translate/names.ts';
import { partitionPath } from '../translate/partitions.ts';
import type { RouteGroup } from '../translate/routes/groups.ts';
import { httpPort, httpsPort } from '../translate/routes/virtual.ts';
import { isVirtualAddress } from '../translate/virtual/virtual-address.ts';
import type { Check } from './index.ts';

/** Tenants that are posted empty or deleted, and those whose virtual servers trust each other's authorities (02 §11.2, §15.8). */
export const checkTenants: Check = view => {
  const { tenants, controller, findings } = view;
  checkDestinations(view);
  checkGslbPartition(view);
  for (const { name, virtuals } of tenants) {
    if (virtuals.length === 0) {
      findings.add('tenant-emptied', { tenant: name, deleted: name !== controller?.partition });
      continue;
    }
    const trusting = virtuals.filter(({ tls }) => tls.client);
    const [first, second] = trusting;
    const bundles = new Set(trusting.map(({ tls }) => tls.client?.authorities.join('\n')));
    if (!first || !second || bundles.size < 2) continue;
    const values = { tenant: name, virtuals: trusting.map(virtual => virtual.name).join(', ') };
    findings.add('ca-bundle-shared', values, { at: tlsPlace(first), other: tlsPlace(second) });
  }
};

/** A declaration has one tenant of a name, and that of GSLB has one of its own (02 §11.12). */
function checkGslbPartition({ tenants, gslb, groups, findings }: View): void {
  const taken = tenants.find(({ name }) => name === gslb?.name);
  if (!taken) return;
  const { name: tenant, virtuals } = taken;
  for (const { group } of groups.filter(admitted => admitted.group.tenant === tenant)) {
    const values = { owner: `route group ${group.id}`, tenant };
    findings.add('partition-of-gslb', values, { at: groupPlace(group.spec, 'bigIpPartition') });
  }
  for (const origin of new Set(virtuals.map(virtual => virtual.origin))) {
    if (origin.kind === 'ConfigMap') continue;
    const values = { owner: `${origin.kind} ${objectKey(origin)}`, tenant };
    findings.add('partition-of-gslb', values, whereOf(origin, partitionPath(origin)));
  }
}

/** Where a virtual server gets its TLS from. */
function tlsPlace({ origin: { kind, source } }: Virtual): Place {
  const path = kind === 'VirtualServer' ? ['spec', 'tlsProfileName'] : ['spec', 'tls'];
  return kind === 'ConfigMap' ? { source, path: ['metadata', 'name'] } : { source, path };
}

/** Who listens where: a resource, or a route group, which the ConfigMap of its virtual servers does not tell. */
interface Listener {
  readonly virtual: Virtual;
  readonly owner: Resource | RouteGroup;
  readonly title: string;
  readonly where: { readonly at: Place; readonly resource: ResourceRef };
}

/** Virtual servers on one address, port and protocol, of which the BIG-IP takes one; equal names are reported elsewhere. */
function checkDestinations({ tenants, groups, findings }: View): void {
  const ofGroups = groupsByVirtual(groups);
  const seen = new Map<string, Listener>();
  for (const virtual of tenants.flatMap(({ virtuals }) => virtuals)) {
    const { service, port, origin, name, tenant } = virtual;
    if (!isVirtualAddress(virtual.address)) continue;
    const group = ofGroups.get(`${tenant}/${name}`);
    const protocol = 'protocol' in service ? service.protocol : 'tcp';
    for (const [index, address] of [virtual.address, ...virtual.additionalAddresses].entries()) {
      const destination = `${address}:${port}`;
      const key = `${destination} ${protocol}`;
      const path = index === 0 ? addressPath(origin) : ['spec', 'additionalVirtualServerAddresses', index - 1];
      const listener: Listener = group
        ? { virtual, owner: group, title: `route group ${group.id}`, where: groupWhere(group.spec, 'vserverAddr') }
        : { virtual, owner: origin, title: `${origin.kind} ${objectKey(origin)}`, where: whereOf(origin, path) };
      const before = seen.get(key);
      seen.set(key, before ?? listener);
      if (!before || before.owner === listener.owner) continue;
      const names = `${before.virtual.name} and ${name}`;
      const values = { destination, virtual: names, of: before.title, other: listener.title };
      findings.add('virtual-server-same-destination', values, { ...listener.where, other: before.where.at });
    }
  }
}

/** Route groups by tenant and name of their virtual servers; of two with one name the last one has it (01 §2.7). */
function groupsByVirtual(groups: View['groups']): ReadonlyMap<string, RouteGroup> {
  return new Map(
    groups
      .filter(({ routes }) => routes.size > 0)
      .flatMap(({ group }) =>
        [httpPort, httpsPort].map(port => [`${group.tenant}/${routeVirtualName(group.spec, port)}`, group] as const),
      ),
  );
}
