import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';
import { type HealthMonitors, readHealthMonitors } from './health-monitors.ts';
import type { JsonProblem } from './json-annotation.ts';
import { annotationsOf, creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';

import { type MultiClusterServices, readMultiClusterServices } from './multi-cluster-services.ts';

/** Prefix of the annotations that the controller reads on a Route (specification 01 §5.14). */
export const annotationPrefix = 'virtual-server.f5.com/';

export interface RouteTarget {
  readonly name: string;
  readonly weight: number;
}

export interface RouteTls {
  readonly termination: string;
  /** `insecureEdgeTerminationPolicy`, empty where it is absent. */
  readonly insecurePolicy: string;
  readonly certificate: string;
  readonly key: string;
  readonly caCertificate: string;
  readonly destinationCACertificate: string;
}

export interface Route extends Resource {
  readonly labels: Record<string, string>;
  /** Those with the controller's prefix, by what follows it: `balance`, `waf`, … */
  readonly annotations: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
  readonly host: string;
  readonly path: string;
  readonly to: RouteTarget;
  readonly alternateBackends: readonly RouteTarget[];
  /** The `multiClusterServices` annotation, or why it does not parse. */
  readonly multiClusterServices?: MultiClusterServices | JsonProblem;
  /** The `health` annotation, or why it does not parse. */
  readonly health?: HealthMonitors | JsonProblem;
  /** `spec.port.targetPort`. */
  readonly port?: IntOrString;
  readonly tls?: RouteTls;
}

/** Weight that the API server gives to a target without one (specification 02 §0.3). */
const defaultWeight = 100;

export function readRoute(object: ManifestObject, reader: FieldReader): Route {
  const spec = reader.object(object.value, 'spec', []);
  const target = (item: typeof spec, path: ReadonlyArray<string | number>): RouteTarget => ({
    name: reader.string(item, 'name', path) ?? '',
    weight: reader.integer(item, 'weight', path) ?? defaultWeight,
  });
  const annotations: Record<string, string> = {};
  for (const [key, value] of Object.entries(annotationsOf(object, reader, annotationPrefix))) {
    annotations[key.slice(annotationPrefix.length)] = value;
  }
  const port = reader.intOrString(reader.object(spec, 'port', ['spec']), 'targetPort', ['spec', 'port']);
  const tls = reader.object(spec, 'tls', ['spec']);
  const { multiClusterServices, health } = annotations;
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    annotations,
    created: creationTimeOf(object, reader),
    host: reader.string(spec, 'host', ['spec']) ?? '',
    path: reader.string(spec, 'path', ['spec']) ?? '',
    to: target(reader.object(spec, 'to', ['spec']), ['spec', 'to']),
    alternateBackends: reader
      .objects(spec, 'alternateBackends', ['spec'])
      .map((item, index) => target(item, ['spec', 'alternateBackends', index])),
    ...(multiClusterServices !== undefined && { multiClusterServices: readMultiClusterServices(multiClusterServices) }),
    ...(health !== undefined && { health: readHealthMonitors(health) }),
    ...(port !== undefined && port !== '' && { port }),
    ...(tls && {
      tls: {
        termination: reader.string(tls, 'termination', ['spec', 'tls']) ?? '',
        insecurePolicy: reader.string(tls, 'insecureEdgeTerminationPolicy', ['spec', 'tls']) ?? '',
        certificate: reader.string(tls, 'certificate', ['spec', 'tls']) ?? '',
        key: reader.string(tls, 'key', ['spec', 'tls']) ?? '',
        caCertificate: reader.string(tls, 'caCertificate', ['spec', 'tls']) ?? '',
        destinationCACertificate: reader.string(tls, 'destinationCACertificate', ['spec', 'tls']) ?? '',
      },
    }),
  };
}
