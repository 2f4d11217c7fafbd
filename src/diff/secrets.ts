import type { As3Object, As3Value } from '../emit/as3.ts';
import { isList, isObject, same } from './values.ts';

/** Properties whose value is for nobody to see. */
const secret = /^(?:privateKey|passphrase|password|secret|sharedSecret|ciphertext|protected)$/i;

/** A value to be shown: what is secret in it is not there any more. */
export function withoutSecrets(value: As3Value, key = ''): As3Value {
  if (secret.test(key)) return '(hidden)';
  if (typeof value === 'string') return /-----BEGIN [A-Z ]*PRIVATE KEY/.test(value) ? '(hidden)' : value;
  if (isList(value)) return value.map(item => withoutSecrets(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, held === undefined ? held : withoutSecrets(held, name)]),
  );
}

/** As a BIG-IP keeps what it has encrypted: with another text each time. */
function isEncrypted(value: As3Value | undefined): boolean {
  return isObject(value) && typeof value.ciphertext === 'string';
}

/**
 * The second object with what it has encrypted as the first has it, so that they do not differ in it; told where that is no more than
 * an assumption.
 */
export function withEncryptedAs(before: As3Object, after: As3Object, tell: (property: string) => void): As3Object {
  return likened(before, after, '', tell) as As3Object;
}

function likened(
  before: As3Value | undefined,
  after: As3Value | undefined,
  at: string,
  tell: (property: string) => void,
): As3Value | undefined {
  if (before === undefined || after === undefined) return after;
  if (isEncrypted(before) || isEncrypted(after)) {
    if (!same(before, after)) tell(at);
    return before;
  }
  if (isList(before) && isList(after))
    return after.map((item, index) => likened(before[index], item, `${at}[${index}]`, tell) ?? item);
  if (!isObject(before) || !isObject(after)) return after;
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  return Object.fromEntries(
    Object.entries(after).map(([key, held]) => [
      key,
      Object.hasOwn(before, key) ? likened(before[key], held, below(key), tell) : held,
    ]),
  );
}
