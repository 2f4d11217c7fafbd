import type { Cluster } from './cluster.ts';
import type { Service } from './service.ts';

const known = new WeakMap<readonly Service[], readonly Service[]>();

/** Services with annotations that a controller reads, by namespace: few have any. A list that a session keeps is looked through once. */
export function annotatedServices({ servicesByNamespace }: Cluster): Service[] {
  return [...servicesByNamespace.values()].flatMap(services => {
    const annotated = known.get(services) ?? services.filter(({ annotations }) => Object.keys(annotations).length > 0);
    known.set(services, annotated);
    return annotated;
  });
}
