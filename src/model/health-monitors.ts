import { isObject } from '../load/manifest-object.ts';
import { caseless, type JsonProblem, parseJson } from './json-annotation.ts';

/** An element of the `health` annotation (specification 01 §5.5). Absent texts are empty, absent numbers 0. */
export interface HealthMonitor {
  /** `http` unless it is given. */
  readonly type: string;
  readonly send: string;
  readonly recv: string;
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
  readonly targetPort: number;
  readonly sslProfile: string;
}

export interface HealthMonitors {
  readonly monitors: readonly HealthMonitor[];
}

const texts = ['type', 'send', 'recv', 'sslProfile', 'path'] as const;
const numbers = ['interval', 'timeout', 'targetPort'] as const;

/** Reads the annotation; with a problem the Route gets no monitor at all. */
export function readHealthMonitors(text: string): HealthMonitors | JsonProblem {
  const parsed = parseJson(text);
  if ('problem' in parsed) return parsed;
  if (parsed.value === null) return { monitors: [] };
  if (!Array.isArray(parsed.value)) return { problem: 'it must be a list of monitors', path: [] };
  const monitors: HealthMonitor[] = [];
  for (const [index, item] of parsed.value.entries()) {
    if (!isObject(item) && item !== null) return { problem: 'every monitor must be an object', path: [index] };
    const from: Readonly<Record<string, unknown>> = item ?? {};
    const wrongText = texts.find(field => typeof (caseless(from, field) ?? '') !== 'string');
    if (wrongText) return { problem: `${wrongText} must be a string`, path: [index, wrongText] };
    const wrongNumber = numbers.find(field => !Number.isInteger(caseless(from, field) ?? 0));
    if (wrongNumber) return { problem: `${wrongNumber} must be a whole number`, path: [index, wrongNumber] };
    const textOf = (field: (typeof texts)[number]): string => String(caseless(from, field) ?? '');
    const numberOf = (field: (typeof numbers)[number]): number => Number(caseless(from, field) ?? 0);
    monitors.push({
      type: textOf('type') || 'http',
      send: textOf('send'),
      recv: textOf('recv'),
      interval: numberOf('interval'),
      timeout: numberOf('timeout'),
      targetPort: numberOf('targetPort'),
      sslProfile: textOf('sslProfile'),
    });
  }
  return { monitors };
}
