import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import type { NetworkPolicy } from '../../model/network-policy.ts';
import { whereOf } from '../../model/where.ts';
import { checkCiliumAddresses } from './cilium-addresses.ts';
import { type CiliumCluster, ciliumCluster, meshOf, policiesOf, policyTables } from './cilium-mesh.ts';
import { checkAffinity, checkServices } from './cilium-services.ts';
import type { SystemCheck } from './index.ts';

/** What clusters have to have in common, and what not, to be one mesh of Cilium (document: Deep Dive into Cilium Multi-cluster). */
export const checkCilium: SystemCheck = ({ clusters, config }, findings) => {
  const all = [...clusters.values()].map(ciliumCluster);
  const mesh = meshOf(all, config.discovery.includes('cilium'));
  for (const { globals } of all) for (const service of globals.values()) checkAffinity(service, findings);
  checkPolicyClusters(all, findings);
  checkServices(all, mesh, findings);
  checkIds(all, mesh, findings);
  checkCiliumAddresses(mesh, findings);
  checkNames(mesh, findings);
  checkPolicies(mesh, findings);
};

/** Ids that no cluster can have, and those that two clusters of the mesh have. */
function checkIds(all: readonly CiliumCluster[], mesh: readonly CiliumCluster[], findings: Findings): void {
  const known = new Map<string, CiliumCluster>();
  for (const one of all) {
    const { 'cluster-id': id, 'max-connected-clusters': most = '255' } = one.config?.settings ?? {};
    if (id === undefined) continue;
    const cluster = one.cluster.name;
    const limit = most === '511' ? 511 : 255;
    const other = known.get(id);
    if (!/^\d+$/.test(id) || Number(id) > limit || (Number(id) === 0 && mesh.includes(one)))
      findings.add('cilium-cluster-id-invalid', { id, cluster, most: limit }, settingOf(one, 'cluster-id'));
    else if (other && mesh.includes(one))
      findings.add(
        'cilium-cluster-id-twice',
        { id, cluster, other: other.cluster.name },
        bothSettings(one, other, 'cluster-id'),
      );
    else known.set(id, one);
  }
}

/** Names that two clusters of the mesh have. */
function checkNames(mesh: readonly CiliumCluster[], findings: Findings): void {
  const known = new Map<string, CiliumCluster>();
  for (const one of mesh) {
    const name = one.config?.settings['cluster-name'];
    if (name === undefined) continue;
    const other = known.get(name);
    if (!other) known.set(name, one);
    else {
      const values = { name, cluster: one.cluster.name, other: other.cluster.name };
      findings.add('cilium-cluster-name-twice', values, bothSettings(one, other, 'cluster-name'));
    }
  }
}

const settingOf = ({ config }: CiliumCluster, key: string) => whereOf(config!, ['data', key]);

const bothSettings = (one: CiliumCluster, other: CiliumCluster, key: string) => ({
  ...settingOf(one, key),
  other: settingOf(other, key).at,
});

const title = ({ kind, namespace, name }: NetworkPolicy): string =>
  `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;

function checkPolicies(mesh: readonly CiliumCluster[], findings: Findings): void {
  for (const table of policyTables) {
    const keys = new Set(mesh.flatMap(({ cluster }) => [...cluster[table].keys()]));
    for (const key of keys) {
      const holder = mesh.find(({ cluster }) => cluster[table].has(key))!;
      const policy = holder.cluster[table].get(key)!;
      const selected = policy.clusters.filter(({ path }) => path.includes('endpointSelector'));
      const expected = (name: string): boolean => selected.length === 0 || selected.some(one => one.name === name);
      const missing = mesh.filter(
        ({ cluster, name }) => !cluster[table].has(key) && !cluster.incomplete && expected(name),
      );
      if (missing.length === 0) continue;
      const names = missing.map(({ cluster }) => cluster.name).join(', ');
      const values = { policy: title(policy), cluster: holder.cluster.name, missing: names };
      findings.add('cilium-policy-missing', values, whereOf(policy, ['metadata', 'name']));
    }
  }
}

function checkPolicyClusters(all: readonly CiliumCluster[], findings: Findings): void {
  const known = [...new Set(all.map(({ name }) => name))];
  for (const policy of all.flatMap(policiesOf)) {
    for (const { name, path } of policy.clusters) {
      if (known.includes(name)) continue;
      const values = { policy: title(policy), name, known: known.join(', '), ...suggestion(name, known) };
      findings.add('cilium-policy-cluster-unknown', values, whereOf(policy, path));
    }
  }
}
