import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import { managementOf } from '../../model/iomesh-management.ts';
import {
  type ClusterParameter,
  clusterParameters,
  fileSystemParameter,
  type StorageClass,
} from '../../model/storage-class.ts';
import { whereOf } from '../../model/where.ts';
import type { IoMeshCheck } from './index.ts';
import { hasSeveral, ioMeshClasses, referenceOf } from './references.ts';

/** File systems that Linux makes for a volume. */
const fileSystems = ['ext2', 'ext3', 'ext4', 'xfs', 'btrfs'];

/** StorageClasses of IOMesh, and what they name. */
export const checkStorageClasses: IoMeshCheck = (cluster, findings) => {
  const several = hasSeveral(cluster);
  const classes = ioMeshClasses(cluster);
  for (const each of classes) {
    const { name, parameters } = each;
    for (const parameter of clusterParameters) {
      const value = parameters[parameter];
      if (value === undefined) {
        if (several || clusterParameters.some(key => parameters[key] !== undefined))
          findings.add('iomesh-parameter-missing', { name, parameter }, whereOf(each, ['parameters'], 'key'));
      } else if (isPlaceholder(each, parameter)) continue;
      else if (referenceOf(each, parameter) === undefined)
        findings.add(
          'iomesh-reference-malformed',
          { name, parameter, value },
          whereOf(each, ['parameters', parameter]),
        );
    }
    checkConfigMap(each, cluster, findings);
    checkIoMeshCluster(each, cluster, findings);
    const value = parameters[fileSystemParameter];
    if (value === undefined || fileSystems.includes(value)) continue;
    // Others may be made by tools that a node has: only what is nearly one of these is none.
    const meant = suggestion(value, fileSystems);
    if (meant.suggested !== undefined)
      findings.add(
        'iomesh-fstype-unknown',
        { name, value, ...meant },
        whereOf(each, ['parameters', fileSystemParameter]),
      );
  }
  if (!several) return;
  const served = new Set(classes.map(each => referenceOf(each, 'iomeshCluster')));
  for (const one of cluster.ioMeshClusters.values())
    if (!served.has(objectKey(one)))
      findings.add(
        'iomesh-storage-class-missing',
        { ioMeshCluster: objectKey(one) },
        whereOf(one, ['metadata', 'name']),
      );
};

function isPlaceholder({ placeholders }: StorageClass, parameter: ClusterParameter): boolean {
  return placeholders.some(({ path }) => path[1] === parameter);
}

function checkConfigMap(
  each: StorageClass,
  { name: cluster, configMaps, incomplete }: Cluster,
  findings: Findings,
): void {
  const configMap = referenceOf(each, 'clusterConnection');
  if (configMap === undefined || configMaps.has(configMap) || isPlaceholder(each, 'clusterConnection')) return;
  // It may be what could not be read.
  if (incomplete) return;
  const known = [...configMaps].flatMap(([key, { ioMesh }]) => (ioMesh ? [key] : []));
  const values = { name: each.name, configMap, cluster, ...suggestion(configMap, known) };
  findings.add('iomesh-config-map-missing', values, wordOf(each, 'clusterConnection', configMap, known));
}

function checkIoMeshCluster(each: StorageClass, cluster: Cluster, findings: Findings): void {
  const ioMeshCluster = referenceOf(each, 'iomeshCluster');
  const { ioMeshClusters } = cluster;
  if (ioMeshCluster === undefined || ioMeshClusters.has(ioMeshCluster) || isPlaceholder(each, 'iomeshCluster')) return;
  const known = [...ioMeshClusters.keys()];
  const where = wordOf(each, 'iomeshCluster', ioMeshCluster, known);
  const management = managementOf(cluster);
  // Helm installs the management cluster, so it need not be in Git.
  if (!management || (!management.cluster && ioMeshCluster.startsWith(`${management.namespace}/`)))
    findings.add('iomesh-management-unseen', { name: each.name, ioMeshCluster }, where);
  else {
    const values = { name: each.name, ioMeshCluster, cluster: cluster.name, ...suggestion(ioMeshCluster, known) };
    findings.add('iomesh-cluster-missing', values, where);
  }
}

/** The half of `namespace/name` that is wrong: the name where the namespace is that of another one, else the namespace. */
function wordOf(
  each: StorageClass,
  parameter: ClusterParameter,
  reference: string,
  known: readonly string[],
): ReturnType<typeof whereOf> {
  const [namespace = '', name = ''] = reference.split('/');
  const nameIsWrong = known.some(key => key.startsWith(`${namespace}/`));
  const namespaceIsWrong = !nameIsWrong && known.some(key => key.endsWith(`/${name}`));
  const where = whereOf(each, ['parameters', parameter]);
  const range = nameIsWrong
    ? { offset: namespace.length + 1, length: name.length }
    : { offset: 0, length: namespaceIsWrong ? namespace.length : reference.length };
  return { ...where, at: { ...where.at, inner: { syntax: 'text', ...range } } };
}
