import type { Resource } from '../../model/metadata.ts';
import type { MonitorSpec } from '../../model/monitor.ts';
import type { Path } from '../../place.ts';
import type { Monitor, MonitorReference } from '../adc.ts';

export interface PoolMonitors {
  readonly monitors: readonly Monitor[];
  readonly references: readonly MonitorReference[];
}

/**
 * Monitors as custom resources write them (specification 02 §2.2): a named one on the BIG-IP is referred to, all others become
 * objects. `nameOf` names these, or drops one by saying nothing; `asked` is where they stand.
 */
export function specMonitors(
  specs: readonly MonitorSpec[],
  tenant: string,
  nameOf: (monitor: MonitorSpec) => string | undefined,
  asked?: { readonly by: Resource; readonly path: Path },
): PoolMonitors {
  const monitors: Monitor[] = [];
  const references: MonitorReference[] = [];
  for (const [index, spec] of specs.entries()) {
    const { reference, name: own, ...monitor } = spec;
    if (reference === 'bigip' && own !== '') {
      references.push({ bigip: own });
      continue;
    }
    const name = nameOf(spec);
    if (name === undefined) continue;
    monitors.push({ ...monitor, name, ...(asked && { asked: entryOf(asked, index) }) });
    references.push({ use: `/${tenant}/Shared/${name}` });
  }
  return { monitors, references };
}

/** Of a list each has its own place. */
function entryOf({ by, path }: { readonly by: Resource; readonly path: Path }, index: number) {
  return { by, path: path.at(-1) === 'monitors' ? [...path, index] : path };
}
