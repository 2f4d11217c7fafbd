import type { Findings } from '../finding.ts';
import { objectKey } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import { whereOf } from '../model/where.ts';
import type { Path } from '../place.ts';
import type { Monitor, Pool, Tenant, Virtual } from '../translate/adc.ts';
import type { Check } from './index.ts';

interface OwnedMonitor {
  readonly virtual: Virtual;
  readonly pool: string;
  readonly monitor: Monitor;
  readonly origin: Resource;
  readonly path: Path;
}

/** Monitors that share a name, and so one object (specification 01 §7.2, 02 §3.4). */
export const checkMonitors: Check = ({ tenants, findings }) => {
  for (const { name: tenant, virtuals } of tenants) {
    const last = new Map<string, OwnedMonitor>();
    for (const virtual of virtuals) {
      for (const owned of monitorsOf(virtual, tenant)) {
        const before = last.get(owned.monitor.name);
        if (before) reportSameName(findings, before, owned);
        last.set(owned.monitor.name, owned);
      }
    }
  }
};

/** Pools that name a monitor of the BIG-IP twice. */
export const checkMonitorPaths: Check = ({ tenants, findings }) => {
  for (const { name: pool, monitors, origin, originPath } of poolsOf(tenants)) {
    const paths = monitors.flatMap(monitor => ('bigip' in monitor ? [monitor.bigip] : []));
    const twice = paths.find((path, index) => paths.indexOf(path) !== index);
    if (twice === undefined) continue;
    const values = { monitor: twice, pool, owner: `${origin.kind} ${objectKey(origin)}` };
    findings.add('monitor-twice', values, whereOf(origin, [...originPath, 'monitors']));
  }
};

function* poolsOf(tenants: readonly Tenant[]): Generator<Pool> {
  for (const { virtuals } of tenants) for (const { pools } of virtuals) yield* pools;
}

/** What monitors have to have in common to be one. */
export function monitorNames(virtuals: Iterable<Virtual>): string[] {
  return [...virtuals].flatMap(({ tenant, monitors }) => monitors.map(({ name }) => `${tenant} ${name}`));
}

/** Monitors of a virtual server with what asks for them: that is what the pool stands for which refers to one. */
function monitorsOf(virtual: Virtual, tenant: string): OwnedMonitor[] {
  const { monitors, pools } = virtual;
  const owners = new Map<string, (typeof pools)[number]>();
  for (const pool of pools) {
    for (const reference of pool.monitors) if ('use' in reference) owners.set(reference.use, pool);
  }
  return monitors.flatMap(monitor => {
    const pool = owners.get(`/${tenant}/Shared/${monitor.name}`);
    if (!pool) return [];
    const { name, origin, originPath } = pool;
    const { by, path } = monitor.asked ?? { by: origin, path: originPath };
    return [{ virtual, pool: name, monitor, origin: by, path }];
  });
}

/** The list of monitors in which one stands. */
const listOf = ({ path }: OwnedMonitor): string => JSON.stringify(path.slice(0, -1));

const settings = ['type', 'send', 'recv', 'interval', 'timeout', 'targetPort', 'sslProfile'] as const;

function reportSameName(findings: Findings, before: OwnedMonitor, after: OwnedMonitor): void {
  const { name: monitor } = after.monitor;
  const same = before.origin === after.origin;
  // Of a Route it is said of the annotation as a whole.
  if (same && after.origin.kind === 'Route') return;
  const title = ({ origin }: OwnedMonitor): string => `${origin.kind} ${objectKey(origin)}`;
  const place = ({ origin, path }: OwnedMonitor) => whereOf(origin, path);
  const what = settings.filter(key => before.monitor[key] !== after.monitor[key]);
  if (what.length > 0) {
    const values = { monitor, owner: title(before), by: title(after), what: what.join(', ') };
    findings.add('monitor-replaced', values, { ...place(before), other: place(after).at });
  } else if (same && before.virtual === after.virtual && listOf(before) === listOf(after)) {
    const values = { monitor, pool: after.pool, owner: title(after) };
    findings.add('monitor-twice', values, { ...place(after), other: place(before).at });
  }
}
