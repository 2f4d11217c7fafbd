import { isIP } from 'node:net';
import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { objectKey } from '../../model/cluster.ts';
import { blockDevicePath, dataComponents, type IoMeshCluster } from '../../model/iomesh-cluster.ts';
import { type IoMeshManagement, managementOf } from '../../model/iomesh-management.ts';
import { zookeeperOf } from '../../model/iomesh-zookeeper.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { IoMeshCheck } from './index.ts';

/** Fields of IOMeshClusters, and what has to be there beside those that are not the management cluster. */
export const checkClusters: IoMeshCheck = (cluster, findings) => {
  const management = managementOf(cluster);
  if (!management) return;
  for (const one of cluster.ioMeshClusters.values()) {
    checkDataCidrs(one, findings);
    checkBlockDevices(one, management, findings);
    if (one === management.cluster) continue;
    const { namespace } = one;
    const zookeepers = [...cluster.zookeeperClusters.values()].filter(each => each.namespace === namespace);
    if (zookeepers.length === 0) {
      const values = { ioMeshCluster: objectKey(one), namespace };
      findings.add('iomesh-zookeeper-missing', values, whereOf(one, ['metadata', 'name']));
    }
    const written = new Set(one.components.map(({ name }) => name));
    for (const component of dataComponents) {
      if (!written.has(component) || one.dataCidrs[component] !== undefined) continue;
      const values = { ioMeshCluster: objectKey(one), component };
      findings.add('iomesh-data-cidr-missing', values, whereOf(one, ['spec', component], 'key'));
    }
  }
  for (const one of cluster.ioMeshClusters.values()) {
    const zookeeper = zookeeperOf(cluster, one);
    if (zookeeper && !zookeeper.keepsApart)
      findings.add(
        'iomesh-zookeeper-together',
        { zookeeper: objectKey(zookeeper) },
        whereOf(zookeeper, ['spec', 'pod', 'affinity'], 'key'),
      );
  }
};

function checkDataCidrs(one: IoMeshCluster, findings: Findings): void {
  const ioMeshCluster = objectKey(one);
  const valid = dataComponents.map(component => {
    const value = one.dataCidrs[component];
    const path = ['spec', component, 'dataCIDR'];
    if (value === undefined || isHeld(one, path)) return undefined;
    if (isCidr(value)) return value;
    findings.add('iomesh-data-cidr-invalid', { ioMeshCluster, component, value }, whereOf(one, path));
    return undefined;
  });
  const [chunk, redirector] = valid;
  if (chunk !== undefined && redirector !== undefined && chunk !== redirector)
    findings.add(
      'iomesh-data-cidr-differs',
      { ioMeshCluster, redirector, chunk },
      {
        ...whereOf(one, ['spec', 'redirector', 'dataCIDR']),
        other: placeIn(one, ['spec', 'chunk', 'dataCIDR']),
      },
    );
}

function isCidr(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128);
}

function checkBlockDevices(one: IoMeshCluster, management: IoMeshManagement, findings: Findings): void {
  const { blockDeviceNamespace: value } = one;
  // The management cluster has them in its own namespace, and need not say so.
  const isSaid = value === undefined ? one.namespace === management.namespace : value === management.namespace;
  if (isSaid || isHeld(one, blockDevicePath)) return;
  const meant = value === undefined ? {} : suggestion(value, [management.namespace]);
  const values = { ioMeshCluster: objectKey(one), value: value ?? '', management: management.namespace, ...meant };
  const { cluster } = management;
  findings.add('iomesh-block-device-namespace', values, {
    ...whereOf(one, blockDevicePath, value === undefined ? 'key' : 'value'),
    ...(cluster && { other: placeIn(cluster, ['metadata', 'namespace']) }),
  });
}

/** True where a value waits to be filled in. */
function isHeld({ placeholders }: IoMeshCluster, wanted: readonly (string | number)[]): boolean {
  return placeholders.some(({ path }) => path.join('.') === wanted.join('.'));
}
