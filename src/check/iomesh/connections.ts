import { isIP } from 'node:net';
import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import { type ConnectionKey, connectionKeys } from '../../model/iomesh-connection.ts';
import { managementOf } from '../../model/iomesh-management.ts';
import { placeholdersIn } from '../../model/placeholder.ts';
import type { StorageClass } from '../../model/storage-class.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { IoMeshCheck } from './index.ts';
import { ioMeshClasses, referenceOf } from './references.ts';

/** "iSCSI access point, fixed to 127.0.0.1:3260". */
const iscsiPortal = '127.0.0.1:3260';
const metaPort = 10_100;

/** ConfigMaps that say how the CSI driver reaches an IOMesh cluster: those that a StorageClass names, or that look like one. */
export const checkConnections: IoMeshCheck = (cluster, findings) => {
  const users = usersOf(cluster);
  for (const [configMap, classes] of users) {
    checkKeys(configMap, findings);
    checkAddresses(configMap, findings);
    checkMeta(configMap, classes, cluster, findings);
  }
  checkClusterIds([...users.keys()], managementOf(cluster)?.namespace, findings);
};

/** How many of its keys make a connection of a ConfigMap that no StorageClass names, as where the name is misspelled. */
const tellingKeys = 2;

/** The ConfigMaps of connections, each with the StorageClasses that name it. */
function usersOf(cluster: Cluster): Map<ConfigMap, StorageClass[]> {
  const users = new Map<ConfigMap, StorageClass[]>();
  for (const configMap of cluster.configMaps.values())
    if (Object.keys(configMap.ioMesh?.values ?? {}).length >= tellingKeys) users.set(configMap, []);
  for (const each of ioMeshClasses(cluster)) {
    const configMap = cluster.configMaps.get(referenceOf(each, 'clusterConnection') ?? '');
    if (configMap) users.set(configMap, [...(users.get(configMap) ?? []), each]);
  }
  return users;
}

function checkKeys(configMap: ConfigMap, findings: Findings): void {
  const { values = {}, others = [] } = configMap.ioMesh ?? {};
  for (const key of connectionKeys) {
    const value = values[key];
    if (value) {
      checkPlaceholder(configMap, key, value, findings);
      continue;
    }
    const meant = value === undefined ? suggestion(key, others) : {};
    const written = value === undefined ? meant.suggested : key;
    const where = whereOf(configMap, written === undefined ? ['data'] : ['data', written], 'key');
    findings.add('iomesh-connection-key-missing', { configMap: objectKey(configMap), key, ...meant }, where);
  }
}

/** What the management cluster has is taken for right. */
function checkClusterIds(configMaps: readonly ConfigMap[], management: string | undefined, findings: Findings): void {
  const said = configMaps.filter(({ ioMesh }) => ioMesh?.values.clusterId);
  const first = said.find(({ namespace }) => namespace === management) ?? said[0];
  const otherValue = first?.ioMesh?.values.clusterId;
  if (!first || otherValue === undefined) return;
  for (const configMap of said) {
    const value = configMap.ioMesh?.values.clusterId;
    if (value === undefined || value === otherValue) continue;
    findings.add(
      'iomesh-cluster-id-differs',
      { configMap: objectKey(configMap), value, other: objectKey(first), otherValue },
      { ...whereOf(configMap, ['data', 'clusterId']), other: placeIn(first, ['data', 'clusterId']) },
    );
  }
}

function checkPlaceholder(configMap: ConfigMap, key: ConnectionKey, value: string, findings: Findings): void {
  for (const { text, path, offset } of placeholdersIn(value, ['data', key])) {
    const where = whereOf(configMap, path);
    const inner = { syntax: 'text', offset, length: text.length } as const;
    const at = { ...where.at, inner };
    findings.add('iomesh-placeholder', { owner: `ConfigMap ${objectKey(configMap)}`, text }, { ...where, at });
  }
}

function checkAddresses(configMap: ConfigMap, findings: Findings): void {
  const name = objectKey(configMap);
  for (const key of ['iscsiPortal', 'metaAddr'] as const) {
    const value = configMap.ioMesh?.values[key];
    if (!value || placeholdersIn(value, []).length > 0) continue;
    const where = whereOf(configMap, ['data', key]);
    if (!isAddress(value)) findings.add('iomesh-address-invalid', { configMap: name, key, value }, where);
    else if (key === 'iscsiPortal' && value !== iscsiPortal)
      findings.add('iomesh-iscsi-portal-other', { configMap: name, value }, where);
  }
}

/** Holds the address against the IOMesh clusters that StorageClasses name beside it. */
function checkMeta(
  configMap: ConfigMap,
  classes: readonly StorageClass[],
  { ioMeshClusters }: Cluster,
  findings: Findings,
): void {
  const value = configMap.ioMesh?.values.metaAddr;
  if (!value || !isAddress(value)) return;
  const uses = classes.flatMap(each => {
    const ioMeshCluster = referenceOf(each, 'iomeshCluster');
    return ioMeshCluster !== undefined && ioMeshClusters.has(ioMeshCluster) ? [{ each, ioMeshCluster }] : [];
  });
  const isRight = ({ ioMeshCluster }: { readonly ioMeshCluster: string }): boolean =>
    isMetaAddress(value, ioMeshCluster);
  for (const use of uses) {
    if (isRight(use)) continue;
    const { each, ioMeshCluster } = use;
    const wanted = metaAddress(ioMeshCluster);
    const address = whereOf(configMap, ['data', 'metaAddr']);
    const connection = whereOf(each, ['parameters', 'clusterConnection']);
    // Where another one uses it rightly, the ConfigMap is right.
    const [here, other] = uses.some(isRight) ? [connection, address] : [address, connection];
    const values = { name: each.name, configMap: objectKey(configMap), value, ioMeshCluster, wanted };
    findings.add('iomesh-meta-address-other', values, { ...here, other: other.at });
  }
}

/** True for a host, by name or address, and a port. */
function isAddress(text: string): boolean {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (Number(port) < 1 || Number(port) > 65_535) return false;
  const bracketed = /^\[(.*)\]$/.exec(host)?.[1];
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  // What has only digits and dots is meant for an address.
  if (/^[\d.]+$/.test(host)) return isIP(host) === 4;
  return host.length <= 253 && host.split('.').every(label => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(label));
}

function metaAddress(ioMeshCluster: string): string {
  const [namespace, name] = ioMeshCluster.split('/');
  return `${name}-meta-client.${namespace}.svc.cluster.local:${metaPort}`;
}

/** Whatever the DNS domain of the cluster: kubelet can be told another one. */
function isMetaAddress(text: string, ioMeshCluster: string): boolean {
  const [service, namespace, svc] = metaAddress(ioMeshCluster).split('.');
  return text.startsWith(`${service}.${namespace}.${svc}.`) && text.endsWith(`:${metaPort}`);
}
