import type { Resource } from '../../model/metadata.ts';
import type { TlsSides } from '../../model/tls-sides.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { TlsProfiles } from '../virtual/tls-profiles.ts';
import { ResourceFailure } from './context.ts';
import { addClientSecrets, addServerSecrets } from './tls-secrets.ts';

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
    for (const name of clients) profiles.reference(name, 'client');
    for (const name of servers) profiles.reference(name, 'server');
  } else if (reference === 'secret') {
    const secrets = (key: string) => ({ inventory, resource, path: ['spec', 'tls', key] });
    addClientSecrets(profiles, clients, parameters, secrets('clientSSLs'));
    addServerSecrets(profiles, servers, parameters, secrets('serverSSLs'));
  } else {
    throw new ResourceFailure(resource, {
      message: `Error in processing TLS for ${resource.kind} ${resource.name}`,
      problem: `tls.reference "${reference}" is neither bigip nor secret`,
      path: ['spec', 'tls', 'reference'],
    });
  }
  return profiles;
}
