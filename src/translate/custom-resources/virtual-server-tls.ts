import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { TlsParameters } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { DataGroups } from '../virtual/data-groups.ts';
import type { TlsProfiles } from '../virtual/tls-profiles.ts';
import { ResourceFailure } from './context.ts';
import { clientProfileName } from './server-ssl-name.ts';
import type { UsableTls } from './tls-profile.ts';
import { addClientSecrets, addServerSecrets } from './tls-secrets.ts';
import { hostsOf, type RulePool } from './virtual-server-rules.ts';

export interface VirtualServerTlsInput {
  readonly inventory: Inventory;
  readonly findings: Findings;
  readonly vs: VirtualServer;
  readonly tls: UsableTls;
  readonly pools: readonly RulePool[];
  /** The virtual server for HTTPS. */
  readonly virtual: string;
  readonly profiles: TlsProfiles;
  readonly dataGroups: DataGroups;
}

/** Hosts of the records of data groups: those of the TLSProfile where it has several and none is a wildcard (02 §6.2). */
export function recordHosts(vs: VirtualServer, tls: UsableTls | undefined): readonly string[] {
  const { hosts = [] } = tls?.profile ?? {};
  return hosts.length > 1 && hosts.every(host => !host.startsWith('*')) ? hosts : hostsOf(vs);
}

/** Adds the TLS of a VirtualServer to the virtual server for HTTPS (specification 02 §6.2). Throws `ResourceFailure`. */
export function addVirtualServerTls(input: VirtualServerTlsInput): void {
  const { vs, tls, pools, dataGroups } = input;
  const { termination } = tls.profile;
  const hosts = recordHosts(vs, tls);
  if (termination === 'passthrough') {
    const pool = pools.at(-1)?.backends.at(-1);
    if (pool === undefined) return;
    for (const host of hosts) dataGroups.set('ssl_passthrough_servername_dg', vs.namespace, host, pool);
    return;
  }
  if (termination === 'reencrypt' && vs.httpTraffic === 'allow') {
    throw new ResourceFailure(vs, {
      message: `Error in processing TLS for VirtualServer ${vs.name}`,
      problem: 'httpTraffic allow cannot be combined with reencrypt',
      path: ['spec', 'httpTraffic'],
    });
  }
  const serverSsl = addProfiles(input);
  const kind = termination === 'edge' ? 'edge' : 'reencrypt';
  for (const { path, backends } of pools) {
    const pool = backends.at(-1);
    if (pool === undefined) continue;
    for (const host of hosts) {
      const key = `${host}${path}`.replace(/\/$/, '');
      dataGroups.set(`ssl_${kind}_servername_dg`, vs.namespace, key, pool);
      const value = kind === 'edge' ? 'false' : serverSsl;
      if (value !== undefined) dataGroups.set(`ssl_${kind}_serverssl_dg`, vs.namespace, key, value);
    }
  }
}

/** Attaches the profiles of both sides. Returns what the data group of server SSL profiles says, if there is a server side. */
function addProfiles(input: VirtualServerTlsInput): string | undefined {
  const { inventory, vs, tls, profiles, virtual } = input;
  const { profile, clients, servers } = tls;
  const { cipher, clientParams, serverParams, reference } = profile;
  const secrets = (key: string) => ({ inventory, resource: vs, blamed: profile, path: ['spec', 'tls', key] });
  const parametersOf = (params: typeof clientParams): TlsParameters => ({
    cipher,
    ...(params && { renegotiation: params.renegotiationEnabled }),
  });
  const kindOf = (params: typeof clientParams): string =>
    reference === 'hybrid' ? (params?.profileReference ?? '') : reference;
  if (reference !== 'bigip' && reference !== 'secret' && reference !== 'hybrid') {
    throw new ResourceFailure(profile, {
      message: `Error in processing TLS for VirtualServer ${vs.name}`,
      problem: `TLSProfile ${profile.namespace}/${profile.name}: tls.reference "${reference}" is none of bigip, secret, hybrid`,
      path: ['spec', 'tls', 'reference'],
    });
  }
  const client = kindOf(clientParams);
  if (client === 'bigip') for (const name of clients) profiles.reference(name, 'client');
  if (client === 'secret') {
    const key = profile.clientSSLs.length > 0 ? 'clientSSLs' : 'clientSSL';
    addClientSecrets(profiles, clients, parametersOf(clientParams), secrets(key));
  }
  const server = kindOf(serverParams);
  if (servers.length === 0) return undefined;
  if (server === 'bigip') {
    for (const name of servers) profiles.reference(name, 'server');
    return servers.at(-1);
  }
  if (server !== 'secret') return undefined;
  const key = profile.serverSSLs.length > 0 ? 'serverSSLs' : 'serverSSL';
  addServerSecrets(profiles, servers, parametersOf(serverParams), secrets(key));
  reportTlsServer(input, client === 'secret');
  return clientProfileName(
    input,
    vs,
    virtual,
    vs.hostGroup === '' ? 'virtualServerName' : 'hostGroupVirtualServerName',
  );
}

/** The first profile by name makes TLS_Server, also one for the server side (specification 02 §6.3). */
function reportTlsServer({ findings, vs, tls, virtual }: VirtualServerTlsInput, certificates: boolean): void {
  const { profile, clients, servers } = tls;
  const [certificate = '', authority = ''] = [clients[0], servers[0]];
  if (!certificates || `${authority}-serverside` > `${certificate}-clientside`) return;
  const { clientParams, serverParams } = profile;
  if (clientParams?.renegotiationEnabled === serverParams?.renegotiationEnabled) return;
  const { kind, namespace, name, source } = profile;
  const values = { name: objectKey(vs), virtual, authority, certificate };
  findings.add('tls-server-parameters', values, {
    at: { source, path: ['spec', 'tls', 'serverSSLParams'] },
    resource: { kind, namespace, name },
  });
}
