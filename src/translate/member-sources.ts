import { type Cluster, objectKey } from '../model/cluster.ts';
import type { PoolMemberType } from '../model/controller.ts';
import type { Resource } from '../model/metadata.ts';
import type { Path } from '../place.ts';
import type { Member, Pool } from './adc.ts';

/** A manifest that a member comes from, and where in it. */
export interface MemberSource {
  readonly resource: Resource;
  readonly path: Path;
}

const identity: Path = ['metadata', 'name'];

/**
 * The manifests of a cluster that give a pool its member, the nearest first: Endpoints, a Node or a Pod, and the Service that leads to them
 * (specification 01 §6).
 */
export function memberSources(
  { address: written, port }: Pick<Member, 'address' | 'port'>,
  pool: Pick<Pool, 'namespace' | 'service'>,
  cluster: Cluster,
  poolMemberType: PoolMemberType | undefined,
): MemberSource[] {
  const name = { namespace: pool.namespace, name: pool.service };
  const service = cluster.services.get(objectKey(name));
  // Without the route domain.
  const address = written.replace(/%\d+$/, '');
  const at = (resource: Resource | undefined, path = identity): MemberSource[] =>
    resource ? [{ resource, path }] : [];
  const ofEndpoints = (): MemberSource[] => {
    const endpoints = cluster.endpoints.get(objectKey(name));
    const subset = endpoints?.subsets.findIndex(({ addresses }) => addresses.some(({ ip }) => ip === address)) ?? -1;
    const index = subset < 0 ? -1 : endpoints!.subsets[subset]!.addresses.findIndex(({ ip }) => ip === address);
    return at(endpoints, index < 0 ? identity : ['subsets', subset, 'addresses', index, 'ip']);
  };
  const ofNode = (): MemberSource[] =>
    at([...cluster.nodes.values()].find(({ addresses }) => addresses.some(one => one.address === address)));
  const ofPod = (): MemberSource[] =>
    at(
      [...cluster.pods.values()].find(
        ({ namespace, nodePortLocal = '' }) =>
          namespace === pool.namespace &&
          nodePortLocal.includes(`"${address}"`) &&
          nodePortLocal.includes(String(port)),
      ),
    );
  switch (poolMemberType) {
    case 'nodeport':
      return [...ofNode(), ...at(service)];
    case 'nodeportlocal':
      return [...ofPod(), ...at(service)];
    case 'auto':
      return service?.type === 'ClusterIP' ? [...ofEndpoints(), ...at(service)] : [...ofNode(), ...at(service)];
    default:
      return [...ofEndpoints(), ...at(service)];
  }
}
