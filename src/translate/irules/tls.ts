import answered from './answered.tcl';
import { assemble, dataGroup, type IRulePersistence } from './assemble.ts';
import readRoute from './read-route.tcl';
import tlsClient from './tls-client.tcl';
import tlsDefaultPool from './tls-default-pool.tcl';
import tlsRequest from './tls-request.tcl';
import tlsServer from './tls-server.tcl';

/** Which data groups an HTTPS virtual server has (specification 01 §5.11); the TLS iRule reads these and no others. */
export interface TlsDataGroups {
  /** `ssl_passthrough_servername_dg` */
  readonly passthrough: boolean;
  /** `ssl_edge_servername_dg` */
  readonly edge: boolean;
  /** `ssl_reencrypt_servername_dg` */
  readonly reencrypt: boolean;
  /** `ssl_reencrypt_serverssl_dg` */
  readonly reencryptServerSsl: boolean;
  /** `ssl_edge_serverssl_dg` */
  readonly edgeServerSsl: boolean;
  /** `ab_deployment_dg` */
  readonly ab: boolean;
  /** `default_pool_servername_dg` */
  readonly defaultPool: boolean;
  /** `allowSourceRange` */
  readonly allowSourceRange: boolean;
}

export interface TlsIRuleInput {
  readonly tenant: string;
  /** The HTTPS virtual server: data groups are `/<tenant>/Shared/<virtual>_<suffix>`. */
  readonly virtual: string;
  readonly dataGroups: TlsDataGroups;
  /** AS3 >= 3.52 and nothing but passthrough: the virtual server has no client-side TLS and sees no HTTP request. */
  readonly passthroughOnly: boolean;
  readonly persistence?: IRulePersistence | undefined;
}

/** Passthrough by server name, routes and server-side TLS by request: specification 02 §12.4, 01 §5.12. */
export function tlsIRule({ dataGroups, passthroughOnly, ...where }: TlsIRuleInput): string {
  const { edge, reencrypt, reencryptServerSsl, edgeServerSsl } = dataGroups;
  const groups = (suffixes: Readonly<Record<string, boolean>>) =>
    Object.entries(suffixes)
      .filter(([, exists]) => exists)
      .map(([suffix]) => `${dataGroup(where)}_${suffix}`)
      .join(' ');
  return assemble({
    ...where,
    handlers: [
      tlsClient,
      ...(dataGroups.defaultPool && !passthroughOnly ? [tlsDefaultPool] : []),
      ...(passthroughOnly ? [] : [tlsRequest]),
      ...(reencryptServerSsl && !passthroughOnly ? [tlsServer] : []),
    ],
    facts: { ...dataGroups, passthroughOnly, routes: edge || reencrypt },
    values: {
      answered,
      readRoute,
      unmatchedServerTls: reencrypt ? '1' : '0',
      // In this order: edge outranks reencrypt.
      routeGroups: groups({ ssl_reencrypt_servername_dg: reencrypt, ssl_edge_servername_dg: edge }),
      serverSslGroups: groups({ ssl_reencrypt_serverssl_dg: reencryptServerSsl, ssl_edge_serverssl_dg: edgeServerSsl }),
    },
  });
}
