import { objectKey } from '../../model/cluster.ts';
import type { TransportServer } from '../../model/transport-server.ts';
import { refOf, whereOf } from '../../model/where.ts';
import type { VirtualProfiles } from '../adc.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { backendEntries, backendPort, type PoolBackend, poolBackends } from '../clusters/pool-backends.ts';
import { customVirtualName, monitorName, poolName } from '../names.ts';
import { backendPools } from '../virtual/backend-pools.ts';
import { transportProfiles } from '../virtual/policy-profiles.ts';
import { poolSettings } from '../virtual/pool-settings.ts';
import { specMonitors } from '../virtual/spec-monitors.ts';
import { addressProblem, resolveAddress, routeDomainOf, withRouteDomain } from './address.ts';
import { AddressOwners } from './address-owners.ts';
import {
  type Admission,
  accept,
  policyOf,
  type Rejection,
  type ResourceContext,
  ResourceFailure,
  reject,
  selected,
  tenantOf,
} from './context.ts';
import { commonPartitionProblem, poolProblem } from './pool-admission.ts';
import { missingReason, reportMissedPools, reportNoWeight } from './split-findings.ts';
import { putVirtual } from './storage.ts';
import { bigipOrSecretTls } from './tls-sides.ts';
import { transportVirtual } from './transport-virtual.ts';

/** Renders the TransportServers of a controller, one virtual server each (specification 02 §8.1). */
export function renderTransportServers(context: ResourceContext, admitted: Admission<TransportServer>): void {
  for (const [ts, problem] of admitted) {
    if (problem) reject(context, ts, problem);
    else renderTransportServer(context, ts);
  }
}

/** Looks at TransportServers before any is rendered (specification 02 §1.3). */
export function admitTransportServers(inventory: Inventory): Admission<TransportServer> {
  const all = selected(inventory, inventory.local.transportServers.values());
  const owners = new AddressOwners(inventory.controller, all);
  return new Map(all.map(ts => [ts, transportServerProblem(inventory, ts, owners)]));
}

/** Why a TransportServer is rejected, if it is (specification 02 §1.3). */
function transportServerProblem(
  { controller, table }: Inventory,
  ts: TransportServer,
  owners: AddressOwners,
): Rejection | undefined {
  return (
    commonPartitionProblem(ts) ??
    addressProblem(controller, ts, ts.address) ??
    poolProblem(table, ts, ts.pool, ['spec', 'pool']) ??
    owners.problem(ts, ts.hostGroup !== '')
  );
}

function renderTransportServer(context: ResourceContext, ts: TransportServer): void {
  const { inventory, claims } = context;
  const { controller } = inventory;
  const key = ts.hostGroup === '' ? `${ts.namespace}/${ts.name}_ts` : `${ts.hostGroup}_hg`;
  const address = resolveAddress(context, ts, ts.address, key);
  if (address === undefined) return;
  const tenant = tenantOf(controller, ts);
  const name = customVirtualName(ts.virtualServerName, address, ts.port);
  try {
    const policy = policyOf(context, ts, { name: ts.policyName, path: ['spec', 'policyName'] });
    const tls = bigipOrSecretTls(inventory, ts, ts.tls, name);
    const { split, ...pools } = transportServerPools(context, ts, tenant, address);
    if (split?.backends.every(({ weight }) => weight === 0)) {
      reportNoWeight(context.findings, ts, ['spec', 'pool']);
    }
    if (split) {
      const made = pools.pools.map(item => item.name);
      const [first] = split.backends;
      const early = inventory.table.mode === 'default' && first?.cluster !== inventory.table.local;
      const reason = early
        ? {
            path: ['spec', 'pool', 'multiClusterServices', 0, 'clusterName'],
            advice: `Put the entry of the local cluster, ${inventory.table.local}, first.`,
          }
        : missingReason(ts.pool, ['spec', 'pool']);
      const { findings } = context;
      reportMissedPools({ findings, resource: ts, virtual: name, said: split.names, made, ...reason });
    }
    const virtual = transportVirtual({
      origin: ts,
      name,
      tenant,
      hosts: ts.host === '' ? [] : [ts.host],
      address: withRouteDomain(address, routeDomainOf(controller, ts.address.routeDomain)),
      serviceAddress: ts.serviceAddress,
      port: ts.port,
      protocol: ts.type,
      performance: ts.mode === 'performance',
      profiles: profilesOf(ts, transportProfiles(policy)),
      policy,
      iRules: ts.iRules,
      ...pools,
      split,
      tls,
    });
    putVirtual(context, virtual);
  } catch (error) {
    if (!(error instanceof ResourceFailure)) throw error;
    reject(context, ts, error.rejection, error.resource);
    return;
  }
  const older = claims.older(ts, address, ts.port, ts.address.routeDomain);
  if (!older) {
    accept(context, ts);
    return;
  }
  // An error status for what is rendered all the same.
  const destination = `${address}:${ts.port}`;
  const message = `l4 app already exists with given ip-address/port ${destination}`;
  context.statuses.push({ ...refOf(ts), accepted: false, reason: '', message });
  const values = { name: objectKey(ts), by: `${older.kind} ${objectKey(older)}`, destination };
  context.findings.add('l4-address-claimed', values, {
    ...whereOf(ts, ['spec', 'virtualServerPort']),
    other: { source: older.source },
  });
}

function transportServerPools(context: ResourceContext, ts: TransportServer, tenant: string, address: string) {
  const { inventory } = context;
  const { table, controller } = inventory;
  const { pool, namespace } = ts;
  const { nodeMemberLabel } = pool;
  // Static members are for VirtualServers alone (02 §17.4).
  const backends = poolBackends(inventory, pool, namespace).map(backend => ({ ...backend, staticMembers: [] }));
  const own = pool.name !== '' && !pool.hasAlternateBackends ? pool.name : undefined;
  const named = (backend: PoolBackend, port: PoolBackend['port'], label: string): string => {
    const { service, namespace: where, cluster } = backend;
    const parts = { service, port, namespace: where, nodeMemberLabel: label, ...clusterInNames(table, cluster) };
    return poolName(parts);
  };
  const ports = backends.map(backend => (table.mode === 'default' ? backendPort(inventory, backend) : backend.port));
  const firstLocal = backends.findIndex(({ cluster }) => cluster === table.local);
  // In mode default names have the target port. Pools of entries that stand before that of the local cluster get none, though the
  // data group names them with it: a defect that is kept (02 §17.1).
  const lost = (index: number): boolean => table.mode === 'default' && (firstLocal < 0 || index < firstLocal);
  const names = backends.map(
    (backend, index) => own ?? named(backend, lost(index) ? 0 : (ports[index] ?? 0), nodeMemberLabel),
  );
  const said = backends.map((backend, index) => (pool.name === '' ? named(backend, ports[index] ?? 0, '') : pool.name));
  const { monitors, references } = specMonitors(
    pool.monitor ? [pool.monitor] : pool.monitors,
    tenant,
    ({ name, reference, type, targetPort }) => {
      if (reference === 'bigip') return undefined;
      return name || monitorName({ namespace, address, type, port: targetPort || pool.servicePort });
    },
    { by: ts, path: ['spec', 'pool', pool.monitor ? 'monitor' : 'monitors'] },
  );
  const routeDomain = routeDomainOf(controller, ts.address.routeDomain);
  const options = {
    nodeMemberLabel,
    routeDomain,
    entries: backendEntries(table, pool),
    shared: pool.alternateBackends.length > 0,
  };
  const pools = backendPools(inventory, backends, names, options, {
    ...poolSettings(pool),
    monitors: references,
    origin: ts,
    originPath: ['spec', 'pool'],
  });
  const several = pool.alternateBackends.length > 0 || (pool.multiClusterServices?.length ?? 0) > 0;
  const split = (several || table.mode === 'ratio') && backends.length > 0 ? { backends, names: said } : undefined;
  return { pools, monitors, split };
}

/** The TransportServer's own fields win over those of the Policy. */
function profilesOf(ts: TransportServer, profiles: VirtualProfiles): VirtualProfiles {
  const { tcp } = ts;
  return {
    ...profiles,
    snat: ts.snat || profiles.snat,
    mirroring: ts.connectionMirroring,
    allowVlans: ts.allowVlans.length > 0 ? ts.allowVlans : profiles.allowVlans,
    persistence: ts.persistenceProfile || profiles.persistence,
    dos: ts.dos || profiles.dos,
    l4: ts.profileL4 || profiles.l4 || 'basic',
    ...((tcp.client || tcp.server) && { tcpClient: tcp.client ?? '', tcpServer: tcp.server ?? '' }),
  };
}
