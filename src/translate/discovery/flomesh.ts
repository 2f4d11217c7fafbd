import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { FlomeshEndpoint, FlomeshImport } from '../../model/flomesh-import.ts';
import type { GlobalTrafficPolicy } from '../../model/global-traffic-policy.ts';
import { type FlomeshTarget, flomeshTargets, isReachable } from './flomesh-targets.ts';
import {
  type Contribution,
  type DiscoverySystem,
  preferred,
  serviceIn,
  substitute,
  type WantedService,
} from './system.ts';

/**
 * Flomesh FSM: a GlobalTrafficPolicy says for the Service of its name and namespace which clusters serve it, seen from the cluster that the policy is
 * in. Locality keeps to that one, FailOver has the targets stand by, ActiveActive takes them all alike.
 */
export const flomesh: DiscoverySystem = (wanted, { local, others }) => {
  const policy = local.globalTrafficPolicies.get(keyOf(wanted));
  // A cluster refuses a policy of another type, and keeps to what it had.
  if (!policy || !['Locality', 'FailOver', 'ActiveActive'].includes(policy.lbType)) return undefined;
  const targets = flomeshTargets(policy, local, [local, ...others]);
  return {
    by: { resource: policy, path: ['spec', 'lbType'], cluster: local.name },
    contributions: targets.flatMap(target => contributionOf(target, policy, local, wanted)),
    exclusive: true,
    ...(policy.lbType === 'FailOver' && {
      groups: { of: (_, cluster) => (cluster === local.name ? preferred : substitute), minimumMembersActive: 1 },
    }),
  };
};

const keyOf = ({ namespace, service: name }: WantedService): string => objectKey({ namespace, name });

/** Members of a cluster's own Service where the workspace has it, else its gateway as the import lists it. */
function contributionOf(
  { cluster, clusterKey, path, by }: FlomeshTarget,
  policy: GlobalTrafficPolicy,
  local: Cluster,
  wanted: WantedService,
): Contribution[] {
  if (by === 'service') return [{ cluster, by: { resource: policy, path, cluster: local.name } }];
  const imported = local.flomeshImports.get(keyOf(wanted));
  if (by !== 'gateway' || !imported) return [];
  const found = gatewaysOf(imported, servicePort(local, wanted)).filter(one => one.endpoint.clusterKey === clusterKey);
  const [first] = found;
  if (!first) return [];
  const endpoints = found.map(({ endpoint: { ip, port } }) => ({ address: ip, port }));
  return [{ cluster, by: { resource: imported, path: first.path, cluster: local.name }, endpoints }];
}

/** Number of a Service's port; undefined for a name that no Service tells the number of. */
function servicePort(local: Cluster, wanted: WantedService): number | undefined {
  const { port } = wanted;
  return typeof port === 'number' ? port : serviceIn(local, wanted)?.ports.find(({ name }) => name === port)?.port;
}

interface Gateway {
  readonly endpoint: FlomeshEndpoint;
  readonly path: ReadonlyArray<string | number>;
}

/** What an import lists for a port, as far as it can be a member. A port that nobody knows the number of is the only one. */
function gatewaysOf({ ports }: FlomeshImport, wanted: number | undefined): Gateway[] {
  return ports.flatMap(({ port, endpoints }, at) => {
    if (wanted === undefined ? ports.length > 1 : port !== wanted) return [];
    return endpoints.flatMap((endpoint, index) =>
      isReachable(endpoint) ? [{ endpoint, path: ['spec', 'ports', at, 'endpoints', index, 'target'] }] : [],
    );
  });
}
