import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import type { Evidence, Member } from '../adc.ts';
import { type DiscoverySystem, preferred, serviceIn, substitute, type WantedService } from './system.ts';

/** Label of a Node that says in which zone it is. */
export const zoneLabel = 'topology.kubernetes.io/zone';

/** Staying in the zone: members in the zone of the BIG-IP come first, and the others when it has too few of them. */
export const zones: DiscoverySystem = (wanted, { local, others, zone, zoneMinimum }) => {
  if (zone === undefined) return undefined;
  const clusters = [local, ...others];
  const [first] = clusters.flatMap(cluster => {
    const service = serviceIn(cluster, wanted);
    return service ? [{ resource: service, path: ['metadata', 'name'], cluster: cluster.name }] : [];
  });
  if (!first) return undefined;
  const known = new Map<string, ReadonlyMap<string, Node>>();
  const nodeOf = ({ address }: Member, name: string): Node | undefined => {
    const cluster = clusters.find(one => one.name === name);
    const nodes = known.get(name) ?? (cluster ? nodesByAddress(cluster, wanted) : new Map<string, Node>());
    known.set(name, nodes);
    return nodes.get(address.replace(/%\d+$/, ''));
  };
  const of = (member: Member, cluster: string): number =>
    nodeOf(member, cluster)?.labels[zoneLabel] === zone ? preferred : substitute;
  const by = (member: Member, cluster: string): Evidence | undefined => {
    const node = nodeOf(member, cluster);
    return node && { resource: node, path: ['metadata', 'labels', zoneLabel], cluster };
  };
  return { by: first, contributions: [], groups: { of, by, minimumMembersActive: zoneMinimum } };
};

/** Nodes by the addresses that members on them may have: of the Service's endpoints, and their own. */
function nodesByAddress(
  { nodes, endpoints }: Cluster,
  { namespace, service: name }: WantedService,
): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const node of nodes.values()) for (const { address } of node.addresses) found.set(address, node);
  for (const { addresses } of endpoints.get(objectKey({ namespace, name }))?.subsets ?? [])
    for (const { ip, nodeName } of addresses) {
      const node = nodes.get(objectKey({ namespace: '', name: nodeName }));
      if (node) found.set(ip, node);
    }
  return found;
}
