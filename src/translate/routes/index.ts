import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type ExtendedSpec, specWhere } from '../../model/extended-spec.ts';
import { refOf } from '../../model/where.ts';
import type { ResourceContext } from '../custom-resources/context.ts';
import type { Outcome, ResourceStatus, View } from '../view.ts';
import type { KeptAdmission } from '../view-memory.ts';
import { RouteClaims } from './admission.ts';
import { type AdmittedGroup, admitGroup, type GroupInput, groupVirtuals, reportEqualClaims } from './group.ts';
import { GroupKeeper } from './group-keeper.ts';
import { readRouteGroups } from './groups.ts';

/** What a view says of its Routes. */
export type RouteResults = Pick<View, 'groups' | 'failedTenants' | 'kept'> & {
  readonly statuses: () => readonly ResourceStatus[];
};

export const noRoutes: RouteResults = { groups: [], failedTenants: [], statuses: () => [] };

/** Renders the Routes of a controller into its partitions, or says why it does nothing at all. */
export function renderRoutes(context: ResourceContext, global: ExtendedSpec): RouteResults | Outcome {
  const { inventory, findings, as3Version, partitions, keeping } = context;
  const groups = readRouteGroups(inventory, global, findings);
  if (typeof groups === 'string') return groups;
  if (inventory.table.mode === 'default') {
    const routes = inventory.local.routes.size;
    if (routes > 0) findings.add('routes-in-default-mode', { routes }, specWhere(global.configMap, ['mode']));
    return noRoutes;
  }
  reportAutoMonitor(global, findings);
  const { base, configMap } = global;
  const input: GroupInput = { inventory, base, configMap, as3Version, claims: new RouteClaims(), findings };
  const keepers = keeping && groups.map(group => new GroupKeeper(keeping, group));
  const admitted: AdmittedGroup[] = [];
  const kept: KeptAdmission[] = [];
  for (const [index, group] of groups.entries()) {
    const admission = keepers?.[index]?.admission(input, admitted);
    if (admission) kept.push(admission);
    admitted.push(admission?.admitted ?? admitGroup(input, group, admitted));
  }
  reportEqualClaims(
    admitted.filter((_, index) => !kept[index]?.alone),
    findings,
  );
  const failed = new Set<AdmittedGroup>();
  for (const [index, group] of admitted.entries()) {
    const made = keepers?.[index]?.virtuals(input, kept[index]!) ?? groupVirtuals(input, group);
    if (made === 'failed') failed.add(group);
    // Of two with one name the last one that was processed remains (01 §2.7).
    else for (const virtual of made) partitions.put(virtual);
  }
  for (const { group, rejections } of admitted) if (rejections.size > 0) context.rejectedTenants.add(group.tenant);
  const failedTenants = new Set([...failed].map(({ group }) => group.tenant));
  return {
    groups: admitted,
    failedTenants: [...failedTenants].sort(),
    statuses: () => statusesOf(admitted, failed),
    ...(keeping && { kept: keeping.memory }),
  };
}

function statusesOf(groups: readonly AdmittedGroup[], failed: ReadonlySet<AdmittedGroup>): ResourceStatus[] {
  const statuses = groups.flatMap(group => {
    const message = `Route group ${group.group.id} cannot be processed`;
    const verdict = failed.has(group)
      ? { accepted: false, reason: 'RouteGroupFailed', message }
      : { accepted: true, reason: '', message: '' };
    const admitted = [...group.routes.values()].map(({ route }) => ({ ...refOf(route), ...verdict }));
    const rejected = [...group.rejections.values()].map(({ route, reason, message: why }) => ({
      ...refOf(route),
      accepted: false,
      reason,
      message: why,
    }));
    return [...admitted, ...rejected];
  });
  return statuses;
}

function reportAutoMonitor({ base, configMap }: ExtendedSpec, findings: Findings): void {
  const known = ['none', 'readiness-probe', 'service-endpoint'];
  if (base.autoMonitor === '' || known.includes(base.autoMonitor)) return;
  const where = specWhere(configMap, ['baseRouteSpec', 'autoMonitor']);
  findings.add('auto-monitor-unknown', { value: base.autoMonitor, ...suggestion(base.autoMonitor, known) }, where);
}
