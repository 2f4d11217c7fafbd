import type { Findings } from '../../finding.ts';
import { annotationPrefix, type RouteTls } from '../../model/route.ts';
import { whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { TlsParameters } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { GroupFailure } from '../failures.ts';
import type { DataGroups } from '../virtual/data-groups.ts';
import { type SecretText, secretTexts } from '../virtual/secret-text.ts';
import { addServerNames } from '../virtual/server-names.ts';
import type { TlsProfiles } from '../virtual/tls-profiles.ts';
import { addClientSide, addServerSide, serverSslName, type TlsSide } from '../virtual/tls-sides.ts';
import type { AdmittedRoute } from './admission.ts';

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
  const { termination, insecurePolicy } = tls;
  if (termination === 'reencrypt' && insecurePolicy === 'Allow') {
    fail(input, 'reencrypt cannot be combined with the insecure policy Allow', [
      'spec',
      'tls',
      'insecureEdgeTerminationPolicy',
    ]);
  }
  const serverSsl = termination === 'passthrough' ? undefined : addProfiles(input);
  if (pool === undefined || (termination !== 'edge' && termination !== 'reencrypt' && termination !== 'passthrough')) {
    return;
  }
  const { host, path, namespace } = route;
  addServerNames(dataGroups, { namespace, termination, hosts: [host], path, pool, serverSsl });
  if (termination === 'reencrypt' && serverSsl === undefined && option.kind === 'certificate') {
    findings.add('route-inline-reencrypt', { name: route.name }, whereOf(route, ['spec', 'tls']));
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
      addClientSide(profiles, { kind: 'bigip', names: option.clients });
      return addServerSide(profiles, { kind: 'bigip', names: option.servers });
    case 'secret': {
      const side = (name: string, annotation: 'clientssl' | 'serverssl'): TlsSide => {
        return { kind: 'secret', names: [name], text: secretsOf(input, annotation), parameters };
      };
      addClientSide(profiles, side(option.client, 'clientssl'));
      if (option.server === undefined) return undefined;
      addServerSide(profiles, side(option.server, 'serverssl'));
      const { said, isRight } = serverSslName(virtual);
      if (!isRight) {
        const where = whereOf(route, ['metadata', 'annotations', `${annotationPrefix}serverssl`]);
        findings.add('route-server-ssl-unnamed', { name: route.name, virtual, said }, where);
      }
      return said;
    }
    case 'certificate':
      profiles.certificates(`${route.name}-clientssl`, [{ certificate: tls.certificate, key: tls.key }], parameters);
      if (tls.caCertificate !== '') {
        findings.add('route-ca-unused', { name: route.name }, whereOf(route, ['spec', 'tls', 'caCertificate'], 'key'));
      }
      if (tls.destinationCACertificate !== '') {
        const base = tls.caCertificate === '' ? `${route.name}-serverssl` : route.name;
        profiles.authorities(base, [tls.destinationCACertificate], parameters);
      }
      return undefined;
  }
}

/** Secrets that an annotation names. Throws `GroupFailure`. */
function secretsOf(input: RouteTlsInput, annotation: string): SecretText {
  const { namespace } = input.admitted.route;
  const failed = (problem: string): never =>
    fail(input, problem, ['metadata', 'annotations', annotationPrefix + annotation]);
  if (!input.inventory.watches(namespace)) return failed(`namespace ${namespace} is not watched`);
  return secretTexts(input.inventory, namespace, failed);
}

function fail({ admitted, findings, group }: RouteTlsInput, problem: string, path: Path): never {
  const { route } = admitted;
  findings.add('route-tls-fails-group', { name: route.name, problem, group }, whereOf(route, path));
  throw new GroupFailure();
}
