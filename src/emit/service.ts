import type { Virtual, VirtualProfiles } from '../translate/adc.ts';
import { isGeneratedIRuleName } from '../translate/names.ts';
import { isVirtualAddress } from '../translate/virtual/virtual-address.ts';
import { type As3Object, type As3Value, bigip, inReadingOrder } from './as3.ts';

/** AS3 `Service_HTTP`, or `Service_HTTPS` with TLS or passthrough (specification 01 §5.4). */
export function emitService(virtual: Virtual, as3Version: number): As3Object {
  const { tenant, profiles, tls, dataGroups, defaultPool, policy } = virtual;
  const passthrough = dataGroups.has('ssl_passthrough_servername_dg');
  const references = tls.clientProfiles.length + tls.serverProfiles.length > 0;
  const secure = references || tls.server !== undefined || tls.client !== undefined || passthrough;
  const own = (name: string): string => `/${tenant}/Shared/${virtual.name}_${name}`;
  // References to the BIG-IP's own profiles win over generated ones (01 §5.10).
  const serverTLS: As3Value | undefined =
    tls.clientProfiles.length > 0
      ? tls.clientProfiles.map(path => ({ bigip: path }))
      : tls.server
        ? own('tls_server')
        : passthrough && as3Version < 3.52
          ? { bigip: '/Common/clientssl' }
          : undefined;
  const clientTLS: As3Value | undefined =
    tls.serverProfiles.length > 0
      ? tls.serverProfiles.map(path => ({ bigip: path }))
      : tls.client
        ? own('tls_client')
        : undefined;
  return inReadingOrder({
    class: secure ? 'Service_HTTPS' : 'Service_HTTP',
    ...(secure && { redirect80: false }),
    ...(isVirtualAddress(virtual.address) && { virtualAddresses: [virtual.address], virtualPort: virtual.port }),
    source: '0.0.0.0/0',
    translateServerAddress: true,
    translateServerPort: true,
    ...emitProfiles(profiles),
    ...(policy && { policyEndpoint: `/${tenant}/Shared/${policy.name}` }),
    ...(virtual.iRules.length > 0 && {
      iRules: virtual.iRules.map(name =>
        isGeneratedIRuleName(name) ? name.slice(name.lastIndexOf('/') + 1) : { bigip: name },
      ),
    }),
    ...(serverTLS !== undefined && { serverTLS }),
    ...(clientTLS !== undefined && { clientTLS }),
    ...(defaultPool && { pool: 'bigip' in defaultPool ? { bigip: defaultPool.bigip } : { use: defaultPool.use } }),
  });
}

const snatWords: ReadonlySet<string> = new Set(['auto', 'none', 'self']);
const compressionWords: ReadonlySet<string> = new Set(['basic', 'wan']);
const persistenceWords: ReadonlySet<string> = new Set([
  'cookie',
  'destination-address',
  'hash',
  'msrdp',
  'sip-info',
  'source-address',
  'tls-session-id',
  'universal',
]);

function emitProfiles(profiles: VirtualProfiles): As3Object {
  const { snat, httpCompression: compression } = profiles;
  return {
    snat: snatWords.has(snat) ? snat : { bigip: snat },
    policyWAF: bigip(profiles.waf),
    policyFirewallEnforced: bigip(profiles.firewallPolicy),
    ipIntelligencePolicy: bigip(profiles.ipIntelligencePolicy),
    profileAccess: bigip(profiles.access),
    policyPerRequestAccess: bigip(profiles.perRequestAccess),
    profileRequestAdapt: bigip(profiles.adaptRequest),
    profileResponseAdapt: bigip(profiles.adaptResponse),
    profileDOS: bigip(profiles.dos),
    profileBotDefense: bigip(profiles.botDefense),
    profileHTTP: bigip(profiles.http),
    profileHTML: bigip(profiles.html),
    profileMultiplex: bigip(profiles.multiplex),
    profileWebSocket: bigip(profiles.webSocket),
    profileAnalytics: bigip(profiles.analytics),
    profileTrafficLog: bigip(profiles.requestLog),
    ...(compression !== '' && {
      profileHTTPCompression: compressionWords.has(compression) ? compression : { bigip: compression },
    }),
    ...(profiles.allowVlans.length > 0 && { allowVlans: profiles.allowVlans.map(path => ({ bigip: path })) }),
    ...(profiles.log.length > 0 && { securityLogProfiles: profiles.log.map(path => ({ bigip: path })) }),
    ...(profiles.lastHop !== '' && { lastHop: profiles.lastHop }),
    ...(profiles.httpMrfRouting && { httpMrfRoutingEnabled: true }),
    profileTCP: emitTcp(profiles),
    profileHTTP2: emitHttp2(profiles),
    persistenceMethods: emitPersistence(profiles.persistence),
  };
}

/** A server side alone gives nothing. */
function emitTcp({ tcpClient, tcpServer }: VirtualProfiles): As3Object | undefined {
  if (tcpClient === '') return undefined;
  return tcpServer === '' ? { bigip: tcpClient } : { egress: { bigip: tcpServer }, ingress: { bigip: tcpClient } };
}

/** One side alone, both, or either left empty (specification 01 §5.13, 02 §11.4). */
function emitHttp2({ http2Client: client, http2Server: server }: VirtualProfiles): As3Object | undefined {
  if (server === undefined) return bigip(client ?? '');
  if (client === undefined) return server === '' ? undefined : { egress: { bigip: server } };
  return {
    ...(server !== '' && { egress: { bigip: server } }),
    ...(client !== '' && { ingress: { bigip: client } }),
  };
}

function emitPersistence(profile: string): As3Value | undefined {
  if (profile === '') return undefined;
  if (profile === 'none') return [];
  return persistenceWords.has(profile) ? [profile] : [{ bigip: profile }];
}
