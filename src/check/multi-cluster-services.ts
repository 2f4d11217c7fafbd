import { suggestion } from '../load/suggestion.ts';
import type { MultiClusterService } from '../model/multi-cluster-services.ts';
import type { Route } from '../model/route.ts';
import { isUsableEntry } from '../translate/clusters/cluster-table.ts';
import type { Inventory } from '../translate/clusters/inventory.ts';
import type { View } from '../translate/index.ts';
import { annotationPlace, refOf } from '../translate/routes/admission.ts';
import type { Check } from './index.ts';

/** Entries of `multiClusterServices` that the controller leaves out, or that lead nowhere (specification 01 §4.4). */
export const checkMultiClusterServices: Check = view => {
  const { inventory } = view;
  if (!inventory?.table.several) return;
  for (const { route, port } of view.groups.flatMap(({ routes }) => [...routes.values()])) {
    const listed = route.multiClusterServices;
    if (!listed || 'problem' in listed) continue;
    for (const entry of listed.entries) checkEntry({ view, inventory, route, port, entry });
  }
};

interface EntryInput {
  readonly view: View;
  readonly inventory: Inventory;
  readonly route: Route;
  /** Service port of the Route. */
  readonly port: number;
  readonly entry: MultiClusterService;
}

function checkEntry({ view: { findings }, inventory, route, port, entry }: EntryInput): void {
  const { table } = inventory;
  const { name } = route;
  const { clusterName, service, namespace, servicePort, index } = entry;
  const at = (key: string) => ({
    at: { ...annotationPlace(route, 'multiClusterServices'), inner: { syntax: 'json' as const, path: [index, key] } },
    resource: refOf(route),
  });
  if (!isUsableEntry(table, entry)) {
    const missing = Object.entries({ clusterName, service, namespace, servicePort }).find(
      ([, value]) => value === '' || value === 0,
    );
    if (missing) {
      findings.add('multi-cluster-service-unusable', { name, problem: `it has no ${missing[0]}` }, at(missing[0]));
      return;
    }
    const clusters = [table.local, ...(table.peer === undefined ? [] : [table.peer]), ...table.externals];
    const problem = `the extended ConfigMap names no cluster "${clusterName}"`;
    findings.add(
      'multi-cluster-service-unusable',
      { name, problem, ...suggestion(clusterName, clusters) },
      at('clusterName'),
    );
    return;
  }
  if (table.restricted(clusterName)) return;
  if (clusterName === table.peer && table.mode !== 'ratio') {
    const problem = `"${clusterName}" is the high-availability peer, for which entries do not count`;
    findings.add('multi-cluster-service-unusable', { name, problem }, at('clusterName'));
    return;
  }
  if (!inventory.service(clusterName, namespace, service)) {
    findings.add(
      'multi-cluster-service-missing',
      { name, service: `${namespace}/${service}`, cluster: clusterName },
      at('service'),
    );
  }
  if (table.mode === 'ratio') {
    if (clusterName === table.local || clusterName === table.peer) {
      findings.add('multi-cluster-ratio-twice', { name, cluster: clusterName }, at('clusterName'));
    }
    if (servicePort !== port) {
      findings.add('multi-cluster-port-ignored', { name, port: String(servicePort), used: port }, at('servicePort'));
    }
  } else if (typeof servicePort === 'string' && /^\d+$/.test(servicePort)) {
    findings.add('multi-cluster-port-quoted', { name, port: servicePort }, at('servicePort'));
  }
}
