import type { Resource } from '../../model/metadata.ts';
import type { TlsSides } from '../../model/tls-sides.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { TlsProfiles } from '../virtual/tls-profiles.ts';
import { addClientSide, addServerSide, type TlsSide } from '../virtual/tls-sides.ts';
import { ResourceFailure } from './context.ts';
import { secretsOf } from './tls-secrets.ts';

/** Without ciphers and renegotiation (specification 02 §6.4). */
const parameters = { cipher: { tlsVersion: '', ciphers: '', cipherGroup: '', disableTLSVersions: [] } };

/** TLS profiles that a resource lists itself (specification 02 §6.4). Throws `ResourceFailure`. */
export function bigipOrSecretTls(
  inventory: Inventory,
  resource: Resource,
  tls: TlsSides | undefined,
  virtual: string,
): TlsProfiles {
  const profiles = new TlsProfiles(virtual, inventory.controller.partition);
  if (!tls) return profiles;
  const { clientSSLs: clients, serverSSLs: servers, reference } = tls;
  if (reference === 'bigip') {
    addClientSide(profiles, { kind: 'bigip', names: clients });
    addServerSide(profiles, { kind: 'bigip', names: servers });
  } else if (reference === 'secret') {
    const side = (names: readonly string[], key: string): TlsSide => {
      return { kind: 'secret', names, text: secretsOf(inventory, resource, ['spec', 'tls', key], names), parameters };
    };
    addClientSide(profiles, side(clients, 'clientSSLs'));
    addServerSide(profiles, side(servers, 'serverSSLs'));
  } else {
    throw new ResourceFailure(resource, {
      message: `Error in processing TLS for ${resource.kind} ${resource.name}`,
      problem: `tls.reference "${reference}" is neither bigip nor secret`,
      path: ['spec', 'tls', 'reference'],
    });
  }
  return profiles;
}
