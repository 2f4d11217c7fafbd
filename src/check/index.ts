import type { Findings } from '../finding.ts';
import type { Workspace } from '../model/workspace.ts';
import type { View } from '../translate/index.ts';

export function checkView(_workspace: Workspace, _view: View): void {}
export type { Findings };
