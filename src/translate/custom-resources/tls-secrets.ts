import type { Resource } from '../../model/metadata.ts';
import type { Path } from '../../place.ts';
import type { KeyPair, TlsParameters } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { TlsProfiles } from '../virtual/tls-profiles.ts';
import { type Rejection, ResourceFailure } from './context.ts';

export interface SecretInput {
  readonly inventory: Inventory;
  /** Resource that fails when a Secret cannot be had; Secrets are in its namespace. */
  readonly resource: Resource;
  /** What names the Secrets, when that is another resource. */
  readonly blamed?: Resource;
  /** Where the Secrets are named. */
  readonly path: Path;
}

function fail({ resource, blamed, path }: SecretInput, problem: string): never {
  const rejection: Rejection = { message: `failed to create TLS profile: ${problem}`, problem, path };
  throw new ResourceFailure(blamed ?? resource, rejection);
}

function secretValue(input: SecretInput, name: string, key: string): string {
  const { namespace } = input.resource;
  const secret = input.inventory.local.secrets.get(`${namespace}/${name}`);
  if (!secret) return fail(input, `there is no Secret ${namespace}/${name}`);
  return secret.data[key] || fail(input, `Secret ${namespace}/${name} has no ${key}`);
}

/** Key pairs of Secrets, in order. Throws `ResourceFailure`. */
export function keyPairs(input: SecretInput, names: readonly string[]): KeyPair[] {
  return names.map(name => ({
    key: secretValue(input, name, 'tls.key'),
    certificate: secretValue(input, name, 'tls.crt'),
  }));
}

/** Notes the client side of a virtual server: all Secrets are one profile, called after the first. */
export function addClientSecrets(
  profiles: TlsProfiles,
  names: readonly string[],
  parameters: TlsParameters,
  input: SecretInput,
): void {
  const [first] = names;
  if (first !== undefined) profiles.certificates(first, keyPairs(input, names), parameters);
}

/** Notes the server side: the certificates of all Secrets are what servers are checked against. */
export function addServerSecrets(
  profiles: TlsProfiles,
  names: readonly string[],
  parameters: TlsParameters,
  input: SecretInput,
): void {
  const [first] = names;
  if (first === undefined) return;
  const authorities = names.map(name => secretValue(input, name, 'tls.crt'));
  profiles.authorities(first, authorities, parameters);
}
