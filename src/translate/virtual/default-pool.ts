import type { DefaultPoolSpec } from '../../model/default-pool.ts';
import type { IntOrString } from '../../model/field-reader.ts';
import type { Resource } from '../../model/metadata.ts';
import type { Member, Monitor, Pool, VirtualPool } from '../adc.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { poolMembers } from '../clusters/pool-members.ts';
import { inRouteDomain, serviceMembers, targetPort } from '../clusters/service-members.ts';
import { type DiscoveredPool, discoveredPool } from '../discovery/discovered-pool.ts';
import { monitorName, poolName } from '../names.ts';
import { specMonitors } from './spec-monitors.ts';

export interface DefaultPoolInput {
  readonly inventory: Inventory;
  /** Resource in which `spec` stands. */
  readonly origin: Resource;
  readonly spec: DefaultPoolSpec;
  /** Namespace of the resource for which it is made: it names the pool, whatever `serviceNamespace` says. */
  readonly namespace: string;
  /** Host of a VirtualServer, which is part of the name. */
  readonly host?: string;
  readonly tenant: string;
  /** Address of the virtual server, for the names of monitors. */
  readonly address: string;
  /** Appended to the addresses of members as `%rd`; absent = none. */
  readonly routeDomain?: number;
}

export interface DefaultPool {
  readonly reference: VirtualPool;
  /** What the data group of the default pool says: a pool's name, or its path on the BIG-IP. */
  readonly value: string;
  readonly pool?: Pool;
  readonly monitors: readonly Monitor[];
}

/** Default pool of a Policy or VirtualServer (specification 01 §5.13, 02 §2.3), or undefined where it says nothing usable. */
export function defaultPool(input: DefaultPoolInput): DefaultPool | undefined {
  const { inventory, spec, namespace, tenant, address } = input;
  if (spec.reference === 'bigip' && spec.name !== '')
    return { reference: { bigip: spec.name }, value: spec.name, monitors: [] };
  if (spec.reference !== 'service') return undefined;
  const { service, nodeMemberLabel, servicePort: port } = spec;
  const host = input.host === undefined ? {} : { host: input.host };
  const cluster = clusterInNames(inventory.table, '');
  const parts = { service, port, namespace, nodeMemberLabel, ...host, ...cluster };
  const name = spec.name === '' ? poolName(parts) : spec.name;
  const { monitors, references } = specMonitors(
    spec.monitors.map(monitor => ({ ...monitor, sslProfile: '' })),
    tenant,
    // A name without `reference: bigip` gets lost on the way: the object has an empty name (02 §2.3).
    ({ name: own, type, targetPort: target }) =>
      own === '' ? monitorName({ namespace, address, ...host, type, port: target || port }) : '',
    { by: input.origin, path: ['spec', 'defaultPool', 'monitors'] },
  );
  return {
    reference: { use: `/${tenant}/Shared/${name}` },
    value: name,
    monitors,
    pool: {
      name,
      ...poolMembers(() => [members(input, port)], undefined, discovered(input)),
      monitors: references,
      loadBalancingMode: spec.loadBalancingMethod,
      reselectTries: spec.reselectTries,
      serviceDownAction: spec.serviceDownAction,
      slowRampTime: 0,
      origin: input.origin,
      originPath: ['spec', 'defaultPool'],
      service,
      namespace: spec.serviceNamespace || namespace,
      cluster: '',
    },
  };
}

function discovered({ inventory, spec, namespace, routeDomain = 0 }: DefaultPoolInput): DiscoveredPool | undefined {
  const { service, serviceNamespace, servicePort: port, nodeMemberLabel } = spec;
  const where = { namespace: serviceNamespace || namespace, service };
  return discoveredPool(inventory, { ...where, port, nodeMemberLabel, routeDomain, shared: false });
}

/**
 * Its cluster is recorded without a name. With several clusters that is never the local one: in active-active the peer's
 * members remain, elsewhere none; a single cluster with a name loses them too (01 §5.13, §6.6).
 */
function members(
  { inventory, spec, namespace, routeDomain = 0 }: DefaultPoolInput,
  port: IntOrString,
): readonly Member[] {
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
  return inRouteDomain(serviceMembers(inventory, { ...where, cluster, port: resolved }), routeDomain);
}
