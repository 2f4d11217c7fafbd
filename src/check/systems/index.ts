import type { Findings } from '../../finding.ts';
import type { Workspace } from '../../model/workspace.ts';
import { checkFlomesh } from './flomesh.ts';

/** A look at the manifests of another system in all clusters, whichever controllers there are. */
export type SystemCheck = (workspace: Workspace, findings: Findings) => void;

const checks: readonly SystemCheck[] = [checkFlomesh];

/** What the documents of other systems ask for, wherever their manifests are, with `discovery` and without. */
export function checkSystems(workspace: Workspace, findings: Findings): void {
  for (const check of checks) check(workspace, findings);
}
