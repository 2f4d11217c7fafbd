import type { GitHub } from './github-api.ts';

/** GitHub refuses a comment of more than 65,536 characters. */
export const commentLimit = 60_000;

/** A comment on a pull request that is kept up to date. */
export interface Sticky {
  readonly number: number;
  readonly id: string;
  readonly text: string;
  /** Only an old one is changed: there is nothing to tell. */
  readonly onlyUpdate: boolean;
}

export interface Stuck {
  readonly what: 'created' | 'updated' | 'unchanged' | 'none';
  readonly url?: string;
}

/** A comment of HTML at the beginning, which nobody sees, tells ours from others. */
export function markerOf(id: string): string {
  return `<!-- cis-render:${id.replace(/[<>\p{Cc}]|--/gu, '_')} -->`;
}

/** Puts the text into the comment that is there, or makes one. */
export async function stickComment(github: GitHub, { number, id, text, onlyUpdate }: Sticky): Promise<Stuck> {
  const { rest, repository } = github;
  const marker = markerOf(id);
  const body = `${marker}\n${text}`;
  const found = await findComment(github, number, marker);
  if (found && steady(found.body) === steady(body)) return { what: 'unchanged', url: found.url };
  if (found) {
    const { data } = await rest.issues.updateComment({ ...repository, comment_id: found.id, body });
    return { what: 'updated', url: data.html_url };
  }
  if (onlyUpdate) return { what: 'none' };
  const { data } = await rest.issues.createComment({ ...repository, issue_number: number, body });
  return { what: 'created', url: data.html_url };
}

/** The text without what each commit makes another, since what is told has not changed then: in links, and after `at`. */
function steady(body: string): string {
  return body.replaceAll('\r\n', '\n').replace(/(?<=\/blob\/| at )[0-9a-f]{40}\b/g, 'commit');
}

interface Found {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

/** Ours: with the marker, and by a bot or by whom the token is of. Anybody can write a marker. */
async function findComment(
  { rest, paginate, repository }: GitHub,
  number: number,
  marker: string,
): Promise<Found | undefined> {
  let login: string | undefined;
  const pages = paginate.iterator(rest.issues.listComments, { ...repository, issue_number: number, per_page: 100 });
  for await (const { data } of pages) {
    for (const { id, body = '', html_url: url, user } of data) {
      if (!body.startsWith(marker)) continue;
      if (user?.type !== 'Bot') {
        login ??= await ownLogin(rest);
        if (login === '' || user?.login !== login) continue;
      }
      return { id, body, url };
    }
  }
  return undefined;
}

/** Empty for the token of a job, which is of no user. */
async function ownLogin(rest: GitHub['rest']): Promise<string> {
  try {
    return (await rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if ((error as { readonly status?: number }).status === 403) return '';
    throw error;
  }
}
