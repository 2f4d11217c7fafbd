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
      `The BIG-IP sends the path that the client asked for. Add the manifests of ${cluster} to the workspace, so that its Pods are members, or export the Service under the path that clients ask for.`,
  }),
};
