import type { BigipConfig, RenderConfig } from '../load/render-config.ts';
import { suggestion } from '../load/suggestion.ts';
import { outlineOf, type Run } from '../pipeline.ts';
import type { CommittedView } from './committed-view.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of which BIG-IPs are meant. */
export interface Choice {
  readonly as?: string;
  readonly bigip?: readonly string[];
  readonly bigipUrl?: string;
}

/** A workspace as far as it is known here. */
export interface Known {
  readonly config: RenderConfig;
  readonly views: readonly CommittedView[];
  /** Absent where manifests cannot be read. */
  readonly run: Run | undefined;
}

/** A BIG-IP with the view that it gets this time. */
export type ChosenBigip = BigipConfig & { readonly view: string };

/** A secondary has a failover view beside its own, or its arguments say so. */
export function isSecondary({ views, run }: Known, name: string): boolean {
  return (
    views.some(({ cluster, failover }) => failover && cluster === name) ||
    (run !== undefined && outlineOf(run, name).controller?.multiClusterMode === 'secondary')
  );
}

/**
 * The BIG-IPs that are meant. A secondary shares those of its primary, and has its turn only when it is asked for: with `--as`, or by the name
 * of its BIG-IP. Throws `UsageError`.
 */
export function chosenBigips(known: Known, choice: Choice): readonly ChosenBigip[] {
  const { bigips } = known.config;
  const { as, bigip: names, bigipUrl } = choice;
  checkNames(known, choice);
  const named = bigips.filter(({ name }) => names === undefined || names.includes(name));
  const withViews = named.map(bigip => ({ ...bigip, view: bigip.view ?? as ?? onlyView(known) }));
  const meant =
    as === undefined
      ? withViews.filter(({ view }) => names !== undefined || !isSecondary(known, view))
      : ofCluster(known, as, withViews);
  if (bigipUrl !== undefined && meant.length > 1)
    throw new UsageError('--bigip-url names one BIG-IP, and render.yaml several: say with --bigip NAME which is meant');
  if (meant.length > 0) return meant;
  if (bigipUrl === undefined && bigips.length > 0)
    throw new UsageError(`no BIG-IP of render.yaml gets ${as === undefined ? 'a view unasked' : `the view of ${as}`}`);
  return [{ name: 'the BIG-IP', view: as ?? onlyView(known), concurrency: 1 }];
}

/** BIG-IPs with the view of a cluster, or for a secondary, where there are none, those of its primary. */
function ofCluster(known: Known, cluster: string, bigips: readonly ChosenBigip[]): readonly ChosenBigip[] {
  const own = bigips.filter(({ view }) => view === cluster);
  if (own.length > 0 || !isSecondary(known, cluster)) return own;
  const primary = known.run && outlineOf(known.run, cluster).highAvailability?.primaryCluster?.clusterName;
  const shared = bigips.filter(({ view }) => (primary === undefined ? bigips.length === 1 : view === primary));
  return shared.map(bigip => ({ ...bigip, view: cluster }));
}

function checkNames({ config }: Known, { as, bigip: names }: Choice): void {
  const clusters = config.clusters.map(({ name }) => name);
  if (as !== undefined && !clusters.includes(as)) {
    const { suggested } = suggestion(as, clusters);
    throw new UsageError(
      `--as ${as}: no such cluster in the workspace${suggested ? `; did you mean ${suggested}?` : ''}`,
    );
  }
  const known = config.bigips.map(({ name }) => name);
  for (const name of names ?? []) {
    if (known.includes(name)) continue;
    const { suggested } = suggestion(name, known);
    const hint = suggested ? `; did you mean ${suggested}?` : known.length > 0 ? `: it names ${known.join(', ')}` : '';
    throw new UsageError(`--bigip ${name}: render.yaml names no such BIG-IP${hint}`);
  }
}

/** The one view that there is to apply. */
function onlyView(known: Known): string {
  const { views, run } = known;
  const named = new Set([...views.map(({ cluster }) => cluster), ...(run?.controllers ?? [])]);
  const left = [...named].filter(cluster => !isSecondary(known, cluster));
  if (left.length === 1) return left[0]!;
  if (left.length === 0)
    throw new UsageError('there is no rendered view to apply: run `render build` and commit its files');
  throw new UsageError(
    `there are the views of ${left.join(', ')}: say with --as CLUSTER which is meant, or name bigips in render.yaml`,
  );
}
