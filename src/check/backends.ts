import { objectKey } from '../model/cluster.ts';
import type { Service } from '../model/service.ts';
import { whereOf } from '../model/where.ts';
import type { Pool } from '../translate/adc.ts';
import { knownClusters } from '../translate/clusters/cluster-table.ts';
import { everywhere, type Inventory, nameInController } from '../translate/clusters/inventory.ts';
import type { View } from '../translate/index.ts';
import type { Check } from './index.ts';

/** Nodes of the clusters that a controller reads that do not fit its arguments (specification 01 §6.5). */
export const checkNodes: Check = view => {
  const { inventory } = view;
  if (!inventory) return;
  const { table } = inventory;
  for (const name of knownClusters(table)) {
    if (!table.restricted(name)) checkNodesOf(view, inventory, name);
  }
};

/** Services and Endpoints that do not fit together (specification 01 §6). */
export const checkBackends: Check = view => {
  const { inventory, tenants } = view;
  if (!inventory) return;
  const seesAll = everywhere(inventory);
  const seen = new Set<Service>();
  for (const { virtuals } of tenants) {
    for (const { pools } of virtuals) {
      for (const pool of pools) {
        const { service: name, namespace, cluster: own, discovery } = pool;
        checkPeer(view, inventory, pool);
        const found = (discovery?.clusters ?? []).map(cluster => nameInController(inventory, cluster));
        for (const cluster of [own, ...found]) {
          const service = seesAll.service(cluster, namespace, name);
          if (!service || seen.has(service)) continue;
          seen.add(service);
          checkEndpoints(view, seesAll, service, cluster);
        }
      }
    }
  }
};

/** Changes of a Service that only the peer has go unnoticed: a known issue in F5's document on several clusters. */
function checkPeer({ findings }: View, { table, service }: Inventory, pool: Pool): void {
  const { origin, originPath, namespace, service: name } = pool;
  const { local, peer } = table;
  if (peer === undefined || table.mode === 'default' || originPath[1] === 'defaultPool') return;
  if (table.restricted(local) || table.restricted(peer)) return;
  if (service(local, namespace, name) || !service(peer, namespace, name)) return;
  const values = { owner: `${origin.kind} ${objectKey(origin)}`, service: objectKey({ namespace, name }), peer, local };
  findings.add('service-only-in-peer', values, whereOf(origin, originPath));
}

/** Nodes that take traffic but for an address of the type that is asked for (01 §6.5). */
function checkNodesOf({ findings }: View, { cluster, controller }: Inventory, name: string): void {
  const type = controller.nodeAddressType;
  for (const node of cluster(name)?.nodes.values() ?? []) {
    if (
      !node.ready ||
      !controller.selectsNode(node.labels) ||
      node.addresses.some(one => one.type === type && one.address !== '')
    )
      continue;
    findings.add('node-without-address', { name: node.name, type }, whereOf(node, ['status', 'addresses']));
  }
}

function checkEndpoints(view: View, inventory: Inventory, service: Service, cluster: string): void {
  const { findings } = view;
  const found = inventory.cluster(cluster);
  const endpoints = found?.endpoints.get(objectKey(service));
  if (!found || !endpoints) return;
  for (const [index, { addresses }] of endpoints.subsets.entries()) {
    for (const [at, { ip, nodeName }] of addresses.entries()) {
      if (service.headless || found.nodes.has(objectKey({ namespace: '', name: nodeName }))) continue;
      const values = { endpoints: objectKey(endpoints), ip, node: nodeName, type: inventory.controller.poolMemberType };
      findings.add(
        'endpoints-node-unknown',
        values,
        whereOf(endpoints, ['subsets', index, 'addresses', at, 'nodeName']),
      );
    }
  }
  const ready = endpoints.subsets.filter(({ addresses }) => addresses.length > 0);
  const numbers = new Set(ready.flatMap(({ ports }) => ports.map(({ port }) => port)));
  if (numbers.size === 0) return;
  for (const [index, { port, targetPort }] of service.ports.entries()) {
    if (typeof targetPort !== 'number' || numbers.has(targetPort)) continue;
    const values = { service: objectKey(service), port, targetPort, ports: [...numbers].join(', ') };
    const where = whereOf(service, ['spec', 'ports', index, 'targetPort']);
    findings.add('service-target-port-unserved', values, { ...where, other: whereOf(endpoints, ['subsets']).at });
  }
}
