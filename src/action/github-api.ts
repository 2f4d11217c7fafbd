import { setTimeout } from 'node:timers/promises';
import type { Octokit } from '@octokit/rest';
import { OutsideError } from '../outside-error.ts';

declare const __VERSION__: string;

/** GitHub's API with a token, for one repository. */
export interface GitHub {
  readonly rest: Octokit['rest'];
  readonly paginate: Octokit['paginate'];
  readonly repository: { readonly owner: string; readonly repo: string };
}

/** Milliseconds for one answer. */
const deadline = 30_000;
const silent = () => {};

/** `repository` is `owner/name`. */
export async function connect(apiUrl: string, token: string, repository: string): Promise<GitHub> {
  const [owner = '', repo = ''] = repository.split('/');
  if (owner === '' || repo === '') throw new OutsideError('GITHUB_REPOSITORY names no repository');
  // Only who has something to say to GitHub loads it.
  const { Octokit } = await import('@octokit/rest');
  const { rest, paginate } = new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: `cis-render/${__VERSION__}`,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: {
      fetch: (url: string, options: RequestInit) => fetch(url, { ...options, signal: AbortSignal.timeout(deadline) }),
    },
  });
  return { rest, paginate, repository: { owner, repo } };
}

/** Seconds before the next try. */
const pauses = [1, 2, 4];
/** The longest time, in seconds, that GitHub may ask to wait. */
const mostWaiting = 60;

interface ApiError {
  readonly status?: number;
  readonly message: string;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

/** Does work that may be done twice, again where GitHub fails or asks to wait. */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const pause = pauseAfter(error as ApiError, pauses[attempt]);
      if (pause === undefined) throw error;
      await setTimeout(pause * 1000);
    }
  }
}

function pauseAfter({ status, message, response }: ApiError, pause: number | undefined): number | undefined {
  if (status === undefined || pause === undefined) return undefined;
  // Also where there is no answer at all.
  if (status >= 500) return pause;
  const headers = response?.headers ?? {};
  const limited =
    status === 429 ||
    (status === 403 &&
      (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit/i.test(message)));
  if (!limited) return undefined;
  const asked =
    headers['retry-after'] !== undefined
      ? Number(headers['retry-after'])
      : headers['x-ratelimit-reset'] !== undefined
        ? Number(headers['x-ratelimit-reset']) - Date.now() / 1000
        : pause;
  return asked <= mostWaiting ? Math.max(asked, pause) : undefined;
}

/** Why GitHub did not do it, and what to do. `permission` is what the job has to be given for it, and what there is to know of it. */
export function apiProblem(error: unknown, permission: string, known = ''): string {
  const { status, message } = error as ApiError;
  if (status === undefined) throw error;
  const first = message.split('\n')[0]!.slice(0, 300);
  if (status === 403 && !/rate limit/i.test(message))
    return `${first}; the job needs "permissions: ${permission}"${known}`;
  if (status === 401) return `${first}; github-token is not valid`;
  if (status === 404) return `${first}; the token does not reach it: the job needs "permissions: ${permission}"`;
  return `GitHub answers ${status}: ${first}`;
}
