import type { Virtual } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { Keeping } from '../custom-resources/context.ts';
import type { ViewMemory } from '../view-memory.ts';
import { type AdmittedGroup, type GroupInput, groupVirtuals } from './group.ts';

/** Makes the virtual servers of one group, or has them from an earlier run. */
export class GroupKeeper {
  readonly #memory: ViewMemory;
  readonly #reads: ReturnType<ViewMemory['noting']>['reads'];
  /** Notes what is looked up for the group. */
  readonly inventory: Inventory;

  constructor({ memory, inventory }: Keeping) {
    const { clusters, reads } = memory.noting();
    this.#memory = memory;
    this.#reads = reads;
    this.inventory = inventory(clusters);
  }

  virtuals(input: GroupInput, admitted: AdmittedGroup): readonly Virtual[] | 'failed' {
    const { group } = admitted;
    const routes = [...admitted.routes.values()].map(({ route }) => route);
    const before = this.#memory.kept(group, routes);
    if (before) {
      input.findings.take(before.findings);
      return before.made;
    }
    // A crash ends the run, and nothing of the group is kept.
    this.#memory.groups.delete(group.id);
    const found = input.findings.list.length;
    const made = groupVirtuals({ ...input, inventory: this.inventory }, admitted);
    this.#memory.groups.set(group.id, {
      group,
      routes,
      made,
      findings: input.findings.list.slice(found),
      inventory: this.inventory,
      reads: this.#reads,
    });
    return made;
  }
}
