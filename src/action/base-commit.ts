import { askGit } from '../load/git.ts';
import { fetching } from './git-access.ts';

/** A commit, or why it cannot be had. */
export type Found = { readonly commit: string } | { readonly problem: string };

/**
 * The commit that a change is compared with: what a revision has in common with `HEAD`, or, where the history does not reach that far,
 * the revision itself. A revision that is not here is fetched.
 */
export async function baseCommit(
  root: string,
  revision: string,
  access: Readonly<Record<string, string>>,
): Promise<Found> {
  const repository = await askGit(root, ['rev-parse', '--is-shallow-repository']);
  if (!repository.ok) return { problem: `git cannot read the repository: ${repository.error}` };
  const shallow = repository.text.trim() === 'true';
  const here = (await commitOf(root, revision)) ?? (await commitOf(root, `origin/${revision}`));
  const found = here === undefined ? await fetched(root, revision, shallow, access) : { commit: here };
  if ('problem' in found) return found;
  const common = await askGit(root, ['merge-base', found.commit, 'HEAD']);
  return common.ok ? { commit: common.text.trim() } : found;
}

/**
 * What GitHub has merged the branch of a pull request into, where `HEAD` is that merge. The event may know an older commit of the base, and what
 * others have merged since would count as a change of the pull request.
 *
 * @param headSha the newest commit of the branch
 */
export async function mergedInto(root: string, headSha: string): Promise<string | undefined> {
  // A clone of depth 1 knows the parents too.
  const { text } = await askGit(root, ['cat-file', 'commit', 'HEAD']);
  const [head = ''] = text.split('\n\n');
  const [base, merged, ...more] = [...head.matchAll(/^parent (\S+)$/gm)].map(([, parent]) => parent);
  return merged === headSha && more.length === 0 ? base : undefined;
}

async function commitOf(root: string, revision: string): Promise<string | undefined> {
  const named = await askGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return named.ok ? named.text.trim() : undefined;
}

async function fetched(
  root: string,
  revision: string,
  shallow: boolean,
  access: Readonly<Record<string, string>>,
): Promise<Found> {
  const fetch = await askGit(root, fetching(revision, { shallow }), access);
  const commit = fetch.ok ? await commitOf(root, 'FETCH_HEAD') : undefined;
  if (commit !== undefined) return { commit };
  return { problem: `${revision} is not in this clone and cannot be fetched: ${fetch.error || 'it is no commit'}` };
}
