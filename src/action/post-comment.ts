import { readFileSync } from 'node:fs';
import { UsageError } from '../cli/usage-error.ts';
import { systemReason } from '../system-errors.ts';
import { commentLimit, type Stuck, stickComment } from './comment.ts';
import { type Event, type RunHead, unnamed } from './event.ts';
import { apiProblem, connect, persistently } from './github-api.ts';
import type { Inputs } from './inputs.ts';
import { pullRequestOf } from './open-pull-request.ts';

export interface Server {
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
}

/** At the beginning of a text that makes no comment, and only takes the place of an older one. */
const nothingToTell = '<!-- nothing to tell -->\n';

/** The text of a comment as it is kept in a file for another run. */
export function commentFileText(text: string, worthTelling: boolean): string {
  return worthTelling ? text : `${nothingToTell}${text}`;
}

/** What became of the comment, or why it could not be put. */
export async function postComment(
  { token, commentId }: Inputs,
  { apiUrl, repository }: Server,
  comment: { readonly number: number; readonly text: string },
): Promise<Stuck | { readonly problem: string }> {
  if (token === '') return { problem: 'github-token is empty' };
  const onlyUpdate = comment.text.startsWith(nothingToTell);
  return told(async () => {
    const github = await connect(apiUrl, token, repository);
    return persistently(() => stickComment(github, { ...comment, id: commentId, onlyUpdate }));
  });
}

/**
 * `command: comment`: posts what a run without the permission to do so has made. Its content is of whoever opened the pull request; which pull
 * request it is for, GitHub says. Throws `UsageError`.
 */
export async function postKeptComment(
  inputs: Inputs,
  event: Event,
  server: Server,
): Promise<Stuck | { readonly problem: string }> {
  const { commentFile, token } = inputs;
  if (commentFile === '') throw new UsageError('command comment needs comment-file');
  const kept = readText(commentFile);
  if (Buffer.byteLength(kept) > commentLimit)
    throw new UsageError(`${commentFile} has more than ${commentLimit} bytes: cis-render makes no such comment`);
  const text = withoutMentions(kept);
  const { pullRequest, endedRun } = event;
  if (!pullRequest && !endedRun)
    throw new UsageError(
      event.name === ''
        ? unnamed
        : `command comment is for runs of workflow_run and pull_request, and this is one of ${event.name}`,
    );
  if (token === '') return { problem: 'github-token is empty' };
  const number = pullRequest?.number ?? (await told(() => numberOf(endedRun?.at, token, server)));
  if (typeof number === 'object') return number;
  // It was closed, its fork is gone, or it has a newer commit, whose own run tells.
  return number === undefined ? { what: 'none' } : postComment(inputs, server, { number, text });
}

async function numberOf(
  head: RunHead | undefined,
  token: string,
  { apiUrl, repository }: Server,
): Promise<number | undefined> {
  if (!head) return undefined;
  const github = await connect(apiUrl, token, repository);
  return persistently(() => pullRequestOf(github, head));
}

async function told<T>(work: () => Promise<T>): Promise<T | { readonly problem: string }> {
  try {
    return await work();
  } catch (error) {
    const never = ', which the token of a pull request from a fork or of Dependabot never has';
    return { problem: apiProblem(error, 'pull-requests: write', never) };
  }
}

/** Also one whose `@` is an entity, `&commat;` or `&#64;`. Any other letter may be one too, so it does not matter what follows. */
function withoutMentions(text: string): string {
  return text.replace(/@|&(?=#|commat)/g, found => `${found}<!-- -->`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`comment-file ${path}: ${systemReason(error as NodeJS.ErrnoException)}`);
  }
}
