import { defineRule } from './define-rule.ts';
import { didYouMean, type Suggested } from './did-you-mean.ts';

/** About IOMesh: several storage clusters in one Kubernetes cluster. Nothing of it becomes AS3. */
export const ioMeshRules = {
  'iomesh-reference-malformed': defineRule<{ name: string; parameter: string; value: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ name, parameter, value }) =>
      `StorageClass ${name}: ${parameter} is "${value}", which is not "namespace/name"`,
    hint: 'Write the namespace, a slash and the name.',
  }),
  'iomesh-parameter-missing': defineRule<{ name: string; parameter: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ name, parameter }) =>
      `StorageClass ${name} has no parameter ${parameter}, so the CSI driver does not know which IOMesh cluster is meant`,
    hint: 'With more than one IOMesh cluster each StorageClass names its ConfigMap in clusterConnection and its IOMeshCluster in iomeshCluster.',
  }),
  'iomesh-config-map-missing': defineRule<{ name: string; configMap: string; cluster: string } & Suggested>({
    severity: 'error',
    section: 'other 3',
    message: ({ name, configMap, cluster }) =>
      `StorageClass ${name}: cluster ${cluster} has no ConfigMap ${configMap}, which would say how to reach the IOMesh cluster`,
    hint: values =>
      `Commit the ConfigMap with clusterId, iscsiPortal and metaAddr, or mend the name.${didYouMean(values)}`,
  }),
  'iomesh-cluster-missing': defineRule<{ name: string; ioMeshCluster: string; cluster: string } & Suggested>({
    severity: 'error',
    section: 'other 3',
    message: ({ name, ioMeshCluster, cluster }) =>
      `StorageClass ${name}: cluster ${cluster} has no IOMeshCluster ${ioMeshCluster}`,
    hint: values => `Commit the IOMeshCluster, or mend the name.${didYouMean(values)}`,
  }),
  'iomesh-management-unseen': defineRule<{ name: string; ioMeshCluster: string }>({
    severity: 'info',
    section: 'other 3',
    message: ({ name, ioMeshCluster }) =>
      `StorageClass ${name}: IOMeshCluster ${ioMeshCluster} is not among the manifests; Helm may have installed it, and nothing can be compared with it`,
    hint: 'Commit what `kubectl get iomesh` prints of it with -o yaml, and its images and nodes are compared with those of the others.',
  }),
  'iomesh-storage-class-missing': defineRule<{ ioMeshCluster: string }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ ioMeshCluster }) =>
      `no StorageClass has iomeshCluster: "${ioMeshCluster}", so no volume can be made there`,
    hint: 'With more than one IOMesh cluster each needs a StorageClass of its own; the default iomesh-csi-driver does not do.',
  }),
  'iomesh-fstype-unknown': defineRule<{ name: string; value: string } & Suggested>({
    severity: 'error',
    section: 'other 3',
    message: ({ name, value }) =>
      `StorageClass ${name}: there is no file system "${value}", so no volume can be formatted`,
    hint: values => `Name one that the nodes can make, such as ext4 or xfs.${didYouMean(values)}`,
  }),
  'iomesh-connection-key-missing': defineRule<{ configMap: string; key: string } & Suggested>({
    severity: 'error',
    section: 'other 3',
    message: ({ configMap, key }) => `ConfigMap ${configMap} has no ${key}, so the CSI driver cannot connect with it`,
    hint: ({ key, suggested }) =>
      suggested === undefined
        ? 'Its data needs clusterId, iscsiPortal and metaAddr.'
        : `It has ${suggested}: write ${key}.`,
    fix: ({ key, certain }) => (certain ? { kind: 'word', word: key } : undefined),
  }),
  'iomesh-address-invalid': defineRule<{ configMap: string; key: string; value: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ configMap, key, value }) => `ConfigMap ${configMap}: ${key} is "${value}", which is not "host:port"`,
    hint: ({ key }) =>
      key === 'iscsiPortal'
        ? 'It is always 127.0.0.1:3260.'
        : 'It is <cluster>-meta-client.<namespace>.svc.cluster.local:10100.',
  }),
  'iomesh-iscsi-portal-other': defineRule<{ configMap: string; value: string }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ configMap, value }) =>
      `ConfigMap ${configMap}: iscsiPortal is ${value}, and the iSCSI access point is 127.0.0.1:3260 on every node`,
    hint: 'Write 127.0.0.1:3260: the redirector of each node listens there.',
  }),
  'iomesh-meta-address-other': defineRule<{
    name: string;
    configMap: string;
    value: string;
    ioMeshCluster: string;
    wanted: string;
  }>({
    severity: 'error',
    section: 'other 3',
    message: ({ configMap, value, name, ioMeshCluster }) =>
      `StorageClass ${name}: ConfigMap ${configMap} leads to ${value}, which is not the meta service of IOMeshCluster ${ioMeshCluster}`,
    hint: ({ wanted }) =>
      `Its metaAddr should be ${wanted}, or clusterConnection is to name the ConfigMap of that cluster.`,
  }),
  'iomesh-cluster-id-differs': defineRule<{ configMap: string; value: string; other: string; otherValue: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ configMap, value, other, otherValue }) =>
      `ConfigMap ${configMap}: clusterId is "${value}", and "${otherValue}" in ConfigMap ${other} of the same Kubernetes cluster`,
    hint: 'It is the ID of the Kubernetes cluster, which has only one: use the same in all of them.',
  }),
  'iomesh-tag-differs': defineRule<{
    owner: string;
    component: string;
    tag: string;
    other: string;
    otherTag: string;
  }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ owner, component, tag, other, otherTag }) =>
      `${owner}: the image of ${component} has tag ${tag === '' ? 'latest' : tag}, and ${otherTag === '' ? 'latest' : otherTag} in ${other}`,
    hint: 'All IOMesh clusters run the same images: upgrade the management cluster first, then set these tags (`render explain iomesh`).',
  }),
  'iomesh-edition-differs': defineRule<{
    owner: string;
    component: string;
    edition: string;
    other: string;
    otherEdition: string;
  }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ owner, component, edition, other, otherEdition }) =>
      `${owner}: the image of ${component} is of the ${edition} Edition, and of the ${otherEdition} Edition in ${other}`,
    hint: 'The edition is the end of the tag, -enterprise or nothing: all IOMesh clusters run the same images.',
  }),
  'iomesh-edition-mixed': defineRule<{
    ioMeshCluster: string;
    component: string;
    edition: string;
    other: string;
    otherEdition: string;
  }>({
    severity: 'error',
    section: 'other 3',
    message: ({ ioMeshCluster, component, edition, other, otherEdition }) =>
      `IOMeshCluster ${ioMeshCluster}: ${component} is of the ${edition} Edition, and ${other} of the ${otherEdition} Edition`,
    hint: 'An edition is set for meta, chunk and redirector together, by the end of their tags: -enterprise or nothing.',
  }),
  'iomesh-placeholder': defineRule<{ owner: string; text: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ owner, text }) => `${owner}: ${text} has not been filled in`,
    hint: 'Put the value of your cluster in its place.',
  }),
  'iomesh-node-affinity-missing': defineRule<{ owner: string; component: string }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ owner, component }) =>
      `${owner}: ${component} may run on every node, also on those of the other IOMesh clusters`,
    hint: 'Give it a nodeAffinity with requiredDuringSchedulingIgnoredDuringExecution that names the nodes of this cluster.',
  }),
  'iomesh-nodes-overlap': defineRule<{ owner: string; component: string; nodes: string; other: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ owner, component, nodes, other }) =>
      `${owner}: ${component} may run on ${nodes}, as may IOMeshCluster ${other}`,
    hint: 'IOMesh clusters keep their data apart: no node belongs to two of them.',
  }),
  'iomesh-nodes-few': defineRule<{ owner: string; component: string; nodes: string; count: number }>({
    severity: 'error',
    section: 'other 3',
    message: ({ owner, component, nodes, count }) =>
      `${owner}: ${component} has ${count === 0 ? 'no node' : `only ${nodes}`} to run on; an IOMesh cluster needs three nodes`,
    hint: 'Two IOMesh clusters need at least six worker nodes, three for each.',
  }),
  'iomesh-node-unknown': defineRule<{ owner: string; component: string; node: string; cluster: string } & Suggested>({
    severity: 'warning',
    section: 'other 3',
    message: ({ owner, component, node, cluster }) =>
      `${owner}: ${component} is to run on ${node}, and cluster ${cluster} has no Node of that name among the manifests`,
    hint: values => `Mend the name, or bring the inventory up to date.${didYouMean(values)}`,
  }),
  'iomesh-block-device-namespace': defineRule<{ ioMeshCluster: string; value: string; management: string } & Suggested>(
    {
      severity: 'error',
      section: 'other 3',
      message: ({ ioMeshCluster, value, management }) =>
        `IOMeshCluster ${ioMeshCluster}: ${value === '' ? 'chunk.devicemanager has no blockDeviceNamespace' : `blockDeviceNamespace is ${value}`}, and the management cluster with all block devices is in ${management}`,
      hint: ({ management }) => `Write blockDeviceNamespace: ${management}, or no disk can be mounted.`,
    },
  ),
  'iomesh-data-cidr-invalid': defineRule<{ ioMeshCluster: string; component: string; value: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ ioMeshCluster, component, value }) =>
      `IOMeshCluster ${ioMeshCluster}: dataCIDR of ${component} is "${value}", which is no range of addresses`,
    hint: 'Write the data network as address and length, such as 10.234.1.0/24.',
  }),
  'iomesh-data-cidr-missing': defineRule<{ ioMeshCluster: string; component: string }>({
    severity: 'error',
    section: 'other 3',
    message: ({ ioMeshCluster, component }) =>
      `IOMeshCluster ${ioMeshCluster}: ${component} has no dataCIDR, so it does not know the data network`,
    hint: 'Outside the management cluster it is set for chunk and for redirector.',
  }),
  'iomesh-data-cidr-differs': defineRule<{ ioMeshCluster: string; redirector: string; chunk: string }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ ioMeshCluster, redirector, chunk }) =>
      `IOMeshCluster ${ioMeshCluster}: dataCIDR of redirector is ${redirector}, and that of chunk ${chunk}`,
    hint: 'Both are the one data network that was configured for the nodes.',
  }),
  'iomesh-zookeeper-missing': defineRule<{ ioMeshCluster: string; namespace: string }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ ioMeshCluster, namespace }) =>
      `IOMeshCluster ${ioMeshCluster}: namespace ${namespace} has no ZookeeperCluster, and only that of the management cluster comes with Helm`,
    hint: 'Commit a ZookeeperCluster of its own, and apply it before the IOMeshCluster.',
  }),
  'iomesh-zookeeper-together': defineRule<{ zookeeper: string }>({
    severity: 'warning',
    section: 'other 3',
    message: ({ zookeeper }) => `ZookeeperCluster ${zookeeper}: nothing keeps its Pods on different nodes`,
    hint: 'Give it a podAntiAffinity with topologyKey kubernetes.io/hostname, or one node that fails takes the quorum along.',
  }),
};
