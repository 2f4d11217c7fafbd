import { emitView, emitWhole } from '../src/emit/index.ts';
import type { ShownFinding } from '../src/finding.ts';
import { createLocator } from '../src/load/locate.ts';
import { type Run, readWorkspace, renderView, shownFindings } from '../src/pipeline.ts';
import type { View } from '../src/translate/index.ts';

/** One declaration with all tenants, as JSON; undefined where nothing is posted. */
export type Declaration = Readonly<Record<string, unknown>>;

export interface RenderedView {
  readonly view: View;
  readonly declaration: Declaration | undefined;
  readonly findings: readonly ShownFinding[];
}

/** Renders the view of a cluster's controller from a workspace on disk, findings and all. */
export async function renderDirectory(root: string, cluster: string): Promise<RenderedView> {
  const run = await readWorkspace(root);
  const view = renderView(run, cluster);
  const whole = emitWhole(view, { as3Version: run.config.as3Version });
  return {
    view,
    declaration: whole && (JSON.parse(JSON.stringify(whole)) as Declaration),
    findings: shownFindings([run.findings, view.findings], createLocator()),
  };
}

/** Text of every tenant of a view, as its file would hold it. */
export function tenantTexts(run: Run, view: View): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { tenant, text } of emitView(view, { as3Version: run.config.as3Version })) {
    texts[tenant] = [...text(() => {})].join('');
  }
  return texts;
}

/** Renders every view of a workspace and puts every finding into words and places; the number of declarations. */
export async function renderEverything(root: string): Promise<number> {
  const run = await readWorkspace(root);
  const locator = createLocator();
  let declarations = 0;
  const lists = [run.findings];
  for (const cluster of run.controllers) {
    const view = renderView(run, cluster);
    declarations += Object.keys(tenantTexts(run, view)).length;
    lists.push(view.findings);
  }
  for (const { position } of shownFindings(lists, locator)) if (position) locator.line(position.file, position.line);
  return declarations;
}

/** A value deep within a declaration. */
export function valueAt(from: unknown, ...path: ReadonlyArray<string | number>): unknown {
  return path.reduce((value: unknown, key) => (value as Record<string | number, unknown> | undefined)?.[key], from);
}
