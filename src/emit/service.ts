import type { Virtual, VirtualKind, VirtualProfiles } from '../translate/adc.ts';
import { isGeneratedIRuleName, serviceAddressName } from '../translate/names.ts';
import { isVirtualAddress } from '../translate/virtual/virtual-address.ts';
import { type As3Object, type As3Value, bigip, inReadingOrder } from './as3.ts';

/** AS3 `Service_HTTP` or `Service_HTTPS`, `Service_TCP`, `_UDP`, `_SCTP` or `_L4` (specification 01 §5.4, 02 §8, §11.4). */
export function emitService(virtual: Virtual, as3Version: number): As3Object {
  const { tenant, service, profiles, defaultPool, policy, iRules } = virtual;
  return inReadingOrder({
    class: classOf(virtual),
    ...(classOf(virtual) === 'Service_HTTPS' && { redirect80: false }),
    ...layer4Of(service),
    ...emitAddresses(virtual),
    // TransportServers say nothing of this.
    ...(service.kind !== 'transport' && {
      source: '0.0.0.0/0',
      translateServerAddress: true,
      translateServerPort: true,
    }),
    ...emitProfiles(profiles),
    ...(classOf(virtual) === 'Service_TCP' && { profileFTP: bigip(profiles.ftp) }),
    ...(policy && { policyEndpoint: `/${tenant}/Shared/${policy.name}` }),
    ...(iRules.length > 0 && {
      iRules: iRules.map(name =>
        isGeneratedIRuleName(name) ? name.slice(name.lastIndexOf('/') + 1) : { bigip: name },
      ),
    }),
    ...emitTls(virtual, as3Version),
    ...(defaultPool && { pool: 'bigip' in defaultPool ? { bigip: defaultPool.bigip } : { use: defaultPool.use } }),
  });
}

/** `Service_TCP`, `_UDP` or `_SCTP`; any other protocol makes a class that AS3 does not know, which is then refused. */
const layer4Class = (protocol: string): string => `Service_${protocol.toUpperCase()}`;

function classOf({ service, tls, dataGroups }: Virtual): string {
  if (service.kind === 'transport') return service.performance ? 'Service_L4' : layer4Class(service.protocol);
  if (service.kind === 'ingress-link') return layer4Class(service.protocol);
  const profiles = tls.clientProfiles.length + tls.serverProfiles.length > 0;
  const secure = profiles || tls.server || tls.client || dataGroups.has('ssl_passthrough_servername_dg');
  return secure ? 'Service_HTTPS' : 'Service_HTTP';
}

function layer4Of(service: VirtualKind): As3Object {
  if (service.kind === 'ingress-link-http') return { layer4: 'tcp' };
  return service.kind === 'transport' && service.performance ? { layer4: service.protocol } : {};
}

/** Without an address that is one, it listens nowhere. With a service address each address is a `Service_Address`. */
function emitAddresses({ address, additionalAddresses, serviceAddress, port }: Virtual): As3Object {
  if (!isVirtualAddress(address)) return {};
  const all = [address, ...additionalAddresses];
  return {
    virtualAddresses: serviceAddress ? all.map(one => ({ use: serviceAddressName(one) })) : all,
    // A TransportServer may have none.
    ...(port !== 0 && { virtualPort: port }),
  };
}

/** References to the BIG-IP's own profiles win over generated ones (01 §5.10, 02 §6.3). */
function emitTls({ name, tenant, tls, dataGroups }: Virtual, as3Version: number): As3Object {
  const own = (object: string): string => `/${tenant}/Shared/${name}_${object}`;
  const list = (paths: readonly string[]): As3Value => paths.map(path => ({ bigip: path }));
  const server = tls.server ? own('tls_server') : undefined;
  const client = tls.client ? own('tls_client') : undefined;
  const bare = dataGroups.has('ssl_passthrough_servername_dg') && as3Version < 3.52;
  return {
    serverTLS:
      tls.clientProfiles.length > 0
        ? list(tls.clientProfiles)
        : (server ?? (bare ? { bigip: '/Common/clientssl' } : undefined)),
    clientTLS: tls.serverProfiles.length > 0 ? list(tls.serverProfiles) : client,
  };
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
    ...(profiles.mirroring !== '' && { mirroring: profiles.mirroring }),
    ...(profiles.l4 !== '' && { profileL4: profiles.l4 === 'basic' ? 'basic' : { bigip: profiles.l4 } }),
    profileUDP: bigip(profiles.udp),
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
