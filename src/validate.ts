import { reportAs3Problems } from './emit/index.ts';
import type { Findings, ShownFinding } from './finding.ts';
import { createFixer } from './fix/index.ts';
import { createLocator } from './load/locate.ts';
import { ConfigurationError } from './load/render-config.ts';
import { judgedFindings, type ReadOptions, type Run, readWorkspace, renderView, shownFindings } from './pipeline.ts';

/** Everything that there is to say about a workspace. */
export interface Validated {
  /** All findings that count; only those of `render.yaml` where it does not let a run begin. */
  readonly findings: readonly ShownFinding[];
  /** The texts that fixes were made for, by path in the workspace. */
  readonly texts: ReadonlyMap<string, string>;
  /** Why no run could begin. */
  readonly unusable?: ConfigurationError;
}

export interface ValidateOptions extends ReadOptions {
  /** Called between views, so that a caller can do other things meanwhile, or throw to end it. */
  readonly pause?: () => Promise<void>;
}

/** Reads a workspace and renders all its views. Throws `OutsideError`, and what `pause` throws. */
export async function validateWorkspace(directory: string, options: ValidateOptions = {}): Promise<Validated> {
  const locator = createLocator();
  const fixer = createFixer(locator);
  const { texts } = fixer;
  try {
    const run = await readWorkspace(directory, options);
    const lists = await findingLists(run, options);
    return { findings: judgedFindings(run, lists, locator, { complete: true, fixer }).findings, texts };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { findings: shownFindings([error.findings], locator, fixer), texts, unusable: error };
  }
}

/** Everything that is found in a workspace: about its files, and about every view in turn. */
export async function findingLists(
  run: Run,
  { pause, memory }: Pick<ValidateOptions, 'pause' | 'memory'> = {},
): Promise<Findings[]> {
  const lists = [run.findings];
  for (const cluster of run.controllers) {
    await pause?.();
    const view = renderView(run, cluster, memory);
    reportAs3Problems(view, { as3Version: run.config.as3Version });
    lists.push(view.findings);
  }
  return lists;
}
