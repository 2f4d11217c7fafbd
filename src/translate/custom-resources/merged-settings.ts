import { isDeepStrictEqual } from 'node:util';
import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import { type ResourceContext, tenantOf } from './context.ts';
import type { VirtualServerGroup } from './virtual-server-group.ts';

/** A setting of a VirtualServer that is one for its whole group: where it stands, and its value where it is set. */
type Setting = readonly [path: string, of: (vs: VirtualServer) => unknown];

/** Of these the last member's value counts (specification 02 §5.1). */
const lastWins: readonly Setting[] = [
  ['snat', vs => vs.snat],
  ['waf', vs => vs.waf],
  ['connectionMirroring', vs => vs.connectionMirroring],
  ['allowVlans', vs => vs.allowVlans],
  ['persistenceProfile', vs => vs.persistenceProfile],
  ['htmlProfile', vs => vs.htmlProfile],
  ['profiles.tcp', ({ tcp }) => (tcp.client || tcp.server ? tcp : undefined)],
  ['profiles.http2.client', vs => vs.http2.client],
  ['profiles.http2.server', vs => vs.http2.server],
  ['profileAccess', vs => vs.profileAccess],
  ['profileAdapt.request', vs => vs.adaptRequest],
  ['profileAdapt.response', vs => vs.adaptResponse],
  ['dos', vs => vs.dos],
  ['botDefense', vs => vs.botDefense],
  ['profileMultiplex', vs => vs.profileMultiplex],
  ['httpCompressionProfile', vs => vs.httpCompressionProfile],
];

/** The first member's value counts (02 §5.1). */
const firstWins: readonly Setting[] = [['serviceAddress', vs => vs.serviceAddress]];

/** The leader alone is asked (02 §4.2, §4.3, §5). */
const ofLeader: readonly Setting[] = [
  ['virtualServerHTTPPort', vs => vs.httpPort],
  ['virtualServerHTTPSPort', vs => vs.httpsPort],
  ['virtualServerName', vs => (vs.hostGroup === '' ? vs.virtualServerName : '')],
  ['additionalVirtualServerAddresses', vs => vs.additionalAddresses],
  ['httpMrfRoutingEnabled', vs => vs.httpMrfRouting],
];

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== '' && value !== 0 && !(Array.isArray(value) && value.length === 0);

/** A port that the VirtualServer would have had a virtual server on, alone. */
function isListening({ tlsProfileName, httpTraffic }: VirtualServer, key: string): boolean {
  if (key === 'virtualServerHTTPSPort') return tlsProfileName !== '';
  if (key !== 'virtualServerHTTPPort') return true;
  return tlsProfileName === '' || httpTraffic === 'allow' || httpTraffic === 'redirect';
}

/** Reports what members of a group say in vain, since another one's word counts for all of them. */
export function reportMergedSettings(
  { findings, inventory }: ResourceContext,
  leader: VirtualServer,
  { members }: VirtualServerGroup,
): void {
  reportHttp2(findings, leader, members);
  reportOnePort(findings, leader);
  const partition: Setting = ['partition', vs => tenantOf(inventory.controller, vs)];
  for (const [path, of] of [partition, ...ofLeader]) {
    for (const member of members) {
      if (!isSet(of(member)) || !isListening(member, path)) continue;
      if (!isDeepStrictEqual(of(member), of(leader))) report(findings, path, member, leader, 'leads');
    }
  }
  const winners = [
    ...lastWins.map(setting => [...setting, 'comes last'] as const),
    ...firstWins.map(setting => [...setting, 'comes first'] as const),
  ];
  for (const [path, of, why] of winners) {
    const setting = members.filter(member => isSet(of(member)));
    const winner = setting.at(why === 'comes last' ? -1 : 0);
    for (const member of setting) {
      if (winner && !isDeepStrictEqual(of(member), of(winner))) report(findings, path, member, winner, why);
    }
  }
  reportLimited(findings, leader, members);
}

function report(findings: Findings, key: string, vs: VirtualServer, winner: VirtualServer, why: string): void {
  const values = { name: objectKey(vs), field: `spec.${key}`, by: objectKey(winner), why };
  const path = placeOf(key);
  findings.add('merged-setting-lost', values, { ...whereOf(vs, path), other: placeIn(winner, path) });
}

/**
 * Source ranges hold for the rules of the one that sets them, and of all that come after it and set none. On the virtual server for
 * HTTPS the TLS iRule asks for them whatever the host, as soon as one with TLS has come (02 §5.1, §6.2, §12.4).
 */
function reportLimited(findings: Findings, leader: VirtualServer, members: readonly VirtualServer[]): void {
  const first = members.findIndex(({ allowSourceRange }) => allowSourceRange.length > 0);
  if (first < 0) return;
  const isAsked =
    leader.tlsProfileName !== '' && members.some((vs, index) => index >= first && vs.tlsProfileName !== '');
  let by = members[first]!;
  for (const [index, member] of members.entries()) {
    if (member.allowSourceRange.length > 0) by = member;
    if (by === member || (index < first && !isAsked)) continue;
    const why = index < first ? 'has the same TLS iRule' : 'comes before it';
    const values = { name: objectKey(member), by: objectKey(by), why };
    const path = placeOf('allowSourceRange');
    findings.add('source-range-of-other', values, { ...whereOf(member, ['spec', 'host']), other: placeIn(by, path) });
  }
}

/** Which virtual servers there are is the leader's word (02 §4.3). */
function reportHttp2(findings: Findings, leader: VirtualServer, members: readonly VirtualServer[]): void {
  if (leader.tlsProfileName !== '') return;
  for (const { kind, ...vs } of members.filter(({ http2 }) => http2.client || http2.server)) {
    const reason = 'only a virtual server for HTTPS has HTTP/2, and there is none';
    const values = { kind, name: objectKey(vs), field: 'spec.profiles.http2', reason };
    findings.add('custom-resource-field-ignored', values, whereOf({ kind, ...vs }, placeOf('profiles.http2')));
  }
}

/** Both virtual servers would have one name: that for HTTPS is made last. */
function reportOnePort(findings: Findings, leader: VirtualServer): void {
  if (leader.tlsProfileName === '' || leader.httpPort !== leader.httpsPort) return;
  const field = 'spec.virtualServerHTTPPort';
  const values = {
    kind: leader.kind,
    name: objectKey(leader),
    field,
    reason: 'it is the port for HTTPS too, which wins',
  };
  findings.add('custom-resource-field-ignored', values, whereOf(leader, placeOf('virtualServerHTTPPort')));
}

const placeOf = (key: string): Path => ['spec', ...key.split('.')];
