import { git } from '../git-repository.ts';
import type { Files } from '../temporary-workspace.ts';
import { temporaryWorkspace, writeFiles } from '../temporary-workspace.ts';
import type { GitHubStandIn } from './github-stand-in.ts';

export interface Change {
  /** Files of the default branch. */
  readonly before: Files;
  /** What the pull request writes over them. */
  readonly after: Files;
}

export interface PullRequestCheckout {
  readonly cwd: string;
  readonly baseSha: string;
  readonly headSha: string;
}

/** Commits both states to the stand-in, as branches `main` and `feature`, and clones it as actions/checkout does. */
export function checkOut(
  github: GitHubStandIn,
  { before, after }: Change,
  { branch = 'feature', depth = 0 }: { readonly branch?: string; readonly depth?: number } = {},
): PullRequestCheckout {
  const work = temporaryWorkspace(before);
  git(work, 'init', '--quiet', '--initial-branch=main');
  const commit = (message: string): string => {
    git(work, 'add', '--all');
    git(work, 'commit', '--quiet', '--allow-empty', `--message=${message}`);
    return git(work, 'rev-parse', 'HEAD').trim();
  };
  const baseSha = commit('before');
  git(work, 'switch', '--quiet', '--create', 'feature');
  writeFiles(work, after);
  const headSha = commit('after');
  git(work, 'push', '--quiet', github.repository, 'main', 'feature');
  const cwd = temporaryWorkspace({});
  const shallow = depth > 0 ? [`--depth=${depth}`, '--single-branch'] : [];
  git(cwd, 'clone', '--quiet', ...shallow, `--branch=${branch}`, `file://${github.repository}`, '.');
  git(cwd, 'remote', 'set-url', 'origin', github.cloneUrl);
  return { cwd, baseSha, headSha };
}

/** The event of a pull request, as far as it matters. */
export function pullRequestEvent(
  { baseSha, headSha }: Pick<PullRequestCheckout, 'baseSha' | 'headSha'>,
  { fork = false, name = 'pull_request' } = {},
): { readonly name: string; readonly payload: object } {
  const repo = { full_name: 'shop/manifests' };
  return {
    name,
    payload: {
      pull_request: {
        number: 7,
        base: { ref: 'main', sha: baseSha, repo },
        head: { ref: 'feature', sha: headSha, repo: fork ? { full_name: 'stranger/manifests' } : repo },
      },
      repository: { default_branch: 'main' },
    },
  };
}
