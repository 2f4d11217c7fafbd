import { objectKey } from '../../model/cluster.ts';
import type { TlsProfile } from '../../model/tls-profile.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Path } from '../../place.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { certificateProblem } from '../virtual/certificate.ts';
import { keyPair } from '../virtual/tls-sides.ts';
import { meant, type Rejection, ResourceFailure } from './context.ts';
import { secretsOf } from './tls-secrets.ts';

/** The TLSProfile of a VirtualServer, checked (specification 02 §6.1). Absent for one without TLS. */
export interface UsableTls {
  readonly profile: TlsProfile;
  readonly clients: readonly string[];
  readonly servers: readonly string[];
}

/** Client and server SSL names: the plural wins where it is not empty. */
function namesOf({ clientSSL, clientSSLs, serverSSL, serverSSLs }: TlsProfile): Pick<UsableTls, 'clients' | 'servers'> {
  const single = (name: string): readonly string[] => (name === '' ? [] : [name]);
  return {
    clients: clientSSLs.length > 0 ? clientSSLs : single(clientSSL),
    servers: serverSSLs.length > 0 ? serverSSLs : single(serverSSL),
  };
}

/** Finds and checks the TLSProfile of a VirtualServer. Throws `ResourceFailure`. */
export function usableTls(inventory: Inventory, vs: VirtualServer): UsableTls | undefined {
  const { namespace, tlsProfileName: name } = vs;
  if (name === '') return undefined;
  const fail = (
    problem: string,
    resource: VirtualServer | TlsProfile,
    path: Path,
    why: Pick<Rejection, 'unlabelled'> = {},
  ): never => {
    const message = 'TLS profile not found for the Virtual Server';
    throw new ResourceFailure(resource, { message, problem, path, ...why });
  };
  const atName: Path = ['spec', 'tlsProfileName'];
  const profile = inventory.local.tlsProfiles.get(objectKey({ namespace, name }));
  if (!profile) {
    const near = meant(namespace, name, inventory.local.tlsProfiles.values());
    return fail(`there is no TLSProfile ${namespace}/${name}${near}`, vs, atName);
  }
  if (!inventory.controller.selectsCustomResource(profile.labels)) {
    const problem = `TLSProfile ${namespace}/${name} lacks the label that the controller looks for (f5cr: "true" by default)`;
    return fail(problem, profile, ['metadata', 'labels'], { unlabelled: profile });
  }
  const sides = sidesProblem(profile);
  if (sides !== undefined) return fail(`TLSProfile ${namespace}/${name}: ${sides}`, profile, ['spec', 'tls']);
  const names = namesOf(profile);
  if (profile.termination !== 'passthrough' && profile.reference === 'secret') {
    const problem = secretsProblem(inventory, vs, profile, names.clients);
    if (problem !== undefined) {
      const key = profile.clientSSLs.length > 0 ? 'clientSSLs' : 'clientSSL';
      return fail(`TLSProfile ${namespace}/${name}: ${problem}`, profile, ['spec', 'tls', key]);
    }
  }
  if (!servesHost(profile, vs.host)) {
    return fail(`TLSProfile ${namespace}/${name} does not serve host ${vs.host}`, profile, ['spec', 'hosts']);
  }
  return { profile, ...names };
}

/** Which sides a termination needs. Singular and plural do not mix. */
function sidesProblem({ termination, clientSSL, clientSSLs, serverSSL, serverSSLs }: TlsProfile): string | undefined {
  const client = clientSSL !== '' || clientSSLs.length > 0;
  const server = serverSSL !== '' || serverSSLs.length > 0;
  if (termination === 'reencrypt') {
    const both = (clientSSL !== '' && serverSSL !== '') || (clientSSLs.length > 0 && serverSSLs.length > 0);
    if (both) return undefined;
    return client && server
      ? 'reencrypt takes clientSSL with serverSSL, or clientSSLs with serverSSLs, and no mixture'
      : `reencrypt needs a ${client ? 'server' : 'client'} SSL profile`;
  }
  if (termination === 'edge') {
    if (!client) return 'edge needs a client SSL profile';
    return server ? 'edge takes no server SSL profile' : undefined;
  }
  return client || server ? `${termination || 'a TLSProfile without termination'} takes no SSL profile` : undefined;
}

/** The Secrets up to the first whose certificate covers the host must be there; one of them must cover it. */
function secretsProblem(
  inventory: Inventory,
  vs: VirtualServer,
  profile: TlsProfile,
  clients: readonly string[],
): string | undefined {
  let last = 'it names no Secret';
  const key = profile.clientSSLs.length > 0 ? 'clientSSLs' : 'clientSSL';
  const text = secretsOf(inventory, vs, ['spec', 'tls', key], clients, profile);
  for (const name of clients) {
    const pair = keyPair(text, name);
    const problem = certificateProblem(pair.certificate, pair.key, vs.host);
    if (problem === undefined) return undefined;
    last = `Secret ${name}: ${problem}`;
  }
  return last;
}

interface ServedHosts {
  readonly exact: ReadonlySet<string>;
  /** What hosts may end with. */
  readonly endings: ReadonlySet<string>;
  /** Lengths of `endings`. */
  readonly lengths: ReadonlySet<number>;
}

/** Made once a TLSProfile: it can have thousands of hosts and serve thousands of VirtualServers. */
const servedHosts = new WeakMap<TlsProfile, ServedHosts>();

function servedBy(profile: TlsProfile): ServedHosts {
  const known = servedHosts.get(profile);
  if (known) return known;
  const endings = profile.hosts.filter(host => host.startsWith('*')).map(host => host.slice(1));
  const made = {
    exact: new Set(profile.hosts),
    endings: new Set(endings),
    lengths: new Set(endings.map(({ length }) => length)),
  };
  servedHosts.set(profile, made);
  return made;
}

/** Aliases are not looked at. */
function servesHost(profile: TlsProfile, host: string): boolean {
  if (host === '') return true;
  const { exact, endings, lengths } = servedBy(profile);
  if (exact.has(host)) return true;
  return [...lengths].some(length => length <= host.length && endings.has(host.slice(host.length - length)));
}

/** The hosts of a TLSProfile where they are those of the records of data groups: several, and none a wildcard (02 §6.2). */
export function listedHosts(profile: TlsProfile): readonly string[] | undefined {
  return profile.hosts.length > 1 && servedBy(profile).endings.size === 0 ? profile.hosts : undefined;
}
