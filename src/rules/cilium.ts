import { defineRule } from './define-rule.ts';
import { didYouMean, type Suggested } from './did-you-mean.ts';

/** What Cilium ClusterMesh asks of clusters that are to be one mesh. */
export const ciliumRules = {
  'cilium-service-missing': defineRule<{ service: string; cluster: string; missing: string }>({
    severity: 'warning',
    section: 'other 1',
    message: ({ service, cluster, missing }) =>
      `Service ${service} is global in cluster ${cluster}, and there is none in ${missing}: nothing there reaches it`,
    hint: 'Create the Service there too, global and without Pods where it has none. Cilium merges what has the same name and namespace.',
  }),
  'cilium-service-not-global': defineRule<{ service: string; cluster: string; other: string }>({
    severity: 'warning',
    section: 'other 1',
    message: ({ service, cluster, other }) =>
      `Service ${service} is global in cluster ${other} and not in ${cluster}: their endpoints are not merged`,
    hint: 'Annotate it with service.cilium.io/global: "true" in both clusters, or in none.',
  }),
  'cilium-service-ports-differ': defineRule<{
    service: string;
    cluster: string;
    ports: string;
    other: string;
    others: string;
  }>({
    severity: 'warning',
    section: 'other 1',
    message: ({ service, cluster, ports, other, others }) =>
      `global Service ${service} has ${ports} in cluster ${cluster} and ${others} in ${other}: Cilium merges endpoints of ports with the same name`,
    hint: 'Give it the same names and numbers of ports in every cluster.',
  }),
  'cilium-affinity-unknown': defineRule<{ service: string; affinity: string } & Suggested>({
    severity: 'warning',
    section: 'other 1',
    message: ({ service, affinity, suggested }) =>
      `Service ${service} has affinity "${affinity}", which Cilium takes for none.${didYouMean({ suggested })}`,
    hint: 'It is local, remote or none.',
  }),
  'cilium-node-address-twice': defineRule<{
    name: string;
    address: string;
    cluster: string;
    other: string;
    otherCluster: string;
  }>({
    severity: 'error',
    section: 'other 1',
    message: ({ name, address, cluster, other, otherCluster }) =>
      `Node ${name} of cluster ${cluster} has address ${address}, and so has Node ${other} of cluster ${otherCluster}`,
    hint: 'In a mesh every node has an address of its own: traffic for one of them gets to the other.',
  }),
  'cilium-pod-cidrs-overlap': defineRule<{
    name: string;
    range: string;
    cluster: string;
    other: string;
    otherRange: string;
    otherCluster: string;
  }>({
    severity: 'error',
    section: 'other 1',
    message: ({ name, range, cluster, other, otherRange, otherCluster }) =>
      `Pods on ${name} in cluster ${cluster} have addresses of ${range}, which overlaps with ${otherRange} on ${other} in cluster ${otherCluster}`,
    hint: 'Give each cluster a range of its own for its Pods.',
  }),
  'cilium-cluster-name-twice': defineRule<{ name: string; cluster: string; other: string }>({
    severity: 'error',
    section: 'other 1',
    message: ({ name, cluster, other }) => `clusters ${other} and ${cluster} both have the name ${name} in Cilium`,
    hint: 'Give each cluster of the mesh a cluster-name of its own.',
  }),
  'cilium-cluster-id-twice': defineRule<{ id: string; cluster: string; other: string }>({
    severity: 'error',
    section: 'other 1',
    message: ({ id, cluster, other }) => `clusters ${other} and ${cluster} both have the id ${id} in Cilium`,
    hint: 'Give each cluster of the mesh a cluster-id of its own.',
  }),
  'cilium-cluster-id-invalid': defineRule<{ id: string; cluster: string; most: number }>({
    severity: 'error',
    section: 'other 1',
    message: ({ id, cluster, most }) =>
      `cluster ${cluster} has the id "${id}" in Cilium, which is none from 1 to ${most}: it cannot be in a mesh`,
    hint: 'Ids go from 1 to 255, and to 511 where max-connected-clusters is 511 in every cluster.',
  }),
  'cilium-policy-missing': defineRule<{ policy: string; cluster: string; missing: string }>({
    severity: 'warning',
    section: 'other 1',
    message: ({ policy, cluster, missing }) =>
      `${policy} is in cluster ${cluster} and not in ${missing}: Cilium does not bring policies to other clusters`,
    hint: 'Apply it there too where it is meant for the whole mesh. Each cluster allows only what its own policies say.',
  }),
  'cilium-policy-cluster-unknown': defineRule<{ policy: string; name: string; known: string } & Suggested>({
    severity: 'error',
    section: 'other 1',
    message: ({ policy, name, known, suggested }) =>
      `${policy} selects Pods of cluster ${name}, which is none of ${known}: it matches nothing.${didYouMean({ suggested })}`,
    hint: 'io.cilium.k8s.policy.cluster is the cluster-name in the ConfigMap cilium-config.',
  }),
};
