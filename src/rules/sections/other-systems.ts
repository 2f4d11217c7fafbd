import type { Sections } from './section.ts';

/** The other multi-cluster systems whose manifests lie beside the controller's: a document each, and no numbers in it. */
export const otherSystemSections = {
  'other 1': {
    title: 'Cilium ClusterMesh',
    states:
      'nodes and Pods need addresses of their own; only Services that are global in both clusters are merged; policies are not propagated',
  },
  'other 2': {
    title: 'Flomesh FSM',
    states:
      'policies, targets and exports that name nothing serve nothing; gateways and paths of one name take requests of others',
    also: ['custom-resource-invalid'],
  },
  'other 3': {
    title: 'IOMesh',
    states: 'volumes that are not made, clusters that share nodes or run several versions',
  },
  'other 4': { title: 'staying in the zone', states: 'traffic leaves the zone only when the zone cannot serve' },
  'other 5': {
    title: 'Kubernetes Multi-Cluster Services API',
    states: 'an export without its Service is invalid; an import has what is exported',
  },
} as const satisfies Sections;
