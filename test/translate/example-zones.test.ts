import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { servedPools, sharesByCluster, trafficPaths } from '../../src/translate/traffic.ts';
import { renderDirectory } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const example = join(import.meta.dirname, '../../fixtures/example-zones');
const subsets = /^subsets:(?: \[\]\n|\n(?: .*\n)*)/m;

/** Which part of the requests at each BIG-IP each cluster gets, in hundredths, where some have Pods on these Nodes, or none. */
async function shares(pods: Readonly<Record<string, readonly string[]>>): Promise<Array<Record<string, number>>> {
  const root = temporaryWorkspace({});
  cpSync(example, root, { recursive: true });
  for (const [cluster, nodes] of Object.entries(pods)) {
    const inventory = join(root, 'clusters', cluster, 'inventory.yaml');
    const text = readFileSync(inventory, 'utf8');
    expect(text).toMatch(subsets);
    const addresses = nodes.map((nodeName, at) => ({ ip: `10.249.${cluster.charCodeAt(5)}.${at + 1}`, nodeName }));
    const written = nodes.length === 0 ? [] : [{ addresses, ports: [{ port: 8080 }] }];
    writeFileSync(inventory, text.replace(subsets, `subsets: ${JSON.stringify(written)}\n`));
  }
  const views = ['zone-a', 'zone-b', 'zone-c'];
  return Promise.all(
    views.map(async own => {
      const { view } = await renderDirectory(root, own);
      const paths = trafficPaths(view);
      expect(paths.map(({ path }) => path)).toEqual(['checkout.example.com']);
      const parts = [...sharesByCluster(servedPools(paths[0]!))];
      return Object.fromEntries(parts.map(([name, share]) => [name || own, Math.round(share * 100)]));
    }),
  );
}

const [a, b, c] = ['zone-a', 'zone-b', 'zone-c'].map(zone => ({ [zone]: 100 }));
const both = { 'zone-a': 50, 'zone-b': 50 };

test.each<readonly [string, Readonly<Record<string, readonly string[]>>, ReadonlyArray<object | undefined>]>([
  ['before eu-1c is drained', { 'zone-c': ['zone-c-node1', 'zone-c-node2'] }, [a, b, c]],
  ['as it is, with eu-1c drained', {}, [a, b, both]],
  ['when eu-1a is lost too', { 'zone-a': [] }, [b, b, b]],
  [
    'when eu-1b has fewer Pods than keep the traffic there',
    { 'zone-b': ['zone-b-node1'] },
    [a, { 'zone-a': 67, 'zone-b': 33 }, { 'zone-a': 67, 'zone-b': 33 }],
  ],
  ['when all are drained', { 'zone-a': [], 'zone-b': [] }, [{}, {}, {}]],
])('requests to the shop stay in the zone as long as it can serve: %s', async (_, pods, expected) => {
  expect(await shares(pods)).toEqual(expected);
});
