import { describe, expect, test } from 'vitest';
import { readWorkspace } from '../../src/pipeline.ts';
import { type Scope, type ScopeOptions, scopeOf } from '../../src/snapshot/scope.ts';
import { customResourceText, extendedSpecText, routeText } from '../manifests.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { customArgs, routesArgs } from './setting.ts';

interface Given {
  /** Arguments of the controllers, by cluster. */
  readonly args: Readonly<Record<string, readonly string[] | undefined>>;
  /** Manifests in Git, by cluster. */
  readonly manifests?: Readonly<Record<string, string>>;
  readonly options?: Partial<ScopeOptions>;
}

async function scope(cluster: string, { args, manifests = {}, options = {} }: Given): Promise<Scope> {
  const clusters = Object.entries(args).map(([name, given]) => {
    return { name, manifests: `clusters/${name}`, ...(given && { cis: { args: given } }) };
  });
  const files = Object.keys(args).map(name => [`clusters/${name}/all.yaml`, manifests[name] ?? ''] as const);
  const root = temporaryWorkspace({ 'render.yaml': JSON.stringify({ clusters }), ...Object.fromEntries(files) });
  const { workspace } = await readWorkspace(root);
  return scopeOf(workspace, workspace.clusters.get(cluster)!, { all: false, resources: true, ...options });
}

const inventory = ['Namespace', 'Node', 'Service', 'Endpoints', 'EndpointSlice'];
const customKinds = ['VirtualServer', 'TransportServer', 'IngressLink', 'TLSProfile'];
const groups = (more = '', group = 'namespace: shop'): string =>
  extendedSpecText(`extendedRouteSpec:\n  - ${group}\n    vserverAddr: 10.8.3.11\n${more}`);

describe('what is read of a cluster', () => {
  test.each<readonly [string, Given, readonly string[]]>([
    ['without a controller', { args: { east: undefined, west: customArgs } }, []],
    ['with Routes', { args: { east: routesArgs } }, ['ConfigMap', 'Policy', 'Route']],
    ['with custom resources', { args: { east: customArgs } }, ['ConfigMap', 'Policy', ...customKinds]],
    [
      'with GSLB',
      { args: { east: [...customArgs, '--cccl-gtm-agent=false'] } },
      ['ConfigMap', 'Policy', ...customKinds, 'ExternalDNS'],
    ],
    ['without resources', { args: { east: customArgs }, options: { resources: false } }, []],
    [
      'whose probes become monitors',
      { args: { east: routesArgs }, manifests: { east: groups('baseRouteSpec:\n  autoMonitor: readiness-probe\n') } },
      ['Pod', 'ConfigMap', 'Policy', 'Route'],
    ],
    [
      'whose probes become monitors elsewhere',
      {
        args: { east: undefined, west: routesArgs },
        manifests: { west: groups('baseRouteSpec:\n  autoMonitor: readiness-probe\n') },
      },
      [],
    ],
    [
      'that gives members through ports of nodes',
      { args: { east: undefined, west: [...customArgs.slice(0, 2), '--pool-member-type=nodeportlocal'] } },
      ['Pod'],
    ],
    [
      'of which nothing is left out',
      { args: { east: undefined }, options: { all: true } },
      ['Pod', 'ConfigMap', 'Route', ...customKinds, 'Policy', 'ExternalDNS', 'Deployment'],
    ],
  ])('%s', async (_, given, kinds) => {
    expect((await scope('east', given)).kinds).toEqual([...inventory, ...kinds]);
  });
});

describe('namespaces', () => {
  const entries = JSON.stringify([{ clusterName: 'east', service: 'tea', namespace: 'tearoom', servicePort: 80 }]);
  const naming = [...routesArgs, '--namespace=shop', '--namespace=cafe'];

  test('are asked for one by one where all controllers name theirs, with those that entries name', async () => {
    const route = routeText({
      name: 'tea',
      host: 'a.example.com',
      to: 'tea',
      annotations: { multiClusterServices: entries },
    });
    const given = { args: { east: naming, west: naming }, manifests: { west: route } };
    expect((await scope('east', given)).namespaces).toEqual(['cafe', 'shop', 'tearoom']);
    expect((await scope('west', given)).namespaces).toEqual(['cafe', 'shop']);
    expect((await scope('east', { ...given, options: { all: true } })).namespaces).toBeUndefined();
  });

  test('are all asked for at once where one controller watches all, or there is none', async () => {
    expect((await scope('east', { args: { east: naming, west: routesArgs } })).namespaces).toBeUndefined();
    expect((await scope('east', { args: { east: undefined } })).namespaces).toBeUndefined();
  });

  test('of the system do not count unless something is published there', async () => {
    const { concerns } = await scope('east', { args: { east: customArgs }, manifests: { east: groups() } });
    const names = ['shop', 'default', 'openshifty', 'kube-system', 'openshift', 'openshift-console'];
    expect(names.filter(concerns)).toEqual(['shop', 'default', 'openshifty']);
    const vs = customResourceText('VirtualServer', 'console', {}, { namespace: 'openshift-console' });
    const published = await scope('east', { args: { east: customArgs, west: customArgs }, manifests: { west: vs } });
    expect(names.filter(published.concerns)).toEqual(['shop', 'default', 'openshifty', 'openshift-console']);
    const all = await scope('east', { args: { east: customArgs }, options: { all: true } });
    expect(names.filter(all.concerns)).toEqual(names);
  });

  test('of Routes are those of the groups, where they are named', async () => {
    const routes = async (spec: string) =>
      (await scope('east', { args: { east: routesArgs }, manifests: { east: spec } })).routeNamespaces;
    expect(await routes(groups())).toEqual(new Set(['shop']));
    expect(await routes(groups('', 'namespaceLabel: team=shop'))).toBeUndefined();
    expect(await routes('')).toBeUndefined();
  });
});
