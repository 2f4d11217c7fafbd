import { isObject, type JsonObject, jsonOf, pageTitle, shortened } from './answer.ts';
import { type Answer, Connection, NoAnswer } from './connection.ts';
import { BigipError, type BigipErrorKind } from './errors.ts';
import type { Operation } from './operation.ts';
import type { Pace } from './pace.ts';
import { Retry, retryAfter } from './retry.ts';
import type { BigipTarget } from './target.ts';

export const appsvcs = '/mgmt/shared/appsvcs';
const authn = '/mgmt/shared/authn/login';
const tokens = '/mgmt/shared/authz/tokens';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  /** Bytes of the answer at most. */
  readonly limit?: number | undefined;
}

/** What a GET found: 204 has no body. */
export interface Found {
  readonly status: 200 | 204 | 404;
  readonly json: JsonObject;
}

/** Answers that are worth a second look at most: a process of the BIG-IP may have been restarted in their midst. */
const looks = 3;

/** Who is logged in on a BIG-IP, by a token. */
export class Session {
  readonly pace: Pace;
  readonly #connection: Connection;
  readonly #host: string;
  readonly #credentials: Pick<BigipTarget, 'username' | 'password'>;
  readonly #secrets: string[];
  #token: Promise<string> | undefined;
  /** Whether AS3 is known to be there: where it is missing later, it is being restarted. */
  #answered = false;

  constructor(target: BigipTarget, pace: Pace) {
    this.pace = pace;
    this.#connection = new Connection(target, pace.silence);
    this.#host = target.url.host;
    this.#credentials = target;
    // A shorter password would be found in ordinary words.
    this.#secrets = target.password.length > 3 ? [target.password] : [];
  }

  /** Reads; tries again as long as that may help. */
  async get(operation: Operation, path: string, limit?: number): Promise<Found> {
    return this.#untilAnswered(operation, () => this.exchange(operation, { method: 'GET', path, limit }), {
      200: true,
      204: true,
      404: true,
    }) as Promise<Found>;
  }

  /** One request with the token; the only thing that is tried again is a token that has expired. */
  async exchange(operation: Operation, call: Call): Promise<Answer> {
    for (const first of [true, false]) {
      const token = await this.token(operation);
      const answer = await this.#send(operation, call, { 'x-f5-auth-token': token });
      if (answer.status !== 401) return this.#mustBeMeant(answer);
      const { message } = jsonOf(answer) ?? {};
      // iControl REST says so to users whose role is not enough.
      if (typeof message === 'string' && /^Authorization failed/i.test(message)) this.#forbidden();
      this.#token = undefined;
      if (!first) break;
    }
    throw this.error('authentication', 'the BIG-IP refuses the token that it has just given');
  }

  /** The token; logs in where there is none. */
  token(operation: Operation): Promise<string> {
    this.#token ??= this.#login(operation).catch(error => {
      this.#token = undefined;
      throw error;
    });
    return this.#token;
  }

  /** Gives the token back and ends all connections. */
  async end(operation: Operation): Promise<void> {
    try {
      const token = await this.#token;
      if (token === undefined) return;
      const path = `${tokens}/${encodeURIComponent(token)}`;
      await this.#send(operation, { method: 'DELETE', path }, { 'x-f5-auth-token': token });
    } finally {
      this.#token = undefined;
      this.#connection.close();
    }
  }

  /** What an answer that is no success means for the next try; undefined where there is no use in one. */
  obstacle(answer: Answer): BigipError | undefined {
    const { status } = answer;
    if (status < 400) return undefined;
    const message = this.#messageOf(answer);
    if (status === 404 && isUnregistered(message)) {
      if (this.#answered) return this.error('busy', 'AS3 is being restarted');
      throw this.error(
        'as3-missing',
        'AS3 is not installed: F5 calls its package f5-appsvcs-<version>.noarch.rpm, and says under "Downloading and installing the BIG-IP AS3 package" how to install it; right after that, or after a restart, it takes a minute to appear',
      );
    }
    if (status === 408 || status === 429 || status === 502 || status === 503 || status === 504 || isPage(answer, 500)) {
      return this.error('busy', `it is busy or being restarted (${status}: ${message})`);
    }
    return undefined;
  }

  error(kind: BigipErrorKind, text: string): BigipError {
    return new BigipError(kind, `${this.#host}: ${text}`);
  }

  /** An answer that AS3 does not give. */
  unexpected(answer: Answer): BigipError {
    const page = pageTitle(answer);
    if (page !== undefined) {
      return this.error('not-json', `it answers ${answer.status} with a page, "${page}": is this a BIG-IP?`);
    }
    if (jsonOf(answer) === undefined) return this.error('not-json', `it answers ${answer.status} with no JSON`);
    return this.error('unexpected', `it answers ${answer.status}: ${this.#messageOf(answer)}`);
  }

  /** What a request without an answer means for the next try; throws where there is no use in one. */
  noAnswer(operation: Operation, error: unknown): BigipError {
    if (!(error instanceof NoAnswer)) throw error;
    if (operation.signal?.aborted) throw operation.interrupted();
    const { kind, message, passing } = error;
    const said = this.error(kind === 'lost' ? 'deadline' : kind, message);
    if (!passing) throw said;
    if (kind === 'lost') operation.check();
    if (operation.left === 0) throw operation.gaveUp(said);
    return said;
  }

  /** Text of the BIG-IP without what is secret. */
  withoutSecrets(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }

  async #login(operation: Operation): Promise<string> {
    const { username, password } = this.#credentials;
    const body = JSON.stringify({ username, password, loginProviderName: 'tmos' });
    const login = async (): Promise<Answer> => {
      const answer = this.#mustBeMeant(await this.#send(operation, { method: 'POST', path: authn, body }, {}));
      // Never a second time with the same password: BIG-IP locks users out.
      if (answer.status === 401 || answer.status === 400) {
        throw this.error('authentication', `the user ${username} cannot log in: ${this.#messageOf(answer)}`);
      }
      return answer;
    };
    const { json } = await this.#untilAnswered(operation, login, { 200: true });
    const token = isObject(json.token) ? json.token.token : undefined;
    if (typeof token !== 'string' || token === '') throw this.error('unexpected', 'it answers a login with no token');
    this.#secrets.push(token);
    return token;
  }

  async #untilAnswered(
    operation: Operation,
    ask: () => Promise<Answer>,
    wanted: Readonly<Record<number, true>>,
  ): Promise<{ readonly status: number; readonly json: JsonObject }> {
    const retry = new Retry(operation, this.pace);
    for (let seen = 1; ; ) {
      let obstacle: BigipError | undefined;
      let after = 0;
      try {
        const answer = await ask();
        obstacle = this.obstacle(answer);
        after = retryAfter(answer.headers['retry-after']);
        if (obstacle === undefined) {
          const json = answer.status === 204 ? {} : jsonOf(answer);
          if (json !== undefined && wanted[answer.status]) return { status: answer.status, json };
          obstacle = this.unexpected(answer);
          const lasting = answer.status !== 500 && (json !== undefined || pageTitle(answer) !== undefined);
          if (lasting || seen++ >= looks) throw obstacle;
        }
      } catch (error) {
        obstacle = this.noAnswer(operation, error);
      }
      await retry.after(obstacle, after);
    }
  }

  async #send(operation: Operation, call: Call, headers: Readonly<Record<string, string>>): Promise<Answer> {
    operation.check();
    const answer = await this.#connection.send({
      ...call,
      headers,
      within: Math.min(operation.left, 2 ** 31 - 1),
      signal: operation.signal,
    });
    if (answer.status >= 200 && answer.status < 300 && call.path.startsWith(appsvcs)) this.#answered = true;
    return answer;
  }

  #mustBeMeant(answer: Answer): Answer {
    if (answer.status === 403) this.#forbidden();
    if (answer.status >= 300 && answer.status < 400) {
      throw this.error(
        'redirected',
        `it sends to another place (${answer.status}), where credentials are not sent: is this the management address?`,
      );
    }
    return answer;
  }

  #forbidden(): never {
    const { username } = this.#credentials;
    throw this.error('forbidden', `the user ${username} may not use AS3, which wants the role Administrator`);
  }

  #messageOf(answer: Answer): string {
    const { message } = jsonOf(answer) ?? {};
    const text = typeof message === 'string' ? message : (pageTitle(answer) ?? 'no message');
    // Before it is cut, or a part of what is secret would be left at its end.
    return shortened(this.withoutSecrets(text));
  }
}

function isPage(answer: Answer, status: number): boolean {
  return answer.status >= status && pageTitle(answer) !== undefined;
}

function isUnregistered(message: string): boolean {
  return /^Public URI path not regist/i.test(message);
}
