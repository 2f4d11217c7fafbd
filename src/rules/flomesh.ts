import { defineRule } from './define-rule.ts';
import { didYouMean, type Suggested } from './did-you-mean.ts';

/** About what Flomesh FSM reads: Clusters, exports and imports of Services, GlobalTrafficPolicies. */
export const flomeshRules = {
  'flomesh-policy-unmatched': defineRule<{ name: string; cluster: string } & Suggested>({
    severity: 'warning',
    section: 'other 2',
    message: values =>
      `GlobalTrafficPolicy ${values.name} governs nothing: cluster ${values.cluster} has no Service or ServiceImport of that name and namespace.${didYouMean(values)}`,
    hint: 'Give the policy the name and the namespace of the Service that it is for.',
  }),
  'flomesh-targets-missing': defineRule<{ name: string; lbType: string }>({
    severity: 'warning',
    section: 'other 2',
    message: ({ name, lbType }) => `GlobalTrafficPolicy ${name}: ${lbType} has no targets, so no other cluster is used`,
    hint: 'Name the other clusters in targets, or take lbType Locality.',
  }),
  'flomesh-targets-unused': defineRule<{ name: string; targets: number }>({
    severity: 'warning',
    section: 'other 2',
    message: ({ name, targets }) =>
      `GlobalTrafficPolicy ${name}: lbType Locality, the default, uses no other cluster, so its ${targets === 1 ? 'target counts' : `${targets} targets count`} for nothing`,
    hint: 'Write lbType FailOver or ActiveActive, or remove the targets.',
  }),
  'flomesh-weight-unfollowed': defineRule<{ name: string; clusterKey: string; weight: number }>({
    severity: 'warning',
    section: 'other 2',
    message: ({ name, clusterKey, weight }) =>
      `GlobalTrafficPolicy ${name}: weight ${weight} of ${clusterKey} is not followed: all members of a pool get requests alike`,
    hint: 'Remove the weight, or share by cluster with the ratios of the extended ConfigMap, in place of this policy.',
  }),
  'flomesh-cluster-unknown': defineRule<{ owner: string; clusterKey: string } & Suggested>({
    severity: 'error',
    section: 'other 2',
    message: values => `${values.owner}: no Cluster has clusterKey "${values.clusterKey}".${didYouMean(values)}`,
    hint: 'The key of a Cluster is region/zone/group/name, each of the first three "default" where the Cluster does not say it.',
  }),
  'flomesh-target-unexported': defineRule<{ name: string; clusterKey: string }>({
    severity: 'warning',
    section: 'other 2',
    message: ({ name, clusterKey }) =>
      `GlobalTrafficPolicy ${name}: ${clusterKey} serves nothing: it does not export Service ${name}`,
    hint: 'Commit a ServiceExport of that name and namespace to that cluster, or remove the target.',
  }),
  'flomesh-target-memberless': defineRule<{
    name: string;
    clusterKey: string;
    cluster: string;
    by: 'unseen' | 'unserved' | 'unreachable';
  }>({
    severity: 'warning',
    section: 'other 2',
    message: ({ name, clusterKey, cluster, by }) =>
      `GlobalTrafficPolicy ${name}: ${clusterKey} gives the pool no members: ${
        by === 'unreachable'
          ? 'the ServiceImport lists its gateway without an IP address and a port'
          : `${by === 'unserved' ? `cluster ${cluster} has no Service ${name}` : `the workspace has no cluster ${cluster}`}, and no ServiceImport lists its gateway`
      }`,
    hint: ({ by }) =>
      by === 'unseen'
        ? 'A cluster has the name of its Cluster, the last part of the key, in render.yaml too. For one that is not in the workspace, add the ServiceImport to the inventory of the cluster that the policy is in.'
        : by === 'unserved'
          ? 'Commit the Service to that cluster, or remove the target.'
          : 'Add the manifests of that cluster to the workspace, or bring the inventory up to date: FSM writes ip and port of the target.',
  }),
  'flomesh-export-unserved': defineRule<{ name: string; cluster: string; port?: number; ports?: string } & Suggested>({
    severity: 'error',
    section: 'other 2',
    message: values =>
      values.port === undefined
        ? `ServiceExport ${values.name}: cluster ${values.cluster} has no Service of that name and namespace.${didYouMean(values)}`
        : `ServiceExport ${values.name}: Service ${values.name} has no port ${values.port}, only ${values.ports}`,
    hint: ({ port }) =>
      port === undefined
        ? 'Give the export the name and the namespace of the Service, or commit the Service.'
        : 'portNumber is the port of the Service, not that of its Pods.',
  }),
  'flomesh-export-path-taken': defineRule<{ name: string; path: string; by: string; cluster: string }>({
    severity: 'error',
    section: 'other 2',
    message: ({ name, path, by, cluster }) =>
      `ServiceExport ${name}: path "${path}" of the gateway of cluster ${cluster} belongs to ${by === name ? 'another rule of it' : `ServiceExport ${by}`} as well`,
    hint: 'Give each export of a cluster a path of its own: only one of the two is reached.',
  }),
  'flomesh-gateway-twice': defineRule<{ clusterKey: string; gateway: string; other: string }>({
    severity: 'error',
    section: 'other 2',
    message: ({ clusterKey, gateway, other }) =>
      `Clusters ${other} and ${clusterKey} have the same gateway, ${gateway}`,
    hint: 'Requests to both go to the same gateway. Give each Cluster the gatewayHost and gatewayPort of its own.',
  }),
  'flomesh-gateway-path': defineRule<{ member: string; cluster: string; service: string; path: string }>({
    severity: 'warning',
    section: 'other 2',
    message: ({ member, cluster, service, path }) =>
      `member ${member} is the gateway of ${cluster}, which has Service ${service} under ${path}, and requests come with other paths`,
    hint: ({ cluster }) =>
      `The BIG-IP sends the path that the client asked for. Add the manifests of ${cluster} to the workspace under that name, so that its Pods are members, or export the Service under the path that clients ask for.`,
  }),
};
