import { describe, expect, test } from 'vitest';
import { parseLabelSelector } from '../../src/model/label-selector.ts';
import {
  configText,
  customResourceText,
  documents,
  extendedSpecText,
  type RouteText,
  routeText,
  serviceText,
} from '../manifests.ts';
import { renderDirectory } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

/** What is said of Routes and of the extended ConfigMap (specification 01). */

const oneGroup = 'extendedRouteSpec:\n  - {namespace: shop, vserverAddr: 10.8.3.11}';

interface Given {
  readonly spec?: string;
  readonly texts: readonly string[];
  readonly args?: readonly string[];
  readonly others?: Readonly<Record<string, readonly string[]>>;
}

async function render({ spec = oneGroup, texts, args = [], others = {} }: Given) {
  const root = temporaryWorkspace({
    'render.yaml': configText({ args, others: Object.keys(others) }),
    'clusters/east/all.yaml': documents(extendedSpecText(spec), ...texts),
    ...Object.fromEntries(
      Object.entries(others).map(([name, manifests]) => [`clusters/${name}/all.yaml`, documents(...manifests)]),
    ),
  });
  return renderDirectory(root, 'east');
}

async function messages(rule: string, given: Given): Promise<string[]> {
  const { findings } = await render(given);
  return findings.filter(finding => finding.rule === rule).map(({ message }) => message);
}

describe('route groups on one address', () => {
  const groups = (more: string): string =>
    `extendedRouteSpec:
  - {namespace: bank, vserverAddr: 10.8.3.11, vserverName: one}
  - {namespace: shop, vserverAddr: 10.8.3.11, ${more}}`;
  const route = (namespace: string): string =>
    routeText({ name: 'cafe', namespace, host: `${namespace}.com`, to: 'cafe' });
  const services = ['bank', 'shop'].map(namespace => serviceText('cafe', { namespace }));

  test.each([['vserverName: two'], ['vserverName: two, bigIpPartition: other'], ['bigIpPartition: other']])(
    'are reported where the second has %s, since the BIG-IP takes one (01 §5.4)',
    async more => {
      const texts = [route('bank'), route('shop'), ...services];
      const { findings } = await render({ spec: groups(more), texts });
      expect(findings.map(({ rule }) => rule)).toEqual(['virtual-server-same-destination']);
      expect(findings[0]?.message).toMatch(
        /route group (?:bank and route group shop|shop and route group bank) both listen on 10.8.3.11:80/,
      );
    },
  );

  test('are not reported while one of them has no Routes: the controller leaves the other alone (01 §2.7)', async () => {
    const given = { spec: groups('vserverName: one'), texts: [route('bank'), ...services] };
    expect(await messages('virtual-server-twice', given)).toEqual([]);
  });
});

describe('a local extended ConfigMap', () => {
  const local = (first: string): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'local', namespace: 'bank', labels: { f5nr: 'true' } },
      data: { extendedSpec: `extendedRouteSpec: [{namespace: ${first}, vserverAddr: 10.8.3.12}]` },
    });
  const byDefault = 'baseRouteSpec: {defaultRouteGroup: {vserverAddr: 10.8.3.11}}';

  test.each([
    [
      'of a namespace without a group',
      oneGroup,
      'bank',
      [expect.stringContaining('no route group is for namespace "bank"')],
    ],
    [
      'beside the default group',
      byDefault,
      'bank',
      [expect.stringContaining('only route groups by namespace take one')],
    ],
    ['that speaks of other namespaces, as that of another controller does', oneGroup, 'shop', []],
  ])('%s (01 §2.1, §2.8)', async (_, spec, first, expected) => {
    expect(await messages('local-configmap-ignored', { spec, texts: [local(first)] })).toEqual(expected);
  });
});

describe('a Route', () => {
  const reasons = async (
    route: Partial<RouteText>,
    groups = oneGroup,
    ...others: readonly string[]
  ): Promise<string[]> => {
    const texts = [routeText({ name: 'a', host: 'a.com', to: 'cafe', ...route }), serviceText('cafe'), ...others];
    const spec = `baseRouteSpec: {defaultTLS: {clientSSL: /Common/c, serverSSL: /Common/s, reference: bigip}}\n${groups}`;
    const found = await messages('route-field-ignored', { spec, texts });
    return found.map(message => message.replace(/^Route a: (?:virtual-server\.f5\.com\/)?(\S+) .*$/s, '$1')).sort();
  };
  const every = {
    waf: '/Common/w',
    'allow-source-range': '10.0.0.0/8',
    'rewrite-app-root': '/home',
    'rewrite-target-url': '/x',
    clientssl: '/Common/c',
    serverssl: '/Common/s',
  };
  const limit = (text: string) => ({ annotations: { 'pod-concurrent-connections': text } });

  test.each<readonly [string, Partial<RouteText>, string[]]>([
    [
      'with passthrough hands TLS on (01 §5.3)',
      { tls: { termination: 'passthrough' }, annotations: every },
      Object.keys(every),
    ],
    [
      'with passthrough has neither a path nor a rule on port 80 (01 §5.3)',
      { path: '/x', tls: { termination: 'passthrough', insecureEdgeTerminationPolicy: 'Allow' } },
      ['spec.path', 'spec.tls.insecureEdgeTerminationPolicy'],
    ],
    [
      'whose traffic is split rewrites nothing (01 §5.6)',
      { alternates: [['cafe', 1]], tls: { termination: 'reencrypt' }, annotations: every },
      ['rewrite-app-root', 'rewrite-target-url'],
    ],
    ['with reencrypt uses all of them', { tls: { termination: 'reencrypt' }, annotations: every }, []],
    [
      'with edge has no TLS to its servers (01 §5.10)',
      { tls: { termination: 'edge' }, annotations: every },
      ['serverssl'],
    ],
    ['without TLS has no profiles (01 §5.10)', { annotations: every }, ['clientssl', 'serverssl']],
    ['whose path has no slash has it in its host (01 §5.6)', { path: 'x' }, ['spec.path']],
    [
      'whose new root has no slash has it in its host (01 §5.6)',
      { annotations: { 'rewrite-app-root': 'home' } },
      ['rewrite-app-root'],
    ],
    [
      'with a range that is none uses it all the same (01 §5.14)',
      { annotations: { 'allow-source-range': 'ten' } },
      ['allow-source-range'],
    ],
    ['with a limit below 0 has a limit (01 §5.5)', limit('-5'), []],
    ['with a limit of 0 says that it has none', limit('0'), []],
    ['with a limit beyond 32 bits has none (01 §5.5)', limit('2147483648'), ['pod-concurrent-connections']],
    ['with a limit of ten digits has it (01 §5.5)', limit('2147483647'), []],
  ])('%s', async (_, route, expected) => {
    expect(await reasons(route)).toEqual([...expected].sort());
  });

  test('with passthrough and a Policy is told one reason for an annotation', async () => {
    const policy = customResourceText('Policy', 'settings', { l7Policies: { waf: '/Common/other' } });
    const route = { tls: { termination: 'passthrough' }, annotations: { waf: '/Common/w' } };
    const groups = oneGroup.replace('}', ', policyCR: shop/settings}');
    expect(await reasons(route, groups, policy)).toEqual(['waf']);
    expect(await reasons({ ...route, tls: { termination: 'edge' } }, groups, policy)).toEqual(['waf']);
    expect(await reasons({ ...route, tls: { termination: 'edge' } })).toEqual([]);
  });
});

describe('autoMonitor of a backend in another cluster', () => {
  const ratio = (namespace: string): Given => ({
    spec: `mode: ratio
externalClustersConfig: [{clusterName: west, secret: a/b}]
baseRouteSpec: {autoMonitor: service-endpoint}
${oneGroup}`,
    args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
    others: { west: [serviceText('far', { namespace })] },
    texts: [
      routeText({
        name: 'a',
        host: 'a.com',
        to: 'cafe',
        annotations: {
          multiClusterServices: JSON.stringify([{ clusterName: 'west', namespace, service: 'far', servicePort: 80 }]),
        },
      }),
      serviceText('cafe'),
    ],
  });

  test.each([
    ['is looked for there in the namespace of the Route, and crashes', 'shop', 'crashes'],
    ['is not looked for in the namespace of its entry', 'bank', 'posts'],
  ])('%s (01 §5.5)', async (_, namespace, outcome) => {
    const { view } = await render(ratio(namespace));
    expect(view.outcome).toBe(outcome);
  });
});

test.each([
  ['f5type in (a b)', false],
  ['f5type in ()', false],
  ['f5type in ( a , b )', true],
  ['f5type in (a,)', true],
  ['f5type', true],
])('the selector "%s" is one: %s (01 §1)', (text, valid) => {
  expect(parseLabelSelector(text) !== undefined).toBe(valid);
});
