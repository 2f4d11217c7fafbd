import { dnsOf, originsOf } from '../emit/origin.ts';
import type { ResourceRef } from '../finding.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import { type ClusterSpec, specWhere } from '../model/extended-spec.ts';
import type { Resource } from '../model/metadata.ts';
import { placeIn, refOf } from '../model/where.ts';
import type { Path, Place } from '../place.ts';
import type { Pool, Virtual } from '../translate/adc.ts';
import type { View } from '../translate/index.ts';
import { memberSources } from '../translate/member-sources.ts';
import { pathOf } from '../translate/traffic.ts';
import type { Change, MemberChange, ShareChange } from './change.ts';
import type { PoolIndex } from './pool-index.ts';

/** Something in Git that a change may come from. */
export interface Cause {
  readonly resource: ResourceRef;
  /** Cluster whose manifest it is. */
  readonly cluster: string;
  readonly place: Place;
  /** True for what only counts where it is known not to be as it was. */
  readonly ifChanged?: true;
}

export interface CauseInput {
  readonly view: View;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly pools: PoolIndex;
  /** The state that it is a view of. */
  readonly side: 'before' | 'after';
  /** True for a file that is not as it was, where that is known. */
  readonly fileChanged: (path: string) => boolean;
}

/** What a change of a view may come from, the likeliest first; nothing where that cannot be known. */
export type Causes = (change: Change) => readonly Cause[];

export function causesIn(input: CauseInput): Causes {
  const { view, pools } = input;
  const origins = new Map<string, ReturnType<typeof originsOf>>();
  const local = (resource: Resource, path: Path = ['metadata', 'name']): Cause => causeAt(resource, view.cluster, path);
  const virtualsOf = (tenant: string): readonly Virtual[] =>
    view.tenants.find(({ name }) => name === tenant)?.virtuals ?? [];
  const originOf = (tenant: string, object: string): Resource | undefined => {
    if (view.gslb?.name === tenant) return dnsOf(view.gslb, object);
    const find = origins.get(tenant) ?? originsOf(virtualsOf(tenant));
    origins.set(tenant, find);
    return find(object);
  };
  const byPath = pathIndex(view);
  const changedNodes = nodesOf(input).filter(({ place }) => input.fileChanged(place.source.file.path));
  const ofPool = (tenant: string, name: string | undefined): Cause[] => {
    const pool = name === undefined ? undefined : pools.pool(tenant, name);
    return pool ? [local(pool.origin, pool.originPath)] : [];
  };
  const ofPath = (path: string): Cause[] => (byPath.get(path) ?? []).map(resource => local(resource));
  const named = new Map<string, ReadonlyMap<string, Virtual>>();
  const virtualNamed = (tenant: string, name: string): Virtual | undefined => {
    const known = named.get(tenant) ?? new Map(virtualsOf(tenant).map(virtual => [virtual.name, virtual]));
    named.set(tenant, known);
    return known.get(name);
  };
  /** The virtual server that an object belongs to by its name: that before one of its underscores. */
  const ownerOf = (tenant: string, object: string): Virtual | undefined => {
    for (let end = object.lastIndexOf('_'); end > 0; end = object.lastIndexOf('_', end - 1)) {
      const virtual = virtualNamed(tenant, object.slice(0, end));
      if (virtual) return virtual;
    }
    return undefined;
  };
  /** Of a virtual server of a route group much comes from its Routes: the group is surely the cause only of its being there. */
  const ofVirtual = (change: Change, virtual: Virtual | undefined): readonly Cause[] => {
    if (virtual && virtual.origin.kind !== 'ConfigMap')
      return [local(virtual.origin), ...settingsOf(virtual.origin, input)];
    const whole = (change.kind === 'tenant' || change.kind === 'virtual-server') && change.verb !== 'changed';
    const groups = ofGroups(change.tenant, input);
    return whole ? groups : groups.map(ifChanged);
  };
  return change => {
    const { tenant } = change;
    // What is gone need not be of those that still use its pool.
    const gone = change.verb === 'removed' && input.side === 'after';
    const ofItsPool = (name: string | undefined): Cause[] => (gone ? [] : ofPool(tenant, name));
    switch (change.kind) {
      case 'tenant': {
        const [first] = virtualsOf(tenant);
        return ofVirtual(change, first);
      }
      case 'virtual-server':
        return ofVirtual(change, virtualNamed(tenant, change.object));
      case 'pool':
        return ofPool(tenant, change.object);
      case 'member':
        return [...ofMember(change, input, changedNodes), ...ofPool(tenant, change.object).map(ifChanged)];
      case 'share':
        return ofShare(change, input, firstOf(ofPath(change.path), poolsOfShare(change).flatMap(ofItsPool)));
      case 'record':
        return firstOf(
          ofPath(pathOf(change.key)),
          ofItsPool(change.after ?? change.before),
          gone ? [] : ofVirtual(change, ownerOf(tenant, change.object)),
        );
      case 'rule':
        return firstOf(change.paths.flatMap(ofPath), ofItsPool(change.pool));
      case 'irule':
        // What changes in the text of a rule is not in the manifests.
        return change.verb === 'changed' ? [] : ofVirtual(change, ownerOf(tenant, change.object));
      default: {
        const origin = originOf(tenant, change.object);
        return [...(origin ? [local(origin)] : []), ...ofVirtual(change, ownerOf(tenant, change.object))];
      }
    }
  };
}

/** The first list that has anything: what is surer comes first. */
function firstOf<T>(...lists: ReadonlyArray<readonly T[]>): readonly T[] {
  return lists.find(({ length }) => length > 0) ?? [];
}

const ifChanged = (cause: Cause): Cause => ({ ...cause, ifChanged: true });

function nodesOf({ clusters }: CauseInput): Cause[] {
  const identity: Path = ['metadata', 'name'];
  return [...clusters.values()].flatMap(({ name, nodes }) =>
    [...nodes.values()].map(node => ifChanged(causeAt(node, name, identity))),
  );
}

function causeAt(resource: Resource, cluster: string, path: Path): Cause {
  return { resource: refOf(resource), cluster, place: placeIn(resource, path) };
}

/** Routes and VirtualServers by the paths that they publish. */
function pathIndex({ groups, tenants }: View): ReadonlyMap<string, readonly Resource[]> {
  const index = new Map<string, Resource[]>();
  const add = (host: string, path: string, resource: Resource): void => {
    const key = pathOf(`${host}${path}`);
    const list = index.get(key);
    if (!list) index.set(key, [resource]);
    else if (!list.includes(resource)) list.push(resource);
  };
  for (const { routes } of groups) for (const { route } of routes.values()) add(route.host, route.path, route);
  for (const { virtuals } of tenants) {
    for (const { origin, hosts, pools } of virtuals) {
      if (origin.kind !== 'VirtualServer') continue;
      for (const host of hosts) for (const resource of new Set(pools.map(pool => pool.origin))) add(host, '', resource);
    }
  }
  return index;
}

/** What gives settings to a virtual server beside the resource that it is made for. */
function settingsOf(origin: Resource, { view, clusters }: CauseInput): Cause[] {
  const cluster = clusters.get(view.cluster);
  const { policyName = '', tlsProfileName = '' } = origin as Resource & {
    readonly policyName?: string;
    readonly tlsProfileName?: string;
  };
  const { namespace } = origin;
  const named = [
    cluster?.tlsProfiles.get(objectKey({ namespace, name: tlsProfileName })),
    cluster?.policies.get(objectKey({ namespace, name: policyName })),
  ];
  return named.flatMap(resource =>
    resource ? [ifChanged(causeAt(resource, view.cluster, ['metadata', 'name']))] : [],
  );
}

/** The route groups of a tenant: their entries, their Policies, and of their Routes those whose files are not as they were. */
function ofGroups(tenant: string, { view, clusters, fileChanged }: CauseInput): Cause[] {
  const groups = view.groups.filter(({ group }) => group.tenant === tenant);
  const entries = groups.map(({ group: { spec } }) => ({
    resource: spec.resource,
    cluster: view.cluster,
    place: spec.place,
  }));
  const secrets = [...(clusters.get(view.cluster)?.secrets.values() ?? [])];
  const others: readonly Resource[] = [
    ...groups.flatMap(({ policy }) => policy ?? []),
    ...[...groups.flatMap(({ routes }) => [...routes.values()].map(({ route }) => route)), ...secrets].filter(
      ({ source }) => fileChanged(source.file.path),
    ),
  ];
  return [...entries, ...others.map(resource => ifChanged(causeAt(resource, view.cluster, ['metadata', 'name'])))];
}

/**
 * The manifests that give a pool its member: Endpoints, a Node, a Pod, or the Service that leads to them. Where the member's cluster is not known,
 * those of each cluster may have been it.
 */
function ofMember(change: MemberChange, input: CauseInput, changedNodes: readonly Cause[]): readonly Cause[] {
  const { tenant, object, cluster: from, properties, verb } = change;
  const { view, clusters, pools } = input;
  const pool = pools.pool(tenant, object);
  if (!pool || pool.staticMembers) return [];
  if (verb === 'changed') {
    const state = properties.some(({ property }) => property === 'adminState');
    return state && from !== undefined ? ofClusterEntry(view, from, 'adminState') : [];
  }
  const known = from === undefined ? undefined : clusters.get(from);
  const found = known
    ? inCluster(change.member, pool, known, view)
    : [...clusters.values()].flatMap(cluster => inCluster(change.member, pool, cluster, view).map(ifChanged));
  // A Node that is gone, or has another address, is not found by the one that it had.
  return usesNodes(view) && verb === 'removed' ? [...changedNodes, ...found] : found;
}

function usesNodes({ controller }: View): boolean {
  return controller?.poolMemberType === 'nodeport' || controller?.poolMemberType === 'auto';
}

function inCluster(member: string, pool: Pool, cluster: Cluster, { controller }: View): Cause[] {
  const port = member.slice(member.lastIndexOf(':') + 1);
  const address = member.slice(0, -port.length - 1).replace(/^\[|\]$/g, '');
  return memberSources({ address, port: Number(port) }, pool, cluster, controller?.poolMemberType).map(
    ({ resource, path }) => causeAt(resource, cluster.name, path),
  );
}

/** Where the extended ConfigMap speaks of a cluster, as far as it does. */
function ofClusterEntry({ spec, cluster: own, table }: View, cluster: string, key: 'ratio' | 'adminState'): Cause[] {
  if (!spec || !table) return [];
  const { primaryCluster, secondaryCluster } = spec.highAvailability ?? {};
  const entries: ReadonlyArray<ClusterSpec | undefined> = [primaryCluster, secondaryCluster, ...spec.externalClusters];
  const entry = entries.find(one => one?.clusterName === cluster);
  const inLocal = key === 'ratio' ? 'localClusterRatio' : 'localClusterAdminState';
  const path = entry ? [...entry.path, key] : cluster === table.local ? [inLocal] : undefined;
  if (!path) return [];
  const { at, resource } = specWhere(spec.configMap, path);
  return [{ resource, cluster: own, place: at }];
}

function poolsOfShare({ before = [], after = [] }: ShareChange): string[] {
  return [...new Set([...after, ...before].map(({ pool }) => pool))];
}

/**
 * Weights of a Route or a VirtualServer, or ratios of clusters: where every Service gets as much as before, only clusters share
 * otherwise.
 */
function ofShare(change: ShareChange, { view, pools }: CauseInput, ofResources: readonly Cause[]): Cause[] {
  const { tenant, before = [], after = [] } = change;
  const found = new Map(poolsOfShare(change).map(name => [name, pools.pool(tenant, name)]));
  const changed = poolsOfShare(change).flatMap(name => {
    const pool = found.get(name);
    const share = (list: ShareChange['before']): number => list?.find(one => one.pool === name)?.share ?? 0;
    return pool && Math.abs(share(before) - share(after)) > 0.0005 ? [pool.cluster] : [];
  });
  const ratios = [...new Set(changed)].flatMap(cluster => ofClusterEntry(view, cluster || view.cluster, 'ratio'));
  const states = [...new Set(changed)].flatMap(cluster => ofClusterEntry(view, cluster || view.cluster, 'adminState'));
  const clusters = [...ratios, ...states];
  return byService(before, found) === byService(after, found)
    ? [...clusters, ...ofResources]
    : [...ofResources, ...clusters];
}

/** Shares of Services as a text, in hundredths; each pool by itself where it is not known. */
function byService(shares: NonNullable<ShareChange['after']>, pools: ReadonlyMap<string, Pool | undefined>): string {
  const sums = new Map<string, number>();
  for (const { pool, share } of shares) {
    const known = pools.get(pool);
    const key = known ? `${known.namespace}/${known.service}` : pool;
    sums.set(key, (sums.get(key) ?? 0) + share);
  }
  return JSON.stringify([...sums].map(([key, sum]) => [key, Math.round(sum * 100)]).sort());
}
