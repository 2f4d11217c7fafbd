import { checkClusterNames } from './check/cluster-names.ts';
import { checkView } from './check/index.ts';
import { checkRestart } from './check/restart.ts';
import { checkSystems } from './check/systems/index.ts';
import { type Finding, Findings, mergeShownFindings, type ShownFinding, showFinding } from './finding.ts';
import { createFixer, type Fixer } from './fix/index.ts';
import { type Baseline, readBaseline } from './load/baseline.ts';
import type { FileMemory } from './load/file-memory.ts';
import { type ClusterFiles, type LoadOptions, loadClusters, type StandIn } from './load/index.ts';
import type { Locator } from './load/locate.ts';
import { ConfigurationError, loadRenderConfig, type RenderConfig } from './load/render-config.ts';
import type { ModelMemory } from './model/cluster-memory.ts';
import { type Controller, readController } from './model/controller.ts';
import type { HighAvailabilitySpec } from './model/extended-spec.ts';
import { buildModel, type Workspace } from './model/workspace.ts';
import { type Judged, judgeFindings } from './suppress/index.ts';
import { readGlobalSpec } from './translate/global-spec.ts';
import { translateView, type View } from './translate/index.ts';
import { ViewMemory } from './translate/view-memory.ts';

/** A workspace that has been read, and the views that can be rendered from it. */
export interface Run {
  readonly config: RenderConfig;
  readonly workspace: Workspace;
  /** Clusters that have a controller, in the order of `render.yaml`. */
  readonly controllers: readonly string[];
  /** The files of each cluster. */
  readonly files: readonly ClusterFiles[];
  /** Findings about files and objects, whoever reads them. */
  readonly findings: Findings;
  /** Findings that were there before. */
  readonly baseline?: Baseline;
}

export interface ReadOptions extends Omit<LoadOptions, 'memories'> {
  /** Path of a baseline that counts instead of that of `render.yaml`; false for none. */
  readonly baseline?: string | false | undefined;
  /** A file that is not read from the disk, and has to be among the manifests. */
  readonly standIn?: StandIn | undefined;
  /** What is known from an earlier run. It is added to. */
  readonly memory?: Memory;
}

/** What a run leaves for the next one. */
export interface Memory {
  /** By the name of the cluster. */
  readonly files: Map<string, FileMemory>;
  readonly model: ModelMemory;
  /** By the name of the controller's cluster. */
  readonly views: Map<string, ViewMemory>;
}

/** load -> model: reads a workspace, or what is to stand for its files. Throws `ConfigurationError` and `OutsideError`. */
export async function readWorkspace(directory: string, options: ReadOptions = {}): Promise<Run> {
  return readClusters(loadRenderConfig(directory, options.overlay), options);
}

/** The same for a configuration that has been read. */
export async function readClusters(config: RenderConfig, options: ReadOptions = {}): Promise<Run> {
  const findings = new Findings();
  const { overlay, standIn, standIns: others = [], given, memory } = options;
  const { baseline: path = config.baseline ?? false } = options;
  const baseline = path === false ? undefined : readBaseline(config.root, path);
  const standIns = standIn ? [...others, standIn] : others;
  const files = await loadClusters(config, findings, {
    standIns,
    overlay,
    ...(given && { given }),
    ...(memory && { memories: memory.files }),
  });
  if (standIn && !files.some(cluster => cluster.files.some(({ path }) => path === standIn.path))) {
    const outside = new Findings();
    outside.add('stdin-file-outside', { path: standIn.path });
    throw new ConfigurationError(outside);
  }
  const workspace = buildModel(config, files, findings, memory?.model);
  checkClusterNames(workspace.clusters.values(), findings);
  checkSystems(workspace, findings);
  const controllers = [...workspace.clusters.values()].filter(({ controller }) => controller).map(({ name }) => name);
  if (controllers.length === 0) findings.add('config-no-controller', {});
  return { config, workspace, controllers, files, findings, ...(baseline && { baseline }) };
}

/** translate -> check: the view of the controller in a cluster, with the findings about it. Emit makes AS3 of it. */
export function renderView(run: Run, cluster: string, memory?: Memory): View {
  const found = run.workspace.clusters.get(cluster);
  if (!found) throw new Error(`no cluster ${cluster}`);
  const kept = memory && (memory.views.get(cluster) ?? new ViewMemory());
  if (kept) memory.views.set(cluster, kept);
  const view = translateView(run.workspace, found, kept);
  checkView(run.workspace, view);
  return view;
}

/** The cluster whose members a secondary leaves out when it takes over: its primary (design: failover view). */
export function failoverWithout(run: Run, view: View): string | undefined {
  const peer = view.controller?.multiClusterMode === 'secondary' ? view.table?.peer : undefined;
  return peer !== undefined && run.workspace.clusters.has(peer) ? peer : undefined;
}

/** A controller as far as its arguments and its extended ConfigMap tell, without anything being rendered. */
export interface ControllerOutline {
  readonly controller?: Controller;
  /** Only of a secondary that knows its primary's end point. */
  readonly highAvailability?: HighAvailabilitySpec;
}

/** The controller in a cluster; empty where there is none, or its arguments are refused. */
export function outlineOf({ workspace }: Run, name: string): ControllerOutline {
  const cluster = workspace.clusters.get(name);
  const unheard = new Findings();
  const controller = cluster?.controller && readController(cluster.controller, unheard);
  if (!cluster || !controller) return {};
  const spec = readGlobalSpec(cluster, controller, unheard);
  const { highAvailability } = spec === 'refused' || !spec ? {} : spec;
  const probes = controller.multiClusterMode === 'secondary' && highAvailability?.primaryEndPoint;
  return { controller, ...(probes && { highAvailability }) };
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
  /** Findings that were shown before. It is added to. */
  readonly shown?: WeakMap<Finding, ShownFinding>;
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
