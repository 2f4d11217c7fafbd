import { type Finding, Findings } from '../finding.ts';
import type { Source } from '../place.ts';
import type { Cluster } from './cluster.ts';
import { emptyTables, type Table, type Tables } from './kinds.ts';
import { objectKey, type Resource } from './metadata.ts';
import type { FileReading } from './read-file.ts';
import type { Suppression } from './suppression.ts';
import { refOf, whereOf } from './where.ts';

/** What the files of a cluster hold together. */
export interface ClusterContent {
  readonly tables: Tables;
  readonly byNamespaces: Pick<Cluster, 'routesByNamespace' | 'servicesByNamespace'>;
  readonly suppressions: readonly Suppression[];
  readonly findings: readonly Finding[];
  /** True when a file or an object was left out as unreadable. */
  readonly incomplete: boolean;
}

/** Puts together what was read of files. Of two objects with one name the last counts, as with `kubectl apply`. */
export function contentOf(cluster: string, readings: Iterable<FileReading>): ClusterContent {
  const tables = emptyTables();
  const findings = new Findings();
  const suppressions: Suppression[] = [];
  let incomplete = false;
  const sources = new Map<string, Source>();
  for (const reading of readings) {
    findings.take(reading.findings);
    suppressions.push(...reading.suppressions);
    if (reading.incomplete) incomplete = true;
    for (const { identity, ref, source, store, resource } of reading.objects) {
      const before = sources.get(identity);
      if (before) reportDuplicate(findings, cluster, { ...ref, source }, before);
      sources.set(identity, source);
      if (resource) (tables[store.table] as Table<Resource>).set(objectKey(ref), resource);
    }
  }
  return { tables, byNamespaces: byNamespaces(tables), suppressions, findings: findings.list, incomplete };
}

/** The tables of a cluster that are made of others. */
export function byNamespaces({
  routes,
  services,
}: Pick<Cluster, 'routes' | 'services'>): Pick<Cluster, 'routesByNamespace' | 'servicesByNamespace'> {
  return { routesByNamespace: byNamespace(routes.values()), servicesByNamespace: byNamespace(services.values()) };
}

function reportDuplicate(findings: Findings, cluster: string, object: Resource, before: Source): void {
  const path = ['metadata', 'name'];
  const where = { ...whereOf(object, path), other: { source: before, path } };
  findings.add('object-duplicate', { ...refOf(object), cluster }, where);
}

function byNamespace<T extends Resource>(resources: Iterable<T>): Map<string, T[]> {
  const table = new Map<string, T[]>();
  for (const resource of resources) {
    const list = table.get(resource.namespace);
    if (list) list.push(resource);
    else table.set(resource.namespace, [resource]);
  }
  return table;
}
