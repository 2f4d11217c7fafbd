import { checkView } from './check/index.ts';
import { checkRestart } from './check/restart.ts';
import { Findings, mergeShownFindings, type ShownFinding, showFinding } from './finding.ts';
import { createFixer, type Fixer } from './fix/index.ts';
import { type Baseline, readBaseline } from './load/baseline.ts';
import { type LoadOptions, loadClusters } from './load/index.ts';
import type { Locator } from './load/locate.ts';
import { loadRenderConfig, type RenderConfig } from './load/render-config.ts';
import { buildModel, type Workspace } from './model/workspace.ts';
import { type Judged, judgeFindings } from './suppress/index.ts';
import { translateView, type View } from './translate/index.ts';

/** A workspace that has been read, and the views that can be rendered from it. */
export interface Run {
  readonly config: RenderConfig;
  readonly workspace: Workspace;
  /** Clusters that have a controller, in the order of `render.yaml`. */
  readonly controllers: readonly string[];
  /** Findings about files and objects, whoever reads them. */
  readonly findings: Findings;
  /** Findings that were there before. */
  readonly baseline?: Baseline;
}

export interface ReadOptions extends LoadOptions {
  /** Path of a baseline that counts instead of that of `render.yaml`; false for none. */
  readonly baseline?: string | false | undefined;
}

/** load -> model: reads a workspace, or what is to stand for its files. Throws `ConfigurationError` and `OutsideError`. */
export async function readWorkspace(directory: string, options: ReadOptions = {}): Promise<Run> {
  const findings = new Findings();
  const config = loadRenderConfig(directory, options.overlay);
  const { baseline: path = config.baseline ?? false } = options;
  const baseline = path === false ? undefined : readBaseline(config.root, path);
  const files = await loadClusters(config, findings, options);
  const workspace = buildModel(config, files, findings);
  const controllers = [...workspace.clusters.values()].filter(({ controller }) => controller).map(({ name }) => name);
  if (controllers.length === 0) findings.add('config-no-controller', {});
  return { config, workspace, controllers, findings, ...(baseline && { baseline }) };
}

/** translate -> check: the view of the controller in a cluster, with the findings about it. Emit makes AS3 of it. */
export function renderView(run: Run, cluster: string): View {
  const found = run.workspace.clusters.get(cluster);
  if (!found) throw new Error(`no cluster ${cluster}`);
  const view = translateView(run.workspace, found);
  checkView(run.workspace, view);
  return view;
}

/** The cluster whose members a secondary leaves out when it takes over: its primary (design: failover view). */
export function failoverWithout(run: Run, view: View): string | undefined {
  const peer = view.controller?.multiClusterMode === 'secondary' ? view.table?.peer : undefined;
  return peer !== undefined && run.workspace.clusters.has(peer) ? peer : undefined;
}

/** Findings in words, with positions and fixes, sorted, those that several views share joined. */
export function shownFindings(
  lists: readonly Findings[],
  locator: Locator,
  fixer: Fixer = createFixer(locator),
): ShownFinding[] {
  const options = { locate: locator.position, fix: fixer.fix };
  return mergeShownFindings(lists.flatMap(({ list }) => list.map(finding => showFinding(finding, options))));
}

export interface JudgeOptions {
  /** False where not every view was rendered. */
  readonly complete: boolean;
  /** Where files have moved to since this workspace was as it is. */
  readonly renamed?: ReadonlyMap<string, string>;
  readonly fixer?: Fixer;
}

/** The same, with those apart that the workspace or its baseline suppresses. */
export function judgedFindings(
  { workspace, baseline }: Run,
  lists: readonly Findings[],
  locator: Locator,
  { fixer = createFixer(locator), ...options }: JudgeOptions,
): Judged {
  const showing = { locate: locator.position, fix: fixer.fix, ...(baseline && { baseline }) };
  return judgeFindings(workspace, lists, { ...options, ...showing });
}

/** What a step from one state of a workspace to another needs a restart of controllers for. */
export function restartFindings(before: Run, now: Run): Findings {
  return checkRestart(before.workspace, now.workspace);
}
