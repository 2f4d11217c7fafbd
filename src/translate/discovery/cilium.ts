import type { Service } from '../../model/service.ts';
import type { Evidence } from '../adc.ts';
import { globalAnnotation, isGlobal, isShared, serviceAffinity } from './cilium-annotations.ts';
import { type DiscoverySystem, type PriorityGroups, portAlike, preferred, serviceIn, substitute } from './system.ts';

/**
 * Cilium ClusterMesh: Services of one name and namespace that are called global in several clusters are one, port by port of the same name. A cluster
 * that does not share its endpoints keeps them to itself. `affinity` prefers one side as long as it has any endpoint.
 */
export const cilium: DiscoverySystem = (wanted, { local, others }) => {
  const service = serviceIn(local, wanted);
  if (!service || !isGlobal(service)) return undefined;
  const contributions = [local, ...others].flatMap(cluster => {
    const other = serviceIn(cluster, wanted);
    if (!other || !isGlobal(other) || !(cluster === local || isShared(other))) return [];
    const port = portAlike(wanted.port, service.ports, other.ports);
    return port === undefined ? [] : [{ cluster: cluster.name, by: evidence(other, cluster.name), port }];
  });
  const groups = affinityGroups(service, local.name);
  return { by: evidence(service, local.name), contributions, ...(groups && { groups }) };
};

const evidence = (service: Service, cluster: string): Evidence => ({
  resource: service,
  path: ['metadata', 'annotations', globalAnnotation(service) ?? ''],
  cluster,
});

function affinityGroups(service: Service, own: string): PriorityGroups | undefined {
  const affinity = serviceAffinity(service);
  if (affinity !== 'local' && affinity !== 'remote') return undefined;
  const isPreferred = (cluster: string): boolean => (cluster === own) === (affinity === 'local');
  return { of: (_, cluster) => (isPreferred(cluster) ? preferred : substitute), minimumMembersActive: 1 };
}
