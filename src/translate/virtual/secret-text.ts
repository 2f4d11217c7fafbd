import type { Inventory } from '../clusters/inventory.ts';

/** Gives a text of a Secret. What cannot be had throws. */
export type SecretText = (secret: string, key: string) => string;

/** Reads the Secrets of a namespace of the local cluster. `fail` is told what is missing, and of which Secret. */
export function secretTexts(
  { local }: Inventory,
  namespace: string,
  fail: (problem: string, secret: string) => never,
): SecretText {
  return (name, key) => {
    const secret = local.secrets.get(`${namespace}/${name}`);
    if (!secret) return fail(`there is no Secret ${namespace}/${name}`, name);
    return secret.data[key] || fail(`Secret ${namespace}/${name} has no ${key}`, name);
  };
}
