import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';

export interface MissedPoolsInput {
  readonly findings: Findings;
  readonly resource: Resource;
  readonly virtual: string;
  /** Pools as the data group names them, and as they are called. */
  readonly said: readonly string[];
  readonly made: readonly string[];
  /** What makes them differ. */
  readonly path: Path;
  readonly advice: string;
}

/** Reports a data group that names pools which are not there (specification 02 §5.2, §10, §15.5, §17.1). */
export function reportMissedPools({ findings, resource, virtual, said, made, path, advice }: MissedPoolsInput): void {
  const names = new Set(said);
  const there = new Set(made);
  const missed = [...names].filter(name => !there.has(name));
  if (missed.length === 0) return;
  const values = {
    kind: resource.kind,
    name: objectKey(resource),
    group: `${virtual}_ab_deployment_dg`,
    pools: missed.join(', '),
    all: missed.length === names.size,
    advice,
  };
  findings.add('data-group-names-no-pool', values, whereOf(resource, path));
}

/** What makes the names of a pool and those in its data group differ: a name or label of its own, or ports that differ. */
export function missingReason(
  pool: { readonly name: string; readonly nodeMemberLabel: string },
  path: Path,
): { readonly path: Path; readonly advice: string } {
  const key = pool.name !== '' ? 'name' : pool.nodeMemberLabel !== '' ? 'nodeMemberLabel' : undefined;
  if (key) return { path: [...path, key], advice: `Remove ${key}: it does not go with A/B.` };
  return { path: [...path, 'multiClusterServices'], advice: 'Give all entries one servicePort.' };
}

/** Reports backends that all have weight 0 (specification 02 §7). */
export function reportNoWeight(findings: Findings, resource: Resource, path: Path): void {
  findings.add('split-without-weight', { kind: resource.kind, name: objectKey(resource) }, whereOf(resource, path));
}
