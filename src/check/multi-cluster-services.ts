import { suggestion } from '../load/suggestion.ts';
import type { Resource } from '../model/metadata.ts';
import type { MultiClusterService } from '../model/multi-cluster-services.ts';
import { refOf } from '../model/where.ts';
import type { Place } from '../place.ts';
import { isUsableEntry } from '../translate/clusters/cluster-table.ts';
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
  if (inventory.controller.mode === 'customresource' && inventory.table.mode === 'default') {
    for (const { owner, path, entries } of listsOf(inventory)) {
      for (const entry of entries) {
        const place = (key: string): Place => ({ source: owner.source, path: [...path, entry.index, key] });
        checkEntry({ view, inventory, owner, entry, place });
      }
    }
  }
};

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
    const clusters = [table.local, ...(table.peer === undefined ? [] : [table.peer]), ...table.externals];
    const problem = `the extended ConfigMap names no cluster "${clusterName}"`;
    findings.add(
      'multi-cluster-service-unusable',
      { owner, problem, ...suggestion(clusterName, clusters) },
      at('clusterName'),
    );
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
      { owner, service: `${namespace}/${service}`, cluster: clusterName },
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
