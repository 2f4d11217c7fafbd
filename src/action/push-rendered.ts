import { join } from 'node:path';
import { askGit, tellGit, temporaryDirectory } from '../load/git.ts';
import { OutsideError } from '../outside-error.ts';
import type { CommitTarget, OnlyTold } from './commit-target.ts';
import { fetching, patience } from './git-access.ts';

export interface PushInput {
  /** The workspace. */
  readonly root: string;
  /** The directory with rendered files, from there. */
  readonly output: string;
  readonly message: string;
  readonly target: CommitTarget;
  /** Environment of git that has the token. */
  readonly access: Readonly<Record<string, string>>;
}

/**
 * Commits what is in the output directory, and nothing else, whatever the index holds, and pushes it. Undefined where all of it is committed
 * already. Throws `OutsideError`.
 */
export async function pushRendered(input: PushInput): Promise<string | undefined | OnlyTold> {
  const { root, target } = input;
  const head = await headOf(root);
  if (target.base !== undefined) return pushProposal(head, target.base, input);
  const commit = await commitOn(head, input);
  if (commit === undefined) return undefined;
  // To push would make it again.
  if ((await remoteTip(target.branch, input)) === undefined)
    throw new OutsideError(`${target.branch} is gone, as that of a merged pull request may be: nothing is pushed`);
  if (await push(commit, input, { force: false })) {
    await tellGit(root, ['update-ref', 'HEAD', commit, head]);
    await tellGit(root, ['reset', '--quiet', '--', input.output], literal);
    return commit;
  }
  return pushOnNewTip(head, input);
}

async function headOf(root: string): Promise<string> {
  return (await tellGit(root, ['rev-parse', 'HEAD'])).trim();
}

/** The branch is ours alone: it is always one commit on top of the newest one of its base, also where an older run is done again. */
async function pushProposal(head: string, base: string, input: PushInput): Promise<string | undefined | OnlyTold> {
  const { branch } = input.target;
  const tip = (await remoteTip(base, input)) === head ? head : await tipOfSame(head, base, input);
  if (tip === undefined) return { reason: movedOn(base) };
  const commit = await commitOn(tip, input);
  if (commit !== undefined && (await remoteTip(branch, input)) !== commit) await push(commit, input, { force: true });
  return commit;
}

/** Somebody was faster. */
async function pushOnNewTip(head: string, input: PushInput): Promise<string | undefined> {
  const { branch } = input.target;
  const tip = await tipOfSame(head, branch, input);
  if (tip === undefined) throw new OutsideError(movedOn(branch));
  const commit = await commitOn(tip, input);
  if (commit !== undefined && !(await push(commit, input, { force: false })))
    throw new OutsideError(`${branch} has moved on twice while its files were rendered: run this again`);
  return commit;
}

function movedOn(branch: string): string {
  return `${branch} has moved on, and files of the workspace with it: nothing is pushed, the run of its newest commit does it`;
}

/** The newest commit of a branch, where the workspace is the same in it: what is rendered holds then. */
async function tipOfSame(head: string, branch: string, { root, access }: PushInput): Promise<string | undefined> {
  const shallow = (await tellGit(root, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  await tellGit(root, fetching(`refs/heads/${branch}`, { shallow }), access);
  const tip = (await tellGit(root, ['rev-parse', 'FETCH_HEAD'])).trim();
  const same = await askGit(root, ['diff', '--quiet', '--no-ext-diff', head, tip, '--', '.']);
  return same.ok ? tip : undefined;
}

/** No pathspec is a pattern. */
const literal = { GIT_LITERAL_PATHSPECS: '1' };
const bot = 'github-actions[bot]';
const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

/** The same for the same files: it has the time of the commit that it follows. */
async function commitOn(parent: string, { root, output, message }: PushInput): Promise<string | undefined> {
  const { path, remove } = temporaryDirectory();
  try {
    const env = { ...literal, GIT_INDEX_FILE: join(path, 'index') };
    await tellGit(root, ['-c', 'core.sparseCheckout=false', 'read-tree', parent], env);
    const added = await askGit(root, ['add', '--all', '--', output], env);
    if (!added.ok) {
      if (/did not match any files/.test(added.error)) return undefined;
      throw new OutsideError(`git add ${output} fails: ${added.error}`);
    }
    const tree = (await tellGit(root, ['write-tree'], env)).trim();
    if (tree === (await tellGit(root, ['rev-parse', `${parent}^{tree}`])).trim()) return undefined;
    const date = (await tellGit(root, ['show', '--no-patch', '--format=%cI', parent])).trim();
    const who = {
      GIT_AUTHOR_NAME: bot,
      GIT_AUTHOR_EMAIL: botEmail,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: bot,
      GIT_COMMITTER_EMAIL: botEmail,
      GIT_COMMITTER_DATE: date,
    };
    return (await tellGit(root, ['commit-tree', tree, '-p', parent, '-m', message], who)).trim();
  } finally {
    remove();
  }
}

/** False where the branch has moved on. Throws `OutsideError`. */
async function push(
  commit: string,
  { root, access, target: { branch } }: PushInput,
  { force }: { readonly force: boolean },
): Promise<boolean> {
  const refspec = `${force ? '+' : ''}${commit}:refs/heads/${branch}`;
  const said = await askGit(root, [...patience, 'push', '--quiet', 'origin', refspec], access);
  if (said.ok) return true;
  if (!force && / ! \[rejected\]/.test(said.error)) return false;
  const hint = /\b403\b|denied|not permitted/i.test(said.error) ? '; the job needs "permissions: contents: write"' : '';
  throw new OutsideError(`git push to ${branch} fails: ${said.error}${hint}`);
}

async function remoteTip(branch: string, { root, access }: PushInput): Promise<string | undefined> {
  const listed = await tellGit(root, [...patience, 'ls-remote', 'origin', `refs/heads/${branch}`], access);
  return listed.split('\t')[0]?.trim() || undefined;
}
