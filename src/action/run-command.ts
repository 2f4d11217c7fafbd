import { buildCommand, outOfDate } from '../cli/build-command.ts';
import { describeError, failureOf } from '../cli/describe-error.ts';
import { diffCommand } from '../cli/diff-command.ts';
import type { Format } from '../cli/output.ts';
import { parityCommand } from '../cli/parity-command.ts';
import { syncCommand } from '../cli/sync-command.ts';
import { validateCommand } from '../cli/validate-command.ts';
import type { ShownFinding } from '../finding.ts';
import { createLocator } from '../load/locate.ts';
import { loadRenderConfig } from '../load/render-config.ts';
import { shownFindings } from '../pipeline.ts';
import type { DiffResult } from '../report/diff-result.ts';
import type { ParityResult } from '../report/parity-result.ts';
import { shortened } from '../report/printable.ts';
import { landed, posting, type ShownBigip } from '../report/sync.ts';
import type { CommandName, Inputs } from './inputs.ts';

/** What one command has told. Paths are relative to the workspace. */
export interface Told {
  readonly command: CommandName;
  /** As that of the command line. */
  readonly exitCode: number;
  /** Why it could not be run. */
  readonly failure?: string;
  readonly findings: readonly ShownFinding[];
  readonly parity?: ParityResult;
  readonly diff?: DiffResult;
  /** Files of the output directory that are out of date, or were written. */
  readonly outdated?: number;
  /** Something keeps the files from being written. */
  readonly blocked?: boolean;
  readonly sync?: SyncTold;
}

export interface SyncTold {
  readonly changes: number;
  /** Something is to be posted, or was. */
  readonly posts: boolean;
  /** Why it fails, a sentence each. */
  readonly problems: readonly string[];
  /** For people. */
  readonly text: string;
}

/** What the contract of `render sync --format json` has of a BIG-IP that is of interest here. */
interface SyncJson {
  readonly bigips: readonly SyncedBigip[];
}

type ShownTenant = NonNullable<ShownBigip['plan']>['tenants'][number];

interface SyncedBigip {
  readonly name: string;
  readonly failure?: string;
  readonly blocked?: ShownBigip['blocked'];
  readonly tenants?: ReadonlyArray<{
    readonly tenant: string;
    readonly action: ShownTenant['action'];
    readonly changes: readonly unknown[];
    readonly reason?: string;
    readonly result?: Pick<NonNullable<ShownBigip['outcomes']>[number], 'outcome' | 'message'>;
  }>;
}

export interface RunOptions {
  readonly inputs: Inputs;
  /** What `diff` compares with. */
  readonly against: string;
  /** `build-check` writes what is out of date. */
  readonly writes: boolean;
}

/** Runs a command as the command line does, with the same words in the log, and reads what it tells programs. */
export async function runCommand(command: CommandName, options: RunOptions): Promise<Told> {
  try {
    return { command, findings: [], ...(await runners[command](options)) };
  } catch (error) {
    const { exitCode, message, findings } = failureOf(error);
    describeError(error, true);
    // What is wrong with the configuration is told by findings.
    return findings
      ? { command, exitCode, findings: findings.list }
      : { command, exitCode, findings: [], failure: `render ${command}: ${message}` };
  }
}

type Ran = Omit<Told, 'command' | 'findings'> & Partial<Pick<Told, 'findings'>>;

const color = true;

const runners: Readonly<Record<CommandName, (options: RunOptions) => Promise<Ran>>> = {
  validate: async ({ inputs: { path, baseline } }) => {
    const { exitCode, json } = await taking(format => validateCommand([path], { baseline, format, color }));
    return { exitCode, findings: (json as { readonly findings: ShownFinding[] }).findings };
  },
  'build-check': async ({ inputs: { path, baseline }, writes }) => {
    const { exitCode, json } = await taking(format =>
      buildCommand(path, { check: !writes, format, color, ...(baseline !== undefined && { baseline }) }),
    );
    const result = json as Parameters<typeof outOfDate>[0] & { readonly findings: ShownFinding[] };
    const files = outOfDate(result, loadRenderConfig(path).output, !writes);
    return {
      exitCode,
      findings: [...result.findings, ...shownFindings([files], createLocator())],
      blocked: result.blocked,
      outdated: result.blocked ? 0 : result.written.length + result.removed.length,
    };
  },
  parity: async ({ inputs: { path } }) => {
    const { exitCode, json } = await taking(format => parityCommand(path, { format, color }));
    const parity = json as ParityResult;
    return { exitCode, findings: parity.findings, parity };
  },
  diff: async ({ inputs: { path, as, bigip }, against }) => {
    const { json } = await taking(format =>
      diffCommand(path, { ...reachFlags(bigip), ...(as !== undefined && { as }), against, format, color }),
    );
    const diff = json as DiffResult;
    // That something changes is what it is asked for.
    return { exitCode: diff.notRendered.length > 0 ? 1 : 0, diff };
  },
  sync: async ({ inputs }) => {
    const { path, as, bigip, apply, prune, force, adopt } = inputs;
    const flags = { ...reachFlags(bigip), ...(as !== undefined && { as }), apply, prune, force, adopt };
    const texts: string[] = [];
    const pretty = { name: 'pretty' as const, take: (text: string) => void texts.push(text) };
    const { exitCode, json } = await taking(format =>
      syncCommand(path, { ...flags, deadline: 600, jobs: 4, format: [...format, pretty], color }),
    );
    const { bigips } = json as SyncJson;
    const tenants = bigips.flatMap(one => one.tenants ?? []);
    const problems = bigips.flatMap(syncProblems);
    return {
      // A plan that has something to do is no failure.
      exitCode: exitCode === 1 && problems.length === 0 ? 0 : exitCode,
      sync: {
        changes: tenants.reduce((count, { changes }) => count + changes.length, 0),
        posts: tenants.some(({ action }) => posting.has(action)),
        problems,
        text: texts.join(''),
      },
    };
  },
  comment: async () => ({ exitCode: 0 }),
};

function syncProblems({ name, failure, blocked, tenants = [] }: SyncedBigip): string[] {
  const problems = [
    ...(failure === undefined ? [] : [failure]),
    ...(blocked ? blocked.reasons : []),
    ...tenants.flatMap(({ tenant, action, reason, result }) => {
      if (action === 'foreign') return [`tenant ${tenant} is not touched: ${reason}`];
      return result && !landed(result.outcome) ? [`tenant ${tenant}: ${result.outcome}: ${result.message}`] : [];
    }),
  ];
  return problems.map(problem => shortened(`render sync: ${name}: ${problem}`));
}

function reachFlags({ url, trustedCerts, names }: Inputs['bigip']) {
  return {
    ...(url !== undefined && { bigipUrl: url }),
    ...(trustedCerts !== undefined && { trustedCerts }),
    ...(names && { bigip: names }),
  };
}

async function taking(
  run: (format: readonly Format<'json'>[]) => Promise<number>,
): Promise<{ readonly exitCode: number; readonly json: unknown }> {
  const texts: string[] = [];
  const exitCode = await run([{ name: 'json', take: text => void texts.push(text) }]);
  return { exitCode, json: JSON.parse(texts.join('')) as unknown };
}
