import { objectKey } from '../../model/cluster.ts';
import { type DiscoverySystem, portAlike, portByTarget, serviceIn } from './system.ts';

/**
 * Kubernetes Multi-Cluster Services API: a Service that clusters export is one for all that import it, or have an export of it themselves. All
 * clusters that export it give their members, port by port of the same name; one without such a port gives none.
 */
export const mcs: DiscoverySystem = (wanted, { local, others }) => {
  const key = objectKey({ namespace: wanted.namespace, name: wanted.service });
  const imported = local.serviceImports.get(key);
  const object = imported ?? local.serviceExports.get(key);
  if (!object) return undefined;
  const path = ['metadata', 'name'];
  const ports = [...(serviceIn(local, wanted)?.ports ?? []), ...(imported?.ports ?? [])];
  const contributions = [local, ...others].flatMap(cluster => {
    const found = cluster.serviceExports.get(key);
    const service = found && serviceIn(cluster, wanted);
    if (!service) return [];
    const port = portByTarget(cluster, wanted)?.port ?? portAlike(wanted.port, ports, service.ports);
    const given = port === undefined ? { endpoints: [] } : { port };
    return [{ cluster: cluster.name, by: { resource: found, path, cluster: cluster.name }, ...given }];
  });
  return { by: { resource: object, path, cluster: local.name }, contributions };
};
