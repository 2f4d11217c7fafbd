import { type Finding, Findings } from '../finding.ts';
import type { Workspace } from '../model/workspace.ts';
import type { View } from '../translate/index.ts';
import type { KeptGroup } from '../translate/view-memory.ts';
import { checkBackends, checkNodes } from './backends.ts';
import { checkCustomResources } from './custom-resources.ts';
import { checkExtendedSpec } from './extended-spec.ts';
import { checkIgnoredResources } from './ignored-resources.ts';
import { checkMonitorPaths, checkMonitors } from './monitors.ts';
import { checkMultiClusterServices } from './multi-cluster-services.ts';
import { checkPolicies } from './policies.ts';
import { checkPoolSpecs } from './pool-specs.ts';
import { checkPools } from './pools.ts';
import { checkRouteAnnotations } from './route-annotations.ts';
import { checkRouteFields } from './route-fields.ts';
import { checkTenants } from './tenants.ts';
import { checkVirtualServers } from './virtual-servers.ts';
import { checkVirtualSettings } from './virtual-settings.ts';

/** A look at a finished view that changes nothing in it: it only adds findings. */
export type Check = (view: View, workspace: Workspace) => void;

/** Those that look at each route group and at each virtual server by itself, through the inventory alone. */
const separateChecks: readonly Check[] = [
  checkRouteFields,
  checkRouteAnnotations,
  checkMultiClusterServices,
  checkPools,
  checkBackends,
  checkMonitorPaths,
];

const checks: readonly Check[] = [
  checkExtendedSpec,
  checkIgnoredResources,
  checkNodes,
  checkMonitors,
  checkCustomResources,
  checkPolicies,
  checkPoolSpecs,
  checkTenants,
  checkVirtualServers,
  checkVirtualSettings,
];

/** What the controller would do without a word, or with one in its log that nobody reads: reported in the view's findings. */
export function checkView(workspace: Workspace, view: View): void {
  for (const check of checks) check(view, workspace);
  const kept = keptGroups(view);
  for (const group of kept) view.findings.take(checkedGroup(workspace, view, group));
  const rest = kept.length === 0 ? view : partOf(view, kept, false);
  for (const check of separateChecks) check(rest, workspace);
}

/** The groups of a view that are kept, in its order. */
function keptGroups({ kept = [], groups }: View): KeptGroup[] {
  const byId = new Map(kept.map(group => [group.group.id, group]));
  return groups.flatMap(({ group }) => byId.get(group.id) ?? []);
}

/** What the checks find in a group, or have found in it. */
function checkedGroup(workspace: Workspace, view: View, group: KeptGroup): readonly Finding[] {
  const part = Object.assign(partOf(view, [group], true), {
    inventory: group.inventory,
    findings: new Findings(view.cluster),
  });
  const virtuals = part.tenants.flatMap(tenant => tenant.virtuals);
  const before = group.checked;
  // Another group may have taken the name of a virtual server.
  const same = before?.virtuals.length === virtuals.length && virtuals.every((one, at) => one === before.virtuals[at]);
  if (before && same) return before.findings;
  for (const check of separateChecks) check(part, workspace);
  // What is worked out when it is asked for has to be worked out now, with what is known now.
  for (const { pools } of virtuals) for (const pool of pools) pool.members();
  group.checked = { virtuals, findings: part.findings.list };
  return part.findings.list;
}

/** A view with some of its groups, or without them, and what they have made. */
function partOf(view: View, kept: readonly KeptGroup[], within: boolean): View {
  const ids = new Set(kept.map(({ group }) => group.id));
  const made = new Set(kept.flatMap(group => (group.made === 'failed' ? [] : group.made)));
  // It has everything else of the view.
  return Object.assign(Object.create(view) as View, {
    groups: view.groups.filter(({ group }) => ids.has(group.id) === within),
    tenants: view.tenants.map(({ name, virtuals }) => ({
      name,
      virtuals: virtuals.filter(virtual => made.has(virtual) === within),
    })),
  });
}
