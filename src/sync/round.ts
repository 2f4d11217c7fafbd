import { BigipClient, BigipError, type BigipTarget } from '../bigip/client.ts';
import type { TenantOutcome } from './apply.ts';
import { type Blocked, blockedBy, carryOut, type Prepared, prepareSync, type SyncTarget } from './index.ts';
import { limited } from './limited.ts';
import type { Plan, WantedTenant } from './plan.ts';
import type { PlanFile } from './plan-file.ts';
import { type PrimaryProbe, type PrimaryState, probePrimary } from './primary-probe.ts';

/** A BIG-IP to be synchronised. */
export interface SyncJob {
  readonly name: string;
  readonly bigip: BigipTarget;
  /** Cluster whose controller's view it gets. */
  readonly cluster: string;
  /** Tenants at once. */
  readonly concurrency: number;
  /** Only of a secondary: its failover view is applied while the primary is down, and else nothing. */
  readonly primary?: PrimaryProbe;
  /** Default partition of the controller, where it is known. */
  readonly partition?: string;
  /** Reads what is committed for it. */
  readonly wanted: () => readonly WantedTenant[];
}

export interface RoundOptions {
  readonly prune: boolean;
  readonly adopt: boolean;
  readonly force: boolean;
  /** `plan` posts nothing, `dry-run` asks AS3 what it would do. */
  readonly carry: 'plan' | 'dry-run' | 'apply';
  /** Milliseconds for one answer with all its retries. */
  readonly deadline: number;
  /** BIG-IPs at once. */
  readonly jobs: number;
  /** The plan that is to be carried out. */
  readonly planned?: PlanFile;
  /** Once it is aborted nothing further is begun. */
  readonly stop: AbortSignal;
  /** Once it is aborted nothing is waited for any more. */
  readonly abort: AbortSignal;
  /** Told what is under way; `waiting` is what there is no end of but by itself or at the deadline. */
  readonly told: (text: string, waiting?: boolean) => void;
  /** Whether a primary is up, where that is known already. */
  readonly state?: PrimaryState;
}

/** What became of one BIG-IP. */
export interface BigipReport {
  readonly target: SyncTarget;
  /** Why nothing could be asked of it. */
  readonly failure?: string;
  /** Its primary is up, so nothing is applied. */
  readonly primaryUp?: string;
  /** Why its primary counts as down. */
  readonly primaryDown?: string;
  readonly as3Version?: string;
  readonly plan?: Plan;
  readonly blocked?: Blocked;
  /** Absent where nothing was posted. */
  readonly outcomes?: readonly TenantOutcome[];
}

interface Begun {
  readonly job: SyncJob;
  /** When its primary was asked, as `performance.now()`. */
  readonly asked: number;
  readonly report: BigipReport;
  readonly client?: BigipClient;
  readonly prepared?: Prepared;
}

/**
 * Plans for every BIG-IP, then posts to those whose plan holds. A BIG-IP that fails does not stop the others; a plan file that does not fit any
 * more stops all of them, since it is one decision.
 *
 * @throws what `wanted` of a job throws, before any BIG-IP is asked
 */
export async function syncRound(jobs: readonly SyncJob[], options: RoundOptions): Promise<BigipReport[]> {
  const { force, planned, carry } = options;
  const read = jobs.map(job => ({ job, wanted: job.wanted() }));
  const begun = await limited(read, options.jobs, ({ job, wanted }) => begin(job, wanted, options));
  try {
    const judged = begun.map(one => ({
      ...one,
      blocked: one.prepared && blockedBy(one.prepared, { force, planned: planned?.bigips }),
    }));
    const moved = judged.some(({ blocked }) => blocked?.kind === 'plan');
    return await limited(judged, options.jobs, async ({ job, asked, report, client, prepared, blocked }) => {
      if (blocked) return { ...report, blocked };
      if (!client || !prepared || carry === 'plan' || moved) return report;
      if (await isBack(job, asked, options)) return { target: report.target, primaryUp: job.primary!.endPoint.href };
      return { ...report, outcomes: await post(job, client, prepared, options) };
    });
  } finally {
    await Promise.all(begun.map(({ client }) => client?.close()));
  }
}

/** Whether a primary that was down answers again. It is asked where a probe is due by now: the BIG-IP may have been long in answering. */
async function isBack({ primary }: SyncJob, asked: number, { stop }: RoundOptions): Promise<boolean> {
  if (!primary || stop.aborted || performance.now() - asked < primary.probeInterval * 1000) return false;
  // Who is interrupted here has nothing posted afterwards either.
  const state = await probePrimary(primary, stop).catch(() => undefined);
  return state?.up ?? false;
}

function post(job: SyncJob, client: BigipClient, prepared: Prepared, options: RoundOptions): Promise<TenantOutcome[]> {
  const dryRun = options.carry === 'dry-run';
  return carryOut(client, prepared, {
    concurrency: job.concurrency,
    dryRun,
    stop: options.stop,
    told: (tenant, outcome) => {
      const words = outcome ? outcome.outcome : dryRun ? 'is tried' : 'is posted';
      options.told(`${job.name}: tenant ${tenant} ${words}`);
    },
  });
}

async function begin(job: SyncJob, wanted: readonly WantedTenant[], options: RoundOptions): Promise<Begun> {
  const { stop, abort, told, deadline } = options;
  const asked = performance.now();
  const state = job.primary && (options.state ?? (await probePrimary(job.primary, stop)));
  const target = { name: job.name, url: job.bigip.url.href, view: job.cluster, failover: job.primary !== undefined };
  if (state?.up) return { job, asked, report: { target, primaryUp: job.primary!.endPoint.href } };
  const report = { target, ...(state && { primaryDown: state.reason }) };
  const notice = (text: string): void => told(`${job.name}: ${text}`, text.startsWith('waiting: '));
  const client = new BigipClient(job.bigip, { deadline, signal: abort, notice });
  try {
    const prepared = await prepareSync(client, target, wanted, { ...options, partition: job.partition });
    const { plan, info } = prepared;
    return { job, asked, client, prepared, report: { ...report, as3Version: info.version, plan } };
  } catch (error) {
    await client.close();
    if (error instanceof BigipError) return { job, asked, report: { ...report, failure: error.message } };
    throw error;
  }
}
