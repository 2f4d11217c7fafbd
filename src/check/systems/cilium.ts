import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import type { NetworkPolicy } from '../../model/network-policy.ts';
import type { Service } from '../../model/service.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import {
  affinityAnnotation,
  globalAnnotation,
  isGlobal,
  serviceAffinity,
} from '../../translate/discovery/cilium-annotations.ts';
import { checkCiliumAddresses } from './cilium-addresses.ts';
import type { SystemCheck } from './index.ts';

/** A cluster in which something is for Cilium. */
export interface CiliumCluster {
  readonly cluster: Cluster;
  /** Its `cilium-config`, where it is among the manifests. */
  readonly config?: ConfigMap;
  /** What Cilium calls it. */
  readonly name: string;
}

/** What clusters have to have in common, and what not, to be one mesh of Cilium (document: Deep Dive into Cilium Multi-cluster). */
export const checkCilium: SystemCheck = ({ clusters }, findings) => {
  const mesh = [...clusters.values()].flatMap(ciliumCluster);
  for (const { cluster } of mesh) for (const service of cluster.services.values()) checkAffinity(service, findings);
  checkPolicyClusters(mesh, findings);
  if (mesh.length < 2) return;
  checkServices(mesh, findings);
  checkCiliumAddresses(mesh, findings);
  checkIdentities(mesh, findings);
  checkPolicies(mesh, findings);
};

function ciliumCluster(cluster: Cluster): CiliumCluster[] {
  const { services, configMaps, ciliumNodes, ciliumNetworkPolicies, ciliumClusterPolicies } = cluster;
  const config = [...configMaps.values()].find(({ name }) => name === 'cilium-config');
  const hasObjects = ciliumNodes.size + ciliumNetworkPolicies.size + ciliumClusterPolicies.size > 0;
  if (!config && !hasObjects && ![...services.values()].some(isGlobal)) return [];
  return [{ cluster, ...(config && { config }), name: config?.settings['cluster-name'] ?? cluster.name }];
}

const at = (service: Service, annotation: string | undefined) =>
  whereOf(service, annotation === undefined ? ['metadata', 'name'] : ['metadata', 'annotations', annotation]);

function checkAffinity(service: Service, findings: Findings): void {
  const affinity = serviceAffinity(service);
  const known = ['local', 'remote', 'none'];
  if (!isGlobal(service) || affinity === '' || known.includes(affinity)) return;
  const values = { service: objectKey(service), affinity, ...suggestion(affinity, known) };
  findings.add('cilium-affinity-unknown', values, at(service, affinityAnnotation(service)));
}

/** Of each global Service the first cluster is what the others are held against. */
function checkServices(mesh: readonly CiliumCluster[], findings: Findings): void {
  const keys = new Set(
    mesh.flatMap(({ cluster }) => [...cluster.services].flatMap(([k, s]) => (isGlobal(s) ? [k] : []))),
  );
  for (const key of keys) {
    const found = mesh.flatMap(({ cluster: { name, services } }) => {
      const service = services.get(key);
      return service ? [{ cluster: name, service }] : [];
    });
    const first = found.find(({ service }) => isGlobal(service))!;
    const where = at(first.service, globalAnnotation(first.service));
    const other = where.at;
    const missing = mesh.filter(({ cluster }) => !cluster.services.has(key)).map(({ cluster }) => cluster.name);
    if (missing.length > 0) {
      const values = { service: key, cluster: first.cluster, missing: missing.join(', ') };
      findings.add('cilium-service-missing', values, where);
    }
    for (const { cluster, service } of found) {
      const names = { service: key, cluster, other: first.cluster };
      if (!isGlobal(service))
        findings.add('cilium-service-not-global', names, { ...at(service, globalAnnotation(service)), other });
      else if (portsOf(service) !== portsOf(first.service)) {
        const values = { ...names, ports: portsOf(service), others: portsOf(first.service) };
        const ports = placeIn(first.service, ['spec', 'ports']);
        findings.add('cilium-service-ports-differ', values, { ...whereOf(service, ['spec', 'ports']), other: ports });
      }
    }
  }
}

/** `port http 80/TCP and port 443/TCP` */
function portsOf({ ports }: Service): string {
  const words = ports.map(({ name, port, protocol }) => `port ${name === '' ? '' : `${name} `}${port}/${protocol}`);
  return words.sort().join(' and ') || 'no port';
}

/** Names and ids of the mesh: each cluster needs its own. */
function checkIdentities(mesh: readonly CiliumCluster[], findings: Findings): void {
  const names = new Map<string, CiliumCluster>();
  const ids = new Map<string, CiliumCluster>();
  for (const one of mesh) {
    const { config } = one;
    if (!config) continue;
    const cluster = one.cluster.name;
    const { 'cluster-name': name, 'cluster-id': id, 'max-connected-clusters': most = '255' } = config.settings;
    const where = (key: string) => whereOf(config, ['data', key]);
    const known = (other: CiliumCluster, key: string) => ({
      ...where(key),
      other: placeIn(other.config!, ['data', key]),
    });
    const namesake = name !== undefined && names.get(name);
    if (namesake) {
      const values = { name, cluster, other: namesake.cluster.name };
      findings.add('cilium-cluster-name-twice', values, known(namesake, 'cluster-name'));
    } else if (name !== undefined) names.set(name, one);
    if (id === undefined) continue;
    const limit = most === '511' ? 511 : 255;
    const same = ids.get(id);
    if (!/^\d+$/.test(id) || Number(id) < 1 || Number(id) > limit)
      findings.add('cilium-cluster-id-invalid', { id, cluster, most: limit }, where('cluster-id'));
    else if (same)
      findings.add('cilium-cluster-id-twice', { id, cluster, other: same.cluster.name }, known(same, 'cluster-id'));
    else ids.set(id, one);
  }
}

const title = ({ kind, namespace, name }: NetworkPolicy): string =>
  `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;

const policyTables = ['networkPolicies', 'ciliumNetworkPolicies', 'ciliumClusterPolicies'] as const;

function checkPolicies(mesh: readonly CiliumCluster[], findings: Findings): void {
  for (const table of policyTables) {
    const keys = new Set(mesh.flatMap(({ cluster }) => [...cluster[table].keys()]));
    for (const key of keys) {
      const holder = mesh.find(({ cluster }) => cluster[table].has(key))!;
      const policy = holder.cluster[table].get(key)!;
      const selected = policy.clusters.filter(({ path }) => path.includes('endpointSelector'));
      const expected = (name: string): boolean => selected.length === 0 || selected.some(one => one.name === name);
      const missing = mesh.filter(({ cluster, name }) => !cluster[table].has(key) && expected(name));
      if (missing.length === 0) continue;
      const names = missing.map(({ cluster }) => cluster.name).join(', ');
      const values = { policy: title(policy), cluster: holder.cluster.name, missing: names };
      findings.add('cilium-policy-missing', values, whereOf(policy, ['metadata', 'name']));
    }
  }
}

function checkPolicyClusters(mesh: readonly CiliumCluster[], findings: Findings): void {
  const known = [...new Set(mesh.map(({ name }) => name))];
  for (const { cluster } of mesh) {
    for (const policy of policyTables.flatMap(table => [...cluster[table].values()])) {
      for (const { name, path } of policy.clusters) {
        if (known.includes(name)) continue;
        const values = { policy: title(policy), name, known: known.join(', '), ...suggestion(name, known) };
        findings.add('cilium-policy-cluster-unknown', values, whereOf(policy, path));
      }
    }
  }
}
