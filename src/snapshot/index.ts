import { isObject, type JsonObject } from '../load/manifest-object.ts';
import { type Cluster, objectKey, type TableName } from '../model/cluster.ts';
import { stores } from '../model/kinds.ts';
import type { Resource } from '../model/metadata.ts';
import type { AddressSpec } from '../model/virtual-address.ts';
import type { Workspace } from '../model/workspace.ts';
import { byBytes } from '../order.ts';
import { Api, type Ask, MissingRight, type Where } from './api.ts';
import { inventoryText } from './inventory-text.ts';
import { type SnapshotKind, type SnapshotKindName, snapshotKinds } from './kinds.ts';
import { type Scope, type ScopeOptions, scopeOf } from './scope.ts';
import { type StrippedObject, stripped } from './stripped.ts';
import { type Found, usedObjects } from './used-objects.ts';

/** What was read of a cluster. */
export interface Snapshot {
  readonly text: string;
  /** How many objects of each kind the text has. */
  readonly counts: Readonly<Record<string, number>>;
  /** Sentences about what the text does not have, and why. */
  readonly notes: readonly string[];
}

/** Rights that are missing, one for each kind that may not be read. */
export class MissingRights extends Error {
  readonly rights: readonly MissingRight[];
  constructor(rights: readonly MissingRight[]) {
    super(rights.map(({ message }) => message).join('; '));
    this.rights = rights;
  }
}

/**
 * Reads a cluster. The workspace is without its inventory: what it has of the cluster is in Git and is left out. Throws
 * `MissingRights`, and `OutsideError` where the API server cannot be read.
 */
export async function snapshotCluster(
  workspace: Workspace,
  cluster: Cluster,
  options: ScopeOptions,
  ask: Ask,
): Promise<Snapshot> {
  const scope = scopeOf(workspace, cluster, options);
  const api = new Api(ask);
  const notes = new Set<string>();
  const withKey = new Set<string>();
  const found = usedObjects(await readKinds(api, scope, { workspace, cluster, notes, withKey }), cluster);
  const slices = found.get('EndpointSlice')?.length ?? 0;
  if (withKey.size > 0)
    notes.add(`private keys are never written, so Routes lack theirs: ${[...withKey].sort().join(', ')}`);
  if (slices > 0)
    notes.add(
      `${slices} ${slices === 1 ? 'EndpointSlice has' : 'EndpointSlices have'} addresses that no Endpoints object has: the controller does not see them`,
    );
  const left = [...found.values()].flat().filter(object => !isInGit(cluster, object));
  const counts: Record<string, number> = {};
  for (const { kind } of left) counts[kind] = (counts[kind] ?? 0) + 1;
  return { text: inventoryText(cluster.name, left), counts, notes: [...notes].sort() };
}

interface Context {
  readonly workspace: Workspace;
  readonly cluster: Cluster;
  readonly notes: Set<string>;
  /** Names of Routes that hold a private key. */
  readonly withKey: Set<string>;
}

/** Reads every kind. Nodes come first: where the server does not answer, one request finds it out. */
async function readKinds(api: Api, scope: Scope, context: Context): Promise<Found> {
  const missing: MissingRight[] = [];
  const read = async (name: SnapshotKindName): Promise<readonly [SnapshotKindName, readonly StrippedObject[]]> => {
    try {
      return [name, await readKind(api, name, scope, context)];
    } catch (error) {
      if (!(error instanceof MissingRight)) throw error;
      missing.push(error);
      return [name, []];
    }
  };
  const nodes = await read('Node');
  const others = scope.kinds.filter(name => name !== 'Node' && !(name === 'Deployment' && context.cluster.controller));
  const found = new Map([nodes, ...(await Promise.all(others.map(read)))]);
  if (missing.length > 0) throw new MissingRights(missing.sort((a, b) => byBytes(a.message, b.message)));
  return found;
}

async function readKind(
  api: Api,
  name: SnapshotKindName,
  scope: Scope,
  context: Context,
): Promise<readonly StrippedObject[]> {
  const kind: SnapshotKind = snapshotKinds[name];
  const read = (object: JsonObject): StrippedObject | undefined => {
    const result = stripped(kind, object);
    if (!result || !isConcerned(scope, result)) return undefined;
    noteLoss(result, object, context);
    return result;
  };
  if (name === 'ConfigMap') return readConfigMaps(api, scope, read);
  if (scope.namespaces === undefined || name === 'Node') return api.list(kind, {}, read);
  const each = await Promise.all(
    scope.namespaces.map(async namespace => {
      if (name !== 'Namespace') return api.list(kind, { namespace }, read);
      const object = await api.object(kind, namespace);
      return object ? [read(object)] : [];
    }),
  );
  return each.flat().filter(object => object !== undefined);
}

/** The extended ConfigMap, by its name, and local ones by their label. Of others nothing is the controller's business. */
async function readConfigMaps(
  api: Api,
  { extendedSpec, localConfigMaps, namespaces }: Scope,
  read: (object: JsonObject) => StrippedObject | undefined,
): Promise<readonly StrippedObject[]> {
  const kind = snapshotKinds.ConfigMap;
  const narrowed = { all: {}, labelled: { labelSelector: 'f5nr=true' }, none: undefined }[localConfigMaps];
  const places: Where[] = (namespaces ?? [undefined]).map(namespace => ({
    ...(namespace !== undefined && { namespace }),
    ...narrowed,
  }));
  const [global, ...local] = await Promise.all([
    extendedSpec && api.object(kind, extendedSpec.name, extendedSpec.namespace),
    ...(narrowed ? places : []).map(where => api.list(kind, where, read)),
  ]);
  const named = global && stripped(kind, global);
  const found = [...(named ? [named] : []), ...local.flat()];
  return [...new Map(found.map(object => [objectKey(object), object])).values()];
}

function isConcerned({ concerns, routeNamespaces }: Scope, { kind, namespace, name }: StrippedObject): boolean {
  if (kind === 'Node' || kind === 'Deployment') return true;
  if (kind === 'Route' && routeNamespaces) return routeNamespaces.has(namespace);
  return concerns(kind === 'Namespace' ? name : namespace);
}

/** Tells of what an object has and no file may, or can. */
function noteLoss({ kind, namespace, name }: StrippedObject, object: JsonObject, context: Context): void {
  const { workspace, cluster, notes, withKey } = context;
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : {};
  const inGit = tableOf(cluster, kind)?.get(objectKey({ namespace, name }));
  if (kind === 'Route' && !inGit && isObject(spec.tls) && spec.tls.key !== undefined)
    withKey.add(`${namespace}/${name}`);
  const { vsAddress } = status;
  if (typeof vsAddress !== 'string' || vsAddress === '' || !inGit || !('address' in inGit)) return;
  const { address, ipamLabel, assigned } = inGit.address as AddressSpec;
  const isKnown = assigned === vsAddress || Object.values(workspace.config.ipam).includes(vsAddress);
  if (address === '' && ipamLabel !== '' && !isKnown)
    notes.add(
      `${kind} ${namespace}/${name} is in Git, and IPAM has given it ${vsAddress}: render.yaml can say so under \`ipam\``,
    );
}

function isInGit(cluster: Cluster, object: StrippedObject): boolean {
  return tableOf(cluster, object.kind)?.has(objectKey(object)) ?? false;
}

/** The objects of a kind that Git has; undefined for a kind that nothing reads, and for Deployments. */
function tableOf(cluster: Cluster, kind: string): ReadonlyMap<string, Resource> | undefined {
  const { apiVersion } = snapshotKinds[kind as SnapshotKindName];
  const table = stores.get(`${apiVersion} ${kind}`)?.table;
  return table && table !== 'deployments' ? cluster[table satisfies TableName] : undefined;
}
