import type { BaseRouteSpec } from '../../model/extended-spec.ts';
import type { Policy } from '../../model/policy.ts';
import type { Route } from '../../model/route.ts';
import { certificateProblem } from '../virtual/certificate.ts';

/**
 * Where a Route's TLS profiles come from (specification 01 §5.10). Profiles on the BIG-IP are the texts as written; Secrets are
 * names in the Route's namespace.
 */
export type TlsOption =
  | { readonly kind: 'none' }
  | { readonly kind: 'bigip'; readonly clients: readonly string[]; readonly servers: readonly string[] }
  | { readonly kind: 'secret'; readonly client: string; readonly server?: string }
  | { readonly kind: 'certificate' };

/** A Route that is rejected: the controller's reason and words, and what is wrong in ours. */
export interface TlsRejection {
  readonly kind: 'rejected';
  readonly message: string;
  readonly problem: string;
  readonly path: ReadonlyArray<string | number>;
}

/** Chooses the source of certificates: the first that applies decides, even where it turns out to be incomplete. */
export function tlsOption(route: Route, base: BaseRouteSpec, policy: Policy | undefined): TlsOption | TlsRejection {
  const { tls, annotations, name, host } = route;
  if (!tls || tls.termination === 'passthrough') return { kind: 'none' };
  const reencrypt = tls.termination === 'reencrypt';
  const rejected = (message: string, problem: string, ...path: Array<string | number>): TlsRejection => ({
    kind: 'rejected',
    message,
    problem,
    path,
  });

  if (policy && policy.profiles.clientSsl.length > 0) {
    const { clientSsl: clients, serverSsl: servers } = policy.profiles;
    if (reencrypt && servers.length === 0) {
      const problem = `Policy ${policy.namespace}/${policy.name} has client SSL profiles and no server SSL profile for reencrypt`;
      return rejected(`Missing server SSL profile in policy for route: ${name}`, problem, 'spec', 'tls', 'termination');
    }
    return { kind: 'bigip', clients, servers: reencrypt ? servers : [] };
  }
  const { clientssl, serverssl } = annotations;
  if (clientssl !== undefined) {
    if (reencrypt && serverssl === undefined) {
      const problem = 'reencrypt with the clientssl annotation needs the serverssl annotation too';
      return rejected(
        `Missing server SSL profile annotation for route: ${name}`,
        problem,
        'spec',
        'tls',
        'termination',
      );
    }
    if (clientssl.includes('/')) return { kind: 'bigip', clients: [clientssl], servers: reencrypt ? [serverssl!] : [] };
    return { kind: 'secret', client: clientssl, ...(reencrypt && { server: serverssl! }) };
  }
  if (tls.certificate !== '' && tls.key !== '') {
    const problem = certificateProblem(tls.certificate, tls.key, host);
    if (problem === undefined) return { kind: 'certificate' };
    return rejected(`Invalid certificate or key for ${host} in route: ${name}`, problem, 'spec', 'tls', 'certificate');
  }
  const { defaultTLS } = base;
  if (defaultTLS?.reference === 'bigip') {
    const missing =
      defaultTLS.clientSSL === '' ? 'clientSSL' : reencrypt && defaultTLS.serverSSL === '' ? 'serverSSL' : undefined;
    if (missing) {
      const problem = `baseRouteSpec.defaultTLS has no ${missing}`;
      return rejected(`Missing ${missing} in defaultTLS for route: ${name}`, problem, 'spec', 'tls');
    }
    return { kind: 'bigip', clients: [defaultTLS.clientSSL], servers: reencrypt ? [defaultTLS.serverSSL] : [] };
  }
  return rejected(
    `Missing certificate/key/SSL profile annotation/defaultSSL for route: ${name}`,
    'no certificate and key, no clientssl annotation, no Policy with client SSL profiles and no defaultTLS with reference bigip',
    'spec',
    'tls',
  );
}
