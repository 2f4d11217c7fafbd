import type { Sections } from './section.ts';

/** The other multi-cluster systems whose manifests lie beside the controller's: a document each, and no numbers in it. */
export const otherSystemSections = {
  'other 1': { title: 'Cilium ClusterMesh', gap: 'not read yet' },
  'other 2': { title: 'Flomesh FSM', gap: 'not read yet' },
  'other 3': {
    title: 'IOMesh',
    states: 'volumes that are not made, clusters that share nodes or run several versions',
  },
  'other 4': { title: 'staying in the zone', gap: 'not read yet' },
  'other 5': { title: 'Kubernetes Multi-Cluster Services API', gap: 'not read yet' },
} as const satisfies Sections;
