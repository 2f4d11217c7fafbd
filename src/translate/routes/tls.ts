import type { Findings } from '../../finding.ts';
import { annotationPrefix, type RouteTls } from '../../model/route.ts';
import type { Path } from '../../place.ts';
import type { TlsParameters } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { GroupFailure } from '../failures.ts';
import { sanitise } from '../names.ts';
import type { DataGroups } from '../virtual/data-groups.ts';
import type { TlsProfiles } from '../virtual/tls-profiles.ts';
import { type AdmittedRoute, placeIn, refOf } from './admission.ts';

export interface RouteTlsInput {
  readonly admitted: AdmittedRoute;
  readonly tls: RouteTls;
  /** Pool that the server-name data groups name; without one they say nothing of the Route. */
  readonly pool: string | undefined;
  readonly virtual: string;
  readonly group: string;
  readonly inventory: Inventory;
  readonly findings: Findings;
  readonly profiles: TlsProfiles;
  readonly parameters: TlsParameters;
  readonly dataGroups: DataGroups;
}

/** Adds the TLS of a Route to the virtual server for HTTPS (specification 01 §5.10, §5.11). Throws `GroupFailure`. */
export function addRouteTls(input: RouteTlsInput): void {
  const { admitted, tls, pool, dataGroups, findings } = input;
  const { route, tlsOption: option } = admitted;
  const { host, path, namespace } = route;
  if (tls.termination === 'passthrough') {
    if (pool !== undefined) dataGroups.set('ssl_passthrough_servername_dg', namespace, host, pool);
    return;
  }
  if (tls.termination === 'reencrypt' && tls.insecurePolicy === 'Allow') {
    fail(input, 'reencrypt cannot be combined with the insecure policy Allow', [
      'spec',
      'tls',
      'insecureEdgeTerminationPolicy',
    ]);
  }
  const serverSsl = addProfiles(input);
  if (pool === undefined) return;
  const key = `${host}${path}`.replace(/\/$/, '');
  if (tls.termination === 'edge') {
    dataGroups.set('ssl_edge_servername_dg', namespace, key, pool);
    dataGroups.set('ssl_edge_serverssl_dg', namespace, key, 'false');
  } else if (tls.termination === 'reencrypt') {
    dataGroups.set('ssl_reencrypt_servername_dg', namespace, key, pool);
    if (serverSsl !== undefined) dataGroups.set('ssl_reencrypt_serverssl_dg', namespace, key, serverSsl);
    else if (option.kind === 'certificate') {
      findings.add(
        'route-inline-reencrypt',
        { name: route.name },
        { at: placeIn(route, ['spec', 'tls']), resource: refOf(route) },
      );
    }
  }
}

/** Attaches the profiles of a Route. Returns what the data group of server SSL profiles says of it, if anything. */
function addProfiles(input: RouteTlsInput): string | undefined {
  const { admitted, tls, profiles, parameters, virtual, findings } = input;
  const { route, tlsOption: option } = admitted;
  switch (option.kind) {
    case 'none':
      return undefined;
    case 'bigip':
      for (const profile of option.clients) profiles.reference(profile, 'client');
      for (const profile of option.servers) profiles.reference(profile, 'server');
      return option.servers.at(-1);
    case 'secret': {
      const client = secretData(input, option.client, 'clientssl', ['tls.crt', 'tls.key']);
      const pair = { certificate: client['tls.crt'] ?? '', key: client['tls.key'] ?? '' };
      profiles.certificates(option.client, [pair], parameters);
      if (option.server === undefined) return undefined;
      const server = secretData(input, option.server, 'serverssl', ['tls.crt']);
      profiles.authorities(option.server, [server['tls.crt'] ?? ''], parameters);
      const name = `${virtual}_tls_client`;
      if (sanitise(name) !== name) {
        const where = {
          at: placeIn(route, ['metadata', 'annotations', `${annotationPrefix}serverssl`]),
          resource: refOf(route),
        };
        findings.add('route-server-ssl-unnamed', { name: route.name, virtual, said: sanitise(name) }, where);
      }
      return sanitise(name);
    }
    case 'certificate':
      profiles.certificates(`${route.name}-clientssl`, [{ certificate: tls.certificate, key: tls.key }], parameters);
      if (tls.caCertificate !== '') {
        findings.add(
          'route-ca-unused',
          { name: route.name },
          { at: placeIn(route, ['spec', 'tls', 'caCertificate'], 'key'), resource: refOf(route) },
        );
      }
      if (tls.destinationCACertificate !== '') {
        const base = tls.caCertificate === '' ? `${route.name}-serverssl` : route.name;
        profiles.authorities(base, [tls.destinationCACertificate], parameters);
      }
      return undefined;
  }
}

function secretData(
  input: RouteTlsInput,
  name: string,
  annotation: string,
  keys: readonly string[],
): Readonly<Record<string, string>> {
  const { namespace } = input.admitted.route;
  const path = ['metadata', 'annotations', annotationPrefix + annotation];
  if (!input.inventory.watches(namespace)) fail(input, `namespace ${namespace} is not watched`, path);
  const secret = input.inventory.local.secrets.get(`${namespace}/${name}`);
  if (!secret) return fail(input, `there is no Secret ${namespace}/${name}`, path);
  const missing = keys.find(key => !secret.data[key]);
  if (missing) fail(input, `Secret ${namespace}/${name} has no ${missing}`, path);
  return secret.data;
}

function fail({ admitted, findings, group }: RouteTlsInput, problem: string, path: Path): never {
  const { route } = admitted;
  findings.add(
    'route-tls-fails-group',
    { name: route.name, problem, group },
    { at: placeIn(route, path), resource: refOf(route) },
  );
  throw new GroupFailure();
}
