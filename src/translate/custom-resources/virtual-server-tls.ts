import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import { whereOf } from '../../model/where.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { DataGroups } from '../virtual/data-groups.ts';
import { addServerNames } from '../virtual/server-names.ts';
import type { TlsProfiles } from '../virtual/tls-profiles.ts';
import { addClientSide, addServerSide, type TlsSide } from '../virtual/tls-sides.ts';
import { ResourceFailure } from './context.ts';
import { saidServerSsl } from './server-ssl-name.ts';
import { listedHosts, type UsableTls } from './tls-profile.ts';
import { secretsOf } from './tls-secrets.ts';
import { reportPassthrough } from './virtual-server-findings.ts';
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
  return (tls && listedHosts(tls.profile)) ?? hostsOf(vs);
}

/** Adds the TLS of a VirtualServer to the virtual server for HTTPS (specification 02 §6.2). Throws `ResourceFailure`. */
export function addVirtualServerTls(input: VirtualServerTlsInput): void {
  const { vs, tls, pools, dataGroups } = input;
  const { termination } = tls.profile;
  const { namespace } = vs;
  const hosts = recordHosts(vs, tls);
  if (termination === 'passthrough') {
    reportPassthrough(input.findings, vs);
    const pool = pools.at(-1)?.backends.at(-1);
    if (pool !== undefined) {
      addServerNames(dataGroups, { namespace, termination, hosts, path: '', pool, serverSsl: undefined });
    }
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
  for (const { path, backends } of pools) {
    const pool = backends.at(-1);
    if (pool === undefined) continue;
    const kind = termination === 'edge' ? 'edge' : 'reencrypt';
    addServerNames(dataGroups, { namespace, termination: kind, hosts, path, pool, serverSsl });
  }
}

/** Attaches the profiles of both sides. Returns what the data group of server SSL profiles says, if there is a server side. */
function addProfiles(input: VirtualServerTlsInput): string | undefined {
  const { inventory, vs, tls, profiles, virtual } = input;
  const { profile, clients, servers } = tls;
  const { cipher, clientParams, serverParams, reference } = profile;
  const side = (
    kind: 'bigip' | 'secret',
    names: readonly string[],
    key: string,
    params: typeof clientParams,
  ): TlsSide => {
    if (kind === 'bigip') return { kind, names };
    const text = secretsOf(inventory, vs, ['spec', 'tls', key], names, profile);
    return { kind, names, text, parameters: { cipher, ...(params && { renegotiation: params.renegotiationEnabled }) } };
  };
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
  if (client === 'bigip' || client === 'secret') {
    const key = profile.clientSSLs.length > 0 ? 'clientSSLs' : 'clientSSL';
    addClientSide(profiles, side(client, clients, key, clientParams));
  } else reportIgnoredSide(input, 'client');
  const server = kindOf(serverParams);
  if (servers.length === 0) return undefined;
  if (server !== 'bigip' && server !== 'secret') {
    reportIgnoredSide(input, 'server');
    return undefined;
  }
  const key = profile.serverSSLs.length > 0 ? 'serverSSLs' : 'serverSSL';
  const named = addServerSide(profiles, side(server, servers, key, serverParams));
  if (named !== undefined) return named;
  reportTlsServer(input, client === 'secret');
  const ownName = vs.hostGroup === '' ? 'virtualServerName' : 'hostGroupVirtualServerName';
  return saidServerSsl(input.findings, vs, virtual, ownName);
}

/** With reference hybrid each side says where its profiles are, or is passed over (specification 02 §6.2). */
function reportIgnoredSide({ findings, vs, tls, virtual }: VirtualServerTlsInput, side: 'client' | 'server'): void {
  const values = { profile: objectKey(tls.profile), name: objectKey(vs), virtual, side };
  const path = ['spec', 'tls', `${side}SSLParams`, 'profileReference'];
  findings.add('tls-side-ignored', values, whereOf(tls.profile, path));
}

/** The first profile by name makes TLS_Server, also one for the server side (specification 02 §6.3). */
function reportTlsServer({ findings, vs, tls, virtual }: VirtualServerTlsInput, certificates: boolean): void {
  const { profile, clients, servers } = tls;
  const [certificate = '', authority = ''] = [clients[0], servers[0]];
  if (!certificates || `${authority}-serverside` > `${certificate}-clientside`) return;
  const { clientParams, serverParams } = profile;
  if (clientParams?.renegotiationEnabled === serverParams?.renegotiationEnabled) return;
  const values = { name: objectKey(vs), virtual, authority, certificate };
  findings.add('tls-server-parameters', values, whereOf(profile, ['spec', 'tls', 'serverSSLParams']));
}
