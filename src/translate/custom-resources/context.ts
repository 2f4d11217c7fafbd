import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { Controller } from '../../model/controller.ts';
import type { CustomResource } from '../../model/custom-resource.ts';
import type { Resource } from '../../model/metadata.ts';
import type { Policy } from '../../model/policy.ts';
import { placeIn, refOf } from '../../model/where.ts';
import { byBytes } from '../../order.ts';
import type { Path, Place, Source } from '../../place.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { Partitions } from '../partitions.ts';
import type { ResourceStatus } from '../view.ts';
import type { ViewMemory } from '../view-memory.ts';
import type { L4Claims } from './l4-claims.ts';

/** What the translation of every custom resource needs, and where its results go. */
export interface ResourceContext {
  readonly inventory: Inventory;
  /** Major and minor of AS3 as one decimal number. */
  readonly as3Version: number;
  /** Addresses that IPAM is said to give, by its key (specification 02 §4.2). */
  readonly ipam: Readonly<Record<string, string>>;
  /** `render.yaml`, where it says them. */
  readonly config?: Source;
  readonly partitions: Partitions;
  readonly claims: L4Claims;
  readonly statuses: ResourceStatus[];
  /** Tenants of resources that are not rendered. */
  readonly rejectedTenants: Set<string>;
  readonly findings: Findings;
  readonly keeping?: Keeping;
}

/** What a view keeps for the next run, and how the groups get an inventory that notes what is asked of it. */
export interface Keeping {
  readonly memory: ViewMemory;
  readonly inventory: (clusters: ReadonlyMap<string, Cluster>) => Inventory;
}

/** A resource that is not rendered: the controller's words, and where the reason stands. */
export interface Rejection {
  /** As the controller writes it to the resource's status. */
  readonly message: string;
  /** What is wrong, for people. */
  readonly problem: string;
  readonly path: Path;
  /** The object that lacks the label that the controller looks for, where that is the reason. */
  readonly unlabelled?: Resource;
  /** Another place that has to do with it. */
  readonly other?: Place;
}

/** Resources of a kind in the controller's order, each with why it is rejected at once, if it is. */
export type Admission<T> = ReadonlyMap<T, Rejection | undefined>;

/** Thrown while a resource is built: it is then rejected, with everything that was to be built with it. */
export class ResourceFailure extends Error {
  readonly rejection: Rejection;
  /** Member of the group that is to blame. */
  readonly resource: Resource;

  constructor(resource: Resource, rejection: Rejection) {
    super(rejection.problem);
    this.resource = resource;
    this.rejection = rejection;
  }
}

/** Resources of a kind that the controller sees: in a watched namespace and selected, by namespace and name (02 §17.11). */
export function selected<T extends CustomResource>(
  { watches, controller }: Inventory,
  resources: Iterable<T>,
  needsLabel = true,
): T[] {
  return [...resources]
    .filter(({ namespace, labels }) => watches(namespace) && (!needsLabel || controller.selectsCustomResource(labels)))
    .sort((a, b) => byBytes(a.namespace, b.namespace) || byBytes(a.name, b.name));
}

export function accept({ statuses }: ResourceContext, resource: Resource): void {
  statuses.push({ ...refOf(resource), accepted: true, reason: '', message: '' });
}

interface HasPartition {
  /** The one that it asks for; empty = the controller's own. */
  readonly partition: string;
}

/** A resource that may name a partition. */
export type Partitioned = Resource & HasPartition;

/** Notes what the controller says of a resource that it does not accept, and reports it at `blamed`, which may be another member of its group. */
export function reject(
  context: ResourceContext,
  resource: Partitioned,
  { message, problem, path, unlabelled, other: cause }: Rejection,
  blamed: Resource = resource,
): void {
  const ref = refOf(resource);
  context.statuses.push({ ...ref, accepted: false, reason: '', message });
  noteUnrendered(context, resource);
  const byDefault = unlabelled !== undefined && !context.inventory.controller.ownCustomResourceLabel;
  const values = { kind: resource.kind, name: objectKey(resource), problem, unlabelled: byDefault };
  const label = unlabelled && unlabelled !== blamed ? placeIn(unlabelled, ['metadata', 'labels']) : undefined;
  const second = cause ?? label;
  const other = second && { other: second };
  context.findings.add('resource-rejected', values, { at: placeIn(blamed, path), ...other, resource: ref });
}

/** Notes the tenant of a resource that is not rendered: what it lacks was not taken away by anybody. */
export function noteUnrendered({ inventory, rejectedTenants }: ResourceContext, resource: HasPartition): void {
  rejectedTenants.add(tenantOf(inventory.controller, resource));
}

/** Tenant of a resource: the partition that it names, or else the controller's own (specification 02 §2.1). */
export function tenantOf(controller: Controller, { partition }: HasPartition): string {
  return partition || controller.partition;
}

/** A Policy of a namespace, by default the local cluster's. Throws `ResourceFailure`; undefined without a name. */
export function policyOf(
  { inventory }: ResourceContext,
  resource: Resource,
  { name, path, namespace = resource.namespace, cluster = inventory.local }: PolicyReference,
): Policy | undefined {
  if (name === '') return undefined;
  const policy = cluster.policies.get(objectKey({ namespace, name }));
  if (policy && inventory.controller.selectsCustomResource(policy.labels)) return policy;
  const problem = policy
    ? `Policy ${namespace}/${name} lacks the label that the controller looks for (f5cr: "true" by default)`
    : `there is no Policy ${namespace}/${name}${cluster === inventory.local ? '' : ` in cluster ${cluster.name}`}${meant(namespace, name, cluster.policies.values())}`;
  const unlabelled = policy && !inventory.controller.selectsCustomResource(policy.labels) && { unlabelled: policy };
  throw new ResourceFailure(resource, {
    message: `Policy Not Found: ${namespace}/${name}`,
    problem,
    path,
    ...unlabelled,
  });
}

/** Where a resource names a Policy, and where that is looked for. */
export interface PolicyReference {
  readonly name: string;
  readonly path: Path;
  readonly namespace?: string | undefined;
  readonly cluster?: Cluster;
}

/** ` (did you mean "cafe"?)`: the nearest name of the objects of a namespace, if one is near. */
export function meant(namespace: string, name: string, objects: Iterable<Resource>): string {
  const names = [...objects].flatMap(object => (object.namespace === namespace ? [object.name] : []));
  const { suggested } = suggestion(name, names);
  return suggested === undefined ? '' : ` (did you mean "${suggested}"?)`;
}
