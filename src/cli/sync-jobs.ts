import type { BigipConfig, RenderConfig } from '../load/render-config.ts';
import { suggestion } from '../load/suggestion.ts';
import { OutsideError } from '../outside-error.ts';
import { type ControllerOutline, outlineOf, type Run, readWorkspace } from '../pipeline.ts';
import type { PrimaryProbe } from '../sync/primary-probe.ts';
import type { SyncJob } from '../sync/round.ts';
import { bigipTarget, type ReachFlags } from './bigip-target.ts';
import { type CommittedView, committedViews, readView } from './committed-view.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of which BIG-IPs are meant, and of their primaries. */
export interface JobFlags extends ReachFlags {
  readonly as?: string;
  readonly bigip?: readonly string[];
  readonly primaryEndPoint?: string;
  readonly probeInterval?: number;
  readonly retryInterval?: number;
}

/** A workspace for what its controllers' arguments and ConfigMaps say. Manifests need not be there, nor be such as can be read. */
export async function readForControllers(directory: string): Promise<Run | undefined> {
  try {
    return await readWorkspace(directory, { baseline: false });
  } catch (error) {
    // What is applied is committed: that a kustomization cannot be built here does not matter.
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}

/** The BIG-IPs that `render.yaml` or the command line names, each with its view. */
export function syncJobs(config: RenderConfig, run: Run | undefined, flags: JobFlags): SyncJob[] {
  if (flags.insecure)
    print(2, 'render: --insecure: certificates are not verified, so anybody on the way can read the password\n');
  const views = committedViews(config);
  return chosen(config, views, run, flags).map(({ view, concurrency, ...bigip }) => {
    const outline = run ? outlineOf(run, view) : {};
    const isSecondary =
      outline.controller?.multiClusterMode === 'secondary' ||
      views.some(({ cluster, failover }) => failover && cluster === view);
    const primary = isSecondary ? primaryProbe(view, outline, flags) : undefined;
    const partition = outline.controller?.partition;
    return {
      name: bigip.name,
      cluster: view,
      concurrency,
      // Each time anew: whoever watches has to see what is committed meanwhile.
      wanted: () => readView(config, { cluster: view, failover: isSecondary }),
      bigip: bigipTarget(config.root, bigip, flags, outline.controller?.bigipHost ?? ''),
      ...(primary && { primary }),
      ...(partition !== undefined && { partition }),
    };
  });
}

function chosen(
  config: RenderConfig,
  views: readonly CommittedView[],
  run: Run | undefined,
  { as, bigip: names, bigipUrl }: JobFlags,
): readonly BigipConfig[] {
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
  const meant = config.bigips.filter(
    ({ name, view }) => (as === undefined || view === as) && (names === undefined || names.includes(name)),
  );
  if (bigipUrl === undefined && meant.length > 0) return meant;
  if (bigipUrl !== undefined && meant.length > 1)
    throw new UsageError('--bigip-url names one BIG-IP, and render.yaml several: say with --bigip NAME which is meant');
  if (bigipUrl === undefined && config.bigips.length > 0)
    throw new UsageError(`no BIG-IP of render.yaml gets the view of ${as ?? 'that cluster'}`);
  const [one] = meant;
  const view = as ?? one?.view ?? onlyView(views, run);
  return [one ?? { name: 'the BIG-IP', view, concurrency: 1 }];
}

/** The one view that there is to apply: those of secondaries wait until they are asked for. */
function onlyView(views: readonly CommittedView[], run: Run | undefined): string {
  const secondaries = new Set(views.filter(({ failover }) => failover).map(({ cluster }) => cluster));
  const named = new Set([...views.map(({ cluster }) => cluster), ...(run?.controllers ?? [])]);
  const left = [...named].filter(
    cluster =>
      !secondaries.has(cluster) && !(run && outlineOf(run, cluster).controller?.multiClusterMode === 'secondary'),
  );
  if (left.length === 1) return left[0]!;
  if (left.length === 0)
    throw new UsageError('there is no rendered view to apply: run `render build` and commit its files');
  throw new UsageError(
    `there are the views of ${left.join(', ')}: say with --as CLUSTER which is meant, or name bigips in render.yaml`,
  );
}

function primaryProbe(cluster: string, { highAvailability }: ControllerOutline, flags: JobFlags): PrimaryProbe {
  const text = flags.primaryEndPoint ?? highAvailability?.primaryEndPoint;
  if (text === undefined) {
    throw new UsageError(
      `the controller of ${cluster} is a secondary, and its extended ConfigMap names no primaryEndPoint: add it, or give --primary-end-point`,
    );
  }
  const endPoint = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !endPoint ||
    !/^(?:https?|tcp):$/.test(endPoint.protocol) ||
    (endPoint.protocol === 'tcp:' && endPoint.port === '')
  )
    throw new UsageError(
      `the primary's end point is neither http://, https:// nor tcp://HOST:PORT: ${JSON.stringify(text)}`,
    );
  return {
    endPoint,
    probeInterval: flags.probeInterval ?? highAvailability?.probeInterval ?? 60,
    retryInterval: flags.retryInterval ?? highAvailability?.retryInterval ?? 15,
  };
}
