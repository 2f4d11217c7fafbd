import { objectKey } from '../../model/cluster.ts';
import type { Node } from '../../model/node.ts';
import type { Member } from '../adc.ts';
import { type DiscoverySystem, type Mesh, preferred, serviceIn, substitute, type WantedService } from './system.ts';

/** Label of a Node that says in which zone it is. */
export const zoneLabel = 'topology.kubernetes.io/zone';

/** Staying in the zone: members in the zone of the BIG-IP come first, and the others when it has too few of them. */
export const zones: DiscoverySystem = (wanted, mesh) => {
  const { local, others, zone, zoneMinimum } = mesh;
  if (zone === undefined) return undefined;
  const [first] = [local, ...others].flatMap(cluster => {
    const service = serviceIn(cluster, wanted);
    return service ? [{ resource: service, path: ['metadata', 'name'], cluster: cluster.name }] : [];
  });
  if (!first) return undefined;
  const groupOf = (member: Member, cluster: string): number =>
    nodeOf(member, cluster, wanted, mesh)?.labels[zoneLabel] === zone ? preferred : substitute;
  return { by: first, contributions: [], groups: { of: groupOf, minimumMembersActive: zoneMinimum } };
};

/** The Node that a member is on: that of its endpoint, or the one whose address it has. */
function nodeOf(
  { address: written }: Member,
  name: string,
  { namespace, service }: WantedService,
  { local, others }: Mesh,
): Node | undefined {
  const cluster = [local, ...others].find(one => one.name === name);
  if (!cluster) return undefined;
  const address = written.replace(/%\d+$/, '');
  const endpoints = cluster.endpoints.get(objectKey({ namespace, name: service }));
  const endpoint = endpoints?.subsets.flatMap(({ addresses }) => addresses).find(({ ip }) => ip === address);
  if (endpoint) return cluster.nodes.get(objectKey({ namespace: '', name: endpoint.nodeName }));
  return [...cluster.nodes.values()].find(({ addresses }) => addresses.some(one => one.address === address));
}
