import { Findings } from '../finding.ts';
import type { ManifestObject } from '../load/manifest-object.ts';
import { type Cluster, objectKey, readManifest, type TableName, withTables } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Service } from '../model/service.ts';
import { withPrimary } from './changed-value.ts';
import type { ObjectDifference } from './compare-objects.ts';

export interface ExpectedInput {
  readonly secondary: Cluster;
  readonly objects: readonly ObjectDifference[];
  readonly read: (resource: Resource) => ManifestObject | undefined;
}

/**
 * The secondary's cluster as it would be with the primary's manifests: its own Nodes, endpoints and node ports, its own values
 * of what may differ, and the primary's values of all else. A controller in it makes the view that the secondary ought to
 * have: what the mode does to a secondary is in it, and is no difference.
 */
export function expectedCluster({ secondary, objects, read }: ExpectedInput): Cluster {
  const tables = new Map<TableName, Map<string, Resource>>();
  const tableOf = (name: TableName): Map<string, Resource> => {
    const table = tables.get(name) ?? new Map(secondary[name] as ReadonlyMap<string, Resource>);
    tables.set(name, table);
    return table;
  };
  for (const object of objects) {
    const { table, primary, secondary: own, fields, missing } = object;
    if (missing) {
      if (missing.allowed !== undefined) continue;
      if (primary) tableOf(table).set(objectKey(primary), table === 'services' ? withoutMembers(primary) : primary);
      else if (own) tableOf(table).delete(objectKey(own));
      continue;
    }
    const meant = fields.filter(({ difference }) => !difference.harmless && difference.allowed === undefined);
    const now = meant.length > 0 && own && primary ? read(own) : undefined;
    if (!now || !own || !primary) continue;
    const changed = withPrimary(
      now.value,
      meant.map(({ field }) => field),
    );
    const value = changed as ManifestObject['value'];
    const secret = table === 'secrets' && { ...primary, source: own.source };
    const resource = secret || readManifest({ ...now, value }, new Findings());
    if (resource) tableOf(table).set(objectKey(own), resource);
  }
  return withTables(secondary, Object.fromEntries(tables));
}

/** A backend that is missing has no endpoints and no node ports in this cluster: only its ports can be looked up. */
function withoutMembers(resource: Resource): Resource {
  const service = resource as Service;
  const portsOnly: Service = { ...service, type: 'ClusterIP', annotations: {} };
  return service.loadBalancer ? service : portsOnly;
}
