import type { Sections } from './section.ts';

/** The other multi-cluster systems whose manifests lie beside the controller's: a document each, and no numbers in it. */
export const otherSystemSections = {
  'other 1': { title: 'Cilium ClusterMesh', gap: 'not read yet' },
  'other 2': {
    title: 'Flomesh FSM',
    states:
      'policies, targets and exports that name nothing serve nothing; gateways and paths of one name take requests of others',
    also: ['custom-resource-invalid'],
  },
  'other 3': { title: 'IOMesh', gap: 'not read yet' },
  'other 4': { title: 'staying in the zone', gap: 'not read yet' },
  'other 5': { title: 'Kubernetes Multi-Cluster Services API', gap: 'not read yet' },
} as const satisfies Sections;
