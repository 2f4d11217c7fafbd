import type { KeyPair, TlsParameters } from '../adc.ts';
import { sanitise } from '../names.ts';
import type { SecretText } from './secret-text.ts';
import type { TlsProfiles } from './tls-profiles.ts';

/** One side of TLS as a resource names it: profiles on the BIG-IP, or Secrets. */
export type TlsSide =
  | { readonly kind: 'bigip'; readonly names: readonly string[] }
  | {
      readonly kind: 'secret';
      readonly names: readonly string[];
      readonly text: SecretText;
      readonly parameters: TlsParameters;
    };

/** The key pair of a Secret: `tls.crt` and `tls.key`. */
export function keyPair(text: SecretText, secret: string): KeyPair {
  return { key: text(secret, 'tls.key'), certificate: text(secret, 'tls.crt') };
}

/** Notes the side that clients meet. All Secrets are one profile, called after the first (specification 02 §6.2). */
export function addClientSide(profiles: TlsProfiles, side: TlsSide): void {
  if (side.kind === 'bigip') {
    for (const name of side.names) profiles.reference(name, 'client');
    return;
  }
  const [first] = side.names;
  if (first === undefined) return;
  const pairs = side.names.map(name => keyPair(side.text, name));
  profiles.certificates(first, pairs, side.parameters);
}

/**
 * Notes the side that meets servers: the certificates of all Secrets are what these are checked against. Returns the profile on
 * the BIG-IP that the data group of server SSL profiles names, where it is one.
 */
export function addServerSide(profiles: TlsProfiles, side: TlsSide): string | undefined {
  if (side.kind === 'bigip') {
    for (const name of side.names) profiles.reference(name, 'server');
    return side.names.at(-1);
  }
  const [first] = side.names;
  if (first === undefined) return undefined;
  const authorities = side.names.map(name => side.text(name, 'tls.crt'));
  profiles.authorities(first, authorities, side.parameters);
  return undefined;
}

/**
 * Name of the TLS_Client as the data group of server SSL profiles says it. It is sanitised, and the object itself is not: so it
 * names nothing where the virtual server has a `-` or `.` in its name (specification 02 §7).
 */
export function serverSslName(virtual: string): { readonly said: string; readonly isRight: boolean } {
  const name = `${virtual}_tls_client`;
  const said = sanitise(name);
  return { said, isRight: said === name };
}
