import { Findings } from '../finding.ts';
import type { Cluster } from '../model/cluster.ts';
import { type Controller, type ObjectName, readController } from '../model/controller.ts';
import { readExtendedSpec } from '../model/extended-spec.ts';
import type { Workspace } from '../model/workspace.ts';
import { multiClusterEntries } from '../translate/clusters/named-namespaces.ts';
import type { SnapshotKindName } from './kinds.ts';

/** What is read of a cluster. It follows from the workspace alone, so that everyone who may read it gets the same file. */
export interface Scope {
  readonly kinds: readonly SnapshotKindName[];
  /** Namespaces that are asked for one by one; undefined asks for all at once. */
  readonly namespaces?: readonly string[];
  /** True for a namespace whose objects may be written. */
  readonly concerns: (namespace: string) => boolean;
  /** Namespaces whose Routes may be written; undefined = any. */
  readonly routeNamespaces?: ReadonlySet<string>;
  /** The extended ConfigMap of the controller in this cluster. */
  readonly extendedSpec?: ObjectName;
  /** Which ConfigMaps are read beside it: those with the label of local ones, or all that have an extended specification. */
  readonly localConfigMaps: 'none' | 'labelled' | 'all';
}

export interface ScopeOptions {
  /** Leaves nothing out: neither kinds that no controller reads now nor namespaces of the system. */
  readonly all: boolean;
  /** Also what is meant, and not only what is there: Routes, custom resources, ConfigMaps. */
  readonly resources: boolean;
}

/** Kinds that say what a cluster has, whatever is published of it. */
const inventoryKinds = ['Namespace', 'Node', 'Service', 'Endpoints', 'EndpointSlice'] as const;
const customKinds = ['VirtualServer', 'TransportServer', 'IngressLink', 'TLSProfile'] as const;

/** What to read of a cluster. The workspace is without its inventory, so that a file never decides about itself. */
export function scopeOf(workspace: Workspace, cluster: Cluster, { all, resources }: ScopeOptions): Scope {
  const controllers = new Map(
    [...workspace.clusters.values()].flatMap(({ name, controller: given }) => {
      const controller = given && readController(given, new Findings());
      return controller ? [[name, controller] as const] : [];
    }),
  );
  const own = controllers.get(cluster.name);
  const namespaces = all ? undefined : watchedNamespaces(workspace, cluster, [...controllers.values()]);
  const { extendedSpec } = own ?? {};
  const routeNamespaces = own && !all ? groupNamespaces(cluster, own) : undefined;
  return {
    kinds: [
      ...inventoryKinds,
      ...(all || readsPods(workspace, controllers, cluster) ? (['Pod'] as const) : []),
      ...(resources ? resourceKinds(own, all) : []),
    ],
    ...(namespaces && { namespaces }),
    concerns: all ? () => true : concernsOf(workspace, controllers.values()),
    ...(routeNamespaces && { routeNamespaces }),
    ...(extendedSpec && { extendedSpec }),
    localConfigMaps: all ? 'all' : own?.mode === 'openshift' ? 'labelled' : 'none',
  };
}

/** What a controller reads in its own cluster (specification 01 §1, 02 §1.1); a cluster without one is a source of members alone. */
function resourceKinds(controller: Controller | undefined, all: boolean): SnapshotKindName[] {
  if (all) return ['ConfigMap', 'Route', ...customKinds, 'Policy', 'ExternalDNS', 'Deployment'];
  if (!controller) return [];
  const { mode, postsGslb } = controller;
  return [
    'ConfigMap',
    'Policy',
    ...(mode === 'openshift' ? (['Route'] as const) : []),
    ...(mode === 'customresource' ? customKinds : []),
    ...(postsGslb && mode !== 'kubernetes' ? (['ExternalDNS'] as const) : []),
  ];
}

/** Pods tell ports of nodes (specification 01 §6.3), and probes that become monitors in the controller's own cluster (01 §5.5). */
function readsPods(workspace: Workspace, controllers: ReadonlyMap<string, Controller>, cluster: Cluster): boolean {
  if ([...controllers.values()].some(({ poolMemberType }) => poolMemberType === 'nodeportlocal')) return true;
  if (!controllers.has(cluster.name)) return false;
  return [...(workspace.clusters.get(cluster.name)?.configMaps.values() ?? [])].some(configMap => {
    const kind = readExtendedSpec(configMap, new Findings())?.base.autoMonitor ?? '';
    return kind !== '' && kind !== 'none';
  });
}

/** Namespaces that controllers name with `--namespace`, or entries for this cluster; undefined where one names none. */
function watchedNamespaces(
  workspace: Workspace,
  cluster: Cluster,
  controllers: readonly Controller[],
): readonly string[] | undefined {
  const named = new Set<string>();
  for (const { namespaces } of controllers) {
    if (!namespaces) return undefined;
    for (const namespace of namespaces) named.add(namespace);
  }
  for (const other of workspace.clusters.values()) {
    for (const { clusterName, namespace } of multiClusterEntries(other)) {
      if (clusterName === cluster.name && namespace !== '') named.add(namespace);
    }
  }
  return controllers.length === 0 ? undefined : [...named].sort();
}

/** Namespaces of Kubernetes and OpenShift themselves, which change all the time. */
const ofSystem = /^(?:kube-|openshift-)|^openshift$/;

/** All namespaces but those of the system where nothing of the workspace is published. */
function concernsOf({ clusters }: Workspace, controllers: Iterable<Controller>): (namespace: string) => boolean {
  const named = new Set([...controllers].flatMap(({ namespaces }) => [...(namespaces ?? [])]));
  for (const cluster of clusters.values()) {
    const { routes, virtualServers, transportServers, ingressLinks, services } = cluster;
    for (const table of [routes, virtualServers, transportServers, ingressLinks, services])
      for (const { namespace } of table.values()) named.add(namespace);
    for (const { namespace } of multiClusterEntries(cluster)) named.add(namespace);
  }
  return namespace => named.has(namespace) || !ofSystem.test(namespace);
}

/** Namespaces of the route groups, where they are named one by one and the ConfigMap that says so is in Git. */
function groupNamespaces({ configMaps }: Cluster, { extendedSpec }: Controller): ReadonlySet<string> | undefined {
  const configMap = extendedSpec && configMaps.get(`${extendedSpec.namespace}/${extendedSpec.name}`);
  const spec = configMap && readExtendedSpec(configMap, new Findings());
  if (!spec || spec.defaultRouteGroup || spec.groups.some(({ namespace }) => namespace === '')) return undefined;
  return new Set(spec.groups.map(({ namespace }) => namespace));
}
