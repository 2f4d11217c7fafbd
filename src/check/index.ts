import type { Workspace } from '../model/workspace.ts';
import type { View } from '../translate/index.ts';
import { checkBackends } from './backends.ts';
import { checkCustomResources } from './custom-resources.ts';
import { checkExtendedSpec } from './extended-spec.ts';
import { checkIgnoredResources } from './ignored-resources.ts';
import { checkMonitors } from './monitors.ts';
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

const checks: readonly Check[] = [
  checkExtendedSpec,
  checkIgnoredResources,
  checkRouteFields,
  checkRouteAnnotations,
  checkMultiClusterServices,
  checkPools,
  checkBackends,
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
}
