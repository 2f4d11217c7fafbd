import { defineRule } from './define-rule.ts';

/** About staying in the zone of the BIG-IP. */
export const zoneRules = {
  'zone-of-node-missing': defineRule<{ name: string; cluster: string; more: number; old?: string }>({
    severity: 'warning',
    section: 'other 4',
    message: ({ name, cluster, more }) =>
      `Node ${name}${more === 0 ? '' : ` and ${more} more`} of cluster ${cluster} ${more === 0 ? 'has' : 'have'} no label topology.kubernetes.io/zone: members there count as outside of every zone`,
    hint: ({ old }) =>
      old === undefined
        ? 'Label the Node with its zone.'
        : `Label it with its zone: failure-domain.beta.kubernetes.io/zone, where it has ${old}, is what Kubernetes called the label before 1.17.`,
  }),
  'zone-without-nodes': defineRule<{ zone: string; cluster: string; known: string }>({
    severity: 'error',
    section: 'other 4',
    message: ({ zone, cluster, known }) =>
      `no Node is in zone ${zone}, which the BIG-IP of cluster ${cluster} is to be in: nothing is preferred, Nodes are in ${known || 'no zone'}`,
    hint: 'The zone is what Nodes have in the label topology.kubernetes.io/zone.',
  }),
  'zone-unused': defineRule<{ key: string; cluster: string }>({
    severity: 'warning',
    section: 'other 4',
    message: ({ key, cluster }) => `${key} of cluster ${cluster} counts for nothing: discovery does not have zones`,
    hint: 'Add zones to discovery in render.yaml, or remove the key.',
  }),
  'zone-of-bigip-missing': defineRule<{ cluster: string }>({
    severity: 'warning',
    section: 'other 4',
    message: ({ cluster }) =>
      `discovery has zones, and the controller of cluster ${cluster} has no zone: its pools have no priorities`,
    hint: 'Add `zone` to `cis` of the cluster: the zone in which its BIG-IP is.',
  }),
};
