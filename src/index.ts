/** Library surface: what the command line does, for other programs. */
import { emitWhole, reportAs3Problems } from './emit/index.ts';
import type { ShownFinding } from './finding.ts';
import { createLocator } from './load/locate.ts';
import { compareParity } from './parity/index.ts';
import { findPairs } from './parity/pairs.ts';
import { failoverWithout, judgedFindings, readWorkspace, renderView, shownFindings } from './pipeline.ts';
import { type ParityResult, parityResult } from './report/parity-result.ts';
import type { Outcome, ResourceStatus } from './translate/index.ts';

/** An AS3 `ADC` declaration. */
export type Declaration = { readonly class: 'ADC'; readonly [key: string]: unknown };

/** What one controller would do with the manifests. */
export interface RenderedView {
  /** Cluster in which the controller runs. */
  readonly cluster: string;
  readonly outcome: Outcome;
  /** All its tenants in one declaration; null unless it posts. */
  readonly declaration: Declaration | null;
  /** The same without the primary cluster's members; only of a secondary. */
  readonly failover?: Declaration | null;
  /** What would become of each resource. */
  readonly resources: readonly ResourceStatus[];
}

export interface RenderResult {
  readonly views: readonly RenderedView[];
  /** Everything wrong or surprising, by file, line and column. */
  readonly findings: readonly ShownFinding[];
  /** Those that annotations, `render.yaml` and its baseline suppress. */
  readonly suppressed: readonly ShownFinding[];
}

/**
 * Renders every view of a workspace. Nothing is written.
 *
 * @param directory the workspace: a directory with a `render.yaml`, or with `clusters/<name>/`
 * @throws ConfigurationError when `render.yaml` is not usable; its `findings` say why
 * @throws OutsideError when a kustomization cannot be built
 */
export async function render(directory: string): Promise<RenderResult> {
  const run = await readWorkspace(directory);
  const lists = [run.findings];
  const { as3Version } = run.config;
  const views = run.controllers.map(cluster => {
    const view = renderView(run, cluster);
    lists.push(view.findings);
    const leftOut = failoverWithout(run, view);
    reportAs3Problems(view, { as3Version });
    const whole = (leftOut?: string): Declaration | null => {
      return (emitWhole(view, { as3Version, ...(leftOut !== undefined && { leftOut }) }) ?? null) as Declaration | null;
    };
    return {
      cluster,
      outcome: view.outcome,
      declaration: whole(),
      ...(leftOut !== undefined && { failover: whole(leftOut) }),
      resources: view.statuses,
    };
  });
  return { views, ...judgedFindings(run, lists, createLocator(), { complete: true }) };
}

/**
 * Compares the primary and the secondary of each pair in a workspace: manifests, arguments, and the views that follow from them.
 *
 * @param directory the workspace
 * @throws ConfigurationError when `render.yaml` is not usable; its `findings` say why
 * @throws OutsideError when a kustomization cannot be built
 * @returns undefined, where the workspace has no primary with a secondary
 */
export async function parity(directory: string): Promise<ParityResult | undefined> {
  const { workspace, findings } = await readWorkspace(directory);
  const pairs = findPairs(workspace);
  if ('problem' in pairs) return undefined;
  const compared = compareParity(workspace, pairs, findings);
  const locator = createLocator();
  return parityResult(compared, shownFindings([compared.findings], locator), locator.position);
}

export type { Edit, Fix, ResourceRef, Severity, ShownFinding, Suppressed } from './finding.ts';
export { ConfigurationError } from './load/render-config.ts';
export { OutsideError } from './outside-error.ts';
export type { Position } from './place.ts';
export type {
  ParityResult,
  ShownDifference,
  ShownPair,
  ShownPathChange,
  ShownSide,
  ShownVirtualDifference,
} from './report/parity-result.ts';
export type { RuleId } from './rules/index.ts';
export type { Outcome, ResourceStatus } from './translate/index.ts';
