import type { ioMeshRules } from '../iomesh.ts';
import type { ExplanationsOf } from './explanation.ts';

export const ioMeshWhy: ExplanationsOf<typeof ioMeshRules> = {
  'iomesh-reference-malformed': {
    why: `IOMesh's CSI driver is shared by all IOMesh clusters and finds the one that is meant by two parameters of the StorageClass, each a
      namespace, a slash and a name. Of another form it can look up nothing. Claims of this StorageClass stay pending.`,
  },
  'iomesh-parameter-missing': {
    why: `With one IOMesh cluster the default StorageClass does. With several, one CSI driver serves all of them, and only clusterConnection
      and iomeshCluster tell it where a volume is to be. So each cluster needs a StorageClass with both.`,
  },
  'iomesh-config-map-missing': {
    why: `clusterConnection names the ConfigMap that holds the address of the cluster's meta service. Without it the CSI driver cannot connect.
      Claims of this StorageClass stay pending, and Pods with them.`,
  },
  'iomesh-cluster-missing': {
    why: `iomeshCluster names the cluster that volumes are made in, by namespace and name. None of the IOMeshClusters in the manifests of this
      Kubernetes cluster is called so. Claims of this StorageClass stay pending.`,
  },
  'iomesh-management-unseen': {
    why: `The management cluster is installed by Helm, so often there is no IOMeshCluster of it in Git. This StorageClass names one in its
      namespace, or there is no IOMeshCluster at all, so the name cannot be looked up. Neither can its images and nodes be compared with those
      of other clusters.`,
  },
  'iomesh-storage-class-missing': {
    why: `Each of several IOMesh clusters needs a StorageClass of its own. The default iomesh-csi-driver knows nothing of a second cluster. The
      disks of a cluster that no StorageClass names are never used.`,
  },
  'iomesh-fstype-unknown': {
    why: `The CSI driver makes a file system of this type on each new volume. There is none of this name, and one that is nearly called so;
      IOMesh's own document has "ex4" in one of its examples. Volumes are made, and Pods that mount them never start.`,
  },
  'iomesh-connection-key-missing': {
    why: `A ConfigMap of a connection holds three things: clusterId of the Kubernetes cluster, iscsiPortal and metaAddr of the IOMesh cluster. The
      CSI driver needs them all. Keys are case-sensitive, so clusterID is not clusterId.`,
  },
  'iomesh-address-invalid': {
    why: `The CSI driver connects to metaAddr and hands iscsiPortal to the node, each a host and a port. This text is not of that form, so no
      connection comes about. Claims stay pending.`,
  },
  'iomesh-iscsi-portal-other': {
    why: `The iSCSI access point is fixed to 127.0.0.1:3260: the redirector on each node listens there and knows the way to the data. Another
      address leads past it. That may work on some nodes and not on others.`,
  },
  'iomesh-meta-address-other': {
    why: `The address of a meta service is made of the name and the namespace of its IOMesh cluster, on port 10100. A StorageClass names this
      ConfigMap together with an IOMeshCluster whose address is another. So volumes would be made in another cluster than the StorageClass says,
      or nowhere.`,
  },
  'iomesh-cluster-id-differs': {
    why: `clusterId is the ID of the Kubernetes cluster and not of the IOMesh cluster. A Kubernetes cluster can have only one, so the ConfigMaps
      of all IOMesh clusters in it hold the same.`,
  },
  'iomesh-tag-differs': {
    why: `After an upgrade of the management cluster the tags of the images of each other cluster have to be set to the same values. Until
      then clusters of two versions share one operator and one CSI driver. Upgraded in the other order, the other cluster is unavailable for a
      while.`,
  },
  'iomesh-edition-differs': {
    why: `The edition is part of the tag: v5.3.0-rc13 is the Community Edition, v5.3.0-rc13-enterprise the Enterprise Edition. The images of
      all IOMesh clusters are to be the same. The version is the same here, and only the edition is another.`,
  },
  'iomesh-edition-mixed': {
    why: `To change a cluster to the Enterprise Edition, the tags of meta, chunk and redirector all get the ending -enterprise. Here some have it
      and some do not. Such a cluster is of no edition that IOMesh ships.`,
  },
  'iomesh-placeholder': {
    why: `IOMesh's examples have words in angle brackets where your own values belong, such as <your-data-cidr-here>. This one was copied and not
      filled in. It is applied as it stands, and no part of IOMesh can do anything with it.`,
  },
  'iomesh-node-affinity-missing': {
    why: `What keeps IOMesh clusters apart is the nodeAffinity of meta, chunk, redirector and zookeeper, each by itself. Without it, Pods of this
      component may come to run on nodes of another cluster. Then one node that fails is missing in both.`,
  },
  'iomesh-nodes-overlap': {
    why: `Several IOMesh clusters are deployed to isolate data, each on nodes of its own. Here a node is open to the Pods of two. They would
      share its disks, its data network and its failure.`,
  },
  'iomesh-nodes-few': {
    why: `An IOMesh cluster keeps three meta and three zookeeper Pods, each on another node, and outlives the loss of one. With fewer nodes some of
      them stay pending, or one node that fails takes the quorum along. For two clusters that makes at least six worker nodes.`,
  },
  'iomesh-node-unknown': {
    why: `The affinity asks for a label that no known Node has, so it leads to nothing. A name with one letter wrong takes a node away from
      the cluster without a word. IOMesh's own examples write k8s-woker-0 where k8s-worker-0 is meant.`,
  },
  'iomesh-block-device-namespace': {
    why: `Management components and all block devices are in the namespace of the management cluster, whichever cluster uses the disks. The
      device manager of every other cluster has to look there. In another namespace it finds no disk to mount.`,
  },
  'iomesh-data-cidr-invalid': {
    why: `dataCIDR tells a component which of the addresses of its node is on the data network. A text that is no range of addresses
      tells it nothing. Its Pods do not become ready.`,
  },
  'iomesh-data-cidr-missing': {
    why: `For a cluster beside the management cluster, dataCIDR is set for chunk and for redirector. Helm fills in what the management cluster
      needs, and nothing does so for this one. Without it the component does not know which network the data takes.`,
  },
  'iomesh-data-cidr-differs': {
    why: `There is one data network, configured on the nodes before IOMesh is deployed, and chunk and redirector are both told its range. With
      two ranges the redirector looks for chunks where they do not listen.`,
  },
  'iomesh-zookeeper-missing': {
    why: `Each IOMesh cluster has a ZooKeeper of its own. That of the management cluster comes with Helm; for any other it is a ZookeeperCluster
      in its namespace, which is applied first. Without it the meta service of the cluster does not start.`,
  },
  'iomesh-zookeeper-together': {
    why: `nodeAffinity says on which nodes ZooKeeper's Pods may be, and not that they are on different ones. podAntiAffinity does, to avoid a single
      point of failure. Without it two of three can be on one node, and the cluster stops with that node.`,
  },
};
