import { objectKey } from '../../model/cluster.ts';
import type { DiscoverySystem } from './system.ts';

/**
 * Kubernetes Multi-Cluster Services API: a Service that clusters export is one for all that import it, or have an export of it themselves. All
 * clusters that export it give their members.
 */
export const mcs: DiscoverySystem = ({ namespace, service: name }, { local, others }) => {
  const key = objectKey({ namespace, name });
  const wanted = local.serviceImports.get(key) ?? local.serviceExports.get(key);
  if (!wanted) return undefined;
  const path = ['metadata', 'name'];
  const contributions = others.flatMap(({ name: cluster, serviceExports }) => {
    const found = serviceExports.get(key);
    return found ? [{ cluster, by: { resource: found, path, cluster } }] : [];
  });
  return { by: { resource: wanted, path, cluster: local.name }, contributions };
};
