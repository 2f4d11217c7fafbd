import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../src/load/render-config.ts';
import type { MultiClusterService } from '../src/model/multi-cluster-services.ts';
import type { Route } from '../src/model/route.ts';
import { readWorkspace, renderView } from '../src/pipeline.ts';
import type { Condition, Rule } from '../src/translate/adc.ts';
import type { ClusterTable } from '../src/translate/clusters/cluster-table.ts';
import { sanitise } from '../src/translate/names.ts';
import { routeBackends } from '../src/translate/routes/backends.ts';
import { PolicyRules } from '../src/translate/virtual/policy-rules.ts';
import { distribution, threeDecimals } from '../src/translate/virtual/shares.ts';
import { configText, documents, extendedSpecText, type RouteText, routeText, serviceText } from './manifests.ts';
import { renderDirectory, renderEverything, valueAt } from './render-view.ts';
import { seed } from './seed.ts';
import { type Files, temporaryWorkspace, writeFiles } from './temporary-workspace.ts';

/** Fixed, so that a failure stays; fast-check prints it with the smallest example. */

/** A double as the fraction that it is. */
function fractionOf(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

/** Three decimals of a fraction, ties to the even digit. */
function roundedFraction(numerator: bigint, denominator: bigint): string {
  const quotient = (numerator * 1000n) / denominator;
  const twice = 2n * (numerator * 1000n - quotient * denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const digits = String(quotient + (up ? 1n : 0n)).padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

function exactThreeDecimals(value: number): string {
  const { numerator, denominator } = fractionOf(value);
  return roundedFraction(numerator, denominator);
}

describe('three decimals', () => {
  test('are rounded half to even on the exact binary value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), value => {
        expect(threeDecimals(value)).toBe(exactThreeDecimals(value));
      }),
      { seed, numRuns: 20_000 },
    );
  });

  test('are so for each fraction of small numbers, ties among them', () => {
    for (let denominator = 1; denominator <= 512; denominator++) {
      for (let numerator = 0; numerator <= denominator; numerator++) {
        const value = numerator / denominator;
        if (threeDecimals(value) !== exactThreeDecimals(value))
          expect(threeDecimals(value)).toBe(`${numerator}/${denominator}`);
      }
    }
    expect(['0.062', '0.312', '0.188']).toEqual([0.0625, 0.3125, 0.1875].map(threeDecimals));
  });
});

describe('shares of a distribution', () => {
  const shares = fc.array(
    fc.record({
      pool: fc.constantFrom('espresso', 'latte', 'mocha'),
      weight: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 256 }), fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { maxLength: 6 },
  );

  test('are running sums by the total, without those of weight 0', () => {
    fc.assert(
      fc.property(shares, list => {
        const total = list.reduce((sum, { weight }) => sum + weight, 0);
        const parts: string[] = [];
        list.forEach(({ pool, weight }, index) => {
          if (weight === 0) return;
          const sum = list.slice(0, index + 1).reduce((before, next) => before + next.weight, 0);
          parts.push(`${pool},${exactThreeDecimals(sum / total)}`);
        });
        expect(distribution(list)).toBe(parts.join(';'));
      }),
      { seed, numRuns: 2_000 },
    );
  });

  test('end with 1.000 and never fall', () => {
    fc.assert(
      fc.property(shares, list => {
        const bounds = distribution(list)
          .split(';')
          .filter(Boolean)
          .map(part => Number(part.split(',')[1]));
        expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
        expect(bounds.at(-1) ?? 1).toBe(1);
      }),
      { seed, numRuns: 2_000 },
    );
  });
});

interface RatioCase {
  readonly ratios: Readonly<Record<string, number>>;
  readonly peer: boolean;
  readonly closed: readonly string[];
  readonly to: number;
  readonly alternates: readonly number[];
  readonly entries: ReadonlyArray<{ readonly cluster: string; readonly weight: number | undefined }>;
}

const clusters = ['east', 'west', 'north', 'south'];
const weight = fc.oneof(fc.constantFrom(0, 1, 100), fc.integer({ min: 0, max: 256 }));
const ratioCases: fc.Arbitrary<RatioCase> = fc.record({
  ratios: fc.record(
    Object.fromEntries(clusters.map(name => [name, fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 20 }))])),
  ),
  peer: fc.boolean(),
  closed: fc.subarray(clusters),
  to: weight,
  alternates: fc.array(weight, { maxLength: 3 }),
  entries: fc.array(
    fc.record({ cluster: fc.constantFrom(...clusters), weight: fc.option(weight, { nil: undefined }) }),
    { maxLength: 4 },
  ),
});

function tableOf({ ratios, peer, closed }: RatioCase): ClusterTable {
  return {
    several: true,
    mode: 'ratio',
    local: 'east',
    ...(peer && { peer: 'west' }),
    externals: ['north', 'south'],
    knows: name => clusters.includes(name) && (peer || name !== 'west'),
    ratio: name => ratios[name] ?? 1,
    adminState: name => (closed.includes(name) ? 'no-pool' : 'enable'),
    restricted: name => closed.includes(name),
    loadBalancerDiscovery: new Set(),
  };
}

function backendsOf(given: RatioCase) {
  const source = { file: { path: 'cafe.yaml' }, start: 0, end: 0 };
  const route: Route = {
    kind: 'Route',
    namespace: 'shop',
    name: 'cafe',
    source,
    labels: {},
    annotations: {},
    created: 0,
    host: 'cafe.example.com',
    path: '',
    to: { name: 'cafe', weight: given.to },
    alternateBackends: given.alternates.map((share, index) => ({ name: `cafe-${index}`, weight: share })),
  };
  const entries = usable(given).map(
    ({ cluster, weight: share }, index): MultiClusterService => ({
      clusterName: cluster,
      service: 'cafe',
      namespace: 'shop',
      servicePort: 80,
      ...(share !== undefined && { weight: share }),
      index,
    }),
  );
  return routeBackends(tableOf(given), route, entries);
}

/** Entries that name a cluster which the controller knows. */
const usable = (given: RatioCase): RatioCase['entries'] =>
  given.entries.filter(({ cluster }) => given.peer || cluster !== 'west');

/** Specification 01 §4.5, term by term: cluster, weight and ratio of each backend, and the two sums. */
function formula(given: RatioCase) {
  const open = (cluster: string): boolean => !given.closed.includes(cluster);
  const local = open('east');
  const peer = given.peer && open('west');
  const externals = usable(given).filter(({ cluster }) => open(cluster));
  const f = (local ? 1 : 0) + (peer ? 1 : 0);
  const external = externals.map(({ weight: share }) => share ?? 100);
  const alternates = given.alternates.reduce((sum, share) => sum + share, 0);
  const ratio = (cluster: string): number => given.ratios[cluster] ?? 1;
  const sumW = f * given.to + external.reduce((sum, share) => sum + share, 0) + f * alternates;
  const distinct = externals.map(({ cluster }) => cluster).filter((name, index, all) => all.indexOf(name) === index);
  const sumR =
    (local ? ratio('east') : 0) + (peer ? ratio('west') : 0) + distinct.reduce((sum, name) => sum + ratio(name), 0);
  const pair = [...(local ? ['east'] : []), ...(peer ? ['west'] : [])];
  const terms = [
    ...[given.to, ...given.alternates].flatMap(w => pair.map(cluster => ({ cluster, w }))),
    ...externals.map(({ cluster, weight: share }) => ({ cluster, w: share ?? 100 })),
  ].map(({ cluster, w }) => ({ cluster, w, r: ratio(cluster) }));
  return { terms, sumW: sumW === 0 ? 1 : sumW, sumR: sumR === 0 ? 1 : sumR };
}

describe('ratio mode', () => {
  test('weighs a backend by (w / sumW) * (R / sumR), in doubles and in this order', () => {
    fc.assert(
      fc.property(ratioCases, given => {
        const { terms, sumW, sumR } = formula(given);
        const wanted = terms.map(({ cluster, w, r }) => [cluster, (w / sumW) * (r / sumR)]);
        expect(backendsOf(given).map(({ cluster, weight: share }) => [cluster, share])).toEqual(wanted);
      }),
      { seed, numRuns: 3_000 },
    );
  });

  test('tells thresholds that are those of exact arithmetic, to one thousandth', () => {
    fc.assert(
      fc.property(ratioCases, given => {
        const { terms } = formula(given);
        // Sums cancel out of a share: what counts is w * R.
        const total = terms.reduce((sum, { w, r }) => sum + BigInt(w * r), 0n);
        const parts = distribution(
          backendsOf(given).map(({ cluster, weight: share }) => ({ pool: cluster, weight: share })),
        );
        const told = parts === '' ? [] : parts.split(';').map(part => Number(part.split(',')[1]));
        let sum = 0n;
        const exact: number[] = [];
        for (const { w, r } of terms) {
          sum += BigInt(w * r);
          if (w * r !== 0) exact.push(Number(roundedFraction(sum, total)));
        }
        expect(told.length).toBe(exact.length);
        told.forEach((bound, index) => {
          expect(Math.abs(bound - (exact[index] ?? -1))).toBeLessThan(0.0011);
        });
      }),
      { seed, numRuns: 3_000 },
    );
  });
});

describe('sanitise', () => {
  /** Specification 01 §3.1: these replacements, each over the whole text, in this order. */
  const replacements: ReadonlyArray<readonly [what: string, by: string]> = [
    ['.', '_'],
    [':', '_'],
    ['/', '_'],
    ['%', '.'],
    ['-', '_'],
    ['[', ''],
    [']', ''],
    ['=', '_'],
    ['*_', ''],
    ['+', '_'],
  ];
  const literally = (text: string): string => {
    let result = text;
    for (const [what, by] of replacements) {
      let next = '';
      for (let at = 0; at < result.length; ) {
        if (result.startsWith(what, at)) {
          next += by;
          at += what.length;
        } else next += result[at++];
      }
      result = next;
    }
    return result;
  };

  test('replaces as the specification says', () => {
    const char = fc.oneof(fc.constantFrom(...'.:/%-[]=*_+'), fc.constantFrom('a', '1', ' ', '?', '#', 'é', '$', '&'));
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 24 }), text => {
        expect(sanitise(text)).toBe(literally(text));
      }),
      { seed, numRuns: 5_000 },
    );
  });

  test.each([
    ['10.8.3.11', '10_8_3_11'],
    ['10.8.3.11%2', '10_8_3_11.2'],
    ['*.example.com', 'example_com'],
    ['2001:db8::1', '2001_db8__1'],
    ['cluster-1', 'cluster_1'],
    ['a b?c#d é', 'a b?c#d é'],
  ])('makes of %s %s', (text, wanted) => {
    expect(sanitise(text)).toBe(wanted);
  });

  test('makes a "_" of the "." of a route domain when it runs twice', () => {
    expect(sanitise(sanitise('10.8.3.11%2'))).toBe('10_8_3_11_2');
  });
});

/** The vectors that were run against the controller: specification 01 §4.5, §5.7 and §10. */
describe('vectors of the specification', () => {
  const group = 'extendedRouteSpec:\n  - namespace: tenant1\n    vserverAddr: 10.8.3.11\n    bigIpPartition: dev';
  const single = (routes: readonly RouteText[], services: readonly string[], base = ''): Files => ({
    'render.yaml': configText({ partition: 'test' }),
    'clusters/east/extended-spec.yaml': extendedSpecText(base + group),
    'clusters/east/routes.yaml': documents(...routes.map(route => routeText({ ...route, namespace: 'tenant1' }))),
    'clusters/east/services.yaml': documents(
      ...services.map((name, index) =>
        serviceText(name, {
          namespace: 'tenant1',
          targetPort: 8080,
          addresses: [`10.2.${index}.1`, `10.2.${index}.2`],
        }),
      ),
    ),
  });
  const shared = async (files: Files): Promise<unknown> =>
    valueAt((await renderDirectory(temporaryWorkspace(files), 'east')).declaration, 'dev', 'Shared');
  const rulesOf = (from: unknown, port: number): ReadonlyArray<Record<string, unknown>> =>
    valueAt(from, `routes_10_8_3_11_${port}_tenant1_policy`, 'rules') as ReadonlyArray<Record<string, unknown>>;
  const hostsOf = (rule: Record<string, unknown> | undefined): unknown =>
    valueAt(rule, 'conditions', 0, 'all', 'values');

  const ratio = async (ha: string, annotation: string, route: Partial<RouteText>): Promise<unknown> => {
    const files: Files = {
      'render.yaml': configText({
        args: ['--multi-cluster-mode=primary', '--local-cluster-name=c1'],
        others: ['c1', 'c2', 'c3'],
        partition: 'test',
      }),
      'clusters/east/extended-spec.yaml': extendedSpecText(`mode: ratio\n${ha}\n${group}`),
      'clusters/east/routes.yaml': documents(
        routeText({
          name: 'r',
          namespace: 'tenant1',
          host: 'a.com',
          to: 's1',
          annotations: { multiClusterServices: annotation },
          ...route,
        }),
        serviceText('s1', { namespace: 'tenant1' }),
      ),
      'clusters/c1/none.yaml': '',
      'clusters/c2/none.yaml': '',
      'clusters/c3/none.yaml': '',
    };
    return valueAt(await shared(files), 'routes_10_8_3_11_80_ab_deployment_dg', 'records', 0, 'value');
  };
  const ha = (first: string, second: string): string => `highAvailabilityCIS:
  primaryCluster: {clusterName: c1, secret: a/b, ${first}}
  secondaryCluster: {clusterName: c2, secret: a/b, ${second}}
externalClustersConfig:
  - {clusterName: c3, secret: a/b, ratio: 2}`;
  const entry = (service: string, clusterName: string, share?: number) => ({
    clusterName,
    service,
    namespace: 'tenant1',
    servicePort: 80,
    ...(share !== undefined && { weight: share }),
  });

  test('ratios of a pair and an external cluster (§4.5)', async () => {
    const annotation = JSON.stringify([entry('ext1', 'c3', 20), entry('ext2', 'c3')]);
    const value = await ratio(ha('ratio: 4', 'ratio: 3'), annotation, { weight: 30, alternates: [['s2', 10]] });
    expect(value).toBe(
      's1_80_tenant1_c1,0.231;s1_80_tenant1_c2,0.404;s2_80_tenant1_c1,0.481;s2_80_tenant1_c2,0.538;ext1_80_tenant1_c3,0.615;ext2_80_tenant1_c3,1.000',
    );
  });

  test('ratios without the local cluster, and a peer that the annotation names too (§4.5)', async () => {
    const annotation = JSON.stringify([entry('s1', 'c3'), entry('s1', 'c1'), entry('s1', 'c2')]);
    const states = ha('ratio: 4, adminState: no-pool', 'ratio: 3, adminState: offline');
    const value = await ratio(states, annotation, { weight: 30 });
    expect(value).toBe('s1_80_tenant1_c2,0.153;s1_80_tenant1_c3,0.492;s1_80_tenant1_c2,1.000');
  });

  test('order of rules with application roots (§5.7)', async () => {
    const appRoot = { 'rewrite-app-root': '/home' };
    const routes: RouteText[] = [
      { name: 'j', host: '*.j.com', path: '/', to: 's2' },
      { name: 'a', host: 'a.com', to: 's1', annotations: appRoot },
      { name: 'b', host: 'b.com', to: 's1', annotations: appRoot },
      { name: 'c', host: 'c.com', to: 's1' },
      { name: 'd', host: 'd.com', to: 's2', annotations: appRoot },
      { name: 'e', host: 'e.com', path: '/z', to: 's2' },
      { name: 'f', host: 'f.com', path: '/y/', to: 's2' },
      { name: 'g', host: 'g.com', path: '/y//', to: 's2' },
      { name: 'h', host: 'h.com', path: '/a b/c%2Fd/é', to: 's2' },
      { name: 'i', host: 'i.com', path: '/q?x=1#f', to: 's2' },
    ];
    const { declaration, findings } = await renderDirectory(temporaryWorkspace(single(routes, ['s1', 's2'])), 'east');
    const rules = rulesOf(valueAt(declaration, 'dev', 'Shared'), 80);
    const redirects = ['vs_a_com_redirectto__home', 'vs_b_com_redirectto__home', 'vs_d_com_redirectto__home'];
    const others = [
      'vs_tenant1_a b_c.2Fd_é_s2_80_tenant1',
      'vs_tenant1_y___s2_80_tenant1',
      'vs_tenant1_home_s1_80_tenant1',
      'vs_tenant1_home_s2_80_tenant1',
      'vs_tenant1_q?x_1#f_s2_80_tenant1',
      'vs_tenant1_y__s2_80_tenant1',
      'vs_tenant1_z_s2_80_tenant1',
      'vs_tenant1_s1_80_tenant1',
      'vs_tenant1_s2_80_tenant1',
      'vs_tenant1__s2_80_tenant1',
    ];
    // With 13 rules Go's sort is another one, which moves the redirects about: a finding says so (§5.7).
    const names = rules.map(({ name }) => String(name));
    expect(names.filter(name => !redirects.includes(name))).toEqual(others);
    expect(names.filter(name => redirects.includes(name)).sort()).toEqual(redirects);
    expect(findings.map(({ rule }) => rule)).toContain('app-root-order');
    const segments = (valueAt(rules[0], 'conditions') as unknown[]).slice(1);
    expect(segments.map(condition => valueAt(condition, 'pathSegment', 'values', 0))).toEqual([
      'a%20b',
      'c',
      'd',
      '%C3%A9',
    ]);
  });

  test('a wildcard host decides for the hosts that are merged into its rule (§5.7)', async () => {
    const routes: RouteText[] = [
      { name: 'a', host: 'a.com', to: 's1' },
      { name: 'b', host: '*.b.com', to: 's1' },
    ];
    const rules = rulesOf(await shared(single(routes, ['s1'])), 80);
    expect(rules).toHaveLength(1);
    expect(valueAt(rules[0], 'conditions', 0, 'all')).toEqual({
      operand: 'ends-with',
      values: ['.b.com:80', '.b.com', 'a.com:80', 'a.com'],
    });
  });

  test('both rules of an application root get a host that is merged into either (§5.7)', async () => {
    const annotations = { 'rewrite-app-root': '/home' };
    const routes: RouteText[] = [
      { name: 'a', host: 'a.com', to: 's1', annotations },
      { name: 'b', host: 'b.com', to: 's1', annotations },
      { name: 'c', host: 'c.com', to: 's1' },
    ];
    const rules = rulesOf(await shared(single(routes, ['s1'])), 80);
    const hosts = ['a.com', 'b.com', 'b.com', 'c.com'].flatMap(host => [`${host}:80`, host]);
    for (const name of ['vs_tenant1_home_s1_80_tenant1', 'vs_tenant1_s1_80_tenant1']) {
      expect(hostsOf(rules.find(rule => rule.name === name))).toEqual(hosts);
    }
  });

  test('from end to end (§10)', async () => {
    const base = `baseRouteSpec:
  defaultTLS: {clientSSL: /Common/clientssl, serverSSL: /Common/serverssl, reference: bigip}
`;
    const tls = (termination: string, insecureEdgeTerminationPolicy?: string) => ({
      termination,
      ...(insecureEdgeTerminationPolicy !== undefined && { insecureEdgeTerminationPolicy }),
    });
    const routes: RouteText[] = [
      { name: 'plain', host: 'plain.com', path: '/p/q', to: 's1' },
      {
        name: 'plain2',
        host: 'plain2.com',
        path: '/p/q',
        to: 's1',
        annotations: { 'allow-source-range': '1.1.1.0/24' },
      },
      { name: 'edger', host: 'edge.com', path: '/', to: 's2', tls: tls('edge', 'Redirect') },
      { name: 'edgen', host: 'edgenone.com', to: 's2', tls: tls('edge') },
      {
        name: 'wild',
        host: '*.wild.com',
        path: '/a',
        to: 's3',
        tls: tls('reencrypt', 'Redirect'),
        annotations: {
          waf: '/Common/WAF',
          balance: 'least-connections-member',
          'allow-source-range': '10.0.0.0/8, 11.0.0.0/8',
          'rewrite-target-url': '/',
        },
      },
      { name: 'pt', host: 'pt.com', to: 's3', tls: tls('passthrough', 'Redirect') },
      {
        name: 'ab',
        host: 'ab.com',
        path: '/x',
        to: 's1',
        weight: 100,
        alternates: [['s2', 200]],
        tls: tls('edge', 'Allow'),
      },
    ];
    const all = await shared(single(routes, ['s1', 's2', 's3'], base));
    const vs = 'routes_10_8_3_11';

    expect(valueAt(all, `${vs}_80`)).toMatchObject({
      class: 'Service_HTTP',
      iRules: [`${vs}_80_http_redirect_irule_443`],
    });
    expect(valueAt(all, `${vs}_443`)).toMatchObject({
      class: 'Service_HTTPS',
      serverTLS: [{ bigip: '/Common/clientssl' }],
      clientTLS: [{ bigip: '/Common/serverssl' }],
      iRules: [`${vs}_443_tls_irule`, `${vs}_443_ab_deployment_path_irule`],
    });
    const secure = rulesOf(all, 443);
    expect(secure.map(({ name }) => name)).toEqual([
      'vs_tenant1_p_q_s1_80_tenant1',
      'vs_tenant1_a_s3_80_tenant1',
      'vs_tenant1_x_s1_80_tenant1',
      'vs_tenant1__s2_80_tenant1',
      'vs_tenant1_s2_80_tenant1',
      'openshift_route_waf_disable',
    ]);
    const [plain, wild, ab] = secure;
    expect(hostsOf(plain)).toEqual(['plain.com:443', 'plain.com', 'plain2.com:443', 'plain2.com']);
    expect((valueAt(plain, 'conditions') as unknown[]).map(condition => valueAt(condition, 'type'))).not.toContain(
      'tcp',
    );
    expect(hostsOf(wild)).toEqual(['.wild.com:443', '.wild.com']);
    expect((valueAt(wild, 'actions') as unknown[]).map(action => valueAt(action, 'type'))).toEqual([
      'forward',
      'waf',
      'httpUri',
    ]);
    expect(valueAt(wild, 'conditions', 2, 'address', 'values')).toEqual(['10.0.0.0/8', '11.0.0.0/8']);
    expect((valueAt(ab, 'actions') as unknown[]).map(action => valueAt(action, 'type'))).toEqual(['log', 'waf']);
    for (const rule of secure.filter(({ name }) => name !== wild?.name)) {
      expect(valueAt((rule.actions as unknown[]).at(-1))).toEqual({ type: 'waf' });
    }
    expect(rulesOf(all, 80).map(({ name }) => name)).toEqual(
      secure.map(({ name }) => name).filter(name => name !== 'vs_tenant1_s2_80_tenant1'),
    );
    const records = (name: string): unknown =>
      Object.fromEntries(
        (valueAt(all, name, 'records') as Array<{ key: string; value: string }>).map(({ key, value }) => [key, value]),
      );
    expect(records(`${vs}_443_ab_deployment_dg`)).toEqual({ 'ab.com/x': 's1_80_tenant1,0.333;s2_80_tenant1,1.000' });
    expect(records(`${vs}_443_ssl_edge_servername_dg`)).toEqual({
      'ab.com/x': 's1_80_tenant1',
      'edge.com': 's2_80_tenant1',
      'edgenone.com': 's2_80_tenant1',
    });
    expect(records(`${vs}_443_ssl_edge_serverssl_dg`)).toEqual({
      'ab.com/x': 'false',
      'edge.com': 'false',
      'edgenone.com': 'false',
    });
    expect(records(`${vs}_443_ssl_reencrypt_servername_dg`)).toEqual({ '.wild.com/a': 's3_80_tenant1' });
    expect(records(`${vs}_443_ssl_reencrypt_serverssl_dg`)).toEqual({ '.wild.com/a': '/Common/serverssl' });
    expect(records(`${vs}_443_ssl_passthrough_servername_dg`)).toEqual({ 'pt.com': 's3_80_tenant1' });
    expect(records(`${vs}_80_https_redirect_dg`)).toEqual({
      '.wild.com/a': '/a',
      '.wild.com:80/a': '/a',
      'edge.com/': '/',
      'edge.com:80/': '/',
      'pt.com/': '/',
      'pt.com:80/': '/',
    });
    for (const pool of ['s1_80_tenant1', 's2_80_tenant1', 's3_80_tenant1']) {
      expect(valueAt(all, pool, 'members')).toHaveLength(2);
      expect(valueAt(all, pool, 'members', 0, 'servicePort')).toBe(8080);
      expect(valueAt(all, pool, 'minimumMonitors')).toBe('all');
    }
    expect(valueAt(all, 's3_80_tenant1', 'loadBalancingMode')).toBeUndefined();
  });
});

describe('rules of a policy', () => {
  interface Drawn {
    readonly path: boolean;
    readonly operand: 'equals' | 'ends-with';
    readonly segments: number;
    readonly source: boolean;
    readonly name: number;
  }
  const drawn = fc.record({
    path: fc.boolean(),
    operand: fc.constantFrom<'equals' | 'ends-with'>('equals', 'ends-with'),
    segments: fc.nat({ max: 2 }),
    source: fc.boolean(),
    name: fc.nat({ max: 99 }),
  });
  const ruleOf = ({ path, operand, segments, source, name }: Drawn): Rule => ({
    name: `vs_${name}`,
    conditions: [
      { kind: 'host', operand, hosts: [`${name}.example.com`] },
      ...(path ? [{ kind: 'path' as const, value: '/' }] : []),
      ...Array.from({ length: segments }, (_, index) => ({
        kind: 'path-segment' as const,
        index: index + 1,
        value: 'menu',
      })),
      ...(source ? [{ kind: 'source' as const, addresses: ['10.0.0.0/8'] }] : []),
    ],
    actions: [],
  });
  const count = ({ conditions }: Rule, wanted: (condition: Condition) => boolean): number =>
    conditions.filter(wanted).length;
  const equals = (condition: Condition): boolean =>
    condition.kind === 'host' ? condition.operand === 'equals' : condition.kind !== 'source';
  const endsWith = (condition: Condition): boolean => condition.kind === 'host' && condition.operand === 'ends-with';
  const wholePath = (condition: Condition): boolean => condition.kind === 'path';

  /** Specification 01 §5.7, step 3: is i before j? */
  const before = (i: Rule, j: Rule): boolean => {
    if (i.conditions.length !== j.conditions.length) return i.conditions.length > j.conditions.length;
    if (count(i, wholePath) > 0 || count(j, wholePath) > 0) return true;
    if (count(i, equals) !== count(j, equals)) return count(i, equals) > count(j, equals);
    if (count(i, endsWith) !== count(j, endsWith)) return count(i, endsWith) > count(j, endsWith);
    return i.name < j.name;
  };
  /** The same section, step 2 and 3, Route by Route: append, then swap neighbours to the left as long as it goes. */
  const sortedByHand = (batches: readonly Rule[][]): Rule[] => {
    const list: Rule[] = [];
    for (const batch of batches) {
      list.push(...batch.filter(rule => !list.some(({ name }) => name === rule.name)));
      for (let i = 1; i < list.length; i++) {
        for (let j = i; j > 0 && before(list[j]!, list[j - 1]!); j--) [list[j], list[j - 1]] = [list[j - 1]!, list[j]!];
      }
    }
    return list;
  };

  test('stand in the order of an insertion sort a Route, also where the comparison contradicts itself', () => {
    const batches = fc.array(fc.uniqueArray(drawn, { minLength: 1, maxLength: 3, selector: ({ name }) => name }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(batches, given => {
        const rules = new PolicyRules();
        for (const batch of given) rules.add(batch.map(ruleOf));
        const wanted = sortedByHand(given.map(batch => batch.map(ruleOf)));
        expect(rules.sorted().map(({ name }) => name)).toEqual(wanted.map(({ name }) => name));
      }),
      { seed, numRuns: 3_000 },
    );
  });

  test('take the host of a rule with the same name, and nothing else of it', () => {
    fc.assert(
      fc.property(drawn, drawn, (one, other) => {
        const [kept, lost] = [ruleOf(one), { ...ruleOf(other), name: `vs_${one.name}` }];
        const rules = new PolicyRules();
        rules.add([kept]);
        rules.add([lost]);
        const [host, ...rest] = ruleOf(one).conditions;
        const hosts = [`${one.name}.example.com`, `${other.name}.example.com`];
        expect(rules.sorted().map(({ conditions }) => conditions)).toEqual([[{ ...host, hosts }, ...rest]]);
      }),
      { seed, numRuns: 400 },
    );
  });
});

describe('manifests that were damaged', () => {
  const scenarios = fileURLToPath(new URL('../fixtures/conformance/scenarios', import.meta.url));
  const names = readdirSync(scenarios).sort();

  type Mutation = (text: string, at: number, other: number, junk: string) => string;
  const lines = (text: string): string[] => text.split('\n');
  const replaceLine = (text: string, at: number, by: (line: string) => readonly string[]): string => {
    const all = lines(text);
    const index = at % all.length;
    all.splice(index, 1, ...by(all[index] ?? ''));
    return all.join('\n');
  };
  const values = [
    'null',
    '[]',
    '{}',
    '"text"',
    '-1',
    '1.5',
    'true',
    'yes',
    '2001-01-01',
    '&a *a',
    '"',
    "'",
    '|',
    '!!int x',
    '*x',
  ];
  const mutations: Readonly<Record<string, Mutation>> = {
    'drop a line': (text, at) => replaceLine(text, at, () => []),
    'give a key another type': (text, at, other) =>
      replaceLine(text, at, line => [line.replace(/: .*$|:$/, `: ${values[other % values.length]}`)]),
    'double a line': (text, at) => replaceLine(text, at, line => [line, line]),
    'double the text': text => `${text}\n---\n${text}`,
    'cut the text': (text, at) => text.slice(0, at % (text.length + 1)),
    'insert characters': (text, at, _, junk) => {
      const where = at % (text.length + 1);
      return text.slice(0, where) + junk + text.slice(where);
    },
    'change the indentation': (text, at, other) =>
      replaceLine(text, at, line => [' '.repeat(other % 12) + line.trimStart()]),
    'swap two lines': (text, at, other) => {
      const all = lines(text);
      const [one, two] = [at % all.length, other % all.length];
      [all[one], all[two]] = [all[two] ?? '', all[one] ?? ''];
      return all.join('\n');
    },
  };
  const position = fc.nat({ max: 20_000 });
  const mutated = fc.record({
    scenario: fc.constantFrom(...names),
    changes: fc.array(
      fc.record({
        file: fc.nat({ max: 20 }),
        mutation: fc.constantFrom(...Object.keys(mutations)),
        at: position,
        other: position,
        junk: fc.oneof(
          fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
          fc.constantFrom(
            '\t',
            '\r',
            '\0',
            '{',
            ']',
            '"',
            "'",
            '---\n',
            '...\n',
            '&a ',
            '*a',
            '%',
            '- ',
            ': ',
            '\ufeff',
          ),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

  test('are read and rendered without a crash, and soon', { timeout: 60_000 }, async () => {
    let rendered = 0;
    await fc.assert(
      fc.asyncProperty(mutated, async ({ scenario, changes }) => {
        const root = temporaryWorkspace({});
        cpSync(join(scenarios, scenario), root, { recursive: true });
        const files = readdirSync(root, { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => relative(root, join(entry.parentPath, entry.name)))
          .sort();
        for (const { file, mutation, at, other, junk } of changes) {
          const path = join(root, files[file % files.length] ?? '');
          writeFileSync(path, mutations[mutation]?.(readFileSync(path, 'utf8'), at, other, junk) ?? '');
        }
        const begun = performance.now();
        try {
          rendered += await renderEverything(root);
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
        }
        expect(performance.now() - begun).toBeLessThan(20_000);
      }),
      { seed, numRuns: 400 },
    );
    expect(rendered).toBeGreaterThan(50);
  });
});

describe('custom resources that were damaged', () => {
  const scenarios = fileURLToPath(new URL('../fixtures/conformance/scenarios', import.meta.url));
  const manifests = (scenario: string): string => join('clusters', 'cluster1', `${scenario}.yaml`);
  type Json = Record<string | number, unknown>;
  type At = ReadonlyArray<string | number>;
  const isComposite = (value: unknown): value is Json => typeof value === 'object' && value !== null;
  const isCustom = ({ apiVersion }: Json): boolean => apiVersion === 'cis.f5.com/v1';

  /** The documents of all files of a scenario's first cluster. */
  const documentsOf = (scenario: string): Json[] => {
    const folder = join(scenarios, scenario, 'clusters/cluster1');
    return readdirSync(folder)
      .sort()
      .flatMap(file => loadAll(readFileSync(join(folder, file), 'utf8')) as Json[])
      .filter(isComposite);
  };
  const originals = new Map(
    readdirSync(scenarios)
      .filter(scenario => existsSync(join(scenarios, scenario, 'clusters/cluster1')))
      .map(scenario => [scenario, documentsOf(scenario)] as const)
      .filter(([, documents]) => documents.some(isCustom)),
  );

  /** Paths of all keys and items below a value. */
  const pathsOf = (value: unknown, path: At = []): At[] =>
    isComposite(value)
      ? Object.keys(value).flatMap(key => {
          const below = [...path, Array.isArray(value) ? Number(key) : key];
          return [below, ...pathsOf(value[key], below)];
        })
      : [];
  const parentOf = (object: Json, path: At): Json => valueAt(object, ...path.slice(0, -1)) as Json;

  const typeOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);
  /** A number or a text is right in these. */
  const isPort = (path: At): boolean => /^(?:servicePort|targetPort|minimumMonitors)$/.test(String(path.at(-1)));
  const otherTypes = (path: At, value: unknown): unknown[] =>
    ['text', 7, 1.5, true, [], ['text'], [{ a: 1 }], {}, { a: 'b' }].filter(
      other =>
        typeOf(other) !== typeOf(value) && !(isPort(path) && (typeof other === 'string' || Number.isInteger(other))),
    );
  const odd = [
    '',
    '/',
    '//',
    '*',
    '*.',
    '%',
    '%5',
    'a b',
    '{',
    '"]$[x]',
    '\\',
    '\r\n',
    '0',
    'a'.repeat(300),
    'none',
    'bigip',
  ];
  const ofSameType = (value: unknown): unknown[] =>
    typeof value === 'string'
      ? odd
      : typeof value === 'number'
        ? [0, -1, 1, 65_536, Number.MAX_SAFE_INTEGER]
        : typeof value === 'boolean'
          ? [!value]
          : Array.isArray(value)
            ? [[], [...value, ...value], [...value].reverse()]
            : [{}, null];

  const drawn = fc.record({
    scenario: fc.constantFrom(...originals.keys()),
    document: fc.nat({ max: 1_000 }),
    at: fc.nat({ max: 10_000 }),
    to: fc.nat({ max: 1_000 }),
  });

  /** A scenario in which one custom resource has one change. */
  const damaged = (
    { scenario, document, at }: { scenario: string; document: number; at: number },
    change: (parent: Json, path: At) => void,
  ): { root: string; object: Json; path: At } => {
    const objects = structuredClone(originals.get(scenario) ?? []);
    const custom = objects.filter(isCustom);
    const object = custom[document % custom.length]!;
    const paths = pathsOf(object.spec, ['spec']);
    const path = paths[at % paths.length] ?? ['spec'];
    change(parentOf(object, path), path);
    const root = temporaryWorkspace({});
    cpSync(join(scenarios, scenario), root, { recursive: true });
    rmSync(join(root, 'clusters/cluster1'), { recursive: true });
    writeFiles(root, { [manifests(scenario)]: documents(...objects.map(each => JSON.stringify(each))) });
    return { root, object, path };
  };

  const remove = (parent: Json, path: At): void => {
    const key = path.at(-1)!;
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  };

  test('are rendered without a crash, whatever is gone or odd', async () => {
    let rendered = 0;
    await fc.assert(
      fc.asyncProperty(drawn, fc.boolean(), async (draw, isGone) => {
        const { root } = damaged(draw, (parent, path) => {
          const key = path.at(-1)!;
          if (isGone) return remove(parent, path);
          const values = ofSameType(parent[key]);
          parent[key] = values[draw.to % values.length];
        });
        rendered += await renderEverything(root);
      }),
      { seed, numRuns: 300 },
    );
    expect(rendered).toBeGreaterThan(150);
  });

  test('have a finding that names the key whose type is another', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async draw => {
        const { root, object, path } = damaged(draw, (parent, at) => {
          const key = at.at(-1)!;
          const values = otherTypes(at, parent[key]);
          parent[key] = values[draw.to % values.length];
        });
        const run = await readWorkspace(root);
        for (const cluster of run.controllers) renderView(run, cluster);
        const { kind, metadata } = object as { kind: string; metadata: Json };
        const told = run.findings.list.filter(({ rule, resource, at }) => {
          const where = at?.path ?? [];
          // What stands below a key that no custom resource has is dropped with it (specification 02 §17.7).
          const isThere = rule === 'custom-resource-key-unknown' || where.length >= path.length;
          const length = Math.min(where.length, path.length);
          const isSame = path.slice(0, length).every((key, index) => key === where[index]);
          return resource?.kind === kind && resource.name === metadata.name && isThere && isSame;
        });
        expect(told).not.toEqual([]);
      }),
      { seed, numRuns: 400 },
    );
  });
});
