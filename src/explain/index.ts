import type { ResourceRef } from '../finding.ts';
import type { DiscoverySystemName } from '../load/render-config.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import type { Resource } from '../model/metadata.ts';
import type { Path, Place } from '../place.ts';
import type { FoundBy, Member, Pool, Virtual } from '../translate/adc.ts';
import type { ResourceStatus, View } from '../translate/index.ts';
import { memberSources } from '../translate/member-sources.ts';
import { type PoolShare, servedPools, sharesByCluster, type TrafficPath, trafficPaths } from '../translate/traffic.ts';

/** A manifest, the cluster that it is of, and a place in it. */
export interface Origin {
  readonly resource: ResourceRef;
  readonly cluster: string;
  readonly place: Place;
}

/** An object by which a system beside the controller goes. */
export interface ExplainedFinding {
  readonly system: DiscoverySystemName;
  readonly object: Origin;
}

export interface ExplainedMember extends Pick<Member, 'address' | 'port' | 'adminState' | 'priorityGroup'> {
  readonly cluster: string;
  /** What has put it into its priority group, where that is not the same for all of its cluster. */
  readonly rankedBy?: ExplainedFinding;
  /** What has it among the members, where the controller alone would not. */
  readonly foundBy?: ExplainedFinding;
  /** What it comes from; absent where the resource itself lists it. */
  readonly from?: Origin;
}

export interface ExplainedPool {
  readonly tenant: string;
  readonly name: string;
  /** `namespace/name` of the Service that it stands for. */
  readonly service: string;
  /** Resource that asks for it, and where. */
  readonly asked: Origin;
  /** What systems beside the controller go by. */
  readonly discovery: readonly ExplainedFinding[];
  /** How many members of the highest priority groups keep the others idle. */
  readonly minimumMembersActive?: number;
  readonly members: readonly ExplainedMember[];
}

/** Where the requests of a host and path go. */
export interface ExplainedPath {
  readonly tenant: string;
  readonly virtual: string;
  /** `shop.example.com/cart` */
  readonly path: string;
  /** In the order in which the iRule goes through them. */
  readonly pools: readonly PoolShare[];
  /** By the cluster of the members, from 0 to 1; empty where no member is enabled. */
  readonly clusters: Readonly<Record<string, number>>;
}

export interface ExplainedVirtual {
  readonly tenant: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** What it is made for: the resource, or the extended ConfigMap of its route group. */
  readonly madeFor: Origin;
}

/** What becomes of a resource in one controller's view. */
export interface ExplainedView {
  /** Cluster in which the controller runs. */
  readonly cluster: string;
  /** Cluster whose members are thought away. */
  readonly without?: string;
  readonly outcome: View['outcome'];
  readonly status?: ResourceStatus;
  readonly virtuals: readonly ExplainedVirtual[];
  readonly paths: readonly ExplainedPath[];
  readonly pools: readonly ExplainedPool[];
}

/** What the resource has to do with a view: what it asks for, and what comes from it, also as it is without the members of a cluster. */
export function explainIn(
  view: View,
  clusters: ReadonlyMap<string, Cluster>,
  resource: ResourceRef,
  without?: string,
): ExplainedView {
  const { cluster, outcome, statuses } = view;
  // Its members carry the name by which the controller calls its own cluster.
  const leftOut = without === cluster ? view.table?.local : without;
  const status = statuses.find(one => isSame(one, resource));
  const pools = view.tenants.flatMap(({ name: tenant, virtuals }) =>
    lastOfEach(virtuals)
      .map(pool => explainPool(tenant, pool, { view, clusters, leftOut }))
      .filter(pool => concerns(pool, resource)),
  );
  const names = new Set(pools.map(({ tenant, name }) => `${tenant}/${name}`));
  const paths = trafficPaths(view).filter(
    ({ tenant, virtual, pools: shares }) =>
      isSame(virtual.origin, resource) || shares.some(({ pool }) => names.has(`${tenant}/${pool}`)),
  );
  const used = new Set(paths.map(({ virtual }) => virtual));
  const virtuals = view.tenants.flatMap(({ virtuals: all }) =>
    all.filter(
      virtual =>
        used.has(virtual) ||
        isSame(virtual.origin, resource) ||
        virtual.pools.some(pool => isSame(pool.origin, resource)),
    ),
  );
  return {
    cluster,
    ...(without !== undefined && { without }),
    outcome,
    ...(status && { status }),
    virtuals: virtuals.map(virtual => explainVirtual(virtual, view)),
    paths: paths.map(traffic => ({
      tenant: traffic.tenant,
      virtual: traffic.virtual.name,
      path: traffic.path,
      pools: traffic.pools,
      clusters: Object.fromEntries(sharesOf(traffic, leftOut, cluster)),
    })),
    pools,
  };
}

function isSame(a: ResourceRef, b: ResourceRef): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

/** Of several pools with one name the last is the one that is posted (specification 01 §7.2). */
function lastOfEach(virtuals: readonly Virtual[]): Pool[] {
  return [...new Map(virtuals.flatMap(({ pools }) => pools.map(pool => [pool.name, pool] as const))).values()];
}

/** A pool concerns what asks for it, the Service that it stands for, what other systems go by, and what its members come from. */
function concerns({ asked, service, discovery, members }: ExplainedPool, resource: ResourceRef): boolean {
  if ([asked, ...discovery.map(({ object }) => object)].some(origin => isSame(origin.resource, resource))) return true;
  if ((resource.kind === 'Service' || resource.kind === 'Endpoints') && objectKey(resource) === service) return true;
  return members.some(({ from, rankedBy, foundBy }) =>
    [from, rankedBy?.object, foundBy?.object].some(origin => origin !== undefined && isSame(origin.resource, resource)),
  );
}

/** By the names of clusters in the workspace: a controller may call its own nothing. */
function sharesOf(traffic: TrafficPath, leftOut: string | undefined, own: string): Array<[string, number]> {
  return [...sharesByCluster(servedPools(traffic, leftOut))].map(([name, share]) => [name || own, share]);
}

interface PoolContext {
  readonly view: View;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly leftOut: string | undefined;
}

function explainPool(tenant: string, pool: Pool, { view, clusters, leftOut }: PoolContext): ExplainedPool {
  return {
    tenant,
    name: pool.name,
    service: `${pool.namespace}/${pool.service}`,
    asked: originAt(pool.origin, view.cluster, pool.originPath),
    discovery: (pool.discovery?.by ?? []).map(explainFinding),
    ...(pool.minimumMembersActive !== undefined && { minimumMembersActive: pool.minimumMembersActive }),
    members: pool
      .members(leftOut)
      .map(({ address, port, adminState, cluster: name, priorityGroup, rankedBy, foundBy }) => {
        const cluster = name || view.cluster;
        const found = clusters.get(cluster);
        const type = view.controller?.poolMemberType;
        const looked = found && !pool.staticMembers && !foundBy?.listed;
        const [source] = looked ? memberSources({ address, port }, pool, found, type) : [foundBy];
        return {
          address,
          port,
          cluster,
          ...(adminState !== undefined && { adminState }),
          ...(priorityGroup !== undefined && { priorityGroup }),
          ...(rankedBy && { rankedBy: explainFinding(rankedBy) }),
          ...(foundBy && { foundBy: explainFinding(foundBy) }),
          ...(source && { from: originAt(source.resource, cluster, source.path) }),
        };
      }),
  };
}

function explainFinding({ system, resource, cluster, path }: FoundBy): ExplainedFinding {
  return { system, object: originAt(resource, cluster, path) };
}

function explainVirtual({ tenant, name, address, port, origin }: Virtual, view: View): ExplainedVirtual {
  const group = view.groups.find(one => one.group.tenant === tenant && origin.kind === 'ConfigMap');
  const spec = group?.group.spec;
  const madeFor = spec
    ? { resource: spec.resource, cluster: view.cluster, place: spec.place }
    : originAt(origin, view.cluster, ['metadata', 'name']);
  return { tenant, name, address, port, madeFor };
}

function originAt({ kind, namespace, name, source }: Resource, cluster: string, path: Path): Origin {
  return { resource: { kind, namespace, name }, cluster, place: { source, path } };
}
