import { readFileSync } from 'node:fs';
import { OutsideError } from '../outside-error.ts';

/** A pull request as the event tells of it. */
export interface PullRequest {
  readonly number: number;
  readonly base: Branch;
  readonly head: Branch;
  /** Its branch is in another repository, which the token may not write to. */
  readonly fork: boolean;
}

export interface Branch {
  readonly ref: string;
  readonly sha: string;
}

/** Of `workflow_run`: the run that has ended. GitHub says this of it, not the run itself. */
export interface EndedRun {
  /** Name of the event that set that run off; empty where it is not told. */
  readonly of: string;
  /** What it was of; absent where its repository is gone. */
  readonly at?: RunHead;
}

export interface RunHead {
  /** `owner:branch`, as the API looks for a pull request by. */
  readonly head: string;
  readonly sha: string;
}

/** What set the run off. */
export interface Event {
  /** Empty where the runner does not say it. */
  readonly name: string;
  readonly pullRequest?: PullRequest;
  readonly endedRun?: EndedRun;
  /** Commit that the event is a change of, such as the tip of the branch before a push. */
  readonly before?: string;
  readonly defaultBranch?: string;
}

/** Why what depends on the event is refused then. */
export const unnamed = 'GITHUB_EVENT_NAME is not set, so nobody knows what this run is of';

/** True where the content of a pull request may be at hand, and with it whatever somebody wrote into it. */
export function mayHoldPullRequest({ name, endedRun }: Event): boolean {
  const of = name === 'workflow_run' ? (endedRun?.of ?? '') : name;
  // Of a run after a run nobody says what was the first.
  return of === '' || of.startsWith('pull_request') || of === 'issue_comment' || of === 'workflow_run';
}

/** The same with permissions and secrets that GitHub gives no pull request from a fork. */
export function mayHoldPullRequestBesideSecrets(event: Event): boolean {
  return mayHoldPullRequest(event) && !/^pull_request(?!_target)/.test(event.name);
}

/** Reads the file of the event, where there is one. Throws `OutsideError` where it is no JSON object. */
export function readEvent(name: string, path: string | undefined): Event {
  if (path === undefined || path === '') return { name };
  const raw = asRecord(parsed(path));
  if (!raw) throw new OutsideError(`the event file ${path} holds no JSON object`);
  const run = asRecord(raw.workflow_run);
  const owner = textOf(run, 'head_repository', 'owner', 'login');
  const [branch, sha] = [textOf(run, 'head_branch'), textOf(run, 'head_sha')];
  const pullRequest = pullRequestOf(asRecord(raw.pull_request));
  const before = pullRequest?.base.sha ?? textOf(raw, 'merge_group', 'base_sha') ?? textOf(raw, 'before');
  const defaultBranch = textOf(raw, 'repository', 'default_branch');
  return {
    name,
    ...(pullRequest && { pullRequest }),
    ...(run && {
      endedRun: {
        of: textOf(run, 'event') ?? '',
        ...(owner !== undefined && branch !== undefined && sha !== undefined
          ? { at: { head: `${owner}:${branch}`, sha } }
          : {}),
      },
    }),
    // Of a branch that is new there are only zeros.
    ...(before !== undefined && /[1-9a-f]/.test(before) && { before }),
    ...(defaultBranch !== undefined && { defaultBranch }),
  };
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function pullRequestOf(raw: Raw | undefined): PullRequest | undefined {
  const [base, head] = ['base', 'head'].map(side => {
    const [ref, sha] = [textOf(raw, side, 'ref'), textOf(raw, side, 'sha')];
    return ref === undefined || sha === undefined ? undefined : { ref, sha };
  });
  if (typeof raw?.number !== 'number' || !base || !head) return undefined;
  const [home, origin] = ['base', 'head'].map(side => textOf(raw, side, 'repo', 'full_name'));
  // A fork that was deleted has no name any more.
  return { number: raw.number, base, head, fork: home === undefined || home !== origin };
}

type Raw = Readonly<Record<string, unknown>>;

function asRecord(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
}

function textOf(raw: Raw | undefined, ...path: readonly string[]): string | undefined {
  let value: unknown = raw;
  for (const key of path) value = asRecord(value)?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
