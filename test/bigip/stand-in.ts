import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type As3Request, As3State, type As3Task, isTenant, type Json } from './as3-state.ts';
import { type Certified, makeCertificate } from './certificate.ts';
import type { Fault, Occasion } from './faults.ts';
import { validateAs3 } from './validate-as3.ts';

export interface StandInOptions {
  readonly certified?: Certified;
  /** HTTP without TLS. */
  readonly plain?: boolean;
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** Milliseconds that AS3 is at work on a declaration. */
  readonly taskTime?: number;
  /** Milliseconds that a token is good for. */
  readonly tokenTime?: number;
  readonly version?: string;
  /** Answers with results at once, as AS3 does that knows no `async`. */
  readonly sync?: boolean;
  /** What is wrong with a declaration, where AS3's schema or ours shall not tell. */
  readonly validate?: (declaration: Json) => readonly string[];
}

/** A request as it arrived. */
export interface Seen {
  readonly occasion: Occasion;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Whether AS3 took it and was at work on it. */
  taken: boolean;
}

/** A BIG-IP with AS3 on loopback, of which everything can be asked and anything can go wrong. */
export class StandIn {
  readonly as3: As3State;
  readonly seen: Seen[] = [];
  readonly tokens = new Map<string, number>();
  readonly certificate: string;
  readonly #options: StandInOptions;
  readonly #server: Server;
  readonly #faults: { readonly on: Occasion; readonly fault: Fault; times: number }[] = [];

  static async start(options: StandInOptions = {}): Promise<StandIn> {
    const standIn = new StandIn(options);
    standIn.#server.listen(options.port ?? 0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  private constructor(options: StandInOptions) {
    this.#options = options;
    this.as3 = new As3State({ taskTime: options.taskTime ?? 5, validate: options.validate ?? validateAs3 });
    const { certificate, key } =
      options.certified ?? makeCertificate({ commonName: 'bigip.test', hosts: ['127.0.0.1', 'localhost'] });
    this.certificate = certificate;
    const handle = (request: IncomingMessage, response: ServerResponse): void => void this.#handle(request, response);
    this.#server = options.plain ? createHttp(handle) : createHttps({ key, cert: certificate }, handle);
  }

  get url(): URL {
    const { port } = this.#server.address() as AddressInfo;
    return new URL(`${this.#options.plain ? 'http' : 'https'}://127.0.0.1:${port}`);
  }

  get username(): string {
    return this.#options.username ?? 'admin';
  }

  get password(): string {
    return this.#options.password ?? 'correct horse';
  }

  /** Requests that AS3 took to change something. */
  get taken(): readonly Seen[] {
    return this.seen.filter(({ taken }) => taken);
  }

  /** How many requests of a kind have arrived. */
  count(occasion: Occasion): number {
    return this.seen.filter(one => one.occasion === occasion).length;
  }

  /** Lets the next requests of a kind go wrong. */
  fault(on: Occasion, fault: Fault, times = 1): this {
    this.#faults.push({ on, fault, times });
    return this;
  }

  noMoreFaults(): void {
    this.#faults.splice(0);
  }

  /** From now on nothing goes wrong that was asked for before. */
  clearFaults(): void {
    this.#faults.length = 0;
  }

  expireTokens(): void {
    this.tokens.clear();
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.as3.restart();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const occasion = occasionOf(method, path);
    const fault = this.#next(occasion);
    if (fault?.kind === 'reset' && !fault.taken) {
      this.seen.push({ occasion, method, path, body: '', taken: false });
      request.socket.destroy();
      return;
    }
    const body = await textOf(request).catch(() => undefined);
    if (body === undefined) return;
    const seen: Seen = { occasion, method, path, body, taken: false };
    this.seen.push(seen);
    if (fault?.kind === 'answer') return reply(response, fault.status, fault.body, fault.headers);
    if (fault?.kind === 'redirect') return reply(response, 302, {}, { location: fault.to });
    if (fault?.kind === 'page' && !fault.taken) return page(response, fault);
    if (fault?.kind === 'silence' && !fault.taken) return;
    const answer = await this.#answer(request, seen, fault);
    switch (fault?.kind) {
      case 'reset':
        request.socket.destroy();
        return;
      case 'silence':
        return;
      case 'page':
        return page(response, fault);
      case 'garbage':
        return send(response, 200, '{"id" oops', { 'content-type': 'application/json' });
      case 'cut':
        return cut(response, answer, fault.brokenOff);
      default:
        return reply(response, answer.status, answer.body);
    }
  }

  #next(occasion: Occasion): Fault | undefined {
    const found = this.#faults.find(({ on, times }) => times > 0 && (on === occasion || on === 'any'));
    if (found) found.times--;
    return found?.fault;
  }

  async #answer(request: IncomingMessage, seen: Seen, fault: Fault | undefined): Promise<Reply> {
    const url = new URL(seen.path, this.url);
    if (seen.occasion === 'login') return this.#login(seen.body);
    const token = request.headers['x-f5-auth-token'];
    const until = typeof token === 'string' ? this.tokens.get(token) : undefined;
    if (token === undefined) return error(401, 'Authentication required!');
    if (until === undefined || until < Date.now()) return error(401, 'X-F5-Auth-Token does not exist.');
    switch (seen.occasion) {
      case 'logout':
        this.tokens.delete(decodeURIComponent(url.pathname.split('/').at(-1) ?? ''));
        return { status: 200, body: {} };
      case 'info': {
        const version = this.#options.version ?? '3.56.0';
        return { status: 200, body: { version, release: '10', schemaCurrent: version, schemaMinimum: '3.0.0' } };
      }
      case 'tasks':
        return { status: 200, body: { items: this.as3.tasks.map(taskBody) } };
      case 'task': {
        const id = url.pathname.split('/').at(-1) ?? '';
        const task = this.as3.task(id);
        return task ? { status: 200, body: taskBody(task) } : error(404, `No record found with ID of ${id}`);
      }
      case 'read':
        return this.#read(url);
      case 'change':
        return this.#change(url, seen, fault);
      default:
        return error(404, `Public URI path not registered: ${url.pathname}`);
    }
  }

  #login(body: string): Reply {
    const { username, password, loginProviderName } = JSON.parse(body) as Json;
    if (username !== this.username || password !== this.password || loginProviderName !== 'tmos')
      return error(401, 'Authentication failed.');
    const token = randomBytes(13).toString('hex').toUpperCase();
    const { tokenTime = 1_200_000 } = this.#options;
    this.tokens.set(token, Date.now() + tokenTime);
    return { status: 200, body: { username, token: { token, name: token, timeout: tokenTime / 1000 } } };
  }

  #read(url: URL): Reply {
    const age = Number(url.searchParams.get('age') ?? 0);
    const declaration = age === 0 ? this.as3.declaration : this.as3.history[age];
    if (declaration === undefined) return { status: 204, body: undefined };
    const wanted = tenantsIn(url);
    const kept = Object.entries(declaration).filter(
      ([key, value]) => wanted.length === 0 || !isTenant(value) || wanted.includes(key),
    );
    return { status: 200, body: Object.fromEntries(kept) };
  }

  async #change(url: URL, seen: Seen, fault: Fault | undefined): Promise<Reply> {
    const known = ['async', 'controls.dryRun'];
    const odd = [...url.searchParams.keys()].find(key => !known.includes(key));
    if (odd !== undefined) return error(400, `unrecognized URL query parameter "${odd}"`);
    const dryRun = url.searchParams.get('controls.dryRun') === 'true';
    const change: As3Request = {
      method: seen.method === 'DELETE' ? 'DELETE' : 'POST',
      tenants: tenantsIn(url),
      ...(seen.method === 'POST' && { declaration: JSON.parse(seen.body) as Json }),
      dryRun,
    };
    seen.taken = !dryRun;
    const task = this.as3.submit(change);
    if (fault?.kind === 'lost-task') this.as3.lose(task.id);
    if (fault?.kind === 'restart') this.as3.restart();
    if (this.#options.sync || url.searchParams.get('async') !== 'true') {
      await task.end;
      if (task.code === 503) seen.taken = false;
      return { status: task.code ?? 500, body: task.response ?? {} };
    }
    void task.end.then(() => {
      if (task.code === 503) seen.taken = false;
    });
    const results = [{ message: 'Declaration successfully submitted', tenant: '', host: '', runTime: 0, code: 0 }];
    return { status: 202, body: { id: task.id, results, declaration: {}, selfLink: linkOf(task) } };
  }
}

interface Reply {
  readonly status: number;
  readonly body: Json | undefined;
}

function occasionOf(method: string, path: string): Occasion {
  const [pathname = ''] = path.split('?');
  if (pathname === '/mgmt/shared/authn/login') return 'login';
  if (pathname.startsWith('/mgmt/shared/authz/tokens/')) return 'logout';
  const [, first, second] = /^\/mgmt\/shared\/appsvcs\/(\w+)(?:\/(.+))?$/.exec(pathname) ?? [];
  if (first === 'info') return 'info';
  if (first === 'task') return second === undefined ? 'tasks' : 'task';
  if (first === 'declare') return method === 'GET' ? 'read' : 'change';
  return 'any';
}

function tenantsIn(url: URL): string[] {
  const [, names] = /\/declare\/([^/]+)$/.exec(url.pathname) ?? [];
  return names === undefined ? [] : decodeURIComponent(names).split(',');
}

function taskBody(task: As3Task): Json {
  const { id, status, response } = task;
  const message = status === 'cancelled' ? 'task cancelled' : 'in progress';
  const waiting = [{ message, tenant: '', host: '', runTime: 0, code: 0 }];
  return {
    id,
    results: response ? (response.results ?? [response]) : waiting,
    declaration: response?.declaration ?? {},
    selfLink: linkOf(task),
  };
}

const linkOf = ({ id }: As3Task): string => `https://localhost/mgmt/shared/appsvcs/task/${id}`;

function error(code: number, message: string): Reply {
  return { status: code, body: { code, message, referer: 'localhost', kind: ':resterrorresponse' } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(
  response: ServerResponse,
  status: number,
  body: Json | undefined,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, body === undefined ? '' : JSON.stringify(body), {
    'content-type': 'application/json',
    ...headers,
  });
}

function page(response: ServerResponse, { status, title }: { readonly status: number; readonly title: string }): void {
  const text = `<!DOCTYPE HTML>\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title}</h1>\n</body></html>\n`;
  send(response, status, text, { 'content-type': 'text/html; charset=iso-8859-1' });
}

function cut(response: ServerResponse, { status, body }: Reply, brokenOff: boolean): void {
  const text = JSON.stringify(body ?? {});
  const part = text.slice(0, text.length / 2);
  if (brokenOff) {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
    response.write(part, () => response.socket?.destroy());
  } else send(response, status, part, { 'content-type': 'application/json' });
}

function send(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': Buffer.byteLength(text) }) });
  response.end(status === 204 ? undefined : text);
}
