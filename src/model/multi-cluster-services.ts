import { isObject } from '../load/manifest-object.ts';
import type { IntOrString } from './field-reader.ts';

/** An entry of the `multiClusterServices` annotation (specification 01 §4.4). Missing texts are empty, a missing port 0. */
export interface MultiClusterService {
  readonly clusterName: string;
  readonly service: string;
  readonly namespace: string;
  /** A quoted number is the name of a port. */
  readonly servicePort: IntOrString;
  readonly weight?: number;
  /** Place in the annotation's list. */
  readonly index: number;
}

/** Why a JSON text is not what it should be, with the path to the value or the offset in the text. */
export interface JsonProblem {
  readonly problem: string;
  readonly path?: ReadonlyArray<string | number>;
  readonly offset?: number;
}

/** Parses JSON as the controller does: strictly, and without a say on how often a key stands. */
export function parseJson(text: string): { readonly value: unknown } | JsonProblem {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = (error as Error).message;
    const position = /position (\d+)/.exec(message);
    const problem = message.replace(/ in JSON at position.*/s, '').replace(/, ("|\.\.\.).* is not valid JSON$/s, '');
    return { problem, offset: position ? Number(position[1]) : text.trimEnd().length };
  }
}

/** Value of a key, which JSON decoding in Go finds whatever its case. */
export function caseless(object: Readonly<Record<string, unknown>>, key: string): unknown {
  if (object[key] !== undefined) return object[key];
  const found = Object.keys(object).find(name => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : object[found];
}

/** Reads the annotation; a problem rejects the Route. */
export function readMultiClusterServices(
  text: string,
): { readonly entries: readonly MultiClusterService[] } | JsonProblem {
  const parsed = parseJson(text);
  if ('problem' in parsed) return parsed;
  const { value } = parsed;
  if (value === null) return { entries: [] };
  if (!Array.isArray(value)) return { problem: 'it must be a list', path: [] };
  const entries: MultiClusterService[] = [];
  for (const [index, item] of value.entries()) {
    if (!isObject(item) && item !== null) return { problem: 'every item must be an object', path: [index] };
    const from: Readonly<Record<string, unknown>> = item ?? {};
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
  return { entries };
}
