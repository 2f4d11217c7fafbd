import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { Rule } from '../adc.ts';
import { mergeLoss } from './merge-loss.ts';
import { PolicyRules } from './policy-rules.ts';

/** The rules of a policy with the resources that asked for them. */
export class OwnedRules extends PolicyRules {
  /** The first resource with a rule of a name. */
  readonly #owners = new Map<string, Resource>();

  /**
   * Adds the rules of a resource, and reports those that are merged into another one's and what they lose by that (01 §5.7, 02 §5.5).
   * `path` is where the host stands, in both of them.
   */
  addOf(findings: Findings, resource: Resource, rules: readonly Rule[], path: Path): void {
    for (const { lost, into } of this.add(rules)) {
      const owner = this.#owners.get(into.name);
      const loss = mergeLoss(lost, into);
      if (!loss || !owner) continue;
      const values = { kind: resource.kind, name: objectKey(resource), rule: into.name, with: objectKey(owner), loss };
      findings.add('rules-merged', values, { ...whereOf(resource, path), other: placeIn(owner, path) });
    }
    for (const { name } of rules) if (!this.#owners.has(name)) this.#owners.set(name, resource);
  }
}
