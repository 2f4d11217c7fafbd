import type { JsonObject, ManifestObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';
import { annotationsOf, creationTimeOf, labelsOf, type Resource, resourceOf } from './metadata.ts';

/** A readiness probe of a kind that can become a monitor. */
export interface ReadinessProbe {
  readonly kind: 'httpGet' | 'tcpSocket';
  readonly path: string;
  /** Lower case; `http` by default. */
  readonly scheme: string;
  readonly port?: IntOrString;
  readonly periodSeconds: number;
  readonly initialDelaySeconds: number;
}

export interface Container {
  readonly ports: ReadonlyArray<{ readonly name: string; readonly containerPort: number }>;
  readonly readinessProbe?: ReadinessProbe;
}

export interface Pod extends Resource {
  readonly labels: Record<string, string>;
  /** Seconds since 1970. */
  readonly created: number;
  readonly containers: readonly Container[];
  /** Annotation `nodeportlocal.antrea.io`, as text. */
  readonly nodePortLocal?: string;
}

export function readPod(object: ManifestObject, reader: FieldReader): Pod {
  const spec = reader.object(object.value, 'spec', []);
  const nodePortLocal = annotationsOf(object, reader, 'nodeportlocal.antrea.io')['nodeportlocal.antrea.io'];
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    created: creationTimeOf(object, reader),
    containers: reader.objects(spec, 'containers', ['spec']).map((item, index) => {
      const path = ['spec', 'containers', index];
      const probe = readProbe(reader.object(item, 'readinessProbe', path), [...path, 'readinessProbe'], reader);
      return {
        ports: reader.objects(item, 'ports', path).map((port, at) => ({
          name: reader.string(port, 'name', [...path, 'ports', at]) ?? '',
          containerPort: reader.integer(port, 'containerPort', [...path, 'ports', at]) ?? 0,
        })),
        ...(probe && { readinessProbe: probe }),
      };
    }),
    ...(nodePortLocal !== undefined && { nodePortLocal }),
  };
}

/** API defaults: `periodSeconds` 10, `initialDelaySeconds` 0. */
function readProbe(probe: JsonObject | undefined, path: Path, reader: FieldReader): ReadinessProbe | undefined {
  const kind = probe?.httpGet ? 'httpGet' : probe?.tcpSocket ? 'tcpSocket' : undefined;
  if (!probe || !kind) return undefined;
  const action = reader.object(probe, kind, path);
  const port = reader.intOrString(action, 'port', [...path, kind]);
  return {
    kind,
    path: reader.string(action, 'path', [...path, kind]) || '/',
    scheme: (reader.string(action, 'scheme', [...path, kind]) || 'http').toLowerCase(),
    ...(port !== undefined && { port }),
    periodSeconds: reader.integer(probe, 'periodSeconds', path) || 10,
    initialDelaySeconds: reader.integer(probe, 'initialDelaySeconds', path) ?? 0,
  };
}
