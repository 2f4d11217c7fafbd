import { askGit } from '../load/git.ts';
import { patience } from './git-access.ts';

/**
 * The commit that a change is compared with: what a revision has in common with `HEAD`, or, where the history does not reach that far,
 * the revision itself. Of the commit that GitHub merges for a pull request both are the same. A revision that is not here is fetched.
 * Undefined where it cannot be had.
 */
export async function baseCommit(
  root: string,
  revision: string,
  access: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const commit =
    (await commitOf(root, revision)) ??
    (await commitOf(root, `origin/${revision}`)) ??
    (await fetched(root, revision, access));
  if (commit === undefined) return undefined;
  const common = await askGit(root, ['merge-base', commit, 'HEAD']);
  return common.ok ? common.text.trim() : commit;
}

async function commitOf(root: string, revision: string): Promise<string | undefined> {
  const named = await askGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return named.ok ? named.text.trim() : undefined;
}

async function fetched(
  root: string,
  revision: string,
  access: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const shallow = await askGit(root, ['rev-parse', '--is-shallow-repository']);
  // A clone that has all of its history keeps it.
  const depth = shallow.text.trim() === 'true' ? ['--depth=1'] : [];
  const options = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...depth];
  const fetch = await askGit(root, [...patience, ...options, 'origin', revision], access);
  return fetch.ok ? commitOf(root, 'FETCH_HEAD') : undefined;
}
