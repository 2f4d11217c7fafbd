import { suggestion } from '../load/suggestion.ts';
import { objectKey } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { MultiClusterService } from '../model/multi-cluster-services.ts';
import { serviceAnnotationPrefix } from '../model/service.ts';
import { placeIn, refOf } from '../model/where.ts';
import type { Place } from '../place.ts';
import { type ClusterTable, isUsableEntry, knownClusters } from '../translate/clusters/cluster-table.ts';
import type { Inventory } from '../translate/clusters/inventory.ts';
import { selected } from '../translate/custom-resources/context.ts';
import type { View } from '../translate/index.ts';
import { annotationPlace } from '../translate/routes/admission.ts';
import type { Check } from './index.ts';

/** Entries of `multiClusterServices` that the controller leaves out, or that lead nowhere (specification 01 §4.4). */
export const checkMultiClusterServices: Check = view => {
  const { inventory } = view;
  if (!inventory?.table.several) return;
  for (const { route, port } of view.groups.flatMap(({ routes }) => [...routes.values()])) {
    const listed = route.multiClusterServices;
    if (!listed || 'problem' in listed) continue;
    for (const entry of listed.entries) {
      const place = (key: string): Place => ({
        ...annotationPlace(route, 'multiClusterServices'),
        inner: { syntax: 'json' as const, path: [entry.index, key] },
      });
      checkEntry({ view, inventory, owner: route, entry, place, port });
    }
  }
  if (inventory.table.mode === 'default') checkLoadBalancers(view, inventory);
  if (inventory.controller.mode === 'customresource' && inventory.table.mode === 'default') {
    for (const { owner, path, entries } of listsOf(inventory)) {
      for (const entry of entries) {
        const place = (key: string): Place => ({ source: owner.source, path: [...path, entry.index, key] });
        checkEntry({ view, inventory, owner, entry, place });
      }
    }
  }
};

/** Of an entry of a LoadBalancer Service only cluster and weight count (specification 02 §8.3). */
function checkLoadBalancers({ findings }: View, { local, table, watches }: Inventory): void {
  const annotation = `${serviceAnnotationPrefix}multiClusterServices`;
  for (const service of local.services.values()) {
    const listed = service.loadBalancer?.multiClusterServices;
    if (!listed || 'problem' in listed || !watches(service.namespace)) continue;
    for (const { clusterName, index } of listed.entries) {
      if (table.knows(clusterName)) continue;
      const owner = `Service ${objectKey(service)}`;
      const at: Place = {
        ...placeIn(service, ['metadata', 'annotations', annotation]),
        inner: { syntax: 'json', path: [index, 'clusterName'] },
      };
      findings.add(
        'multi-cluster-service-unusable',
        { owner, ...unknownCluster(table, clusterName) },
        {
          at,
          resource: refOf(service),
        },
      );
    }
  }
}

/** The nearest name of the Services of a namespace. */
function nearServices({ cluster }: Inventory, clusterName: string, namespace: string, service: string) {
  const names = (cluster(clusterName)?.servicesByNamespace.get(namespace) ?? []).map(({ name }) => name);
  return suggestion(service, names);
}

/** What is wrong with the name of a cluster that the extended ConfigMap does not have. */
function unknownCluster(table: ClusterTable, clusterName: string): { problem: string; suggested?: string } {
  return {
    problem: `the extended ConfigMap names no cluster "${clusterName}"`,
    ...suggestion(clusterName, knownClusters(table)),
  };
}

interface EntryList {
  readonly owner: Resource;
  readonly path: ReadonlyArray<string | number>;
  readonly entries: readonly MultiClusterService[];
}

/** The lists of custom resources. An entry of an IngressLink needs no port. */
function listsOf(inventory: Inventory): EntryList[] {
  const { virtualServers, transportServers, ingressLinks } = inventory.local;
  const key = 'multiClusterServices';
  return [
    ...selected(inventory, virtualServers.values()).flatMap(vs =>
      vs.pools.map((pool, index) => ({
        owner: vs,
        path: ['spec', 'pools', index, key],
        entries: pool.multiClusterServices ?? [],
      })),
    ),
    ...selected(inventory, transportServers.values()).map(ts => ({
      owner: ts,
      path: ['spec', 'pool', key],
      entries: ts.pool.multiClusterServices ?? [],
    })),
    ...selected(inventory, ingressLinks.values(), false).map(link => ({
      owner: link,
      path: ['spec', key],
      entries: (link.multiClusterServices ?? []).map(entry => ({ ...entry, servicePort: 1 })),
    })),
  ];
}

interface EntryInput {
  readonly view: View;
  readonly inventory: Inventory;
  readonly owner: Resource;
  readonly entry: MultiClusterService;
  /** Where a key of the entry stands. */
  readonly place: (key: string) => Place;
  /** Service port of a Route. */
  readonly port?: number;
}

function checkEntry({ view: { findings }, inventory, owner: resource, entry, place, port }: EntryInput): void {
  const { table } = inventory;
  const { kind, name } = resource;
  const owner = `${kind} ${name}`;
  const { clusterName, service, namespace, servicePort } = entry;
  const at = (key: string) => ({ at: place(key), resource: refOf(resource) });
  if (!isUsableEntry(table, entry)) {
    const missing = Object.entries({ clusterName, service, namespace, servicePort }).find(
      ([, value]) => value === '' || value === 0,
    );
    if (missing) {
      findings.add('multi-cluster-service-unusable', { owner, problem: `it has no ${missing[0]}` }, at(missing[0]));
      return;
    }
    findings.add('multi-cluster-service-unusable', { owner, ...unknownCluster(table, clusterName) }, at('clusterName'));
    return;
  }
  if (table.restricted(clusterName)) return;
  const ofRoute = port !== undefined;
  if (ofRoute && clusterName === table.peer && table.mode !== 'ratio') {
    const problem = `"${clusterName}" is the high-availability peer, for which entries do not count`;
    findings.add('multi-cluster-service-unusable', { owner, problem }, at('clusterName'));
    return;
  }
  if (!inventory.service(clusterName, namespace, service)) {
    findings.add(
      'multi-cluster-service-missing',
      {
        owner,
        service: `${namespace}/${service}`,
        cluster: clusterName,
        ...nearServices(inventory, clusterName, namespace, service),
      },
      at('service'),
    );
  }
  if (ofRoute && table.mode === 'ratio') {
    if (clusterName === table.local || clusterName === table.peer) {
      findings.add('multi-cluster-ratio-twice', { name, cluster: clusterName }, at('clusterName'));
    }
    if (servicePort !== port) {
      findings.add('multi-cluster-port-ignored', { name, port: String(servicePort), used: port }, at('servicePort'));
    }
  } else if (typeof servicePort === 'string' && /^\d+$/.test(servicePort)) {
    findings.add('multi-cluster-port-quoted', { owner, port: servicePort }, at('servicePort'));
  }
}
