import type { PoolSpec } from '../../model/pool-spec.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Monitor, Pool } from '../adc.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { backendEntries, isSplit, type PoolBackend, poolBackends } from '../clusters/pool-backends.ts';
import { monitorName, poolName } from '../names.ts';
import { backendPools } from '../virtual/backend-pools.ts';
import { poolSettings } from '../virtual/pool-settings.ts';
import { specMonitors } from '../virtual/spec-monitors.ts';
import type { RulePool } from './virtual-server-rules.ts';

/** A pool of a VirtualServer with everything that it becomes. */
export interface BuiltPool extends RulePool {
  readonly spec: PoolSpec;
  /** In the order of `backends`. */
  readonly resolved: readonly PoolBackend[];
  readonly pools: readonly Pool[];
  readonly monitors: readonly Monitor[];
}

export interface VirtualServerPoolsInput {
  readonly inventory: Inventory;
  readonly vs: VirtualServer;
  readonly tenant: string;
  /** Address of the virtual server, without route domain. */
  readonly address: string;
  readonly routeDomain: number;
}

/** The pools of a VirtualServer, in order (specification 02 §5.2). */
export function virtualServerPools(input: VirtualServerPoolsInput): BuiltPool[] {
  return input.vs.pools.map((spec, index) => buildPool(input, spec, index));
}

function buildPool(input: VirtualServerPoolsInput, spec: PoolSpec, index: number): BuiltPool {
  const { inventory, vs, tenant, address, routeDomain } = input;
  const { table } = inventory;
  const { path, nodeMemberLabel } = spec;
  const resolved = poolBackends(inventory, spec, vs.namespace);
  const named = spec.name !== '' && !spec.hasAlternateBackends;
  const names = resolved.map(({ service, port, namespace, cluster }) =>
    inventory.intern(
      named
        ? spec.name
        : poolName({
            service,
            port,
            namespace,
            host: vs.host,
            nodeMemberLabel,
            path,
            ...clusterInNames(table, cluster),
          }),
    ),
  );
  const { monitors, references } = specMonitors(
    spec.monitor ? [spec.monitor] : spec.monitors,
    tenant,
    ({ name, reference, type, send, targetPort }) => {
      if (reference === 'bigip' || ((type === 'http' || type === 'https') && send === '')) return undefined;
      // An own name is used as it is, which makes no name that AS3 takes (02 §15.10).
      if (name !== '') return name;
      const port = spec.monitor ? spec.servicePort : targetPort || spec.servicePort;
      return monitorName({ namespace: vs.namespace, address, host: vs.host, path, type, port });
    },
    { by: vs, path: ['spec', 'pools', index, spec.monitor ? 'monitor' : 'monitors'] },
  );
  const entries = backendEntries(table, spec);
  const pools = backendPools(
    inventory,
    resolved,
    names,
    { nodeMemberLabel, routeDomain, entries, shared: spec.alternateBackends.length > 0 },
    {
      ...poolSettings(spec),
      monitors: references,
      origin: vs,
      originPath: ['spec', 'pools', index],
    },
  );
  const { rewrite, hostRewrite, waf } = spec;
  const split = isSplit(table, spec);
  return { index, path, rewrite, hostRewrite, waf, split, backends: names, spec, resolved, pools, monitors };
}
