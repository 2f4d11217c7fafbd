import type { IntOrString } from '../../model/field-reader.ts';
import type { DefaultPoolSpec, Policy } from '../../model/policy.ts';
import type { Member, Monitor, MonitorReference, Pool, VirtualPool } from '../adc.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { serviceMembers, targetPort, withoutCluster } from '../clusters/service-members.ts';
import { defaultPoolMonitorName, poolName } from '../names.ts';

export interface DefaultPoolInput {
  readonly inventory: Inventory;
  /** Where `spec` stands. */
  readonly policy: Policy;
  readonly spec: DefaultPoolSpec;
  /** Namespace of the resource for which it is made: it names the pool, whatever `serviceNamespace` says. */
  readonly namespace: string;
  readonly tenant: string;
  /** Address of the virtual server, for the names of monitors. */
  readonly address: string;
}

export interface DefaultPool {
  readonly reference: VirtualPool;
  /** What the data group of the default pool says: a pool's name, or its path on the BIG-IP. */
  readonly value: string;
  readonly pool?: Pool;
  readonly monitors: readonly Monitor[];
}

/** Default pool of a Policy (specification 01 §5.13, 02 §2.3), or undefined where it says nothing usable. */
export function defaultPool(input: DefaultPoolInput): DefaultPool | undefined {
  const { inventory, spec, namespace, tenant } = input;
  if (spec.reference === 'bigip' && spec.name !== '')
    return { reference: { bigip: spec.name }, value: spec.name, monitors: [] };
  if (spec.reference !== 'service') return undefined;
  const port = spec.servicePort ?? 0;
  const { service, nodeMemberLabel } = spec;
  const cluster = clusterInNames(inventory.table, '');
  const name = spec.name === '' ? poolName({ service, port, namespace, nodeMemberLabel, ...cluster }) : spec.name;
  const { monitors, references } = defaultPoolMonitors(input, port);
  return {
    reference: { use: `/${tenant}/Shared/${name}` },
    value: name,
    monitors,
    pool: {
      name,
      members: leftOut => withoutCluster([members(input, port)], leftOut).flat(),
      isEmpty: () => members(input, port).length === 0,
      monitors: references,
      loadBalancingMode: spec.loadBalancingMethod,
      reselectTries: spec.reselectTries,
      serviceDownAction: spec.serviceDownAction,
      slowRampTime: 0,
      origin: input.policy,
      service,
      namespace: spec.serviceNamespace || namespace,
      cluster: '',
    },
  };
}

/**
 * Its cluster is recorded without a name. With several clusters that is never the local one: in active-active the peer's
 * members remain, elsewhere none; a single cluster with a name loses them too (01 §5.13, §6.6).
 */
function members({ inventory, spec, namespace }: DefaultPoolInput, port: IntOrString): readonly Member[] {
  const { table } = inventory;
  const where = {
    namespace: spec.serviceNamespace || namespace,
    service: spec.service,
    nodeMemberLabel: spec.nodeMemberLabel,
  };
  const peer = table.mode === 'active-active' ? table.peer : undefined;
  const cluster = table.several ? peer : table.local === '' ? '' : undefined;
  if (cluster === undefined || table.restricted(cluster)) return [];
  // Where the local cluster has a name, the port stays the declared one (02 §15.14).
  const found = table.local === '' ? inventory.service(cluster, where.namespace, where.service) : undefined;
  const resolved = targetPort(found, port) ?? port;
  return serviceMembers(inventory, { ...where, cluster, port: resolved });
}

function defaultPoolMonitors(
  { spec, namespace, tenant, address }: DefaultPoolInput,
  port: IntOrString,
): { readonly monitors: Monitor[]; readonly references: MonitorReference[] } {
  const monitors: Monitor[] = [];
  const references: MonitorReference[] = [];
  for (const monitor of spec.monitors) {
    const { name, reference, type, send, recv, interval, timeout, targetPort: target } = monitor;
    if (reference === 'bigip' && name !== '') references.push({ bigip: name });
    else {
      // A name without `reference: bigip` gets lost on the way: the object has an empty name (02 §2.3).
      const made = name === '' ? defaultPoolMonitorName({ namespace, address, type, port: target || port }) : '';
      monitors.push({ name: made, type, send, recv, interval, timeout, targetPort: target, sslProfile: '' });
      references.push({ use: `/${tenant}/Shared/${made}` });
    }
  }
  return { monitors, references };
}
