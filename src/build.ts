import { join } from 'node:path';
import { parseTenantFile, renderedFiles, tenantFile } from './commit/output-files.ts';
import { FileChange } from './commit/write-files.ts';
import { emitView, type Problem, reportAs3Problem } from './emit/index.ts';
import { Findings } from './finding.ts';
import { failoverWithout, type Run, renderView } from './pipeline.ts';
import { emptiedTenants, summarise, type ViewSummary } from './report/summary.ts';
import type { View } from './translate/index.ts';
import { inputOf } from './translate/input.ts';

export interface BuildOptions {
  /** Writes nothing and tells what is out of date. */
  readonly check: boolean;
  /** Builds only the views of this cluster's controller. */
  readonly as?: string;
  readonly interruption?: Interruption;
}

/** Ends a build before anything is put into place: each of its functions throws when the build is to end. */
export interface Interruption {
  /** Does long work, and ends it in the middle. */
  readonly during: <T>(work: () => T) => T;
  /** Lets be noticed what is noticed only between two pieces of work. */
  readonly pause: () => Promise<void>;
  /** Told before the first file is written: from here on something has to be taken back. */
  readonly writes: () => void;
}

const uninterrupted: Interruption = { during: work => work(), pause: async () => {}, writes: () => {} };

export interface BuildResult {
  readonly views: readonly ViewSummary[];
  readonly findings: readonly Findings[];
  /** Files relative to the output directory, ascending. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** Something keeps the build from writing; nothing was changed. */
  readonly blocked: boolean;
}

/** What is kept of a view, once its files are written, to judge those that are gone. */
interface ViewFate extends Pick<View, 'cluster' | 'outcome' | 'rejectedTenants'> {
  readonly failover: boolean;
  readonly failedTenants: ReadonlySet<string>;
  /** Kind of what a controller in its mode may process, where the cluster has any of it, processed or not. */
  readonly input: string | undefined;
  /** Tenants of groups that have no namespace, so that none of their Routes is processed. */
  readonly emptyTenants: ReadonlySet<string>;
}

function fateOf(view: View, failover: boolean): ViewFate {
  const { cluster, outcome, failedTenants, rejectedTenants, groups } = view;
  const empty = groups.filter(({ group }) => group.namespaces.length === 0);
  return {
    cluster,
    outcome,
    failedTenants: new Set(failedTenants),
    rejectedTenants,
    failover,
    input: inputOf(view),
    emptyTenants: new Set(empty.map(({ group }) => group.tenant)),
  };
}

/**
 * Renders every view and puts its files into the output directory, all of them or none. Views are held one at a time; their
 * text goes to disk in pieces. Rejects on a failing disk and on an abort, after taking everything back.
 */
export async function buildOutput(
  run: Run,
  { check, as, interruption = uninterrupted }: BuildOptions,
): Promise<BuildResult> {
  const output = join(run.config.root, run.config.output);
  // First, since it puts right what an interrupted build has left.
  const change = new FileChange(output, { trial: check, within: run.config.root });
  const before = renderedFiles(output).filter(path => as === undefined || parseTenantFile(path)?.cluster === as);
  const findings: Findings[] = [run.findings];
  const views: ViewSummary[] = [];
  const present = new Set<string>();
  const written: string[] = [];
  const fates: ViewFate[] = [];
  let blocked = false;

  const emit = async (view: View, leftOut?: string): Promise<void> => {
    const failover = leftOut !== undefined;
    const options = { as3Version: run.config.as3Version, ...(failover && { leftOut }) };
    for (const { tenant, text } of emitView(view, options)) {
      const path = tenantFile(view.cluster, tenant, failover);
      present.add(path);
      const refused: Problem[] = [];
      interruption.writes();
      if (
        change.put(
          path,
          text(problem => refused.push(problem)),
        )
      )
        written.push(path);
      for (const problem of refused) reportAs3Problem(view, tenant, problem);
      if (refused.length > 0) blocked = true;
      await interruption.pause();
    }
    views.push(summarise(run, view, leftOut));
    const { outcome, tenants, gslb } = view;
    if (outcome === 'refuses-to-start' || outcome === 'crashes' || emptiedTenants(view).length > 0) blocked = true;
    if (tenants.some(({ name }) => name === gslb?.name)) blocked = true;
    fates.push(fateOf(view, failover));
  };

  /** The views of a controller. A function of its own, so that nothing of them is left when it ends. */
  const emitViews = async (cluster: string): Promise<void> => {
    const view = interruption.during(() => renderView(run, cluster));
    findings.push(view.findings);
    await emit(view);
    const leftOut = failoverWithout(run, view);
    if (leftOut !== undefined) await emit(view, leftOut);
  };
  try {
    for (const cluster of run.controllers) {
      if (as === undefined || cluster === as) await emitViews(cluster);
    }
    const removed = before.filter(path => !present.has(path));
    // Services of other clusters make virtual servers too.
    const unread = [...run.workspace.clusters.values()].find(({ incomplete }) => incomplete)?.name;
    const losses = new Findings();
    for (const path of before) {
      const reason = present.has(path) ? shrinkingOf(path, fates) : lossOf(path, fates, unread);
      if (reason !== undefined)
        losses.add('tenant-lost', { file: `${run.config.output}/${path}`, partly: present.has(path), reason });
    }
    if (losses.list.length > 0) blocked = true;
    findings.push(losses);
    if (run.controllers.length === 0) blocked = true;
    await interruption.pause();
    if (blocked) change.discard();
    else if (!check) {
      for (const path of removed) change.remove(path);
      change.apply();
    }
    return { views, findings, written: written.sort(), removed, unchanged: present.size - written.length, blocked };
  } catch (error) {
    change.discard();
    throw error;
  }
}

/** Why a file that stays loses a part that nobody took away: a route group of its tenant fails, others do not. */
function shrinkingOf(path: string, fates: readonly ViewFate[]): string | undefined {
  const file = parseTenantFile(path);
  const fate = fates.find(view => view.cluster === file?.cluster && view.failover === file.failover);
  return file && fate?.failedTenants.has(file.tenant) ? 'one of its route groups fails as a whole' : undefined;
}

/**
 * Why the disappearance of a file is a loss and no change that somebody made, or undefined (design: rendering). A group
 * taken out of the ConfigMap, or the last resource deleted, is no loss. `unread` is a cluster of which something could not be read.
 */
function lossOf(path: string, fates: readonly ViewFate[], unread: string | undefined): string | undefined {
  const file = parseTenantFile(path);
  if (!file) return undefined;
  const { cluster, tenant, failover } = file;
  if (unread !== undefined) return `manifests of cluster ${unread} could not be read`;
  const fate = fates.find(view => view.cluster === cluster && view.failover === failover);
  if (!fate) return undefined;
  if (fate.outcome === 'refuses-to-start') return `the controller of ${cluster} would not start`;
  if (fate.outcome === 'crashes') return `the controller of ${cluster} would crash`;
  if (fate.failedTenants.has(tenant)) return 'its route group fails as a whole';
  if (fate.rejectedTenants.has(tenant)) return `all its ${fate.input ?? 'resources'} are rejected`;
  if (fate.emptyTenants.has(tenant)) return 'its route group has no namespace that the controller watches';
  // A group that is taken out leaves others; that a controller with resources posts nothing at all is no such change.
  return fate.outcome === 'posts-nothing' && fate.input !== undefined
    ? `the controller posts nothing, although there are ${fate.input}`
    : undefined;
}
