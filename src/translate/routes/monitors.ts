import { matchesLabels } from '../../model/label-selector.ts';
import type { ReadinessProbe } from '../../model/pod.ts';
import type { Route } from '../../model/route.ts';
import type { Monitor } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';

const unset = { send: '', recv: '', interval: 0, timeout: 0, targetPort: 0, sslProfile: '' } as const;

/**
 * Monitors of the `health` annotation. All of them get one name, so the last one is what remains as an object, while the
 * pool refers to it once an element (specification 01 §5.5). Undefined without the annotation; empty where it does not parse.
 */
export function annotationMonitors({ health }: Route, pool: string): Monitor[] | undefined {
  if (health === undefined) return undefined;
  return 'problem' in health
    ? []
    : health.monitors.map(monitor => ({ ...monitor, type: monitor.type || 'http', name: `${pool}_monitor` }));
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
