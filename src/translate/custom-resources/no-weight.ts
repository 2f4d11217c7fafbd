import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';

/** Reports backends that all have weight 0 (specification 02 §7). */
export function reportNoWeight(findings: Findings, resource: Resource, path: Path): void {
  findings.add('split-without-weight', { kind: resource.kind, name: objectKey(resource) }, whereOf(resource, path));
}
