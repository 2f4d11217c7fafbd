import type { Findings } from '../../finding.ts';
import { suggestion, suggestionBehind } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { FlomeshCluster } from '../../model/flomesh-cluster.ts';
import type { FlomeshExport, FlomeshExportRule } from '../../model/flomesh-export.ts';
import type { Resource } from '../../model/metadata.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { Suggested } from '../../rules/did-you-mean.ts';
import { flomeshTargets } from '../../translate/discovery/flomesh-targets.ts';
import type { SystemCheck } from './index.ts';

/** What Flomesh FSM's manifests say of each other and of Services. Exports are known over all clusters, since FSM imports them by itself. */
export const checkFlomesh: SystemCheck = (workspace, findings) => {
  const clusters = [...workspace.clusters.values()];
  checkGateways(clusters, findings);
  checkClusterKeys(clusters, findings);
  const exported = new Set(clusters.flatMap(({ flomeshExports }) => [...flomeshExports.keys()]));
  const complete = clusters.every(({ incomplete }) => !incomplete);
  for (const cluster of clusters) {
    checkPolicies(cluster, exported, complete, findings);
    // Whoever makes no pools by a policy need not have its targets.
    const isFollowed = workspace.config.discovery.includes('flomesh') && cluster.controller !== undefined;
    checkTargets(cluster, clusters, isFollowed, findings);
    if (isFollowed) checkWeights(cluster, findings);
    checkExports(cluster, findings);
  }
};

/** Clusters that cannot be told apart by their gateways. One that several control planes have enrolled is one. */
function checkGateways(clusters: readonly Cluster[], findings: Findings): void {
  const seen = new Map<string, FlomeshCluster>();
  for (const found of clusters.flatMap(({ flomeshClusters }) => [...flomeshClusters.values()])) {
    const { gatewayHost, gatewayPort, clusterKey } = found;
    if (gatewayHost === '') continue;
    const gateway = `${gatewayHost}:${gatewayPort}`;
    const before = seen.get(gateway.toLowerCase());
    if (!before) seen.set(gateway.toLowerCase(), found);
    if (!before || before.clusterKey === clusterKey) continue;
    const path = ['spec', 'gatewayPort'];
    const where = { ...whereOf(found, path), other: placeIn(before, path) };
    findings.add('flomesh-gateway-twice', { clusterKey, gateway, other: before.clusterKey }, where);
  }
}

/** Keys that name no Cluster. Where there is none at all, the control plane is kept elsewhere. */
function checkClusterKeys(clusters: readonly Cluster[], findings: Findings): void {
  const enrolled = clusters.flatMap(({ flomeshClusters }) => [...flomeshClusters.values()]);
  const known = new Set(enrolled.map(({ clusterKey }) => clusterKey));
  if (known.size === 0 || clusters.some(({ incomplete }) => incomplete)) return;
  const check = (resource: Resource, clusterKey: string, path: Path): void => {
    // One that is not written is told of as such.
    if (clusterKey === '' || known.has(clusterKey)) return;
    const owner = `${resource.kind} ${objectKey(resource)}`;
    const values = { owner, clusterKey, ...meantKey(clusterKey, known) };
    findings.add('flomesh-cluster-unknown', values, whereOf(resource, path));
  };
  for (const { globalTrafficPolicies, flomeshImports } of clusters) {
    for (const policy of globalTrafficPolicies.values())
      for (const [index, { clusterKey }] of policy.targets.entries())
        check(policy, clusterKey, ['spec', 'targets', index, 'clusterKey']);
    for (const found of flomeshImports.values())
      for (const [at, { endpoints }] of found.ports.entries())
        for (const [index, { clusterKey }] of endpoints.entries())
          check(found, clusterKey, ['spec', 'ports', at, 'endpoints', index, 'clusterKey']);
  }
}

/** The key of the same cluster elsewhere, or of one with a name that is near: what keys have in common makes none of them nearer. */
function meantKey(clusterKey: string, known: ReadonlySet<string>): Suggested {
  const name = clusterKey.slice(clusterKey.lastIndexOf('/') + 1);
  const [same, ...others] = [...known].filter(key => key.endsWith(`/${name}`));
  if (same !== undefined && others.length === 0) return { suggested: same };
  const beginning = clusterKey.slice(0, clusterKey.length - name.length);
  const beside = [...known].filter(key => key.startsWith(beginning));
  return suggestionBehind(beginning, clusterKey, beside);
}

function checkPolicies(
  { name: cluster, globalTrafficPolicies, services, flomeshImports }: Cluster,
  exported: ReadonlySet<string>,
  complete: boolean,
  findings: Findings,
): void {
  for (const policy of globalTrafficPolicies.values()) {
    const name = objectKey(policy);
    const { lbType, targets } = policy;
    if (complete && !services.has(name) && !flomeshImports.has(name) && !exported.has(name)) {
      const known = new Set([...services.keys(), ...flomeshImports.keys(), ...exported]);
      const values = { name, cluster, ...suggestion(name, known) };
      findings.add('flomesh-policy-unmatched', values, whereOf(policy, ['metadata', 'name']));
    }
    if (targets.length === 0 && (lbType === 'FailOver' || lbType === 'ActiveActive'))
      findings.add('flomesh-targets-missing', { name, lbType }, whereOf(policy, ['spec', 'lbType']));
    const others = targets.filter(({ clusterKey }) => !clusterKey.endsWith(`/${cluster}`)).length;
    if (others > 0 && lbType === 'Locality')
      findings.add('flomesh-targets-unused', { name, targets: others }, whereOf(policy, ['spec', 'targets'], 'key'));
  }
}

/** Targets that do not export what the policy is for, and those that give a pool no members. */
function checkTargets(cluster: Cluster, clusters: readonly Cluster[], isFollowed: boolean, findings: Findings): void {
  for (const policy of cluster.globalTrafficPolicies.values()) {
    const name = objectKey(policy);
    for (const { clusterKey, cluster: target, path, by } of flomeshTargets(policy, cluster, clusters)) {
      const where = whereOf(policy, path);
      if (by === 'unexported') findings.add('flomesh-target-unexported', { name, clusterKey }, where);
      else if (isFollowed && (by === 'unseen' || by === 'unserved' || by === 'unreachable'))
        findings.add('flomesh-target-memberless', { name, clusterKey, cluster: target, by }, where);
    }
  }
}

/** Weights, which members of a pool do not have. */
function checkWeights({ globalTrafficPolicies }: Cluster, findings: Findings): void {
  for (const policy of globalTrafficPolicies.values()) {
    if (policy.lbType !== 'ActiveActive') continue;
    for (const [index, { clusterKey, weight }] of policy.targets.entries()) {
      if (weight === 0) continue;
      const values = { name: objectKey(policy), clusterKey, weight };
      findings.add('flomesh-weight-unfollowed', values, whereOf(policy, ['spec', 'targets', index, 'weight']));
    }
  }
}

/** Exports without what they export, and those that share a path of the gateway. */
function checkExports(cluster: Cluster, findings: Findings): void {
  const taken = new Map<string, { readonly of: FlomeshExport; readonly path: Path }>();
  for (const found of cluster.flomeshExports.values()) {
    checkServed(cluster, found, findings);
    for (const [index, rule] of found.rules.entries()) {
      if (rule.path === '') continue;
      const path = ['spec', 'rules', index, 'path'];
      const before = taken.get(pathKey(rule));
      if (!before) {
        taken.set(pathKey(rule), { of: found, path });
        continue;
      }
      const values = { name: objectKey(found), path: rule.path, by: objectKey(before.of), cluster: cluster.name };
      const where = { ...whereOf(found, path), other: placeIn(before.of, before.path) };
      findings.add('flomesh-export-path-taken', values, where);
    }
  }
}

/** `/a` and `/a/` begin the same requests. A path as a whole and as a beginning do not meet: the former goes first. */
function pathKey({ path, pathType }: FlomeshExportRule): string {
  return `${pathType} ${pathType === 'Prefix' && path !== '/' ? path.replace(/\/+$/, '') : path}`;
}

function checkServed(cluster: Cluster, found: FlomeshExport, findings: Findings): void {
  const name = objectKey(found);
  const service = cluster.services.get(name);
  if (!service) {
    if (cluster.incomplete) return;
    const values = { name, cluster: cluster.name, ...suggestion(name, cluster.services.keys()) };
    findings.add('flomesh-export-unserved', values, whereOf(found, ['metadata', 'name']));
    return;
  }
  const known = service.ports.map(({ port }) => port);
  for (const [index, { portNumber: port }] of found.rules.entries()) {
    if (port === 0 || known.includes(port)) continue;
    const values = { name, cluster: cluster.name, port, ports: known.join(', ') || 'none' };
    findings.add('flomesh-export-unserved', values, whereOf(found, ['spec', 'rules', index, 'portNumber']));
  }
}
