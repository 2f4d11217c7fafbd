import { UsageError } from '../cli/usage-error.ts';
import { askGit, tellGit } from '../load/git.ts';
import type { Branch, Event } from './event.ts';
import type { CommitMode } from './inputs.ts';

/** Where the rendered files go. */
export interface CommitTarget {
  readonly branch: string;
  /** Branch that a pull request is opened for; absent where the commit goes to the branch itself. */
  readonly base?: string;
}

/** Why nothing can be pushed, although nobody has made a mistake: what is out of date is only told then. */
export interface OnlyTold {
  readonly reason: string;
}

/** What a commit is made in. */
interface Run {
  readonly event: Event;
  /** `GITHUB_REF` */
  readonly ref: string;
  /** `GITHUB_SHA` */
  readonly sha: string;
}

/**
 * The branch that a commit goes to. Never one of a fork, never the default branch, and never with content that is not that branch's.
 *
 * @throws UsageError and `OutsideError`
 */
export async function commitTarget(
  root: string,
  mode: Exclude<CommitMode, 'false'>,
  { event, ref, sha }: Run,
): Promise<CommitTarget | OnlyTold> {
  if (event.name === 'merge_group') return { reason: 'nothing is committed: a merge queue takes no further commits' };
  if (event.name === 'pull_request') return ofPullRequest(root, mode, event);
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined) throw new UsageError(`commit needs a branch, and this run is of ${ref || 'none'}`);
  if (mode === 'pull-request') {
    if (branch.startsWith(prefix))
      throw new UsageError(`this run is of ${branch}, which commit: pull-request has made: leave such branches out`);
    await requireHead(root, { ref: branch, sha }, 'github.ref');
    return { branch: `${prefix}${branch}`, base: branch };
  }
  if (event.defaultBranch === undefined || branch === event.defaultBranch)
    throw new UsageError(
      `commit: push never writes to the default branch, and this run is of ${branch}: use commit: pull-request`,
    );
  await requireHead(root, { ref: branch, sha }, 'github.ref');
  return { branch };
}

const prefix = 'cis-render/';

async function ofPullRequest(
  root: string,
  mode: Exclude<CommitMode, 'false'>,
  { pullRequest }: Event,
): Promise<CommitTarget | OnlyTold> {
  if (mode === 'pull-request')
    throw new UsageError('commit: pull-request is for runs of a push; in those of a pull request use commit: push');
  if (!pullRequest) throw new UsageError('commit needs the event file, and it tells of no pull request');
  const { fork, head } = pullRequest;
  if (fork) return { reason: 'nothing is committed: the branch of this pull request is in a fork' };
  // What GitHub merges for a pull request is not what its branch has.
  await requireHead(root, head, 'github.head_ref');
  return { branch: head.ref };
}

async function requireHead(root: string, { ref, sha }: Branch, expression: string): Promise<void> {
  const at = await tellGit(root, ['rev-parse', 'HEAD']);
  const named = await askGit(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  if (named.text.trim() !== ref && at.trim() !== sha)
    throw new UsageError(
      `HEAD is not the branch ${ref}, so its files cannot be committed there: give actions/checkout "ref: \${{ ${expression} }}"`,
    );
}
