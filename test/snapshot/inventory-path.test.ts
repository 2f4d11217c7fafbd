import { expect, test } from 'vitest';
import { inventoryPath } from '../../src/snapshot/inventory-path.ts';

test.each([
  ['the one that is named', { manifests: ['a'], inventory: 'live/east.yaml' }, 'live/east.yaml'],
  ['the one among the manifests', { manifests: ['a', 'b/inventory.yml'] }, 'b/inventory.yml'],
  ['in the directory of the cluster', { manifests: ['a', './clusters/east/'] }, 'clusters/east/inventory.yaml'],
  ['in a directory that is not shared', { manifests: ['apps', 'shared/cis', 'one', 'two'] }, 'one/inventory.yaml'],
  ['in clusters/<name>', { manifests: ['apps', 'one/*.yaml', 'tea.yaml'] }, 'clusters/east/inventory.yaml'],
  ['in clusters/<name> beside a kustomization', { manifests: [], kustomize: 'o' }, 'clusters/east/inventory.yaml'],
])('an inventory is %s', (_, config, path) => {
  const east = { name: 'east', ...config };
  expect(inventoryPath(east, [east, { name: 'west', manifests: ['apps/', 'shared'] }])).toBe(path);
});
