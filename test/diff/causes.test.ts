import { describe, expect, test } from 'vitest';
import { compareSides } from '../../src/diff/compare-sides.ts';
import { emitTenants } from '../../src/emit/index.ts';
import { createLocator } from '../../src/load/locate.ts';
import { readWorkspace, renderView } from '../../src/pipeline.ts';
import { changeWords } from '../../src/report/change-words.ts';
import { configText, customResourceText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import { type Files, temporaryWorkspace } from '../temporary-workspace.ts';

async function sideOf(files: Files) {
  const run = await readWorkspace(temporaryWorkspace(files));
  const view = renderView(run, 'east');
  return {
    tenants: emitTenants(view, { as3Version: run.config.as3Version }),
    origin: { view, clusters: run.workspace.clusters },
  };
}

/** What a step from one workspace to another changes, each with the places that it may come from; `?` before one that only counts where it has changed. */
async function causes(before: Files, after: Files): Promise<Record<string, string[]>> {
  const { position } = createLocator();
  const { changes } = compareSides(await sideOf(before), await sideOf(after));
  return Object.fromEntries(
    changes.map(({ change, causes: list }) => [
      changeWords(change),
      list.map(({ resource, place, side, ifChanged }) => {
        const { file, line } = position(place)!;
        return `${ifChanged ? '? ' : ''}${resource.kind} ${resource.name} ${file}:${line}${side === 'before' ? ' before' : ''}`;
      }),
    ]),
  );
}

const spec = extendedSpecText('extendedRouteSpec:\n  - {namespace: shop, vserverAddr: 10.8.3.11}');
const route = routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' });

function nodePort(type: string, addresses: readonly string[], port = 30_080): Files {
  const nodes = addresses.map((address, index) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node${index}` },
      status: { addresses: [{ type: 'InternalIP', address }], conditions: [{ type: 'Ready', status: 'True' }] },
    }),
  );
  const metadata = { name: 'cafe', namespace: 'shop' };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 80, nodePort: port }] },
  };
  const subsets = [{ addresses: [{ ip: '10.2.0.1', nodeName: 'node0' }], ports: [{ port: 80 }] }];
  const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets };
  return {
    'render.yaml': configText({ args: [`--pool-member-type=${type}`] }),
    'clusters/east/spec.yaml': spec,
    'clusters/east/nodes.yaml': documents(...nodes),
    'clusters/east/cafe.yaml': documents(route, JSON.stringify(service), JSON.stringify(endpoints)),
  };
}

describe('a change may come from', () => {
  test('Endpoints, at the address that is there', async () => {
    const files = (addresses: string[]): Files => ({
      'render.yaml': configText(),
      'clusters/east/all.yaml': documents(spec, route, serviceText('cafe', { addresses })),
    });
    expect(await causes(files(['10.2.0.1']), files(['10.2.0.2']))).toEqual({
      'pool cafe_80_shop: member 10.2.0.1:80 removed (east)': [
        'Endpoints cafe clusters/east/all.yaml:18',
        'Service cafe clusters/east/all.yaml:16',
        '? Route cafe clusters/east/all.yaml:14',
        'Endpoints cafe clusters/east/all.yaml:18 before',
        'Service cafe clusters/east/all.yaml:16 before',
        '? Route cafe clusters/east/all.yaml:14 before',
      ],
      'pool cafe_80_shop: member 10.2.0.2:80 added (east)': [
        'Endpoints cafe clusters/east/all.yaml:18',
        'Service cafe clusters/east/all.yaml:16',
        '? Route cafe clusters/east/all.yaml:14',
      ],
    });
  });

  test.each(['nodeport', 'auto'])('the Node with the address in %s', async type => {
    const found = await causes(nodePort(type, ['10.1.1.1']), nodePort(type, ['10.1.1.1', '10.1.1.2']));
    expect(found['pool cafe_80_shop: member 10.1.1.2:30080 added (east)']?.slice(0, 2)).toEqual([
      'Node node1 clusters/east/nodes.yaml:3',
      'Service cafe clusters/east/cafe.yaml:3',
    ]);
  });

  test('the Route of a pool and a rule, and of what is gone that of before', async () => {
    const files = (...routes: string[]): Files => ({
      'render.yaml': configText(),
      'clusters/east/spec.yaml': spec,
      'clusters/east/all.yaml': documents(serviceText('cafe'), serviceText('grill'), route, ...routes),
    });
    const grill = routeText({ name: 'grill', host: 'grill.example.com', to: 'grill', alternates: [['cafe', 100]] });
    const come = Object.entries(await causes(files(), files(grill)));
    const place = 'Route grill clusters/east/all.yaml:11';
    expect(come.filter(([words]) => /^pool|: rule /.test(words)).map(([, list]) => list[0])).toEqual([place, place]);
    expect(come.find(([words]) => words.startsWith('virtual server'))?.[1]).toEqual([
      '? ConfigMap extended-spec clusters/east/spec.yaml:11',
    ]);
    const gone = Object.entries(await causes(files(grill), files()));
    expect(gone.filter(([words]) => /^pool|: rule /.test(words)).map(([, list]) => list)).toEqual([
      [`${place} before`],
      [`${place} before`],
    ]);
  });

  test('the VirtualServer of a virtual server, and the Policy and TLSProfile that it names where these have changed', async () => {
    const files = (snat: string): Files => ({
      'render.yaml': `clusters:
  - name: east
    manifests: clusters/east
    cis: {args: [--controller-mode=customresource, --bigip-partition=shop, --pool-member-type=cluster]}
`,
      'clusters/east/all.yaml': documents(
        serviceText('cafe'),
        customResourceText('Policy', 'rules', { snat }),
        customResourceText('VirtualServer', 'cafe', {
          host: 'cafe.example.com',
          virtualServerAddress: '10.8.3.11',
          policyName: 'rules',
          pools: [{ path: '/', service: 'cafe', servicePort: 80 }],
        }),
      ),
    });
    expect(await causes(files('auto'), files('none'))).toEqual({
      'virtual server crd_10_8_3_11_80: snat auto → none': [
        'VirtualServer cafe clusters/east/all.yaml:7',
        '? Policy rules clusters/east/all.yaml:5',
      ],
    });
  });
});
