import { posix } from 'node:path';
import type { ClusterConfig } from '../load/render-config.ts';

const fileName = 'inventory.yaml';

/** Where the inventory of a cluster is, relative to the workspace, with `/`; see `inventory` of `render.yaml`. */
export function inventoryPath(cluster: ClusterConfig, all: readonly ClusterConfig[]): string {
  const { name, inventory, manifests } = cluster;
  const listed = manifests.find(entry => /^inventory\.ya?ml$/.test(posix.basename(entry)));
  return posix.normalize(inventory ?? listed ?? `${ownDirectory(cluster, all) ?? `clusters/${name}`}/${fileName}`);
}

/** The directory of a cluster's manifests that no other cluster reads: the one with its name, or the first. */
function ownDirectory({ name, manifests }: ClusterConfig, all: readonly ClusterConfig[]): string | undefined {
  const others = all.filter(other => other.name !== name).flatMap(other => other.manifests);
  const own = manifests
    .filter(entry => !/[*?[\]{}!]|\.(?:ya?ml|json)$/i.test(entry))
    .filter(entry => !others.some(other => isWithin(entry, other) || isWithin(other, entry)));
  return own.find(entry => posix.basename(posix.normalize(entry)) === name) ?? own[0];
}

function isWithin(path: string, folder: string): boolean {
  return `${posix.resolve('/', path)}/`.startsWith(`${posix.resolve('/', folder)}/`);
}
