import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compareSides } from '../../src/diff/compare-sides.ts';
import type { As3Object } from '../../src/emit/as3.ts';
import { emitTenants } from '../../src/emit/index.ts';
import { readWorkspace, renderView } from '../../src/pipeline.ts';
import type { View } from '../../src/translate/index.ts';
import { servedPools, sharesByCluster, trafficPaths } from '../../src/translate/traffic.ts';
import { policy, pool, rule, service } from './tenants.ts';

const directoryOf = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** Shares of a path as the view knows them, with all that it knows of pools. */
function sharesIn(view: View): Map<string, Record<string, number>> {
  return new Map(
    trafficPaths(view).map(path => [
      `${path.virtual.name} ${path.path}`,
      Object.fromEntries(
        [...sharesByCluster(servedPools(path))].map(([cluster, share]) => [
          cluster || view.cluster,
          Math.round(share * 1000) / 1000,
        ]),
      ),
    ]),
  );
}

describe.each([
  ['example', 'cluster1'],
  ['example', 'cluster2'],
  ['example-custom-resources', 'cluster1'],
  ['example-cilium', 'cluster1'],
  ['example-zones', 'zone-a'],
  ['example-zones', 'zone-c'],
  ['parity/drifted', 'cluster1'],
])('%s, view of %s', (name, cluster) => {
  test('shares that files tell are those of the view', async () => {
    const run = await readWorkspace(directoryOf(name));
    const view = renderView(run, cluster);
    const origin = { view, clusters: run.workspace.clusters };
    const tenants = emitTenants(view, { as3Version: run.config.as3Version });
    // Where nobody serves, each path that is served now loses all that it has.
    const none = (tenant: As3Object): As3Object =>
      JSON.parse(
        JSON.stringify(tenant)
          .replaceAll(/"adminState":"\w+"/g, '')
          .replaceAll('"addressDiscovery":"static",', '"addressDiscovery":"static","adminState":"offline",')
          .replaceAll(',,', ','),
      ) as As3Object;
    const after = new Map([...tenants].map(([key, make]) => [key, () => none(make())]));
    const { traffic } = compareSides({ tenants }, { tenants: after, origin });
    const served = [...sharesIn(view)].filter(([, shares]) => Object.keys(shares).length > 0);
    expect(served.length).toBeGreaterThan(0);
    expect(new Map(traffic.map(({ change }) => [`${change.virtualServer} ${change.path}`, change.before]))).toEqual(
      new Map(served),
    );
    expect(traffic.map(({ change }) => change.after).filter(shares => Object.keys(shares).length > 0)).toEqual([]);
  });
});

describe('a path', () => {
  const shared = (web: As3Object): As3Object => ({
    class: 'Tenant',
    Shared: { class: 'Application', web, p: policy(rule('r', 'a.com', 'web')), s_80: service({ policyEndpoint: 'p' }) },
  });
  const side = (...addresses: string[]) => ({ tenants: new Map([['shop', () => shared(pool(addresses))]]) });

  test('is left out where it is not known which cluster a member was in', async () => {
    const run = await readWorkspace(directoryOf('example'));
    const origin = { view: renderView(run, 'cluster1'), clusters: run.workspace.clusters };
    const to = { ...side('10.243.1.1'), origin };
    expect(compareSides(side('10.241.1.1'), to).traffic.map(({ change }) => change)).toEqual([
      {
        ...{ tenant: 'shop', virtualServer: 's_80', path: 'a.com', onlyClusters: false },
        ...{ before: { cluster1: 1 }, after: { cluster3: 1 } },
      },
    ]);
    expect(compareSides(side('10.9.9.9'), to).traffic).toEqual([]);
  });
});
