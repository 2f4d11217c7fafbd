import { objectKey } from '../model/cluster.ts';
import type { Service } from '../model/service.ts';
import { placeIn, whereOf } from '../model/where.ts';
import type { Place } from '../place.ts';
import { remembered } from '../remembered.ts';
import type { Pool } from '../translate/adc.ts';
import { everywhere, type Inventory, nameInController, nameInWorkspace } from '../translate/clusters/inventory.ts';
import { meant } from '../translate/custom-resources/context.ts';
import type { View } from '../translate/index.ts';
import { poolLoss } from '../translate/virtual/pool-loss.ts';
import type { Check } from './index.ts';
import { ownerOf, whereAsked } from './pool-owner.ts';

/** Pools without members, and pools that several resources ask for in different ways (specification 01 §6, §7.2). */
export const checkPools: Check = (view, { clusters }) => {
  const { inventory } = view;
  const portless = [...clusters.values()].some(cluster => [...cluster.servicesByNamespace.values()].some(hasPortless));
  for (const { virtuals } of view.tenants) {
    const last = new Map<string, Pool>();
    for (const { pools } of virtuals) {
      for (const pool of pools) {
        const before = last.get(pool.name);
        if (before) checkReplacement(view, before, pool);
        last.set(pool.name, pool);
      }
    }
    if (!inventory) continue;
    for (const pool of last.values()) {
      if (pool.isEmpty()) reportEmptyPool(view, inventory, pool);
      else {
        if (hasStaticAlone(pool)) reportStaticAlone(view, inventory, pool);
        else if (portless) reportMissingNodePort(view, pool);
        reportClustersWithout(view, inventory, pool);
      }
    }
  }
};

function checkReplacement({ findings, table }: View, before: Pool, pool: Pool): void {
  const title = ({ origin }: Pool): string => `${origin.kind} ${objectKey(origin)}`;
  const instead = poolLoss(before, pool, table?.local ?? '');
  if (instead !== undefined) {
    const values = { pool: pool.name, owner: title(before), by: title(pool), instead };
    const named = ({ origin, originPath }: Pool) => whereOf(origin, [...originPath, 'name']);
    findings.add('pool-taken', values, { ...named(before), other: named(pool).at });
    return;
  }
  if (before.origin === pool.origin) return;
  const limit = ({ members }: Pool): number => members()[0]?.connectionLimit ?? 0;
  const lost = [
    ...(before.loadBalancingMode !== '' && before.loadBalancingMode !== pool.loadBalancingMode
      ? [`balance ${before.loadBalancingMode}`]
      : []),
    ...(limit(before) !== 0 && limit(before) !== limit(pool) ? [`connection limit ${limit(before)}`] : []),
    ...(before.minimumMonitors !== undefined && before.minimumMonitors !== pool.minimumMonitors
      ? [`minimumMonitors ${before.minimumMonitors}`]
      : []),
    ...(before.monitors.length > 0 && pool.monitors.length === 0 ? ['how many monitors must succeed'] : []),
  ];
  if (lost.length === 0) return;
  const values = { pool: pool.name, owner: ownerOf(pool), other: ownerOf(before), what: lost.join(' and ') };
  findings.add('pool-replaced', values, { ...whereAsked(pool), other: whereAsked(before).at });
}

function reportEmptyPool({ findings }: View, inventory: Inventory, pool: Pool): void {
  const values = { pool: pool.name, owner: ownerOf(pool), reason: emptyReason(inventory, pool) };
  const blamed = misplaced(inventory, pool) ?? portlessPlace(inventory, pool);
  findings.add('pool-without-members', values, { ...whereAsked(pool), ...(blamed && { other: blamed }) });
}

/** Where a Service says its type, which does not go with the type of pool members. */
function portlessPlace(inventory: Inventory, { cluster, namespace, service: name }: Pool): Place | undefined {
  const service = inventory.service(cluster, namespace, name);
  const wrong = service?.type === 'ClusterIP' && inventory.controller.poolMemberType === 'nodeport';
  return service && wrong ? placeIn(service, ['spec', 'type']) : undefined;
}

/** Where what a pool lacks stands in another namespace: its Service, or the Endpoints of that. */
function misplaced(inventory: Inventory, { service: name, namespace, cluster: of }: Pool): Place | undefined {
  const cluster = inventory.cluster(of);
  if (!cluster) return undefined;
  const table = cluster.services.has(objectKey({ namespace, name })) ? cluster.endpoints : cluster.services;
  if (table.has(objectKey({ namespace, name }))) return undefined;
  const namesakes = [...table.values()].filter(resource => resource.name === name);
  const [only] = namesakes;
  return only && namesakes.length === 1 ? placeIn(only, ['metadata', 'namespace']) : undefined;
}

/** Where a pool is to have members of several clusters, one that has the Service and gives none is easily overlooked. */
function reportClustersWithout({ findings }: View, inventory: Inventory, pool: Pool): void {
  const { table, local } = inventory;
  if (pool.originPath[1] === 'defaultPool') return;
  const pair = table.mode === 'active-active' && table.peer !== undefined ? [table.local, table.peer] : [];
  const found = (pool.discovery?.clusters ?? []).map(name => nameInController(inventory, name));
  if (pair.length + found.length === 0) return;
  const seen = everywhere(inventory);
  const members = pool.members();
  const giving = new Set(members.map(({ cluster }) => cluster));
  const addresses = new Set(members.map(({ address }) => address));
  // Where other systems are asked it is no mistake to have no Pods, or those that another cluster gives.
  const isExpected = (cluster: string): boolean => {
    const { subsets } = seen.cluster(cluster)?.endpoints.get(objectKey({ ...pool, name: pool.service })) ?? {};
    const given = subsets?.flatMap(subset => subset.addresses);
    return !given || (given.length > 0 && !given.some(({ ip }) => addresses.has(ip)));
  };
  for (const cluster of new Set([...pair, ...found.filter(isExpected)])) {
    if (giving.has(cluster) || table.restricted(cluster)) continue;
    if (!seen.service(cluster, pool.namespace, pool.service)) continue;
    const reason = emptyReason(seen, { ...pool, cluster });
    const values = { pool: pool.name, owner: ownerOf(pool), cluster: cluster || local.name, reason };
    findings.add('pool-without-members-of-cluster', values, whereAsked(pool));
  }
}

/** True where nothing was found beside what is listed. */
function hasStaticAlone({ staticMembers = [], members }: Pool): boolean {
  const listed = new Set(staticMembers.map(({ address, port }) => `${address} ${port}`));
  return listed.size > 0 && members().every(({ address, port }) => listed.has(`${address} ${port}`));
}

function reportStaticAlone({ findings }: View, inventory: Inventory, pool: Pool): void {
  const { kind } = pool.origin;
  const values = { kind, name: objectKey(pool.origin), problem: emptyReason(inventory, pool) };
  findings.add('pool-static-alone', values, whereOf(pool.origin, [...pool.originPath, 'service']));
}

/** True where a Service lacks a node port. Without any there is nothing to look for. */
const hasPortless = remembered((services: readonly Service[]) => services.some(lacksNodePort));

function lacksNodePort({ type, ports }: Service): boolean {
  return (type === 'NodePort' || type === 'LoadBalancer') && ports.some(({ nodePort }) => nodePort === 0);
}

/** In nodeport, members of a Service whose node port only a cluster knows. */
function reportMissingNodePort({ findings, controller, cluster, inventory }: View, pool: Pool): void {
  if (controller?.poolMemberType === 'cluster') return;
  const member = pool.members().find(({ port }) => port === 0);
  if (!member) return;
  const service = inventory?.service(member.cluster, pool.namespace, pool.service);
  const index = service?.ports.findIndex(({ nodePort }) => nodePort === 0) ?? -1;
  const other = service && index >= 0 && { other: placeIn(service, ['spec', 'ports', index]) };
  findings.add(
    'service-without-node-port',
    { pool: pool.name, service: `${pool.namespace}/${pool.service}`, cluster: member.cluster || cluster },
    { ...whereAsked(pool), ...other },
  );
}

/** The first thing that keeps a Service from giving members. */
function emptyReason(inventory: Inventory, pool: Pool): string {
  const { service: name, namespace, cluster } = pool;
  const { table, controller } = inventory;
  if (pool.originPath[1] === 'defaultPool' && table.local !== '')
    return 'with a named local cluster a default pool gets no members of it';
  const place = table.several ? ` in cluster ${cluster || table.local}` : '';
  if (table.restricted(cluster || table.local)) return `cluster ${cluster || table.local} is no-pool`;
  const service = inventory.service(cluster, namespace, name);
  const services = inventory.cluster(cluster)?.servicesByNamespace.get(namespace) ?? [];
  if (!service) return `there is no Service ${namespace}/${name}${place}${meant(namespace, name, services)}`;
  const type = controller.poolMemberType;
  const title = `Service ${namespace}/${name}${place}`;
  if (type === 'nodeport' && service.type === 'ClusterIP')
    return `${title} is of type ClusterIP, and --pool-member-type=nodeport needs NodePort`;
  if (type === 'nodeportlocal' && service.type === 'NodePort')
    return `${title} is of type NodePort, which nodeportlocal leaves out`;
  if (inventory.nodes(cluster).length === 0 && !service.headless) return `no node${place} is ready and selected`;
  const endpoints = inventory.cluster(cluster)?.endpoints.get(`${namespace}/${name}`);
  const usesEndpoints = type === 'cluster' || !table.several || (type === 'auto' && service.type === 'ClusterIP');
  if (usesEndpoints && !endpoints) return `there is no Endpoints object ${namespace}/${name}${place}`;
  if (usesEndpoints && !endpoints?.subsets.some(({ addresses }) => addresses.length > 0))
    return `${title} has no ready endpoint`;
  const nodes = new Set(inventory.nodes(cluster).map(({ node }) => node));
  const isReached = ({ nodeName }: { readonly nodeName: string }): boolean => service.headless || nodes.has(nodeName);
  if (usesEndpoints && !endpoints?.subsets.some(({ addresses }) => addresses.some(isReached)))
    return `no endpoint of ${title} is on a node that is ready and selected`;
  const renamed = service.ports.find(port => port.name !== '' && port.port !== port.targetPort);
  // What other systems name has the target port of its own Service.
  const isDiscovered = pool.discovery?.clusters.includes(nameInWorkspace(inventory, cluster)) === true;
  if (renamed && usesEndpoints && !isDiscovered) {
    if (pool.origin.kind === 'Route')
      return `port ${renamed.port} of ${title} is named "${renamed.name}" and leads to ${renamed.targetPort}: a Route finds members only where both numbers are the same, or the port has no name`;
  }
  return `no port of ${title} fits`;
}
