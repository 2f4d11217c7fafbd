import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { serviceAnnotationPrefix } from '../../model/service.ts';
import { placeIn, refOf } from '../../model/where.ts';
import type { Path, Place } from '../../place.ts';
import type { Virtual } from '../adc.ts';
import type { ResourceContext } from './context.ts';

/**
 * Stores a virtual server; one of another resource with its name is lost, which is reported (specification 02 §0.1, §15.1). `cluster`
 * is that of the resource, where it is another than the local one.
 */
export function putVirtual({ partitions, findings }: ResourceContext, virtual: Virtual, cluster?: string): void {
  const before = partitions.put(virtual);
  // One that is rendered again, since it meets another leader, is no loss.
  if (!before || (before.origin === virtual.origin && virtual.origin.kind === 'VirtualServer')) return;
  const values = {
    virtual: virtual.name,
    tenant: virtual.tenant,
    by: `${virtual.origin.kind} ${objectKey(virtual.origin)}${cluster === undefined ? '' : ` of cluster ${cluster}`}`,
    of: `${before.origin.kind} ${objectKey(before.origin)}`,
  };
  findings.add('virtual-server-replaced', values, {
    at: addressPlace(before.origin),
    ...(before.origin !== virtual.origin && { other: addressPlace(virtual.origin) }),
    resource: refOf(virtual.origin),
  });
}

/** Deletes a virtual server of a name; where another resource has it, that is reported (specification 02 §4.3). */
export function removeVirtual(
  { partitions, findings }: ResourceContext,
  tenant: string,
  name: string,
  by: Resource,
  reason: string,
): void {
  const before = partitions.remove(tenant, name);
  if (!before) return;
  const values = {
    virtual: name,
    tenant,
    by: `${by.kind} ${objectKey(by)}`,
    of: `${before.origin.kind} ${objectKey(before.origin)}`,
    reason,
  };
  findings.add('virtual-server-removed', values, {
    at: addressPlace(before.origin),
    other: addressPlace(by),
    resource: refOf(before.origin),
  });
}

/** Where a resource says its address. */
export function addressPath({ kind }: Resource): Path {
  return kind === 'Service'
    ? ['metadata', 'annotations', `${serviceAnnotationPrefix}ip`]
    : ['spec', 'virtualServerAddress'];
}

function addressPlace(resource: Resource): Place {
  return placeIn(resource, addressPath(resource));
}
