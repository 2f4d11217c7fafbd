import { reportAs3Problems } from './emit/index.ts';
import type { Findings, ShownFinding } from './finding.ts';
import { createFixer } from './fix/index.ts';
import type { Overlay } from './load/files.ts';
import { createLocator, type Locator } from './load/locate.ts';
import { ConfigurationError } from './load/render-config.ts';
import { readWorkspace, renderView, shownFindings } from './pipeline.ts';

/** Everything that there is to say about a workspace. */
export interface Validated {
  /** All findings; only those of `render.yaml` where it does not let a run begin. */
  readonly findings: readonly ShownFinding[];
  readonly locator: Locator;
  /** The texts that fixes were made for, by path in the workspace. */
  readonly texts: ReadonlyMap<string, string>;
  /** Why no run could begin. */
  readonly unusable?: ConfigurationError;
}

export interface ValidateOptions {
  /** What is to stand for the texts of files. */
  readonly overlay?: Overlay;
  /** Called between views, so that a caller can do other things meanwhile, or throw to end it. */
  readonly pause?: () => Promise<void>;
}

/** Reads a workspace and renders all its views. Throws `OutsideError`, and what `pause` throws. */
export async function validateWorkspace(
  directory: string,
  { overlay, pause }: ValidateOptions = {},
): Promise<Validated> {
  const locator = createLocator();
  const fixer = createFixer(locator);
  const shown = (lists: readonly Findings[]) => ({
    findings: shownFindings(lists, locator, fixer),
    locator,
    texts: fixer.texts,
  });
  try {
    const run = await readWorkspace(directory, overlay);
    const lists = [run.findings];
    for (const cluster of run.controllers) {
      await pause?.();
      const view = renderView(run, cluster);
      reportAs3Problems(view, { as3Version: run.config.as3Version });
      lists.push(view.findings);
    }
    return shown(lists);
  } catch (error) {
    if (error instanceof ConfigurationError) return { ...shown([error.findings]), unusable: error };
    throw error;
  }
}
