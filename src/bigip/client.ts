import type { As3Object } from '../emit/as3.ts';
import type { TenantResult } from './result.ts';

export { BigipError, type BigipErrorKind } from './errors.ts';
export type { TenantResult } from './result.ts';

/** A BIG-IP and who asks it. */
export interface BigipTarget {
  /** Of the management address, such as `https://192.0.2.10`; `http:` for loopback only. */
  readonly url: URL;
  readonly username: string;
  readonly password: string;
  /** Certificates in PEM that are trusted beside the system's. */
  readonly trustedCerts?: string;
  /** Takes any certificate. */
  readonly insecure?: boolean;
}

export interface BigipOptions {
  /** Milliseconds for one operation with all its retries and polling. */
  readonly deadline: number;
  readonly signal?: AbortSignal;
  /** Is told what an operation waits for. */
  readonly notice?: (text: string) => void;
}

/** `GET /mgmt/shared/appsvcs/info` */
export interface As3Info {
  /** Such as `3.56.0`. */
  readonly version: string;
  readonly release: string;
  readonly schemaCurrent: string;
  readonly schemaMinimum: string;
}

/** AS3 of one BIG-IP. Every method but `close` throws a `BigipError` where there is no answer to what was asked. */
export class BigipClient {
  constructor(target: BigipTarget, options: BigipOptions) {
    void target;
    void options;
  }

  info(): Promise<As3Info> {
    throw new Error('to come');
  }

  /** What is declared; undefined where nothing is. */
  declaration(): Promise<As3Object | undefined> {
    throw new Error('to come');
  }

  /** What was declared `age` declarations ago, 0 to 15; undefined where AS3 keeps none of that age. */
  history(age: number): Promise<As3Object | undefined> {
    throw new Error(`to come ${age}`);
  }

  /** Posts the text of a declaration with that one tenant, byte for byte. */
  declare(tenant: string, body: string, options: { readonly dryRun?: boolean } = {}): Promise<TenantResult> {
    throw new Error(`to come ${tenant} ${body.length} ${options.dryRun}`);
  }

  remove(tenant: string): Promise<TenantResult> {
    throw new Error(`to come ${tenant}`);
  }

  /** Gives the token back. Never throws. */
  async close(): Promise<void> {}
}
