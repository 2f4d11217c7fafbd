import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { loadRenderConfig } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import { printable } from '../report/printable.ts';
import { type ShownBigip, syncText } from '../report/sync.ts';
import { syncJson } from '../report/sync-json.ts';
import { syncMarkdown } from '../report/sync-markdown.ts';
import { hasChanges } from '../sync/index.ts';
import type { Plan } from '../sync/plan.ts';
import { type PlanFile, parsePlanFile, planFileText, plannedBigip } from '../sync/plan-file.ts';
import { probePrimary } from '../sync/primary-probe.ts';
import { type BigipReport, type RoundOptions, type SyncJob, syncRound } from '../sync/round.ts';
import { watchPrimary } from '../sync/takeover.ts';
import { systemReason } from '../system-errors.ts';
import { errorPlaces } from './error-places.ts';
import { type ExitCode, exitCodes, signalExitCode } from './exit-codes.ts';
import { type Format, putOut, type syncFormats } from './output.ts';
import { colorsFor, print } from './streams.ts';
import { type JobFlags, readForControllers, syncJobs } from './sync-jobs.ts';
import { catchSyncSignals } from './sync-signals.ts';
import { UsageError } from './usage-error.ts';

export interface SyncFlags extends JobFlags {
  readonly apply?: boolean;
  readonly dryRun?: boolean;
  readonly plan?: string;
  readonly prune?: boolean;
  readonly adopt?: boolean;
  readonly force?: boolean;
  readonly watch?: boolean;
  /** Seconds. */
  readonly deadline: number;
  readonly jobs: number;
  readonly format?: readonly Format<(typeof syncFormats)[number]>[];
  readonly color: boolean;
}

/** `render sync`: brings the committed declarations to the BIG-IPs, or tells what that would change. */
export async function syncCommand(directory: string, flags: SyncFlags): Promise<number> {
  const { dryRun = false, watch = false, plan: planPath, format, color, deadline } = flags;
  const apply = !dryRun && (flags.apply ?? appliesByEnvironment());
  if (dryRun && flags.apply) throw new UsageError('--dry-run posts nothing: leave out --apply, or --dry-run');
  if (dryRun && planPath !== undefined) throw new UsageError('--plan writes or applies a plan: leave out --dry-run');
  if (watch && planPath !== undefined) throw new UsageError('--watch makes a plan each time: leave out --plan');
  const config = loadRenderConfig(directory);
  const jobs = syncJobs(config, await readForControllers(directory), flags);
  const planned = apply && planPath !== undefined ? readPlan(planPath, flags, jobs) : undefined;
  const said = (text: string): void => void print(2, `render: ${printable(text)}\n`);
  const signals = catchSyncSignals(said);
  const { prune = false, adopt = false, force = false } = planned ?? flags;
  const options: RoundOptions = {
    prune,
    adopt,
    force,
    carry: apply ? 'apply' : dryRun ? 'dry-run' : 'plan',
    deadline: deadline * 1000,
    jobs: flags.jobs,
    stop: signals.stop,
    abort: signals.abort,
    // Also a log is told what the next minutes go by with.
    told: (text, waiting = false) => {
      if (waiting || process.stderr.isTTY) said(text);
    },
    ...(planned && { planned }),
  };
  const put = async (reports: readonly BigipReport[]): Promise<void> => {
    const bigips = await Promise.all(reports.map(report => placed(directory, report)));
    const shown = { carry: options.carry, bigips };
    putOut(format, {
      json: () => syncJson(shown),
      markdown: () => syncMarkdown(shown),
      pretty: () => syncText(shown, colorsFor(1, color)),
    });
  };
  try {
    if (watch) await watchSecondary(jobs, options, { put, said });
    else {
      const reports = await syncRound(jobs, options);
      await put(reports);
      if (planPath !== undefined && !apply) writePlan(planPath, options, reports);
      const came = signals.came();
      return came === undefined ? exitCodeOf(reports, options.carry) : signalExitCode(came);
    }
    return signalExitCode(signals.came() ?? 'SIGINT');
  } finally {
    signals.end();
  }
}

/** `CIS_RENDER_APPLY=true`: for pipelines that have one command for a review and for what comes after it. */
function appliesByEnvironment(): boolean {
  const { CIS_RENDER_APPLY = '' } = process.env;
  if (/^(?:|0|false|no)$/i.test(CIS_RENDER_APPLY)) return false;
  if (/^(?:1|true|yes)$/i.test(CIS_RENDER_APPLY)) return true;
  throw new UsageError(`CIS_RENDER_APPLY is neither true nor false: ${JSON.stringify(CIS_RENDER_APPLY)}`);
}

/** A secondary that keeps watching its primary until it is told to end. */
async function watchSecondary(
  jobs: readonly SyncJob[],
  options: RoundOptions,
  {
    put,
    said,
  }: {
    readonly put: (reports: readonly BigipReport[]) => Promise<void>;
    readonly said: (text: string) => void;
  },
): Promise<void> {
  const { stop } = options;
  const watching = jobs.filter(({ primary }) => primary !== undefined);
  if (watching.length < jobs.length || watching.length === 0)
    throw new UsageError('--watch is for the view of a secondary, which looks after its primary: give --as CLUSTER');
  // Who stands by learns now, and not when it is needed, that there is nothing to apply.
  for (const job of watching) job.wanted();
  const words = { 'takes-over': 'takes over', 'stands-back': 'stands back', 'stands-by': 'stands by' };
  await Promise.all(
    watching.map(job => {
      let last = '';
      return watchPrimary(
        job.primary!,
        {
          probe: () => probePrimary(job.primary!, stop),
          told: (what, reason) => {
            last = '';
            const why = reason === undefined ? 'the primary answers' : `the primary does not answer: ${reason}`;
            said(`${job.name}: ${words[what]}: ${why}`);
          },
          apply: async reason => {
            const before = last;
            try {
              const reports = await syncRound([job], { ...options, state: { up: false, reason } });
              last = reports.some(hasNews) ? syncJson({ carry: options.carry, bigips: reports }) : '';
              // Whoever is in charge for long has nothing new to say at most times.
              if (last !== before && last !== '') await put(reports);
            } catch (error) {
              // A file that is being written is whole at the next probe.
              if (!(error instanceof UsageError || error instanceof OutsideError)) throw error;
              last = error.message;
              if (last !== before) said(`${job.name}: ${last}`);
            }
          },
        },
        stop,
      );
    }),
  );
}

function hasNews({ failure, blocked, plan }: BigipReport): boolean {
  const todo = plan !== undefined && (hasChanges(plan) || hasForeign(plan));
  return failure !== undefined || blocked !== undefined || todo;
}

/** True where a tenant that is in Git is somebody else's on the BIG-IP. */
function hasForeign({ tenants }: Plan): boolean {
  return tenants.some(({ action }) => action === 'foreign');
}

/** The same with the places of what AS3 complains of. */
async function placed(directory: string, report: BigipReport): Promise<ShownBigip> {
  const { outcomes, plan, target } = report;
  if (!outcomes?.some(({ outcome }) => outcome === 'refused')) return report;
  const wanted = new Map(plan?.tenants.flatMap(one => (one.wanted ? [[one.tenant, one.wanted] as const] : [])));
  return { ...report, places: await errorPlaces(directory, target.view, outcomes, wanted) };
}

function exitCodeOf(reports: readonly BigipReport[], carry: RoundOptions['carry']): ExitCode {
  const landed = new Set(['changed', 'unchanged']);
  const failed = ({ failure, outcomes = [] }: BigipReport): boolean =>
    failure !== undefined || outcomes.some(({ outcome }) => !landed.has(outcome));
  if (reports.some(failed)) return exitCodes.outside;
  const refused = ({ blocked, plan }: BigipReport): boolean =>
    blocked !== undefined || (plan !== undefined && hasForeign(plan));
  const differs = ({ plan }: BigipReport): boolean => carry === 'plan' && plan !== undefined && hasChanges(plan);
  return reports.some(report => refused(report) || differs(report)) ? exitCodes.findings : exitCodes.clean;
}

function writePlan(path: string, { prune, adopt, force }: RoundOptions, reports: readonly BigipReport[]): void {
  const whole = reports.every(({ plan, primaryUp }) => plan || primaryUp !== undefined);
  if (!whole) throw new OutsideError(`--plan ${path} is not written: not every BIG-IP could be asked`);
  const bigips = reports.flatMap(({ target, plan }) => (plan ? [plannedBigip(target, plan)] : []));
  try {
    writeFileSync(path, planFileText({ prune, adopt }, force, bigips));
  } catch (error) {
    throw new OutsideError(`--plan ${path} cannot be written: ${systemReason(error as NodeJS.ErrnoException)}`);
  }
}

/** The plan that is to be carried out. What it decides is not to be said again. */
function readPlan(path: string, flags: SyncFlags, jobs: readonly SyncJob[]): PlanFile {
  if (!existsSync(path)) throw new UsageError(`--plan ${path}: no such file; without --apply it would be written`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--plan ${path}: ${systemReason(error as NodeJS.ErrnoException)}`);
  }
  const plan = parsePlanFile(text);
  if (typeof plan === 'string') throw new UsageError(`--plan ${path} cannot be used: ${plan}`);
  for (const flag of ['prune', 'adopt', 'force'] as const) {
    if (flags[flag] && !plan[flag])
      throw new UsageError(`--plan ${path} was made without --${flag}: make it again with --${flag}`);
  }
  const missing = jobs.find(({ name, primary }) => !primary && !plan.bigips.some(planned => planned.name === name));
  if (missing) throw new UsageError(`--plan ${path} has nothing about ${missing.name}: make it again`);
  const left = plan.bigips.find(({ name }) => !jobs.some(job => job.name === name));
  if (left) throw new UsageError(`--plan ${path} has ${left.name} too: apply it with the BIG-IPs that it was made for`);
  return plan;
}
