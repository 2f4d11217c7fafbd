import type { Findings } from '../../finding.ts';
import type { Workspace } from '../../model/workspace.ts';
import { checkIoMesh } from '../iomesh/index.ts';
import { checkCilium } from './cilium.ts';
import { checkFlomesh } from './flomesh.ts';
import { checkMcs } from './mcs.ts';
import { checkZones } from './zones.ts';

/** A look at the manifests of another system in all clusters, whichever controllers there are. */
export type SystemCheck = (workspace: Workspace, findings: Findings) => void;

const checks: readonly SystemCheck[] = [checkCilium, checkFlomesh, checkMcs, checkZones, checkIoMesh];

/** What the documents of other systems ask for, wherever their manifests are, with `discovery` and without. */
export function checkSystems(workspace: Workspace, findings: Findings): void {
  for (const check of checks) check(workspace, findings);
}
