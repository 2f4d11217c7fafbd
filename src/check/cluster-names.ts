import type { Findings } from '../finding.ts';
import type { Cluster } from '../model/cluster.ts';

/** Clusters with a controller whose names differ in case alone: many file systems have one directory for both. */
export function checkClusterNames(clusters: Iterable<Cluster>, findings: Findings): void {
  const seen = new Map<string, Cluster>();
  for (const cluster of clusters) {
    if (!cluster.controller) continue;
    const { name, place } = cluster;
    const key = name.toLowerCase();
    const before = seen.get(key);
    seen.set(key, before ?? cluster);
    if (!before) continue;
    const at = place && { ...place, path: [...(place.path ?? []), 'name'] };
    const other = before.place && { ...before.place, path: [...(before.place.path ?? []), 'name'] };
    findings.add('config-cluster-case', { name, other: before.name }, { ...(at && { at }), ...(other && { other }) });
  }
}
