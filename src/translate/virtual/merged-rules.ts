import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';

export interface MergedRules {
  readonly resource: Resource;
  /** Whose rule it lives on in. */
  readonly owner: Resource;
  readonly rule: string;
  readonly loss: string;
  /** Where the host stands, in both of them. */
  readonly path: Path;
}

/** Reports a rule that is merged into another resource's of its name, and what it loses by that (01 §5.7, 02 §5.5). */
export function reportMergedRules(findings: Findings, { resource, owner, rule, loss, path }: MergedRules): void {
  const values = { kind: resource.kind, name: objectKey(resource), rule, with: objectKey(owner), loss };
  findings.add('rules-merged', values, { ...whereOf(resource, path), other: placeIn(owner, path) });
}
