import type { Controller } from '../../model/controller.ts';
import type { Policy } from '../../model/policy.ts';
import type { Pool, VirtualProfiles } from '../adc.ts';
import type { IRulePersistence } from '../irules/index.ts';

type PoolSettings = Policy['poolSettings'];

/** Default of `snat` (specification 01 §5.4). */
const defaultSnat = 'auto';

/** Profiles of a virtual server without a Policy. */
const noProfiles: VirtualProfiles = {
  snat: defaultSnat,
  waf: '',
  firewallPolicy: '',
  ipIntelligencePolicy: '',
  access: '',
  perRequestAccess: '',
  adaptRequest: '',
  adaptResponse: '',
  dos: '',
  botDefense: '',
  allowVlans: [],
  tcpClient: '',
  tcpServer: '',
  http: '',
  persistence: '',
  html: '',
  multiplex: '',
  webSocket: '',
  analytics: '',
  requestLog: '',
  httpCompression: '',
  log: [],
  httpMrfRouting: false,
  lastHop: '',
  mirroring: '',
  l4: '',
  udp: '',
  ftp: '',
};

/** What a Policy gives to every kind of virtual server (specification 01 §5.13, 02 §2.7). */
function commonProfiles({ snat, l3, profiles }: Policy): VirtualProfiles {
  return {
    ...noProfiles,
    snat: snat || defaultSnat,
    firewallPolicy: l3.firewallPolicy,
    ipIntelligencePolicy: l3.ipIntelligencePolicy,
    dos: l3.dos,
    botDefense: l3.botDefense,
    allowVlans: l3.allowVlans,
    tcpClient: profiles.tcp.client ?? '',
    tcpServer: profiles.tcp.server ?? '',
    persistence: profiles.persistence,
    log: profiles.log,
  };
}

/** What a Policy gives to the virtual server on a port: some profiles are for HTTPS or for HTTP alone (01 §5.13). */
export function policyProfiles(policy: Policy | undefined, secure: boolean): VirtualProfiles {
  if (!policy) return noProfiles;
  const { l7, profiles } = policy;
  return {
    ...commonProfiles(policy),
    waf: l7.waf,
    access: l7.profileAccess,
    perRequestAccess: l7.profileAccess === '' ? '' : l7.policyPerRequestAccess,
    adaptRequest: l7.adaptRequest,
    adaptResponse: l7.adaptResponse,
    ...(secure && profiles.http2.client !== undefined && { http2Client: profiles.http2.client }),
    ...(secure && profiles.http2.server !== undefined && { http2Server: profiles.http2.server }),
    http: profiles.http || (secure ? profiles.httpSecure : profiles.httpInsecure),
    html: profiles.html,
    multiplex: profiles.multiplex,
    webSocket: profiles.webSocket,
    analytics: profiles.analyticsHttp,
    requestLog: profiles.requestLog,
    httpCompression: profiles.httpCompression,
    httpMrfRouting: secure && profiles.httpMrfRouting === true,
    lastHop: policy.autoLastHop,
  };
}

/** What a Policy gives to a TransportServer or a LoadBalancer Service (specification 02 §2.7). */
export function transportProfiles(policy: Policy | undefined): VirtualProfiles {
  if (!policy) return noProfiles;
  const { l4, udp, ftp } = policy.profiles;
  return { ...commonProfiles(policy), l4, udp, ftp };
}

/** iRules of a Policy for a port: its list, or else the one rule for HTTPS or HTTP (01 §5.13). */
export function policyIRules(policy: Policy | undefined, secure: boolean): readonly string[] {
  if (!policy) return [];
  if (policy.iRuleList.length > 0) return policy.iRuleList;
  const rule = secure ? policy.iRulesSecure : policy.iRulesInsecure;
  return rule === '' ? [] : [rule];
}

/** A pool with the pool settings of a Policy, which fill in what it leaves unset (01 §5.13, 02 §2.7). */
export function withSettings(pool: Pool, { reselectTries, serviceDownAction, slowRampTime }: PoolSettings): Pool {
  return {
    ...pool,
    reselectTries: pool.reselectTries || reselectTries,
    serviceDownAction: pool.serviceDownAction || serviceDownAction,
    slowRampTime: slowRampTime || pool.slowRampTime,
  };
}

/** `multiPoolPersistence` in the iRules' words; only members of type `cluster` have it (01 §5.13, 02 §2.7). */
export function policyPersistence(
  policy: Policy | undefined,
  { poolMemberType }: Controller,
): IRulePersistence | undefined {
  const persistence = policy?.poolSettings.persistence;
  if (!persistence || poolMemberType !== 'cluster') return undefined;
  const { method, timeout } = persistence;
  if (method === 'uieSourceAddress') return { method: 'uie', timeout };
  return method === 'hashSourceAddress' ? { method: 'hash', timeout } : undefined;
}
