import type { RunHead } from './event.ts';
import type { GitHub } from './github-api.ts';

export interface Proposal {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly text: string;
}

/** The address of the open pull request of a branch, which is opened where there is none. */
export async function openPullRequest(
  { rest, repository }: GitHub,
  { branch, base, title, text }: Proposal,
): Promise<string> {
  const open = await openOf({ rest, repository }, { branch, base });
  if (!open) return (await rest.pulls.create({ ...repository, head: branch, base, title, body: text })).data.html_url;
  if (open.body?.replaceAll('\r\n', '\n') !== text)
    await rest.pulls.update({ ...repository, pull_number: open.number, body: text });
  return open.html_url;
}

/** Closes the open pull request of a branch, and returns its address, where there is one. */
export async function closePullRequest(
  { rest, repository }: GitHub,
  { branch, base }: Pick<Proposal, 'branch' | 'base'>,
): Promise<string | undefined> {
  const open = await openOf({ rest, repository }, { branch, base });
  if (open) await rest.pulls.update({ ...repository, pull_number: open.number, state: 'closed' });
  return open?.html_url;
}

async function openOf(
  { rest, repository }: Pick<GitHub, 'rest' | 'repository'>,
  { branch, base }: Pick<Proposal, 'branch' | 'base'>,
) {
  const head = `${repository.owner}:${branch}`;
  return (await rest.pulls.list({ ...repository, state: 'open', head, base })).data[0];
}

/** Number of the open pull request that a run was for, by its branch, `owner:branch`, and its commit. */
export async function pullRequestOf({ rest, repository }: GitHub, { head, sha }: RunHead): Promise<number | undefined> {
  const { data } = await rest.pulls.list({ ...repository, state: 'open', head });
  return data.find(one => one.head.sha === sha)?.number;
}
