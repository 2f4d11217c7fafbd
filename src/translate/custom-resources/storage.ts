import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import type { Virtual } from '../adc.ts';
import type { ResourceContext } from './context.ts';

/**
 * Stores a virtual server; one of another resource with its name is lost, which is reported (specification 02 §0.1, §15.1). `cluster`
 * is that of the resource, where it is another than the local one.
 */
export function putVirtual({ partitions, findings }: ResourceContext, virtual: Virtual, cluster?: string): void {
  const before = partitions.put(virtual);
  if (!before) return;
  const { kind, namespace, name, source } = virtual.origin;
  const values = {
    virtual: virtual.name,
    tenant: virtual.tenant,
    by: `${kind} ${objectKey(virtual.origin)}${cluster === undefined ? '' : ` of cluster ${cluster}`}`,
    of: `${before.origin.kind} ${objectKey(before.origin)}`,
  };
  findings.add('virtual-server-replaced', values, {
    at: { source: before.origin.source, path: ['spec'] },
    ...(before.origin !== virtual.origin && { other: { source, path: ['spec'] } }),
    resource: { kind, namespace, name },
  });
}

/** Deletes a virtual server of a name; where another resource has it, that is reported (specification 02 §4.3). */
export function removeVirtual(
  { partitions, findings }: ResourceContext,
  tenant: string,
  name: string,
  by: Resource,
): void {
  const before = partitions.remove(tenant, name);
  if (!before) return;
  const { kind, namespace } = before.origin;
  const values = {
    virtual: name,
    tenant,
    by: `${by.kind} ${objectKey(by)}`,
    of: `${kind} ${objectKey(before.origin)}`,
  };
  findings.add('virtual-server-removed', values, {
    at: { source: before.origin.source, path: ['spec'] },
    other: { source: by.source, path: ['spec'] },
    resource: { kind, namespace, name: before.origin.name },
  });
}
