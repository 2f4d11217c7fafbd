import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import type { Path } from '../../place.ts';

/** Reports backends that all have weight 0 (specification 02 §7). `service` is the first of them, or empty. */
export function reportNoWeight(findings: Findings, resource: Resource, path: Path, service: string): void {
  const { kind, namespace, name, source } = resource;
  const values = { kind, name: objectKey(resource), service: service || 'a pool' };
  findings.add('split-without-weight', values, { at: { source, path }, resource: { kind, namespace, name } });
}
