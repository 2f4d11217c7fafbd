import type { As3Object } from '../emit/as3.ts';
import { isObject } from './answer.ts';
import { applyChange, type Change } from './change.ts';
import { knowsDryRun } from './dry-run.ts';
import { Operation } from './operation.ts';
import { type Pace, usualPace } from './pace.ts';
import type { TenantResult } from './result.ts';
import { appsvcs, Session } from './session.ts';
import { type BigipOptions, type BigipTarget, checkUrl } from './target.ts';
import { checkTenantName } from './tenant-name.ts';

export { BigipError, type BigipErrorKind } from './errors.ts';
export type { TenantResult } from './result.ts';
export { type BigipOptions, type BigipTarget, checkTarget } from './target.ts';
export { certificatesOf } from './trust.ts';

/** `GET /mgmt/shared/appsvcs/info` */
export interface As3Info {
  /** Such as `3.56.0`. */
  readonly version: string;
  readonly release: string;
  readonly schemaCurrent: string;
  readonly schemaMinimum: string;
}

/**
 * AS3 of one BIG-IP, by its REST API (F5's AS3 API Reference). Every method but `close` throws a `BigipError` where there is no answer to
 * what was asked. Changes of one tenant are made one after the other, also when they are asked for at once.
 */
export class BigipClient {
  readonly #session: Session;
  readonly #host: string;
  readonly #options: BigipOptions;
  readonly #pace: Pace;
  /** The last change of each tenant. */
  readonly #changes = new Map<string, Promise<unknown>>();
  #info: Promise<As3Info> | undefined;

  constructor(target: BigipTarget, options: BigipOptions) {
    checkUrl(target.url);
    this.#host = target.url.host;
    this.#options = options;
    this.#pace = { ...usualPace, ...options.pace };
    this.#session = new Session(target, this.#pace);
  }

  async info(): Promise<As3Info> {
    const { json } = await this.#session.get(this.#begin(), `${appsvcs}/info`);
    const text = (key: keyof As3Info): string => (typeof json[key] === 'string' ? json[key] : '');
    const info = {
      version: text('version'),
      release: text('release'),
      schemaCurrent: text('schemaCurrent'),
      schemaMinimum: text('schemaMinimum'),
    };
    if (info.version === '') throw this.#session.error('unexpected', 'AS3 does not tell its version');
    return info;
  }

  /** What is declared; undefined where nothing is. */
  async declaration(): Promise<As3Object | undefined> {
    return this.#read(`${appsvcs}/declare`, [204]);
  }

  /** What was declared `age` declarations ago, 0 to 15; undefined where AS3 keeps none of that age. */
  async history(age: number): Promise<As3Object | undefined> {
    if (!Number.isInteger(age) || age < 0 || age > 15) throw new TypeError(`${age} is no age of a declaration`);
    return this.#read(`${appsvcs}/declare?age=${age}`, [204, 404]);
  }

  /** Posts the text of a declaration with that one tenant, byte for byte. With `dryRun` AS3 tells what it would do. */
  async declare(
    tenant: string,
    body: string,
    { dryRun = false }: { readonly dryRun?: boolean } = {},
  ): Promise<TenantResult> {
    checkTenantName(tenant);
    if (dryRun) await this.#checkDryRun();
    const path = `${appsvcs}/declare/${tenant}?async=true${dryRun ? '&controls.dryRun=true' : ''}`;
    return this.#change({
      tenant,
      call: { method: 'POST', path, body },
      wanted: () => declared((JSON.parse(body) as As3Object)[tenant] as As3Object | undefined),
      dryRun,
    });
  }

  /** Gives the token back. Never throws. */
  async close(): Promise<void> {
    // Who is in a hurry does not wait for that: the token ends by itself.
    const goodbye = this.#options.signal?.aborted ? this.#pace.hasty : this.#pace.goodbye;
    await this.#session.end(new Operation(this.#host, { deadline: goodbye })).catch(() => undefined);
  }

  #begin(): Operation {
    return new Operation(this.#host, this.#options);
  }

  async #read(path: string, none: readonly number[]): Promise<As3Object | undefined> {
    const { status, json } = await this.#session.get(this.#begin(), path);
    if (none.includes(status)) return undefined;
    if (status === 200 && json.class === 'ADC') return json as As3Object;
    throw this.#session.error('unexpected', `AS3 answers ${status} with something that is no declaration`);
  }

  #change(change: Change): Promise<TenantResult> {
    const before = this.#changes.get(change.tenant) ?? Promise.resolve();
    const result = before.then(() => applyChange(this.#session, this.#begin(), change));
    this.#changes.set(
      change.tenant,
      result.catch(() => undefined),
    );
    return result;
  }

  async #checkDryRun(): Promise<void> {
    this.#info ??= this.info();
    const { version } = await this.#info.catch(error => {
      this.#info = undefined;
      throw error;
    });
    if (!knowsDryRun(version)) {
      throw this.#session.error(
        'as3-too-old',
        `AS3 ${version} has no dry run, which came with 3.30: upgrade AS3 first`,
      );
    }
  }
}

/** A tenant as AS3 keeps it: one in which nothing has a class is deleted. */
function declared(tenant: As3Object | undefined): As3Object | undefined {
  const kept = Object.values(tenant ?? {}).some(value => isObject(value) && 'class' in value);
  return kept ? tenant : undefined;
}
