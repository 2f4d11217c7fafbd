import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { git } from '../git-repository.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What goes wrong with requests of this kind, so many times. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  times: number;
}

export interface StandInComment {
  readonly id: number;
  body: string;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' };
}

export interface StandInPull {
  readonly number: number;
  readonly html_url: string;
  readonly base: string;
  /** `owner:branch` */
  readonly head: string;
  readonly sha: string;
  title: string;
  body: string;
  state?: 'closed';
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const bot = { login: 'github-actions[bot]', type: 'Bot' } as const;

/** GitHub on loopback: its API for one repository, `shop/manifests`, and that repository over HTTP, as git itself serves it. */
export class GitHubStandIn {
  readonly seen: Seen[] = [];
  readonly comments: StandInComment[] = [];
  readonly pulls: StandInPull[] = [];
  readonly faults: Fault[] = [];
  /** Authorization of each request of git. */
  readonly gitAuthorizations: (string | undefined)[] = [];
  /** Login of the token; the token of a job has none. */
  login: string | undefined;
  /** Directory of the bare repository. */
  readonly repository: string;
  readonly #server: Server;
  #nextId = 1;

  static async start(): Promise<GitHubStandIn> {
    const standIn = new GitHubStandIn(temporaryWorkspace({}));
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    onTestFinished(() => void standIn.#server.close().closeAllConnections());
    return standIn;
  }

  private constructor(folder: string) {
    git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', 'shop/manifests.git');
    this.repository = `${folder}/shop/manifests.git`;
    git(this.repository, 'config', 'http.receivepack', 'true');
    git(this.repository, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    this.#server = createServer((request, response) => void this.#answer(request, response, folder));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get cloneUrl(): string {
    return `${this.url}/shop/manifests.git`;
  }

  addComment(body: string, user: StandInComment['user'] = bot): StandInComment {
    const id = this.#nextId++;
    const comment = { id, body, user, html_url: `https://github.test/shop/manifests/pull/7#${id}` };
    this.comments.push(comment);
    return comment;
  }

  /** What was written, as `POST /repos/…`. */
  get writes(): string[] {
    return this.seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
    const { method = '', url = '', headers } = request;
    if (url.startsWith('/shop/manifests.git/')) {
      this.gitAuthorizations.push(headers.authorization);
      return serveGit(request, response, folder);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
    const { pathname: path, searchParams } = new URL(url, this.url);
    this.seen.push({ method, path, authorization: headers.authorization, body });
    const fault = this.faults.find(one => one.times > 0 && one.method === method && one.path.test(path));
    if (fault) fault.times--;
    const {
      status,
      body: said,
      headers: more,
    } = fault
      ? { status: fault.status, body: { message: fault.message ?? 'it fails' }, headers: fault.headers }
      : this.#route(method, path, searchParams, body);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...more });
    response.end(JSON.stringify(said));
  }

  #route(method: string, path: string, query: URLSearchParams, body: Readonly<Record<string, unknown>>): Answer {
    const repo = '/repos/shop/manifests';
    if (path === '/user')
      return this.login === undefined
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : { status: 200, body: { login: this.login } };
    if (path === `${repo}/issues/7/comments` && method === 'GET') return this.#page(path, query);
    if (path === `${repo}/issues/7/comments` && method === 'POST')
      return { status: 201, body: this.addComment(String(body.body)) };
    const comment = this.comments.find(({ id }) => path === `${repo}/issues/comments/${id}`);
    if (comment && method === 'PATCH') {
      comment.body = String(body.body);
      return { status: 200, body: comment };
    }
    if (path === `${repo}/pulls` && method === 'GET') {
      const found = this.pulls.filter(
        ({ head, base, state }) =>
          state === undefined && head === query.get('head') && base === (query.get('base') ?? base),
      );
      return { status: 200, body: found.map(pull => ({ ...pull, head: { sha: pull.sha } })) };
    }
    if (path === `${repo}/pulls` && method === 'POST') {
      const number = 100 + this.pulls.length;
      const [base, head, title, text] = [body.base, body.head, body.title, body.body].map(String) as [
        string,
        string,
        string,
        string,
      ];
      const html_url = `https://github.test/shop/manifests/pull/${number}`;
      const pull = { number, html_url, base, head: `shop:${head}`, sha: '', title, body: text };
      this.pulls.push(pull);
      return { status: 201, body: pull };
    }
    const pull = this.pulls.find(({ number }) => path === `${repo}/pulls/${number}`);
    if (pull && method === 'PATCH') {
      if (typeof body.body === 'string') pull.body = body.body;
      if (body.state === 'closed') pull.state = 'closed';
      return { status: 200, body: pull };
    }
    return { status: 404, body: { message: 'Not Found' } };
  }

  /** Comments a page at a time, with the address of the next one, as GitHub tells it. */
  #page(path: string, query: URLSearchParams): Answer {
    const [size, page] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)];
    const next = new URL(path, this.url);
    next.search = new URLSearchParams({ per_page: String(size), page: String(page + 1) }).toString();
    const more = this.comments.length > page * size;
    return {
      status: 200,
      body: this.comments.slice((page - 1) * size, page * size),
      ...(more && { headers: { link: `<${next.href}>; rel="next"` } }),
    };
  }
}

/** `git http-backend`, which speaks CGI. */
async function serveGit(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'somebody',
    },
  });
  backend.stdin.on('error', () => {});
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout) chunks.push(chunk as Buffer);
  const said = Buffer.concat(chunks);
  const end = said.indexOf('\r\n\r\n');
  const headers = said
    .subarray(0, end)
    .toString()
    .split('\r\n')
    .map(line => line.split(/:\s*/, 2) as [string, string]);
  const status = headers.find(([name]) => name === 'Status')?.[1];
  response.writeHead(status === undefined ? 200 : Number.parseInt(status, 10), Object.fromEntries(headers));
  response.end(said.subarray(end + 4));
}
