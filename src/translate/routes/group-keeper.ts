import type { Virtual } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { Keeping } from '../custom-resources/context.ts';
import type { KeptAdmission, KeptGroup, ViewMemory } from '../view-memory.ts';
import { claimKey } from './admission.ts';
import {
  type AdmittedGroup,
  admitGroup,
  type GroupInput,
  groupRoutes,
  groupVirtuals,
  reportEqualClaims,
} from './group.ts';
import type { RouteGroup } from './groups.ts';

/** Admits the Routes of one group and makes its virtual servers, or has both from an earlier run. All groups get theirs before one is used. */
export class GroupKeeper {
  readonly #memory: ViewMemory;
  readonly #group: RouteGroup;
  readonly #before: KeptGroup | undefined;
  readonly #reads: KeptGroup['reads'];
  /** Notes what is looked up for the group. */
  readonly #inventory: Inventory;

  constructor({ memory, inventory }: Keeping, group: RouteGroup) {
    this.#memory = memory;
    this.#group = group;
    this.#before = memory.kept(group);
    if (this.#before) {
      this.#inventory = this.#before.inventory;
      this.#reads = this.#before.reads;
      return;
    }
    const { clusters, reads } = memory.noting();
    this.#inventory = inventory(clusters);
    this.#reads = reads;
    const routes = groupRoutes(this.#inventory, group).flat();
    memory.claims.set(
      group.id,
      routes.map(({ host, path }) => claimKey(host, path)),
    );
  }

  /** True where no other group has a Route for the same host and path. */
  get alone(): boolean {
    return !this.#memory.claims.shares(this.#group.id);
  }

  admission(input: GroupInput, earlier: readonly AdmittedGroup[]): KeptAdmission {
    const { alone } = this;
    const before = this.#before?.admission;
    const { findings } = input;
    if (alone && before?.alone) {
      findings.take(before.findings);
      // Claims of other groups go by them too (01 §5.1).
      for (const { route } of before.admitted.routes.values()) input.claims.accept(route);
      return before;
    }
    const found = findings.list.length;
    const admitted = admitGroup({ ...input, inventory: this.#inventory }, this.#group, earlier);
    if (alone) reportEqualClaims([admitted], findings);
    return { admitted, alone, findings: findings.list.slice(found) };
  }

  virtuals(input: GroupInput, admission: KeptAdmission): readonly Virtual[] | 'failed' {
    const before = this.#before;
    const { findings } = input;
    if (before && lets(before.admission.admitted, admission.admitted)) {
      before.admission = admission;
      findings.take(before.findings);
      return before.made;
    }
    // A crash ends the run, and nothing of the group is kept.
    this.#memory.groups.delete(this.#group.id);
    const found = findings.list.length;
    const inventory = this.#inventory;
    const made = groupVirtuals({ ...input, inventory }, admission.admitted);
    const kept = { admission, made, findings: findings.list.slice(found), inventory, reads: this.#reads };
    this.#memory.groups.set(this.#group.id, kept);
    return made;
  }
}

/** True where the same Routes are let in, in the same order. */
function lets(before: AdmittedGroup, now: AdmittedGroup): boolean {
  if (before === now) return true;
  const [then, after] = [[...before.routes.values()], [...now.routes.values()]];
  return then.length === after.length && then.every(({ route }, index) => route === after[index]?.route);
}
