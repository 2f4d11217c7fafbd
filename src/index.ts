/** Library surface: what the command line does, for other programs. */
import { emitWhole, reportAs3Problems } from './emit/index.ts';
import type { ShownFinding } from './finding.ts';
import { createLocator } from './load/locate.ts';
import { failoverWithout, readWorkspace, renderView, shownFindings } from './pipeline.ts';
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
  return { views, findings: shownFindings(lists, createLocator()) };
}

export type { Edit, Fix, ResourceRef, Severity, ShownFinding } from './finding.ts';
export { ConfigurationError } from './load/render-config.ts';
export { OutsideError } from './outside-error.ts';
export type { Position } from './place.ts';
export type { RuleId } from './rules/index.ts';
export type { Outcome, ResourceStatus } from './translate/index.ts';
