import { UsageError } from '../cli/usage-error.ts';
import { type Event, mayHoldPullRequest, mayHoldPullRequestBesideSecrets, unnamed } from './event.ts';
import type { Inputs } from './inputs.ts';

/** Throws `UsageError` for what is not to be run in a run like this. */
export function refuse({ commands, apply, against, commit }: Inputs, event: Event): void {
  const { name, pullRequest } = event;
  if (commit !== 'false' && !commands.includes('build-check'))
    throw new UsageError('commit needs command build-check: it commits what that finds out of date');
  const asksBigip = commands.includes('sync') || (commands.includes('diff') && against === 'live');
  if (name === '' && (commit !== 'false' || asksBigip))
    throw new UsageError(`${unnamed}: nothing is committed, and no BIG-IP is asked`);
  if (commit !== 'false' && mayHoldPullRequestBesideSecrets(event))
    throw new UsageError(
      `commit is refused in runs of ${name}: they may write, and what is to be rendered may be of others; commit in those of pull_request`,
    );
  if (commands.includes('sync') && apply && mayHoldPullRequest(event))
    throw new UsageError(
      `apply is refused in runs of ${name}: what is posted has been reviewed and merged; sync on the push to the branch`,
    );
  if (asksBigip && mayHoldPullRequestBesideSecrets(event))
    throw new UsageError(
      `a BIG-IP is not asked in runs of ${name}: render.yaml of others could lead the password elsewhere`,
    );
  if (asksBigip && pullRequest?.fork)
    throw new UsageError('a BIG-IP is not asked for a pull request from a fork: its run has no secrets');
}
