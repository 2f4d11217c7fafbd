import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';
import { type HealthMonitors, readHealthMonitors } from './health-monitors.ts';
import type { JsonProblem } from './json-annotation.ts';
import { annotationsOf, creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';
import { type MultiClusterServices, readMultiClusterServices } from './multi-cluster-services.ts';

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: IntOrString;
  /** 0 where the Service has none. */
  readonly nodePort: number;
  readonly protocol: string;
}

/** Annotations that make a virtual server of a LoadBalancer Service (specification 02 §8.3); absent texts are empty. */
export interface LoadBalancerSpec {
  readonly ip: string;
  readonly ipamLabel: string;
  readonly partition: string;
  readonly host: string;
  readonly policyName: string;
  /** Monitors, or why they do not parse. */
  readonly health?: HealthMonitors | JsonProblem;
  /** Only `clusterName` and `weight` of an entry count. */
  readonly multiClusterServices?: MultiClusterServices | JsonProblem;
}

export interface Service extends Resource {
  readonly type: string;
  readonly headless: boolean;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly loadBalancerClass?: string;
  readonly ports: readonly ServicePort[];
  /** Those of `cis.f5.com/`, of `nodeportlocal.antrea.io/`, and of Cilium. */
  readonly annotations: Record<string, string>;
  /** Of type LoadBalancer and with an annotation that tells its address. */
  readonly loadBalancer?: LoadBalancerSpec;
  /** Seconds since 1970. */
  readonly created: number;
}

/** Prefix of the annotations that the controller reads on a Service. */
export const serviceAnnotationPrefix = 'cis.f5.com/';

/** What the controller reads on a Service (specification 02 §8.3). */
export const serviceAnnotations: readonly string[] = [
  'ip',
  'ipamLabel',
  'partition',
  'host',
  'health',
  'policyName',
  'multiClusterServices',
].map(key => serviceAnnotationPrefix + key);

const otherAnnotations = ['nodeportlocal.antrea.io/', 'io.cilium/', 'service.cilium.io/'] as const;

/** Service with the API server's defaults: `type`, `protocol`, `targetPort` (specification 02 §0.3). */
export function readService(object: ManifestObject, reader: FieldReader): Service {
  const spec = reader.object(object.value, 'spec', []);
  const annotations = annotationsOf(object, reader, serviceAnnotationPrefix, ...otherAnnotations);
  const type = reader.string(spec, 'type', ['spec']) || 'ClusterIP';
  const loadBalancer = type === 'LoadBalancer' ? readLoadBalancer(annotations) : undefined;
  const loadBalancerClass = reader.string(spec, 'loadBalancerClass', ['spec']);
  return {
    ...resourceOf(object),
    type,
    headless: reader.string(spec, 'clusterIP', ['spec']) === 'None',
    labels: labelsOf(object, reader),
    selector: reader.stringMap(spec, 'selector', ['spec']),
    ...(loadBalancerClass !== undefined && { loadBalancerClass }),
    ports: reader.objects(spec, 'ports', ['spec']).map((item, index) => {
      const path = ['spec', 'ports', index];
      const port = reader.integer(item, 'port', path) ?? 0;
      const targetPort = reader.intOrString(item, 'targetPort', path);
      return {
        name: reader.string(item, 'name', path) ?? '',
        port,
        targetPort: targetPort === undefined || targetPort === 0 || targetPort === '' ? port : targetPort,
        nodePort: reader.integer(item, 'nodePort', path) ?? 0,
        protocol: reader.string(item, 'protocol', path) || 'TCP',
      };
    }),
    annotations,
    ...(loadBalancer && { loadBalancer }),
    created: creationTimeOf(object, reader),
  };
}

function readLoadBalancer(annotations: Readonly<Record<string, string>>): LoadBalancerSpec | undefined {
  const text = (key: string): string => annotations[serviceAnnotationPrefix + key] ?? '';
  const health = annotations[`${serviceAnnotationPrefix}health`];
  const listed = annotations[`${serviceAnnotationPrefix}multiClusterServices`];
  if (text('ip') === '' && text('ipamLabel') === '') return undefined;
  return {
    ip: text('ip'),
    ipamLabel: text('ipamLabel'),
    partition: text('partition'),
    host: text('host'),
    policyName: text('policyName'),
    ...(health !== undefined && { health: readHealthMonitors(health, true) }),
    ...(listed !== undefined && { multiClusterServices: readMultiClusterServices(listed) }),
  };
}
