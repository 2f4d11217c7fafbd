import { BigipError } from './errors.ts';
import type { Pace } from './pace.ts';
import { trustOf } from './trust.ts';

/** A BIG-IP and who asks it. */
export interface BigipTarget {
  /** Of the management address, such as `https://192.0.2.10`; `http:` for loopback only. */
  readonly url: URL;
  readonly username: string;
  readonly password: string;
  /** Certificates in PEM that are trusted beside those that Node trusts: of authorities, or the BIG-IP's own. */
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
  readonly pace?: Partial<Pace>;
}

/** Throws a `BigipError` of kind `target` for what no connection is made with. */
export function checkTarget(target: BigipTarget): void {
  checkUrl(target.url);
  trustOf(target);
}

/** Refuses a URL that credentials are not sent to. Credentials in a URL end up in logs, and without TLS anybody on the way reads them. */
export function checkUrl(url: URL): void {
  const refuse = (why: string): never => {
    throw new BigipError('target', `${url.host || 'the URL'}: ${why}`);
  };
  if (url.username !== '' || url.password !== '') refuse('the URL must not hold a user name or password');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    refuse(`the URL must begin with https://, not ${url.protocol}`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    refuse('the password would be sent in clear text: the URL must begin with https://');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    refuse(`the URL must end after the host and port, such as ${url.origin}`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}
