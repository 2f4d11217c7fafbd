import type { RenderConfig } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import { type ControllerOutline, outlineOf, type Run, readWorkspace } from '../pipeline.ts';
import type { PrimaryProbe } from '../sync/primary-probe.ts';
import type { SyncJob } from '../sync/round.ts';
import { bigipTarget, type ReachFlags } from './bigip-target.ts';
import { type Choice, chosenBigips, isSecondary } from './chosen-bigips.ts';
import { committedViews, readView } from './committed-view.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of which BIG-IPs are meant, and of their primaries. */
export interface JobFlags extends ReachFlags, Choice {
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
  const known = { config, views: committedViews(config), run };
  return chosenBigips(known, flags).map(({ view, concurrency, ...bigip }) => {
    const outline = run ? outlineOf(run, view) : {};
    const failover = isSecondary(known, view);
    const primary = failover ? primaryProbe(view, outline, flags) : undefined;
    const partition = outline.controller?.partition;
    return {
      name: bigip.name,
      cluster: view,
      concurrency,
      // Each time anew: whoever watches has to see what is committed meanwhile.
      wanted: () => readView(config, { cluster: view, failover }),
      bigip: bigipTarget(config.root, bigip, flags, outline.controller?.bigipHost ?? ''),
      ...(primary && { primary }),
      ...(partition !== undefined && { partition }),
    };
  });
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
    // A ConfigMap can have less than nothing there.
    probeInterval: flags.probeInterval ?? Math.max(1, highAvailability?.probeInterval ?? 60),
    retryInterval: flags.retryInterval ?? Math.max(0, highAvailability?.retryInterval ?? 15),
  };
}
