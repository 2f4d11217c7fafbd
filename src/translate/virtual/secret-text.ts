import type { Secret } from '../../model/secret.ts';
import type { Inventory } from '../clusters/inventory.ts';

/** Gives a text of a Secret. What cannot be had throws. */
export type SecretText = (secret: string, key: string) => string;

/** Reads the Secrets of a namespace of the local cluster. `fail` is told what is missing, of which name, and the Secret if it is there. */
export function secretTexts(
  { local }: Inventory,
  namespace: string,
  fail: (problem: string, name: string, secret?: Secret) => never,
): SecretText {
  return (name, key) => {
    const secret = local.secrets.get(`${namespace}/${name}`);
    if (!secret) return fail(`there is no Secret ${namespace}/${name}`, name);
    return secret.data[key] || fail(`Secret ${namespace}/${name} has no ${key}`, name, secret);
  };
}
