import type { Resource } from '../model/metadata.ts';
import { serviceAnnotationPrefix } from '../model/service.ts';
import type { Path } from '../place.ts';
import type { Tenant, Virtual } from './adc.ts';

/** Order in which the virtual servers of a tenant are merged. */
export type MergeOrder = (a: Virtual, b: Virtual) => number;

/**
 * The virtual servers that a controller holds, by partition and name (specification 02 §0.1). A partition comes into being with
 * its first virtual server, and also when the controller looks for one to delete: it is then posted empty (02 §11.2).
 */
export class Partitions {
  readonly #virtuals = new Map<string, Map<string, Virtual>>();

  #partition(name: string): Map<string, Virtual> {
    const known = this.#virtuals.get(name) ?? new Map<string, Virtual>();
    this.#virtuals.set(name, known);
    return known;
  }

  /** Stores a virtual server. Returns the one of its name that it replaces, if any. */
  put(virtual: Virtual): Virtual | undefined {
    const partition = this.#partition(virtual.tenant);
    const before = partition.get(virtual.name);
    partition.set(virtual.name, virtual);
    return before;
  }

  /** Deletes a virtual server. Returns it, if it was there. */
  remove(tenant: string, name: string): Virtual | undefined {
    const partition = this.#partition(tenant);
    const before = partition.get(name);
    partition.delete(name);
    return before;
  }

  /** All partitions, ascending by name. */
  tenants(order: MergeOrder): Tenant[] {
    return [...this.#virtuals]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, virtuals]) => ({ name, virtuals: [...virtuals.values()].sort(order) }));
  }
}

/** Where a resource says its partition. */
export function partitionPath({ kind }: Resource): Path {
  return kind === 'Service'
    ? ['metadata', 'annotations', `${serviceAnnotationPrefix}partition`]
    : ['spec', 'partition'];
}

/** Ascending by name: custom resources (specification 02 §17.11). */
export const byName: MergeOrder = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Those of port 80 first, then by name: Routes (specification 01 §8.2). */
export const byPortAndName: MergeOrder = (a, b) => a.port - b.port || byName(a, b);
