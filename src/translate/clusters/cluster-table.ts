import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Controller, parseObjectName } from '../../model/controller.ts';
import { type ClusterSpec, type ExtendedSpec, specWhere } from '../../model/extended-spec.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import type { Path } from '../../place.ts';
import type { Suggested } from '../../rules/did-you-mean.ts';

/** How members of several clusters come together (specification 01 §4.1); `none` for a single cluster too. */
export type DiscoveryMode = 'none' | 'default' | 'active-active' | 'active-standby' | 'ratio';

/** The clusters that a controller knows, with their ratios and admin states (specification 01 §4.2). */
export interface ClusterTable {
  /** True with any `--multi-cluster-mode`. */
  readonly several: boolean;
  readonly mode: DiscoveryMode;
  /** `--local-cluster-name`, empty in a single cluster without one. */
  readonly local: string;
  /** The other cluster of a primary and secondary pair. */
  readonly peer?: string;
  /** Valid external clusters in the order of the ConfigMap. */
  readonly externals: readonly string[];
  /** Local, peer and external clusters. */
  readonly knows: (cluster: string) => boolean;
  /** Ratio of a cluster; 1 unless it is given. */
  readonly ratio: (cluster: string) => number;
  /** `enable`, `disable`, `offline` or `no-pool`. */
  readonly adminState: (cluster: string) => string;
  /** True for `no-pool`: nothing comes from such a cluster. */
  readonly restricted: (cluster: string) => boolean;
  /** Other clusters whose LoadBalancer Services are processed too: the peer, then externals (01 §2.3). */
  readonly loadBalancerDiscovery: ReadonlySet<string>;
}

const modes: readonly string[] = ['active-active', 'active-standby', 'ratio', 'default'];
const adminStates: readonly string[] = ['enable', 'disable', 'offline', 'no-pool'];
const endPoint = /^(?:https?|tcp):\/\//;

/** The table of a controller that knows only its own cluster. */
export function singleClusterTable(controller: Controller): ClusterTable {
  const local = controller.localClusterName;
  return {
    several: false,
    mode: 'none',
    local,
    externals: [],
    knows: cluster => cluster === local,
    ratio: () => 1,
    adminState: () => 'enable',
    restricted: () => false,
    loadBalancerDiscovery: new Set(),
  };
}

/**
 * Reads the cluster part of the extended ConfigMap. Undefined, with error findings, where the controller exits. `available`
 * holds the clusters whose kubeconfig exists: those that `render.yaml` names.
 */
export function readClusterTable(
  controller: Controller,
  spec: ExtendedSpec,
  available: ReadonlySet<string>,
  findings: Findings,
): ClusterTable | undefined {
  if (controller.multiClusterMode === '') return singleClusterTable(controller);
  const at = (path: Path) => specWhere(spec.configMap, path);
  let exits = false;
  const exit = (problem: string, path: Path, meant: Suggested = {}): void => {
    exits = true;
    findings.add('extended-spec-refused', { problem, ...meant }, at(path));
  };
  const highAvailability = controller.multiClusterMode !== 'standalone';
  if (spec.mode !== '' && !modes.includes(spec.mode)) {
    const meant = suggestion(spec.mode, modes);
    const words = meant.suggested ? ` (did you mean "${meant.suggested}"?)` : '';
    exit(`mode "${spec.mode}" is not one of ${modes.join(', ')}${words}`, ['mode'], meant);
  }
  const mode: DiscoveryMode = spec.mode === '' ? (highAvailability ? 'default' : 'none') : (spec.mode as DiscoveryMode);

  /** Why the kubeconfig of a cluster cannot be had, or nothing. */
  const secretProblem = ({ clusterName, secret }: ClusterSpec): string | undefined => {
    if (secret === '') return `cluster "${clusterName}" has no secret`;
    if (!parseObjectName(secret))
      return `the secret of cluster "${clusterName}" must be namespace/name, not "${secret}"`;
    if (available.has(clusterName)) return undefined;
    const { suggested } = suggestion(clusterName, available);
    const meant = suggested ? ` (did you mean "${suggested}"?)` : '';
    return `the Secret ${secret} of cluster "${clusterName}" is missing: no cluster of that name in the workspace${meant}`;
  };

  /** The key to look at: a well-formed secret is missing only because the cluster's name is unknown. */
  const guiltyKey = ({ clusterName, secret }: ClusterSpec): string =>
    clusterName === '' || parseObjectName(secret) ? 'clusterName' : 'secret';

  const local = controller.localClusterName;
  const ha = spec.highAvailability;
  const primary = ha?.primaryCluster;
  const secondary = ha?.secondaryCluster;
  let peer: ClusterSpec | undefined;
  let own: ClusterSpec | undefined;
  if (highAvailability) {
    if (!ha) exit('highAvailabilityCIS is missing', []);
    else if (!primary) exit('highAvailabilityCIS.primaryCluster is missing', ['highAvailabilityCIS', 'primaryCluster']);
    else if (!secondary)
      exit('highAvailabilityCIS.secondaryCluster is missing', ['highAvailabilityCIS', 'secondaryCluster']);
    const isPrimary = controller.multiClusterMode === 'primary';
    own = isPrimary ? primary : secondary;
    peer = isPrimary ? secondary : primary;
    if (ha && !isPrimary && !endPoint.test(ha.primaryEndPoint)) {
      const what =
        ha.primaryEndPoint === ''
          ? 'missing'
          : `"${ha.primaryEndPoint}", which does not begin with http://, https:// or tcp://`;
      exit(`highAvailabilityCIS.primaryEndPoint is ${what}`, ['highAvailabilityCIS', 'primaryEndPoint']);
    }
    if (peer) {
      const problem = peer.clusterName === '' ? 'clusterName is missing' : secretProblem(peer);
      if (problem) exit(problem, [...peer.path, guiltyKey(peer)]);
    }
    if (own && own.clusterName !== local) {
      const role = controller.multiClusterMode;
      findings.add(
        'cluster-name-mismatch',
        { role, configured: own.clusterName, local },
        at([...own.path, 'clusterName']),
      );
    }
  }

  const externals = new Map<string, ClusterSpec>();
  for (const external of spec.externalClusters) {
    const { clusterName, path } = external;
    const taken = new Set([local, ...(highAvailability ? [primary?.clusterName, secondary?.clusterName] : [])]);
    if (clusterName !== '' && taken.has(clusterName)) {
      findings.add('external-cluster-is-own', { cluster: clusterName }, at([...path, 'clusterName']));
      continue;
    }
    const problem = clusterName === '' ? 'an external cluster has no clusterName' : secretProblem(external);
    if (!problem) {
      if (externals.has(clusterName))
        findings.add('external-cluster-twice', { cluster: clusterName }, at([...path, 'clusterName']));
      externals.set(clusterName, external);
    } else if (highAvailability && mode !== 'default' && (clusterName !== '' || external.secret === ''))
      exit(problem, [...path, guiltyKey(external)]);
    else findings.add('external-cluster-skipped', { problem }, at([...path, guiltyKey(external)]));
  }

  const ratios = new Map<string, number>();
  const states = new Map<string, string>();
  const setState = (cluster: string, state: string, path: Path): void => {
    if (state !== '' && !adminStates.includes(state)) {
      findings.add('admin-state-unknown', { state, cluster, ...suggestion(state, adminStates) }, at(path));
    }
    states.set(cluster, adminStates.includes(state) ? state : 'enable');
  };
  if (highAvailability) {
    // In this order: a name that both entries share, or that neither has, is settled by the last one (01 §4.2).
    if (primary) ratios.set(local, primary.ratio ?? 1);
    if (primary) ratios.set(primary.clusterName, primary.ratio ?? 1);
    if (secondary) ratios.set(secondary.clusterName, secondary.ratio ?? 1);
    if (own) setState(local, own.adminState, [...own.path, 'adminState']);
    if (peer) setState(peer.clusterName, peer.adminState, [...peer.path, 'adminState']);
    if (spec.localClusterRatio !== undefined) {
      findings.add(
        'local-cluster-key-ignored',
        { key: 'localClusterRatio', instead: 'ratio' },
        at(['localClusterRatio']),
      );
    }
    if (spec.localClusterAdminState !== '') {
      const values = { key: 'localClusterAdminState', instead: 'adminState' };
      findings.add('local-cluster-key-ignored', values, at(['localClusterAdminState']));
    }
  } else {
    ratios.set(local, spec.localClusterRatio ?? 1);
    setState(local, spec.localClusterAdminState, ['localClusterAdminState']);
    if (ha) findings.add('high-availability-ignored', {}, specWhere(spec.configMap, ['highAvailabilityCIS'], 'key'));
  }
  for (const [name, external] of externals) {
    ratios.set(name, external.ratio ?? 1);
    setState(name, external.adminState, [...external.path, 'adminState']);
  }
  if (mode !== 'ratio') reportUncountedRatios(spec, mode, findings);
  else reportIdleRatios(spec, findings);
  if (exits) return undefined;
  const known = new Set([local, ...(peer ? [peer.clusterName] : []), ...externals.keys()]);
  return {
    several: true,
    mode,
    local,
    ...(peer && { peer: peer.clusterName }),
    externals: [...externals.keys()],
    knows: cluster => known.has(cluster),
    ratio: cluster => ratios.get(cluster) ?? 1,
    adminState: cluster => states.get(cluster) ?? 'enable',
    restricted: cluster => states.get(cluster) === 'no-pool',
    loadBalancerDiscovery: new Set(
      [...(peer ? [peer] : []), ...externals.values()].filter(c => c.serviceTypeLBDiscovery).map(c => c.clusterName),
    ),
  };
}

function listedClusters({ highAvailability, externalClusters }: ExtendedSpec) {
  const { primaryCluster, secondaryCluster } = highAvailability ?? {};
  return [primaryCluster, secondaryCluster, ...externalClusters].filter(cluster => cluster !== undefined);
}

/** Ratios of clusters that take no new connections: their share is answered by nobody (F5's document on several clusters). */
function reportIdleRatios(spec: ExtendedSpec, findings: Findings): void {
  for (const { clusterName: cluster, adminState, ratio = 1, path } of listedClusters(spec)) {
    if ((adminState !== 'disable' && adminState !== 'offline') || ratio === 0) continue;
    findings.add(
      'ratio-of-idle-cluster',
      { cluster, adminState, ratio },
      specWhere(spec.configMap, [...path, 'ratio']),
    );
  }
}

function reportUncountedRatios(spec: ExtendedSpec, mode: DiscoveryMode, findings: Findings): void {
  for (const cluster of listedClusters(spec)) {
    if (cluster.ratio === undefined) continue;
    findings.add(
      'ratio-ignored',
      { cluster: cluster.clusterName, mode },
      specWhere(spec.configMap, [...cluster.path, 'ratio']),
    );
  }
}

/** Where a Service is. */
export interface ServiceLocation {
  readonly service: string;
  readonly namespace: string;
  /** Name as in the cluster table; empty in a single cluster without a name. */
  readonly cluster: string;
}

/** An entry that the controller uses: complete, and in a cluster that it knows (specification 01 §4.4). */
export function isUsableEntry(table: ClusterTable, entry: MultiClusterService): boolean {
  return table.several && isComplete(entry) && table.knows(entry.clusterName);
}

/** True for an entry that lacks nothing. */
export function isComplete({ clusterName, service, namespace, servicePort }: MultiClusterService): boolean {
  return clusterName !== '' && service !== '' && namespace !== '' && servicePort !== '' && servicePort !== 0;
}

/** The cluster part of a pool's name: only several clusters in ratio or default mode have one (01 §3.3). */
export function clusterInNames(table: ClusterTable, cluster: string): { readonly cluster?: string } {
  return table.several && (table.mode === 'ratio' || table.mode === 'default')
    ? { cluster: cluster || table.local }
    : {};
}

/** Clusters that a controller knows: local, peer, then in the order of the ConfigMap. */
export function knownClusters({ local, peer, externals }: ClusterTable): string[] {
  return [...new Set([local, ...(peer === undefined ? [] : [peer]), ...externals])];
}
