import { loadRenderConfig } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
import type { CommitTarget } from './commit-target.ts';
import { apiProblem, connect, persistently } from './github-api.ts';
import type { Inputs } from './inputs.ts';
import { closePullRequest, openPullRequest } from './open-pull-request.ts';
import type { Server } from './post-comment.ts';
import { pushRendered } from './push-rendered.ts';

/** What was committed; nothing where all of it was committed already. */
export interface Committed {
  readonly commit?: string;
  readonly pullRequestUrl?: string;
  /** A pull request that had nothing left to propose. */
  readonly closedUrl?: string;
  /** What was left undone, though nothing is lost by it. */
  readonly reason?: string;
}

interface Place {
  readonly root: string;
  readonly target: CommitTarget;
  readonly access: Readonly<Record<string, string>>;
}

/**
 * Commits the rendered files, pushes them and, where they are not for the branch itself, opens a pull request; closes it where all of it is
 * committed by now. Throws `OutsideError`.
 */
export async function commitRendered(
  { root, target, access }: Place,
  { commitMessage: message, token }: Inputs,
  { apiUrl, repository }: Server,
): Promise<Committed> {
  const { output } = loadRenderConfig(root);
  const commit = await pushRendered({ root, output, message, target, access });
  if (typeof commit === 'object') return commit;
  const { branch, base } = target;
  if (base === undefined) return commit === undefined ? {} : { commit };
  const title = message.split('\n')[0]!;
  const text = `What the manifests of \`${base}\` are rendered to has changed. cis-render keeps this branch up to date: commits of others in it are lost.`;
  try {
    const github = await connect(apiUrl, token, repository);
    if (commit === undefined) {
      const closedUrl = await persistently(() => closePullRequest(github, { branch, base }));
      return closedUrl === undefined ? {} : { closedUrl };
    }
    const pullRequestUrl = await persistently(() => openPullRequest(github, { branch, base, title, text }));
    return { commit, pullRequestUrl };
  } catch (error) {
    const problem = apiProblem(error, 'pull-requests: write');
    if (commit === undefined)
      return { reason: `all is committed, and if ${branch} has a pull request it cannot be closed: ${problem}` };
    throw new OutsideError(`${branch} is pushed, and its pull request cannot be opened: ${problem}`);
  }
}
