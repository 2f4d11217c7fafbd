import type { VirtualServer } from '../../model/virtual-server.ts';
import type { VirtualProfiles } from '../adc.ts';

/** Profiles after one more member: of what it sets, the last member's value counts (specification 02 §5.1). */
export function withMember(profiles: VirtualProfiles, vs: VirtualServer, secure: boolean): VirtualProfiles {
  const { tcp, http2 } = vs;
  return {
    ...profiles,
    snat: vs.snat || profiles.snat,
    waf: vs.waf || profiles.waf,
    mirroring: vs.connectionMirroring || profiles.mirroring,
    allowVlans: vs.allowVlans.length > 0 ? vs.allowVlans : profiles.allowVlans,
    persistence: vs.persistenceProfile || profiles.persistence,
    html: vs.htmlProfile || profiles.html,
    dos: vs.dos || profiles.dos,
    botDefense: vs.botDefense || profiles.botDefense,
    multiplex: vs.profileMultiplex || profiles.multiplex,
    httpCompression: vs.httpCompressionProfile || profiles.httpCompression,
    ...(vs.profileAccess !== '' && {
      access: vs.profileAccess,
      perRequestAccess: vs.policyPerRequestAccess || profiles.perRequestAccess,
    }),
    ...(vs.adaptRequest !== '' && { adaptRequest: vs.adaptRequest }),
    ...(vs.adaptResponse !== '' && { adaptResponse: vs.adaptResponse }),
    // One side replaces both.
    ...((tcp.client || tcp.server) && { tcpClient: tcp.client ?? '', tcpServer: tcp.server ?? '' }),
    ...(secure && http2.client !== undefined && { http2Client: http2.client }),
    ...(secure && http2.server !== undefined && { http2Server: http2.server }),
  };
}
