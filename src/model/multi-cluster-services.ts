import { isObject } from '../load/manifest-object.ts';
import type { IntOrString } from './field-reader.ts';
import type { Fields } from './fields.ts';
import { caseless, type JsonProblem, parseJson, type UnreadKey, unreadKeys } from './json-annotation.ts';

/** An entry of `multiClusterServices`, in an annotation or in a custom resource (specification 01 §4.4). Missing texts are empty, a missing port 0. */
export interface MultiClusterService {
  readonly clusterName: string;
  readonly service: string;
  readonly namespace: string;
  /** A quoted number is the name of a port. */
  readonly servicePort: IntOrString;
  readonly weight?: number;
  /** Place in the list. */
  readonly index: number;
}

const keys = ['clusterName', 'service', 'namespace', 'servicePort', 'weight'] as const;

/** An entry as a custom resource lists it. */
export function readMultiClusterEntry(entry: Fields, index: number): MultiClusterService {
  const weight = entry.optionalNumber('weight');
  return {
    clusterName: entry.text('clusterName'),
    service: entry.text('service'),
    namespace: entry.text('namespace'),
    servicePort: entry.port('servicePort'),
    ...(weight !== undefined && { weight }),
    index,
  };
}

export interface MultiClusterServices {
  readonly entries: readonly MultiClusterService[];
  readonly unread: readonly UnreadKey[];
}

/** Reads the annotation of a Route, or of a Service, whose entries need less (02 §8.3); a problem rejects the Route. */
export function readMultiClusterServices(text: string): MultiClusterServices | JsonProblem {
  const parsed = parseJson(text);
  if ('problem' in parsed) return parsed;
  const { value } = parsed;
  if (value === null) return { entries: [], unread: [] };
  if (!Array.isArray(value)) return { problem: 'it must be a list', path: [] };
  const entries: MultiClusterService[] = [];
  const unread: UnreadKey[] = [];
  for (const [index, item] of value.entries()) {
    if (!isObject(item) && item !== null) return { problem: 'every item must be an object', path: [index] };
    const from: Readonly<Record<string, unknown>> = item ?? {};
    unread.push(...unreadKeys(from, keys, [index]));
    for (const key of ['clusterName', 'service', 'namespace'] as const) {
      const field = caseless(from, key) ?? '';
      if (typeof field !== 'string') return { problem: `${key} must be a string`, path: [index, key] };
    }
    const servicePort = caseless(from, 'servicePort') ?? 0;
    if (typeof servicePort !== 'string' && !Number.isInteger(servicePort)) {
      return { problem: 'servicePort must be a whole number or a string', path: [index, 'servicePort'] };
    }
    const weight = caseless(from, 'weight') ?? undefined;
    if (weight !== undefined && !Number.isInteger(weight)) {
      return { problem: 'weight must be a whole number', path: [index, 'weight'] };
    }
    entries.push({
      clusterName: String(caseless(from, 'clusterName') ?? ''),
      service: String(caseless(from, 'service') ?? ''),
      namespace: String(caseless(from, 'namespace') ?? ''),
      servicePort: servicePort as IntOrString,
      ...(weight !== undefined && { weight: weight as number }),
      index,
    });
  }
  return { entries, unread };
}
