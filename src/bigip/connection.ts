import * as http from 'node:http';
import * as https from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { BigipTarget } from './target.ts';
import { certificateProblem, trustOf } from './trust.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds up to the end of the answer. */
  readonly within: number;
  /** Bytes of the answer at most. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Why a request got no answer. */
export class NoAnswer extends Error {
  readonly kind: 'unreachable' | 'certificate' | 'lost' | 'too-large';
  /** Whether the BIG-IP may have read the request. */
  readonly sent: boolean;
  /** Whether another try may have better luck. */
  readonly passing: boolean;

  constructor(kind: NoAnswer['kind'], message: string, { sent, passing }: { sent: boolean; passing: boolean }) {
    super(message);
    this.kind = kind;
    this.sent = sent;
    this.passing = passing;
  }
}

/** A declaration of a controller has some 50 MB at most, and one string of Node cannot hold more than 512 MB. */
const largestAnswer = 256 * 2 ** 20;

/** HTTP to one BIG-IP: one request, one answer. Redirects are answers like others, and proxies are not used. */
export class Connection {
  readonly #url: URL;
  readonly #agent: http.Agent;
  readonly #request: typeof http.request;
  readonly #connected: 'secureConnect' | 'connect';

  constructor(target: BigipTarget, silence: number) {
    this.#url = target.url;
    const secure = target.url.protocol === 'https:';
    const options = { keepAlive: true, timeout: silence };
    this.#agent = secure ? new https.Agent({ ...options, ...trustOf(target) }) : new http.Agent(options);
    this.#request = secure ? https.request : http.request;
    this.#connected = secure ? 'secureConnect' : 'connect';
  }

  send({ method, path, headers, body, within, limit = largestAnswer, signal }: Request): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    return new Promise((resolve, reject) => {
      let sent = false;
      const request = this.#request(new URL(path, this.#url), {
        method,
        agent: this.#agent,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(bytes && { 'content-type': 'application/json', 'content-length': String(bytes.length) }),
        },
      });
      const end = (result: Answer | NoAnswer): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        if (result instanceof NoAnswer) {
          reject(result);
          request.destroy();
        } else resolve(result);
      };
      const fail = (error: unknown): void => end(noAnswer(error, this.#url, sent));
      const silent = (): void => end(new NoAnswer('lost', 'there is no answer', { sent, passing: true }));
      const stop = (): void => end(new NoAnswer('lost', 'interrupted', { sent, passing: false }));
      const timer = setTimeout(silent, within);
      signal?.addEventListener('abort', stop, { once: true });
      request.on('socket', (socket: TLSSocket) => {
        if (request.reusedSocket) sent = true;
        else socket.once(this.#connected, () => (sent = true));
      });
      request.on('timeout', silent);
      request.on('error', fail);
      request.on('response', response => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size > limit) end(new NoAnswer('too-large', 'the answer is too large', { sent, passing: false }));
        });
        response.on('error', fail);
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          end({ status, headers, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused: is it the management address and port, and is the BIG-IP up?',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'there is no answer',
  EAI_AGAIN: 'the name server does not answer',
  ENOTFOUND: 'there is no host of this name',
  ECONNRESET: 'it ends connections at once',
  EPROTO: 'it does not speak TLS on this port',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
};
const lasting = /^(?:ENOTFOUND|EPROTO|ERR_SSL_.*)$/;

function noAnswer(error: unknown, url: URL, sent: boolean): NoAnswer {
  const problem = certificateProblem(error, url.hostname);
  if (problem !== undefined) return new NoAnswer('certificate', problem, { sent: false, passing: false });
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (sent) return new NoAnswer('lost', 'the connection broke', { sent, passing: true });
  return new NoAnswer('unreachable', unreachable[code] ?? message, { sent, passing: !lasting.test(code) });
}
