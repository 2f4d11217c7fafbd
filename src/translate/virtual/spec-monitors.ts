import type { MonitorSpec } from '../../model/monitor.ts';
import type { Monitor, MonitorReference } from '../adc.ts';

export interface PoolMonitors {
  readonly monitors: readonly Monitor[];
  readonly references: readonly MonitorReference[];
}

/**
 * Monitors as custom resources write them (specification 02 §2.2): a named one on the BIG-IP is referred to, all others become
 * objects. `nameOf` names these, or drops one by saying nothing.
 */
export function specMonitors(
  specs: readonly MonitorSpec[],
  tenant: string,
  nameOf: (monitor: MonitorSpec) => string | undefined,
): PoolMonitors {
  const monitors: Monitor[] = [];
  const references: MonitorReference[] = [];
  for (const spec of specs) {
    const { reference, name: own, ...monitor } = spec;
    if (reference === 'bigip' && own !== '') {
      references.push({ bigip: own });
      continue;
    }
    const name = nameOf(spec);
    if (name === undefined) continue;
    monitors.push({ ...monitor, name });
    references.push({ use: `/${tenant}/Shared/${name}` });
  }
  return { monitors, references };
}
