import { whereOf } from '../../model/where.ts';
import { zoneLabel } from '../../translate/discovery/zones.ts';
import type { SystemCheck } from './index.ts';

/** What Kubernetes called the label before 1.17. */
const oldZoneLabel = 'failure-domain.beta.kubernetes.io/zone';

/** Zones that cannot be stayed in: of a BIG-IP, and of Nodes. */
export const checkZones: SystemCheck = ({ clusters, config }, findings) => {
  if (!config.discovery.includes('zones')) {
    for (const { name: cluster, zone, minimumMembersActive, place } of config.clusters) {
      if (zone === undefined && minimumMembersActive === undefined) continue;
      const key = zone === undefined ? 'minimumMembersActive' : 'zone';
      const at = place && { ...place, path: [...(place.path ?? []), 'cis', key], part: 'key' as const };
      findings.add('zone-unused', { key, cluster }, at && { at });
    }
    return;
  }
  const nodes = [...clusters.values()].flatMap(cluster => [...cluster.nodes.values()]);
  const known = new Set(nodes.flatMap(({ labels }) => labels[zoneLabel] ?? []));
  for (const { name: cluster, zone, place } of config.clusters) {
    const at = (...path: string[]) => place && { at: { ...place, path: [...(place.path ?? []), ...path] } };
    if (zone !== undefined && !known.has(zone))
      findings.add('zone-without-nodes', { zone, cluster, known: [...known].sort().join(', ') }, at('cis', 'zone'));
    if (zone === undefined && clusters.get(cluster)?.controller)
      findings.add('zone-of-bigip-missing', { cluster }, at('name'));
  }
  for (const { name: cluster, nodes: own } of clusters.values()) {
    const [first, ...more] = [...own.values()].filter(({ labels }) => labels[zoneLabel] === undefined);
    if (!first) continue;
    const old = first.labels[oldZoneLabel];
    const values = { name: first.name, cluster, more: more.length, ...(old !== undefined && { old }) };
    findings.add('zone-of-node-missing', values, whereOf(first, ['metadata', 'name']));
  }
};
