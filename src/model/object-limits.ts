import type { Findings } from '../finding.ts';
import type { ManifestObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { Endpoints } from './endpoints.ts';
import type { Resource } from './metadata.ts';
import type { Service } from './service.ts';
import { whereOf } from './where.ts';

/** A DNS subdomain (RFC 1123), which most names of objects must be. */
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** A DNS label (RFC 1035), which the name of a Service must be. */
const serviceLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

const protocols = ['TCP', 'UDP', 'SCTP'];
const serviceTypes = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

/**
 * Reports values of the right type that the API server refuses, where they would decide about traffic: names, ports, types.
 * They are rendered as if it had taken them, so that all else that is wrong is seen too.
 */
export function reportObjectLimits(object: ManifestObject, resource: Resource, findings: Findings): void {
  const report = (path: Path, problem: string): void => {
    const values = { kind: object.kind, name: object.name, field: path.join('.'), problem };
    findings.add('object-value-refused', values, whereOf(object, path));
  };
  const { name, kind } = object;
  const isService = kind === 'Service' && object.group === '';
  if (isService ? !serviceLabel.test(name) || name.length > 63 : !subdomain.test(name) || name.length > 253) {
    const what = isService ? '63 small letters, digits and "-"' : '253 small letters, digits, "-" and "."';
    report(['metadata', 'name'], `is "${name}", and can only have up to ${what}`);
  }
  if (isService) reportService(resource as Service, report);
  if (kind === 'Node' && object.group === '') reportNode(object, report);
  if (kind === 'Endpoints' && object.group === '') reportEndpoints(resource as Endpoints, report);
}

type Report = (path: Path, problem: string) => void;

const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

function reportPort(port: number, path: Path, report: Report): void {
  if (!isPort(port)) report(path, `is ${port}, and must be from 1 to 65535`);
}

function reportService({ type, headless, ports }: Service, report: Report): void {
  if (!serviceTypes.includes(type))
    report(['spec', 'type'], `is "${type}", and must be one of ${serviceTypes.join(', ')}`);
  if (ports.length === 0 && !headless && type !== 'ExternalName') report(['spec', 'ports'], 'is missing');
  for (const [index, { port, targetPort, nodePort, protocol }] of ports.entries()) {
    const path = ['spec', 'ports', index];
    reportPort(port, [...path, 'port'], report);
    if (typeof targetPort === 'number' && targetPort !== port) reportPort(targetPort, [...path, 'targetPort'], report);
    if (nodePort !== 0) reportPort(nodePort, [...path, 'nodePort'], report);
    if (!protocols.includes(protocol))
      report([...path, 'protocol'], `is "${protocol}", and must be one of ${protocols.join(', ')}`);
  }
}

function reportNode({ value }: ManifestObject, report: Report): void {
  const conditions = (value.status as { conditions?: ReadonlyArray<{ status?: unknown }> | null } | null)?.conditions;
  for (const [index, { status }] of (conditions ?? []).entries()) {
    if (typeof status === 'string' && ['True', 'False', 'Unknown'].includes(status)) continue;
    report(
      ['status', 'conditions', index, 'status'],
      `is ${JSON.stringify(status)}, and must be "True", "False" or "Unknown"`,
    );
  }
}

function reportEndpoints({ subsets }: Endpoints, report: Report): void {
  for (const [index, { ports }] of subsets.entries()) {
    for (const [at, { port }] of ports.entries()) reportPort(port, ['subsets', index, 'ports', at, 'port'], report);
  }
}
