import { reportAs3Problems } from '../emit/index.ts';
import type { Findings } from '../finding.ts';
import { type Memory, type Run, renderView } from '../pipeline.ts';

/** Everything that is found in a workspace: about its files, and about every view in turn. */
export function findingLists(run: Run, memory?: Memory): Findings[] {
  const lists = [run.findings];
  for (const cluster of run.controllers) {
    const view = renderView(run, cluster, memory);
    reportAs3Problems(view, { as3Version: run.config.as3Version });
    lists.push(view.findings);
  }
  return lists;
}
