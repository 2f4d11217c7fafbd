import { isObject } from '../load/manifest-object.ts';
import { caseless, type JsonProblem, parseJson, type UnreadKey, unreadKeys } from './json-annotation.ts';
import type { MonitorSpec } from './monitor.ts';

/** Monitors that an annotation lists as JSON. */
export interface HealthMonitors {
  readonly monitors: readonly MonitorSpec[];
  readonly unread: readonly UnreadKey[];
}

const texts = ['type', 'send', 'recv', 'sslProfile', 'path', 'name', 'reference'] as const;
const numbers = ['interval', 'timeout', 'targetPort'] as const;

/**
 * Reads the `health` annotation of a Route, a list (specification 01 §5.5), or of a Service, where one monitor may stand without
 * a list (`single`, 02 §8.3). With a problem there is no monitor at all.
 */
export function readHealthMonitors(text: string, single = false): HealthMonitors | JsonProblem {
  const parsed = parseJson(text);
  if ('problem' in parsed) return parsed;
  if (parsed.value === null) return { monitors: [], unread: [] };
  const alone = single && isObject(parsed.value);
  if (!Array.isArray(parsed.value) && !alone) return { problem: 'it must be a list of monitors', path: [] };
  const monitors: MonitorSpec[] = [];
  const unread: UnreadKey[] = [];
  for (const [index, item] of [parsed.value].flat().entries()) {
    const at = alone ? [] : [index];
    if (!isObject(item) && item !== null) return { problem: 'every monitor must be an object', path: at };
    const from: Readonly<Record<string, unknown>> = item ?? {};
    unread.push(...unreadKeys(from, [...texts, ...numbers], at));
    const wrongText = texts.find(field => typeof (caseless(from, field) ?? '') !== 'string');
    if (wrongText) return { problem: `${wrongText} must be a string`, path: [...at, wrongText] };
    const wrongNumber = numbers.find(field => !Number.isInteger(caseless(from, field) ?? 0));
    if (wrongNumber) return { problem: `${wrongNumber} must be a whole number`, path: [...at, wrongNumber] };
    const textOf = (field: (typeof texts)[number]): string => String(caseless(from, field) ?? '');
    const numberOf = (field: (typeof numbers)[number]): number => Number(caseless(from, field) ?? 0);
    monitors.push({
      type: textOf('type'),
      send: textOf('send'),
      recv: textOf('recv'),
      interval: numberOf('interval'),
      timeout: numberOf('timeout'),
      targetPort: numberOf('targetPort'),
      name: textOf('name'),
      reference: textOf('reference'),
      sslProfile: textOf('sslProfile'),
    });
  }
  return { monitors, unread };
}
