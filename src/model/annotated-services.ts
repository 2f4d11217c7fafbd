import { remembered } from '../remembered.ts';
import type { Cluster } from './cluster.ts';
import type { Service } from './service.ts';

const annotatedOf = remembered((services: readonly Service[]) =>
  services.filter(({ annotations }) => Object.keys(annotations).length > 0),
);

/** Services with annotations that a controller reads, by namespace: few have any. */
export function annotatedServices({ servicesByNamespace }: Cluster): Service[] {
  return [...servicesByNamespace.values()].flatMap(annotatedOf);
}
