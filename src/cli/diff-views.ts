import type { RenderedDirectory } from '../commit/read-tenant.ts';
import { type Comparison, compareSides, type Side } from '../diff/compare-sides.ts';
import type { As3Object } from '../emit/as3.ts';
import { emitTenants } from '../emit/index.ts';
import type { Findings } from '../finding.ts';
import { failoverWithout, type Run, renderView } from '../pipeline.ts';
import type { View } from '../translate/index.ts';

/** Names one of the views of a workspace. */
export interface ViewName {
  readonly cluster: string;
  /** True for what a secondary posts while its primary is down. */
  readonly failover: boolean;
}

/** `cluster2`, or `cluster2/failover`: where its files are. */
export const viewText = ({ cluster, failover }: ViewName): string => `${cluster}${failover ? '/failover' : ''}`;

/** A workspace rendered, view by view, and each view once. */
export interface Rendering {
  readonly views: readonly ViewName[];
  /** Clusters whose controller would not run. */
  readonly notRendered: readonly string[];
  readonly findings: readonly Findings[];
  /** Nothing for a view that there is not. */
  readonly side: (view: ViewName) => Side;
}

/** Renders the views of a workspace, or those of one controller. */
export function renderAll(run: Run, as: string | undefined): Rendering {
  const rendered = new Map<string, { readonly view: View; readonly leftOut?: string }>();
  const views: ViewName[] = [];
  const notRendered: string[] = [];
  const findings: Findings[] = [run.findings];
  for (const cluster of run.controllers.filter(name => as === undefined || name === as)) {
    const view = renderView(run, cluster);
    findings.push(view.findings);
    if (view.outcome === 'refuses-to-start' || view.outcome === 'crashes') {
      notRendered.push(cluster);
      continue;
    }
    const leftOut = failoverWithout(run, view);
    const own = { cluster, failover: false };
    views.push(own);
    rendered.set(viewText(own), { view });
    if (leftOut === undefined) continue;
    const failover = { cluster, failover: true };
    views.push(failover);
    rendered.set(viewText(failover), { view, leftOut });
  }
  return {
    views,
    notRendered,
    findings,
    side: name => {
      const found = rendered.get(viewText(name));
      if (!found) return { tenants: new Map() };
      const { view, leftOut } = found;
      const options = { as3Version: run.config.as3Version, ...(leftOut !== undefined && { leftOut }) };
      return { tenants: emitTenants(view, options), origin: { view, clusters: run.workspace.clusters } };
    },
  };
}

/** Something that the rendering is compared with. */
export interface Before {
  readonly views: readonly ViewName[];
  /** `expected` are the tenants that the view has now. */
  readonly side: (view: ViewName, expected: readonly string[]) => Side;
}

/** The files of an output directory; `origin` has what they were rendered from, where that is known. */
export function filesBefore(directory: RenderedDirectory<As3Object>, origin?: Rendering): Before {
  return {
    views: directory.views,
    side: (view, expected) => {
      const files = [...directory.tenants(view, expected)];
      return {
        ...origin?.side(view),
        tenants: new Map(files.map(([tenant, read]) => [tenant, () => read().declared])),
      };
    },
  };
}

/** What differs in each view of either side, but those that cannot be rendered. */
export function compareViews(
  before: Before,
  now: Rendering,
  { as, fileChanged }: { readonly as: string | undefined; readonly fileChanged?: (path: string) => boolean },
): Array<{ readonly view: string; readonly comparison: Comparison }> {
  const known = new Set(now.views.map(viewText));
  const gone = before.views.filter(
    view =>
      !known.has(viewText(view)) &&
      !now.notRendered.includes(view.cluster) &&
      (as === undefined || view.cluster === as),
  );
  return [...now.views, ...gone].map(view => {
    const after = now.side(view);
    const comparison = compareSides(before.side(view, [...after.tenants.keys()]), after, {
      ...(fileChanged && { fileChanged }),
    });
    return { view: viewText(view), comparison };
  });
}
