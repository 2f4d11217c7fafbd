import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { servedPools, sharesByCluster, trafficPaths } from '../../src/translate/traffic.ts';
import { renderDirectory } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const example = join(import.meta.dirname, '../../fixtures/example-flomesh');

/** Which part of the requests to each host each cluster gets, in hundredths, while some clusters have no Pods. */
async function shares(...lost: readonly string[]): Promise<Record<string, Record<string, number>>> {
  const root = temporaryWorkspace({});
  cpSync(example, root, { recursive: true });
  for (const cluster of lost) {
    const inventory = join(root, 'clusters', cluster, 'inventory.yaml');
    const text = readFileSync(inventory, 'utf8');
    expect(text).toContain('subsets:');
    writeFileSync(inventory, text.replace(/^subsets:\n(?: .*\n)*/gm, ''));
  }
  const { view } = await renderDirectory(root, 'cluster-2');
  return Object.fromEntries(
    trafficPaths(view).map(path => [
      path.path,
      Object.fromEntries(
        [...sharesByCluster(servedPools(path))].map(([name, share]) => [name || 'cluster-2', Math.round(share * 100)]),
      ),
    ]),
  );
}

const third = 33;

describe('requests of the example', () => {
  test.each([
    [[], { 'cluster-2': 100 }, { 'cluster-2': 100 }, { 'cluster-1': third, 'cluster-2': third, 'cluster-3': third }],
    [['cluster-2'], {}, { 'cluster-1': 50, 'cluster-3': 50 }, { 'cluster-1': 50, 'cluster-3': 50 }],
    [['cluster-1'], { 'cluster-2': 100 }, { 'cluster-2': 100 }, { 'cluster-2': 50, 'cluster-3': 50 }],
    [['cluster-1', 'cluster-2'], {}, { 'cluster-3': 100 }, { 'cluster-3': 100 }],
  ])('without the Pods of %j', async (lost, locality, failover, activeActive) => {
    expect(await shares(...lost)).toEqual({
      'locality.example.com': locality,
      'failover.example.com': failover,
      'active-active.example.com': activeActive,
    });
  });
});
