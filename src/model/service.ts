import type { ManifestObject } from '../load/manifest-object.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';
import { annotationsOf, type Resource, resourceOf } from './metadata.ts';

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: IntOrString;
  /** 0 where the Service has none. */
  readonly nodePort: number;
  readonly protocol: string;
}

export interface Service extends Resource {
  readonly type: string;
  readonly headless: boolean;
  readonly selector: Record<string, string>;
  readonly loadBalancerClass?: string;
  readonly ports: readonly ServicePort[];
  /** Those of `cis.f5.com/` and `nodeportlocal.antrea.io/`. */
  readonly annotations: Record<string, string>;
}

/** Service with the API server's defaults: `type`, `protocol`, `targetPort` (specification 02 §0.3). */
export function readService(object: ManifestObject, reader: FieldReader): Service {
  const spec = reader.object(object.value, 'spec', []);
  const loadBalancerClass = reader.string(spec, 'loadBalancerClass', ['spec']);
  return {
    ...resourceOf(object),
    type: reader.string(spec, 'type', ['spec']) || 'ClusterIP',
    headless: reader.string(spec, 'clusterIP', ['spec']) === 'None',
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
    annotations: annotationsOf(object, reader, 'cis.f5.com/', 'nodeportlocal.antrea.io/'),
  };
}
