import { Findings } from '../finding.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Virtual } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import { type KeptGroup, sameVirtuals, type ViewMemory } from '../translate/view-memory.ts';
import { checkBackends, checkNodes } from './backends.ts';
import { checkCustomResources } from './custom-resources.ts';
import { checkDiscovery } from './discovery.ts';
import { checkExtendedSpec } from './extended-spec.ts';
import { checkFlomeshGateways } from './flomesh-gateways.ts';
import { checkIgnoredResources } from './ignored-resources.ts';
import { checkMonitorPaths, checkMonitors, monitorNames } from './monitors.ts';
import { checkMultiClusterServices } from './multi-cluster-services.ts';
import { checkPolicies } from './policies.ts';
import { checkPoolSpecs } from './pool-specs.ts';
import { checkPools } from './pools.ts';
import { checkRouteAnnotations } from './route-annotations.ts';
import { checkRouteFields } from './route-fields.ts';
import { checkSplits } from './splits.ts';
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
  checkSplits,
  checkDiscovery,
  checkFlomeshGateways,
];

const checks: readonly Check[] = [
  checkExtendedSpec,
  checkIgnoredResources,
  checkNodes,
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
  if (view.kept) checkGroups(workspace, view, view.kept);
  else for (const check of [...separateChecks, checkMonitors]) check(view, workspace);
}

/** Checks each group by itself, or has from an earlier run what was found, and then what is of no group. */
function checkGroups(workspace: Workspace, view: View, memory: ViewMemory): void {
  const lists = memory.virtualsByGroup(view.tenants);
  const ofNone = new Set(lists.get(undefined));
  const rest = partOf(withVirtuals(view, ofNone), { groups: [] });
  for (const check of separateChecks) check(rest, workspace);
  memory.monitors.set('', monitorNames(ofNone));
  const groups = [...lists].flatMap(([group, virtuals]) => (group ? [{ group, virtuals }] : []));
  const checked = groups.map(({ group, virtuals }) => checkedGroup(workspace, view, group, virtuals));
  // Only when all are known it is known who has a monitor of a name that others have.
  const together = new Set(ofNone);
  for (const [index, { group, virtuals }] of groups.entries()) {
    const { findings, ofMonitors } = checked[index]!;
    view.findings.take(findings);
    if (!memory.monitors.shares(group.admission.admitted.group.id)) view.findings.take(ofMonitors);
    else for (const virtual of virtuals) together.add(virtual);
  }
  if (together.size > 0) checkMonitors(withVirtuals(view, together), workspace);
}

/** What the checks find in a group, or have found in it. */
function checkedGroup(
  workspace: Workspace,
  view: View,
  group: KeptGroup,
  virtuals: readonly Virtual[],
): NonNullable<KeptGroup['checked']> {
  // Another group may have taken the name of a virtual server.
  if (group.checked && sameVirtuals(group.checked.virtuals, virtuals)) return group.checked;
  const { admitted } = group.admission;
  const { id, tenant } = admitted.group;
  const findings = new Findings(view.cluster);
  const ofMonitors = new Findings(view.cluster);
  const { inventory } = group;
  const part = partOf(view, { groups: [admitted], tenants: [{ name: tenant, virtuals }], inventory, findings });
  for (const check of separateChecks) check(part, workspace);
  checkMonitors(partOf(part, { findings: ofMonitors }), workspace);
  view.kept?.monitors.set(id, monitorNames(virtuals));
  // What is worked out when it is asked for has to be worked out now, with what is known now.
  for (const { pools } of virtuals) for (const pool of pools) pool.members();
  group.checked = { virtuals, findings: findings.list, ofMonitors: ofMonitors.list };
  return group.checked;
}

/** A view with no more than some of its virtual servers. */
function withVirtuals(view: View, wanted: ReadonlySet<Virtual>): View {
  const tenants = view.tenants.map(({ name, virtuals }) => ({
    name,
    virtuals: virtuals.filter(one => wanted.has(one)),
  }));
  return partOf(view, { tenants });
}

/** A view that has something of its own in place of some of what it has. */
function partOf(view: View, own: Partial<View>): View {
  return Object.assign(Object.create(view) as View, own);
}
