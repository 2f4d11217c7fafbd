import type { CustomResourceKind } from './full-resources.ts';
import type { Json } from './json.ts';

/** What a place in a resource may hold, and what not: each wrong value breaks one keyword of the schema. */
export interface Limit {
  readonly kind: CustomResourceKind;
  readonly pointer: string;
  readonly keyword: string;
  readonly right: readonly Json[];
  readonly wrong: readonly Json[];
}

const one = (
  kind: CustomResourceKind,
  pointer: string,
  keyword: string,
  right: readonly Json[],
  wrong: readonly Json[],
): Limit => ({ kind, pointer, keyword, right, wrong });
const range = (kind: CustomResourceKind, pointer: string, minimum: number, maximum?: number): Limit[] => [
  one(kind, pointer, 'minimum', [minimum], [minimum - 1]),
  ...(maximum === undefined ? [] : [one(kind, pointer, 'maximum', [maximum], [maximum + 1])]),
];
const choice = (kind: CustomResourceKind, pointer: string, right: string[], ...wrong: Json[]): Limit[] => [
  one(kind, pointer, 'enum', right, [...wrong, '', 'other']),
];
const patterns =
  (right: string[], wrong: string[]) =>
  (kind: CustomResourceKind, ...pointers: string[]): Limit[] =>
    pointers.map(pointer => one(kind, pointer, 'pattern', right, wrong));
const pathOnly = patterns(
  ['/Common/x', '/Common/folder/x', '/Common/a name'],
  ['x', '', '/x', 'Common/x', '/Common/', '//x', 'none'],
);
const pathOrEmpty = patterns(['/Common/x', ''], ['x', '/x', '/Common/', ' ']);
const pathOrWord = patterns(
  ['/Common/x', '/Common/folder/x', 'x', 'none', 'my-secret.1'],
  ['', '/x', 'Common/x', 'a b', '/Common/'],
);
const iRule = patterns(['/Common/x', 'none'], ['x', '', 'None', 'none/x', '/none']);
const compression = patterns(['basic', 'wan', '/Common/x'], ['x', '', 'Basic', 'basic/x']);
const nodeLabel = patterns(['zone=a', 'role=', 'role=""'], ['zone', '=a', '', 'a=b=c']);
const expiry = patterns(
  ['7d', '12:30', '12:30:59', '1d12:30', '10d12:30:59'],
  ['7', '', '7d ', '7h', '1:30', '12:30:5', '1d12', 'd12:30', '12:30d'],
);
const intOrString = (kind: CustomResourceKind, ...pointers: string[]): Limit[] =>
  pointers.map(pointer => one(kind, pointer, 'type', [80, 0, 'http', '80'], [80.5, true, ['http']]));
const tlsVersions = ['1.0', '1.1', '1.2', '1.3'];

export const limits: readonly Limit[] = [
  ...(['VirtualServer', 'TransportServer', 'IngressLink'] as const).flatMap(kind => [
    ...range(kind, '/spec/bigipRouteDomain', 0, 65535),
    one(kind, '/spec/partition', 'not', ['common', 'Common2', ''], ['Common']),
    ...iRule(kind, '/spec/iRules/0'),
  ]),
  ...(['VirtualServer', 'TransportServer'] as const).flatMap(kind => [
    ...choice(kind, '/spec/serviceAddress/0/icmpEcho', ['enable', 'disable', 'selective'], 'any', true),
    ...choice(
      kind,
      '/spec/serviceAddress/0/routeAdvertisement',
      ['enable', 'disable', 'selective', 'always', 'any', 'all'],
      true,
    ),
    one(kind, '/spec/serviceAddress', 'maxItems', [[], [{}]], [[{}, {}]]),
    ...choice(kind, '/spec/connectionMirroring', ['none', 'L4'], 'l4'),
    ...pathOrWord(kind, '/spec/snat', '/spec/persistenceProfile'),
    ...pathOnly(kind, '/spec/dos', '/spec/allowVlans/0', '/spec/profiles/tcp/client', '/spec/profiles/tcp/server'),
  ]),
  ...(['/spec/pools/0', '/spec/defaultPool'] as const).flatMap(pool => [
    ...range('VirtualServer', `${pool}/reselectTries`, 0, 65535),
    ...range('VirtualServer', `${pool}/staticPoolMembers/0/port`, 1, 65535),
    ...nodeLabel('VirtualServer', `${pool}/nodeMemberLabel`),
    ...choice('VirtualServer', `${pool}/monitors/0/reference`, ['bigip'], 'service'),
    ...pathOnly('VirtualServer', `${pool}/monitors/0/name`),
    ...pathOrWord('VirtualServer', `${pool}/monitors/0/sslProfile`),
  ]),
  ...pathOrWord('VirtualServer', '/spec/pools/0/monitor/sslProfile'),

  ...range('VirtualServer', '/spec/virtualServerHTTPPort', 1, 65535),
  ...range('VirtualServer', '/spec/virtualServerHTTPSPort', 1, 65535),
  ...range('VirtualServer', '/spec/pools/0/weight', 0, 256),
  ...range('VirtualServer', '/spec/pools/0/alternateBackends/0/weight', 0, 256),
  ...range('VirtualServer', '/spec/pools/0/alternateBackends/0/staticPoolMembers/0/port', 1, 65535),
  ...range('VirtualServer', '/spec/pools/0/multiClusterServices/0/weight', 0, 256),
  ...range('VirtualServer', '/spec/hostPersistence/metaData/timeout', 1, 65535),
  ...range('VirtualServer', '/spec/hostPersistence/metaData/offset', 1, 65535),
  ...range('VirtualServer', '/spec/hostPersistence/metaData/length', 1, 65535),
  ...expiry('VirtualServer', '/spec/hostPersistence/metaData/expiry'),
  ...choice(
    'VirtualServer',
    '/spec/hostPersistence/method',
    [
      ...['sourceAddress', 'destinationAddress', 'cookieInsert', 'cookieRewrite', 'cookiePassive', 'cookieHash'],
      ...['universal', 'hash', 'carp', 'none'],
    ],
    'source-address',
  ),
  ...choice('VirtualServer', '/spec/httpTraffic', ['allow', 'none', 'redirect'], 'Redirect'),
  ...choice('VirtualServer', '/spec/pools/0/monitor/type', ['http', 'https', 'tcp'], 'udp', 'HTTP'),
  ...choice('VirtualServer', '/spec/pools/0/monitors/0/type', ['http', 'https', 'tcp'], 'udp'),
  ...choice('VirtualServer', '/spec/pools/0/monitor/reference', ['bigip'], 'service'),
  ...choice('VirtualServer', '/spec/defaultPool/reference', ['bigip', 'service'], 'secret'),
  ...choice('VirtualServer', '/spec/defaultPool/monitors/0/type', ['http', 'https', 'tcp', 'udp'], 'sctp'),
  ...intOrString(
    'VirtualServer',
    ...['/spec/pools/0/servicePort', '/spec/pools/0/multiClusterServices/0/servicePort'],
    ...['/spec/pools/0/minimumMonitors', '/spec/defaultPool/servicePort'],
  ),
  ...compression('VirtualServer', '/spec/httpCompressionProfile'),
  ...pathOrEmpty('VirtualServer', '/spec/profiles/http2/client', '/spec/profiles/http2/server'),
  ...pathOnly(
    'VirtualServer',
    ...['/spec/waf', '/spec/pools/0/waf', '/spec/pools/0/monitor/name', '/spec/profileMultiplex', '/spec/htmlProfile'],
    ...['/spec/botDefense', '/spec/profileAccess', '/spec/policyPerRequestAccess'],
    ...['/spec/profileAdapt/request', '/spec/profileAdapt/response'],
  ),

  ...range('TransportServer', '/spec/virtualServerPort', 1, 65535),
  ...range('TransportServer', '/spec/pool/weight', 0, 100),
  ...range('TransportServer', '/spec/pool/alternateBackends/0/weight', 0, 100),
  ...range('TransportServer', '/spec/pool/multiClusterServices/0/weight', 0, 100),
  ...range('TransportServer', '/spec/pool/reselectTries', 0, 65535),
  ...range('TransportServer', '/spec/pool/staticPoolMembers/0/port', 1, 65535),
  ...choice('TransportServer', '/spec/mode', ['standard', 'performance'], 'fast'),
  ...choice('TransportServer', '/spec/type', ['tcp', 'udp', 'sctp'], 'TCP', 'http'),
  ...choice('TransportServer', '/spec/pool/monitor/type', ['http', 'https', 'tcp', 'udp'], 'sctp'),
  ...choice('TransportServer', '/spec/pool/monitors/0/type', ['http', 'https', 'tcp', 'udp'], 'sctp'),
  ...choice('TransportServer', '/spec/pool/monitor/reference', ['bigip'], 'service'),
  ...choice('TransportServer', '/spec/pool/monitors/0/reference', ['bigip'], 'service'),
  ...choice('TransportServer', '/spec/tls/reference', ['bigip', 'secret'], 'hybrid'),
  ...intOrString(
    'TransportServer',
    ...['/spec/pool/servicePort', '/spec/pool/multiClusterServices/0/servicePort', '/spec/pool/minimumMonitors'],
  ),
  ...nodeLabel('TransportServer', '/spec/pool/nodeMemberLabel'),
  ...pathOrWord('TransportServer', '/spec/tls/clientSSLs/0', '/spec/tls/serverSSLs/0'),
  ...pathOnly('TransportServer', '/spec/profileL4', '/spec/pool/monitor/name', '/spec/pool/monitors/0/name'),

  ...range('IngressLink', '/spec/multiClusterServices/0/weight', 0, 256),
  ...choice('IngressLink', '/spec/tls/reference', ['bigip', 'secret'], 'hybrid'),
  ...choice('IngressLink', '/spec/monitors/0/reference', ['bigip'], 'service'),
  one('IngressLink', '/spec/selector/matchLabels/app', 'type', ['', 'x'], [true, 7]),
  ...pathOrWord('IngressLink', '/spec/tls/clientSSLs/0', '/spec/tls/serverSSLs/0'),
  ...pathOnly('IngressLink', '/spec/monitors/0/name'),

  ...choice('TLSProfile', '/spec/tls/termination', ['edge', 'reencrypt', 'passthrough'], 'Edge'),
  ...choice('TLSProfile', '/spec/tls/reference', ['bigip', 'secret', 'hybrid'], 'Secret'),
  ...choice('TLSProfile', '/spec/tls/clientSSLParams/profileReference', ['bigip', 'secret'], 'hybrid'),
  ...choice('TLSProfile', '/spec/tls/serverSSLParams/profileReference', ['bigip', 'secret'], 'hybrid'),
  ...choice('TLSProfile', '/spec/tlsCipher/tlsVersion', tlsVersions, 1.3, '1.4'),
  ...choice('TLSProfile', '/spec/tlsCipher/disableTLSVersions/0', tlsVersions, 1.1, 'TLSv1.1'),
  ...pathOrWord(
    'TLSProfile',
    ...['/spec/tls/clientSSL', '/spec/tls/clientSSLs/0', '/spec/tls/serverSSL', '/spec/tls/serverSSLs/0'],
  ),

  ...range('Policy', '/spec/poolSettings/reselectTries', 0, 65535),
  ...range('Policy', '/spec/poolSettings/slowRampTime', 0, 900),
  ...range('Policy', '/spec/poolSettings/multiPoolPersistence/timeOut', 1),
  ...range('Policy', '/spec/defaultPool/staticPoolMembers/0/port', 1, 65535),
  ...choice('Policy', '/spec/poolSettings/multiPoolPersistence/method', ['uieSourceAddress', 'hashSourceAddress']),
  ...choice('Policy', '/spec/autoLastHop', ['default', 'auto', 'disable'], 'none'),
  ...choice('Policy', '/spec/iRules/priority', ['low', 'high'], 'medium'),
  ...choice('Policy', '/spec/ltmPolicies/priority', ['low', 'high'], 'medium'),
  ...choice('Policy', '/spec/defaultPool/reference', ['bigip', 'service'], 'secret'),
  ...choice('Policy', '/spec/defaultPool/monitors/0/type', ['http', 'https', 'tcp', 'udp'], 'sctp'),
  ...choice('Policy', '/spec/defaultPool/monitors/0/reference', ['bigip'], 'service'),
  ...range('Policy', '/spec/defaultPool/reselectTries', 0, 65535),
  ...nodeLabel('Policy', '/spec/defaultPool/nodeMemberLabel'),
  ...pathOnly('Policy', '/spec/defaultPool/monitors/0/name'),
  ...pathOrWord('Policy', '/spec/defaultPool/monitors/0/sslProfile'),
  ...intOrString('Policy', '/spec/defaultPool/servicePort'),
  ...iRule('Policy', '/spec/iRules/secure', '/spec/iRules/insecure', '/spec/iRuleList/0'),
  ...pathOrWord(
    'Policy',
    ...['/spec/snat', '/spec/profiles/persistenceProfile'],
    ...['/spec/profiles/sslProfiles/clientProfiles/0', '/spec/profiles/sslProfiles/serverProfiles/0'],
  ),
  ...pathOrEmpty(
    'Policy',
    ...['/spec/profiles/http2/client', '/spec/profiles/http2/server'],
    ...['/spec/profiles/profileL4', '/spec/profiles/rewriteProfile'],
  ),
  ...pathOnly(
    'Policy',
    ...['/spec/l7Policies/waf', '/spec/l7Policies/profileAccess', '/spec/l7Policies/policyPerRequestAccess'],
    ...['/spec/l7Policies/profileAdapt/request', '/spec/l7Policies/profileAdapt/response'],
    ...['/spec/l3Policies/dos', '/spec/l3Policies/botDefense', '/spec/l3Policies/firewallPolicy'],
    ...['/spec/l3Policies/ipIntelligencePolicy', '/spec/l3Policies/allowVlans/0'],
    ...['/spec/ltmPolicies/secure', '/spec/ltmPolicies/insecure'],
    ...['/spec/profiles/tcp/client', '/spec/profiles/tcp/server', '/spec/profiles/udp', '/spec/profiles/http'],
    ...['/spec/profiles/httpProfiles/secure', '/spec/profiles/httpProfiles/insecure', '/spec/profiles/logProfiles/0'],
    ...['/spec/profiles/requestLogProfile', '/spec/profiles/profileMultiplex', '/spec/profiles/htmlProfile'],
    ...['/spec/profiles/profileWebSocket', '/spec/profiles/analyticsProfiles/http', '/spec/profiles/ftpProfile'],
  ),
  ...compression('Policy', '/spec/profiles/httpCompressionProfile'),

  ...pathOnly('ExternalDNS', '/spec/pools/0/dataServerName'),
];
