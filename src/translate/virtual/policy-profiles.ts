import type { Policy } from '../../model/policy.ts';
import type { VirtualProfiles } from '../adc.ts';

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
};

/** What a Policy gives to the virtual server on a port: some profiles are for HTTPS or for HTTP alone (01 §5.13). */
export function policyProfiles(policy: Policy | undefined, secure: boolean): VirtualProfiles {
  if (!policy) return noProfiles;
  const { l3, l7, profiles } = policy;
  return {
    ...noProfiles,
    snat: policy.snat || defaultSnat,
    waf: l7.waf,
    firewallPolicy: l3.firewallPolicy,
    ipIntelligencePolicy: l3.ipIntelligencePolicy,
    access: l7.profileAccess,
    perRequestAccess: l7.profileAccess === '' ? '' : l7.policyPerRequestAccess,
    adaptRequest: l7.adaptRequest,
    adaptResponse: l7.adaptResponse,
    dos: l3.dos,
    botDefense: l3.botDefense,
    allowVlans: l3.allowVlans,
    tcpClient: profiles.tcp.client ?? '',
    tcpServer: profiles.tcp.server ?? '',
    ...(secure && profiles.http2.client !== undefined && { http2Client: profiles.http2.client }),
    ...(secure && profiles.http2.server !== undefined && { http2Server: profiles.http2.server }),
    http: profiles.http || (secure ? profiles.httpSecure : profiles.httpInsecure),
    persistence: profiles.persistence,
    html: profiles.html,
    multiplex: profiles.multiplex,
    webSocket: profiles.webSocket,
    analytics: profiles.analyticsHttp,
    requestLog: profiles.requestLog,
    httpCompression: profiles.httpCompression,
    log: profiles.log,
    httpMrfRouting: secure && profiles.httpMrfRouting === true,
    lastHop: policy.autoLastHop,
  };
}

/** iRules of a Policy for a port: its list, or else the one rule for HTTPS or HTTP (01 §5.13). */
export function policyIRules(policy: Policy | undefined, secure: boolean): readonly string[] {
  if (!policy) return [];
  if (policy.iRuleList.length > 0) return policy.iRuleList;
  const rule = secure ? policy.iRulesSecure : policy.iRulesInsecure;
  return rule === '' ? [] : [rule];
}
