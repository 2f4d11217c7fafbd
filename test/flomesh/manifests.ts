/** Flomesh FSM's manifests as text, one document each, in namespace `httpbin` unless their name says another: `other/httpbin`. */

const object = (kind: string, name: string, spec: object): string => {
  const [namespace = '', own] = name.includes('/') ? name.split('/') : ['httpbin', name];
  return JSON.stringify({ apiVersion: 'flomesh.io/v1alpha1', kind, metadata: { name: own, namespace }, spec });
};

/** Key of a cluster that says nothing of where it is. */
export const keyOf = (name: string): string => `default/default/default/${name}`;

export function enrolledText(name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'flomesh.io/v1alpha1', kind: 'Cluster', metadata: { name }, spec });
}

export function exportText(name: string, ...rules: object[]): string {
  return object('ServiceExport', name, { serviceAccountName: '*', rules });
}

/** An import of port 8080, served by gateways: `cluster`, `ip`, `port` and `path` of each. */
export function importText(
  name: string,
  ...gateways: ReadonlyArray<readonly [cluster: string, ip: string, port: number, path?: string]>
): string {
  const endpoints = gateways.map(([cluster, ip, port, path = '/']) => ({
    clusterKey: keyOf(cluster),
    target: { host: ip, ip, port, path },
  }));
  return object('ServiceImport', name, { ports: [{ port: 8080, protocol: 'TCP', endpoints }], type: 'ClusterSetIP' });
}

/** `targets` are names of clusters, or whole keys. */
export function policyText(name: string, lbType: string | undefined, ...targets: string[]): string {
  const keys = targets.map(target => ({ clusterKey: target.includes('/') ? target : keyOf(target) }));
  return object('GlobalTrafficPolicy', name, {
    ...(lbType !== undefined && { lbType }),
    ...(keys.length > 0 && { targets: keys }),
  });
}

/** A headless Service of port 8080 with one Pod: nodes do not matter. */
export function servedText(name: string, ip: string): string {
  const [namespace = '', own] = name.includes('/') ? name.split('/') : ['httpbin', name];
  const metadata = { name: own, namespace };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { clusterIP: 'None', ports: [{ port: 8080 }] },
  };
  const endpoints = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata,
    subsets: [{ addresses: [{ ip }], ports: [{ port: 8080 }] }],
  };
  return `${JSON.stringify(service)}\n---\n${JSON.stringify(endpoints)}`;
}
