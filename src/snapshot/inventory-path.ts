import { posix } from 'node:path';
import type { ClusterConfig } from '../load/render-config.ts';

/** Where the inventory of a cluster is, relative to the workspace, with `/`; see `inventory` of `render.yaml`. */
export function inventoryPath({ name, inventory, manifests }: ClusterConfig): string {
  const listed = manifests.find(entry => /^inventory\.ya?ml$/.test(posix.basename(entry)));
  return posix.normalize(inventory ?? listed ?? `clusters/${name}/inventory.yaml`);
}
