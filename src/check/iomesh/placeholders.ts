import { objectKey } from '../../model/cluster.ts';
import { zookeeperOf } from '../../model/iomesh-zookeeper.ts';
import type { Resource } from '../../model/metadata.ts';
import type { Placeholder } from '../../model/placeholder.ts';
import { whereOf } from '../../model/where.ts';
import type { IoMeshCheck } from './index.ts';
import { ioMeshClasses } from './references.ts';

/** Words of a template that nobody has filled in. */
export const checkPlaceholders: IoMeshCheck = (cluster, findings) => {
  const { ioMeshClusters } = cluster;
  const clusters = [...ioMeshClusters.values()];
  const zookeepers = clusters.flatMap(one => zookeeperOf(cluster, one) ?? []);
  const resources: ReadonlyArray<Resource & { readonly placeholders: readonly Placeholder[] }> = [
    ...ioMeshClasses(cluster),
    ...clusters,
    ...zookeepers,
  ];
  for (const resource of resources) {
    const owner = `${resource.kind} ${resource.namespace === '' ? resource.name : objectKey(resource)}`;
    for (const { text, path, offset } of resource.placeholders) {
      const where = whereOf(resource, path);
      const at = { ...where.at, inner: { syntax: 'text', offset, length: text.length } as const };
      findings.add('iomesh-placeholder', { owner, text }, { ...where, at });
    }
  }
};
