import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { explainIn } from '../../src/explain/index.ts';
import { readWorkspace, renderView } from '../../src/pipeline.ts';
import { configText, customResourceText, documents, serviceText } from '../manifests.ts';
import { type CliResult, render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const explain = (...args: readonly string[]): Promise<CliResult> => render(['explain', ...args], { cwd: root });

describe('render explain of a resource', () => {
  test('tells where it stands, what is made for it, and where each member comes from', async () => {
    const { stdout, stderr, code } = await explain('Route/shop/checkout', 'fixtures/example', '--as', 'cluster1');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'Route shop/checkout',
      '  cluster1: apps/routes.yaml:61',
      '  cluster2: apps/routes.yaml:61',
      '',
      'view cluster1: accepted',
    ]);
    expect(stdout).toContain('    by cluster: cluster1 67 %, cluster2 33 %\n');
    const [, file, line] = /^ {4}10\.242\.5\.1:8080 \(cluster2\): Endpoints shop\/checkout-next, (\S+):(\d+)$/m.exec(
      stdout,
    )!;
    const text = readFileSync(join(root, 'fixtures/example', file!), 'utf8').split('\n');
    expect(text[Number(line) - 1]).toContain('10.242.5.1');
  });

  test.each(['route/shop/checkout', 'routes/shop/checkout', 'ROUTE/shop/checkout'])('takes %s too', async name => {
    const { stdout } = await explain(name, 'fixtures/example', '--as', 'cluster1');
    expect(stdout).toMatch(/^Route shop\/checkout\n/);
  });

  test('tells of a Service in which pools it is, whoever asks for them', async () => {
    const { stdout } = await explain('svc/shop/storefront', 'fixtures/example', '--as', 'cluster2');
    expect(stdout).toMatch(/^Service shop\/storefront\n/);
    expect(stdout).toContain('asked for by Route shop/storefront, apps/routes.yaml:');
    expect(stdout).not.toContain('account');
  });

  test.each(['locality', 'failover', 'active-active'])('tells of policy %s which pool goes by it', async namespace => {
    const { stdout } = await explain(`GlobalTrafficPolicy/${namespace}/httpbin`, 'fixtures/example-flomesh');
    expect(stdout).toContain(
      `\n    flomesh: GlobalTrafficPolicy ${namespace}/httpbin, clusters/cluster-2/policies.yaml:`,
    );
    expect(stdout.match(/^ {2}pool /gm)).toHaveLength(1);
  });

  test('tells of each member which Node has put it into its priority group', async () => {
    const { stdout } = await explain('VirtualServer/shop/checkout', 'fixtures/example-zones', '--as', 'zone-a');
    const lines = /^ {4}(\S+):8080 \(zone-[ab], priority (\d+)\): .*; zones: Node (\S+), (\S+):(\d+)$/gm;
    const ranked = [...stdout.matchAll(lines)].map(([, address, priority, node, file, line]) => {
      const text = readFileSync(join(root, 'fixtures/example-zones', file!), 'utf8').split('\n');
      return [address, priority, node, text[Number(line) - 1]!.trim()];
    });
    expect(ranked).toEqual([
      ['10.241.0.1', '10', 'zone-a-node1', 'topology.kubernetes.io/zone: eu-1a'],
      ['10.241.0.2', '10', 'zone-a-node2', 'topology.kubernetes.io/zone: eu-1a'],
      ['10.242.0.1', '5', 'zone-b-node1', 'topology.kubernetes.io/zone: eu-1b'],
      ['10.242.0.2', '5', 'zone-b-node2', 'topology.kubernetes.io/zone: eu-1b'],
    ]);
  });

  test('tells of a Node which pools have members in its zone', async () => {
    const { stdout } = await explain('Node/zone-b-node2', 'fixtures/example-zones', '--as', 'zone-a');
    expect(stdout).toContain('\n  pool checkout_8080_shop_checkout_example_com: ');
  });

  test('tells why a resource is rejected, with the finding', async () => {
    const { stdout, code } = await explain('Route/shop/cafe', 'fixtures/rules/route-service-missing');
    expect(stdout).toMatch(/view east: rejected\n {2}\w/);
    expect(stdout).toContain('[route-service-missing]');
    expect(code).toBe(0);
  });

  test('prints JSON with lines', async () => {
    const { stdout } = await explain('Route/shop/checkout', 'fixtures/example', '--format', 'json');
    const { resource, places, views } = JSON.parse(stdout);
    expect(resource).toEqual({ kind: 'Route', namespace: 'shop', name: 'checkout' });
    expect(places).toMatchObject([{ cluster: 'cluster1', position: { file: 'apps/routes.yaml', line: 61 } }, {}]);
    expect(views.map(({ cluster }: { cluster: string }) => cluster)).toEqual(['cluster1', 'cluster2']);
    expect(views[0].pools[0].members[0].from.position.file).toBe('clusters/cluster1/inventory.yaml');
    expect(stdout).not.toContain('"source"');
  });

  test.each([
    ['rebel-base', undefined, { cluster1: 0.5, cluster2: 0.5 }],
    ['rebel-base', 'cluster1', { cluster2: 1 }],
    ['rebel-base', 'cluster2', { cluster1: 1 }],
    ['echo-base', undefined, { cluster1: 1 }],
    ['echo-base', 'cluster1', { cluster2: 1 }],
    ['echo-base', 'cluster2', { cluster1: 1 }],
  ])('tells who serves %s without %s', async (name, without, expected) => {
    const leaving = without === undefined ? [] : ['--without', without];
    const args = [`VirtualServer/rebels/${name}`, 'fixtures/example-cilium', '--format', 'json', ...leaving];
    const { stdout } = await explain(...args);
    expect(JSON.parse(stdout).views[0].paths[0].clusters).toEqual(expected);
  });

  test.each([
    ['ServiceExport', 'west'],
    ['ServiceImport', 'east'],
  ])('takes a %s, from which another system takes members', async (kind, cluster) => {
    const mcs = (own: string): string =>
      JSON.stringify({
        apiVersion: 'multicluster.x-k8s.io/v1alpha1',
        kind: own,
        metadata: { name: 'storefront', namespace: 'shop' },
      });
    const published = customResourceText('VirtualServer', 'storefront', {
      host: 'shop.example.com',
      virtualServerAddress: '10.8.3.11',
      pools: [{ path: '/', service: 'storefront', servicePort: 80 }],
    });
    const directory = temporaryWorkspace({
      'render.yaml': `${configText({ args: ['--controller-mode=customresource'], others: ['west'] })}discovery: [mcs]\n`,
      'clusters/east/all.yaml': documents(mcs('ServiceImport'), published),
      'clusters/west/all.yaml': documents(mcs('ServiceExport'), serviceText('storefront')),
    });
    const { stdout } = await explain(`${kind}/shop/storefront`, directory);
    expect(stdout).toContain(`  ${cluster}: clusters/${cluster}/all.yaml:1\n`);
    expect(stdout).toContain('    mcs: ServiceImport shop/storefront, clusters/east/all.yaml:1\n');
    expect(stdout).toMatch(
      /^ {4}10\.2\.0\.1:80 \(west\): .*; mcs: ServiceExport shop\/storefront, clusters\/west\/all\.yaml:1$/m,
    );
  });

  test.each([
    ['Route/shop/chekout', 'no cluster has "Route/shop/chekout"; did you mean Route/shop/checkout?'],
    ['shop/chekout', 'no cluster has "shop/chekout"; did you mean shop/checkout?'],
    [
      'shop/checkout',
      '"shop/checkout" is Route/shop/checkout and Service/shop/checkout and Endpoints/shop/checkout: say which',
    ],
    ['a/b/c/d', '"a/b/c/d" names no resource: write Kind/namespace/name, such as Route/shop/cart'],
    ['Route//x', '"Route//x" names no resource'],
  ])('%s is wrong usage', async (name, words) => {
    const { stdout, stderr, code } = await explain(name, 'fixtures/example');
    expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('what is explained', () => {
  const conformance = join(root, 'fixtures/conformance/scenarios');
  const workspaces = readdirSync(conformance).filter(name => existsSync(join(conformance, name, 'render.yaml')));

  test('is all of a view: each pool is that of what asks for it, with all its members', async () => {
    let explained = 0;
    for (const name of workspaces) {
      const run = await readWorkspace(join(conformance, name), { baseline: false });
      for (const cluster of run.controllers) {
        const view = renderView(run, cluster);
        for (const { name: tenant, virtuals } of view.tenants) {
          const pools = new Map(virtuals.flatMap(virtual => virtual.pools.map(pool => [pool.name, pool] as const)));
          for (const pool of pools.values()) {
            const { pools: found } = explainIn(view, run.workspace.clusters, pool.origin);
            const same = found.find(one => one.tenant === tenant && one.name === pool.name);
            expect(
              same?.members.map(({ address, port }) => `${address}:${port}`),
              `${name} ${pool.name}`,
            ).toEqual(pool.members().map(({ address, port }) => `${address}:${port}`));
            if (pool.staticMembers) continue;
            expect(
              same?.members.filter(({ from }) => !from),
              `${name} ${pool.name}`,
            ).toEqual([]);
            explained += same?.members.length ?? 0;
          }
        }
      }
    }
    expect(explained).toBeGreaterThan(300);
  });
});
