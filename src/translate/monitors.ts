import type { Findings } from '../finding.ts';
import { isObject } from '../load/manifest-object.ts';
import { matchesLabels } from '../model/label-selector.ts';
import { caseless, parseJson } from '../model/multi-cluster-services.ts';
import type { ReadinessProbe } from '../model/pod.ts';
import { annotationPrefix, type Route } from '../model/route.ts';
import type { Monitor } from './adc.ts';
import type { Inventory } from './inventory.ts';
import { annotationPlace } from './route-admission.ts';

const unset = { send: '', recv: '', interval: 0, timeout: 0, targetPort: 0, sslProfile: '' } as const;

/**
 * Monitors of the `health` annotation. All of them get one name, so the last one is what remains as an object, while the
 * pool refers to it once an element (specification 01 §5.5). Undefined without the annotation; empty where it does not parse.
 */
export function annotationMonitors(route: Route, pool: string, findings: Findings): Monitor[] | undefined {
  const text = route.annotations.health;
  if (text === undefined) return undefined;
  const key = `${annotationPrefix}health`;
  const { kind, namespace, name } = route;
  const resource = { kind, namespace, name };
  const place = annotationPlace(route, 'health');
  const refuse = (problem: string, inner: NonNullable<typeof place.inner>): Monitor[] => {
    findings.add('route-health-json', { name, key, problem }, { at: { ...place, inner }, resource });
    return [];
  };
  const parsed = parseJson(text);
  if ('problem' in parsed) return refuse(parsed.problem, { syntax: 'text', offset: parsed.offset ?? 0, length: 1 });
  if (parsed.value === null) return [];
  if (!Array.isArray(parsed.value)) return refuse('it must be a list of monitors', { syntax: 'json', path: [] });
  const monitors: Monitor[] = [];
  for (const [index, item] of parsed.value.entries()) {
    const from: Readonly<Record<string, unknown>> = isObject(item) ? item : {};
    if (!isObject(item) && item !== null)
      return refuse('every monitor must be an object', { syntax: 'json', path: [index] });
    for (const field of ['type', 'send', 'recv', 'sslProfile', 'path']) {
      const value = caseless(from, field) ?? '';
      if (typeof value !== 'string')
        return refuse(`${field} must be a string`, { syntax: 'json', path: [index, field] });
    }
    for (const field of ['interval', 'timeout', 'targetPort']) {
      const value = caseless(from, field) ?? 0;
      if (!Number.isInteger(value))
        return refuse(`${field} must be a whole number`, { syntax: 'json', path: [index, field] });
    }
    const textOf = (field: string): string => String(caseless(from, field) ?? '');
    const numberOf = (field: string): number => Number(caseless(from, field) ?? 0);
    monitors.push({
      name: `${pool}_monitor`,
      type: textOf('type') || 'http',
      send: textOf('send'),
      recv: textOf('recv'),
      interval: numberOf('interval'),
      timeout: numberOf('timeout'),
      targetPort: numberOf('targetPort'),
      sslProfile: textOf('sslProfile'),
    });
  }
  if (monitors.length > 1) {
    findings.add('route-health-several', { name, count: monitors.length, pool }, { at: place, resource });
  }
  return monitors;
}

/** Interval of a `service-endpoint` monitor whose Pods have no probe, in seconds. */
const defaultInterval = 5;

export interface AutoMonitorInput {
  readonly inventory: Inventory;
  /** `readiness-probe` or `service-endpoint`. */
  readonly kind: string;
  /** `autoMonitorTimeout` in seconds; 0 = not set. */
  readonly timeout: number;
  readonly cluster: string;
  readonly namespace: string;
  readonly service: string;
  /** Service port of the Route. */
  readonly port: number;
  readonly pool: string;
}

/** Monitor that `autoMonitor` makes for a pool (specification 01 §5.5), or none. */
export function autoMonitor(input: AutoMonitorInput): Monitor[] {
  const { kind, timeout, pool } = input;
  const probe = readinessProbe(input);
  const name = `${pool}_monitor`;
  if (kind === 'service-endpoint') {
    const interval = probe?.periodSeconds ?? (timeout > 0 ? 0 : defaultInterval);
    return [
      {
        ...unset,
        name,
        type: 'tcp',
        interval,
        timeout: timeout > 0 ? timeout : 3 * interval + 1,
        timeUntilUp: probe?.initialDelaySeconds ?? 0,
      },
    ];
  }
  if (!probe) return [];
  const http = probe.kind === 'httpGet';
  return [
    {
      ...unset,
      name,
      type: http ? probe.scheme : 'tcp',
      ...(http && { send: `GET ${probe.path} HTTP/1.0\r\n`, recv: 'HTTP/1\\.[01] [23][0-9][0-9]' }),
      interval: probe.periodSeconds,
      timeout: timeout > 0 ? timeout : 3 * probe.periodSeconds + 1,
      targetPort: http && typeof probe.port === 'number' ? probe.port : 0,
      timeUntilUp: probe.initialDelaySeconds,
    },
  ];
}

/** Probe of the newest Pod behind a Service: of its first container that probes and exposes the port. Ties by name. */
function readinessProbe({
  inventory,
  cluster,
  namespace,
  service,
  port,
}: AutoMonitorInput): ReadinessProbe | undefined {
  const found = inventory.service(cluster, namespace, service);
  if (!found) return undefined;
  const [newest] = [...inventory.local.pods.values()]
    .filter(pod => pod.namespace === namespace && matchesLabels(found.selector, pod.labels))
    .sort((a, b) => b.created - a.created || (a.name < b.name ? -1 : 1));
  return newest?.containers.find(
    container => container.readinessProbe && container.ports.some(({ containerPort }) => containerPort === port),
  )?.readinessProbe;
}
