import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import type { Path } from '../../place.ts';

/** Reports backends that all have weight 0 (specification 02 §7). */
export function reportNoWeight(findings: Findings, resource: Resource, path: Path): void {
  const { kind, namespace, name, source } = resource;
  const values = { kind, name: objectKey(resource) };
  findings.add('split-without-weight', values, { at: { source, path }, resource: { kind, namespace, name } });
}
