import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { servingMembers } from '../../src/translate/traffic.ts';
import { customResourceText } from '../manifests.ts';
import { type CustomWorkspace, type RenderedCustom, renderCustom } from './render-custom.ts';

interface BaseInput {
  readonly address: string;
  /** Of the port of the Service and of its endpoints. */
  readonly portName?: string;
  readonly port?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly zone?: string;
  readonly type?: string;
  readonly nodePort?: number;
  readonly targetPort?: number;
}

/** Service `shop/base` with one Pod, and the Node that it is on, whose address begins with 192. */
function base(input: BaseInput): string[] {
  const { address, annotations = {}, zone, type = 'ClusterIP', nodePort, targetPort = 80 } = input;
  const name = input.portName && { name: input.portName };
  const metadata = { name: 'base', namespace: 'shop' };
  const node = `node-${address}`;
  const port = { ...name, port: input.port ?? 80, targetPort, ...(nodePort && { nodePort }) };
  const labels = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  return [
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node, labels },
      status: { addresses: [{ type: 'InternalIP', address: address.replace(/^10/, '192') }] },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, annotations }, spec: { type, ports: [port] } },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata,
      subsets: [{ addresses: [{ ip: address, nodeName: node }], ports: [{ ...name, port: targetPort }] }],
    },
  ].map(object => JSON.stringify(object));
}

const virtualServer = (pool: object = {}): string =>
  customResourceText('VirtualServer', 'base', {
    host: 'a.com',
    virtualServerAddress: '10.8.3.11',
    pools: [{ path: '/', service: 'base', servicePort: 80, ...pool }],
  });

const isGlobal = { 'service.cilium.io/global': 'true' };
const prefers = (side: string) => ({ ...isGlobal, 'service.cilium.io/affinity': side });

/** Members as `address:port`, with their priority and their state where they have one. */
function membersOf({ shared }: RenderedCustom, pool = 'base_80_shop_a_com'): string[] {
  const members: Array<Record<string, unknown>> = shared[pool].members ?? [];
  return members.map(({ serverAddresses, servicePort, priorityGroup, adminState }) =>
    [`${serverAddresses}:${servicePort}`, priorityGroup, adminState].filter(one => one !== undefined).join(' '),
  );
}

const render = (workspace: Omit<CustomWorkspace, 'config'>, systems = 'cilium'): Promise<RenderedCustom> =>
  renderCustom({ ...workspace, config: `discovery: [${systems}]\n` });

describe('global Services of Cilium', () => {
  test.each([
    ['service.cilium.io/global', 'true', ['10.1.0.1:80', '10.2.0.1:80']],
    ['io.cilium/global-service', 'True', ['10.1.0.1:80', '10.2.0.1:80']],
    ['io.cilium/global-service', 'false', ['10.1.0.1:80']],
  ])('%s: %s', async (key, value, expected) => {
    const annotations = { [key]: value };
    const east = [virtualServer(), ...base({ address: '10.1.0.1', annotations })];
    const rendered = await render({ east, others: { west: base({ address: '10.2.0.1', annotations }) } });
    expect(membersOf(rendered)).toEqual(expected);
    expect(rendered.shared.base_80_shop_a_com).not.toHaveProperty('minimumMembersActive');
  });

  test('give no endpoints of a cluster that is not global or does not share', async () => {
    const kept = { ...isGlobal, 'service.cilium.io/shared': 'false' };
    const older = { 'io.cilium/global-service': 'true', 'io.cilium/shared-service': 'false' };
    const others = {
      plain: base({ address: '10.2.0.1' }),
      kept: base({ address: '10.3.0.1', annotations: kept }),
      older: base({ address: '10.4.0.1', annotations: older }),
      shared: base({ address: '10.5.0.1', annotations: { ...kept, 'service.cilium.io/shared': 'True' } }),
      misspelt: base({ address: '10.6.0.1', annotations: { ...kept, 'service.cilium.io/shared': 'yes' } }),
    };
    // What a cluster keeps to itself it has itself.
    const east = [virtualServer(), ...base({ address: '10.1.0.1', annotations: kept })];
    expect(membersOf(await render({ east, others }))).toEqual(['10.1.0.1:80', '10.5.0.1:80']);
  });

  test.each([
    ['local', ['10.1.0.1:80 10', '10.2.0.1:80 5']],
    ['remote', ['10.1.0.1:80 5', '10.2.0.1:80 10']],
    ['none', ['10.1.0.1:80', '10.2.0.1:80']],
  ])('with affinity %s', async (side, expected) => {
    const east = [virtualServer(), ...base({ address: '10.1.0.1', annotations: prefers(side) })];
    const rendered = await render({ east, others: { west: base({ address: '10.2.0.1', annotations: isGlobal }) } });
    expect(membersOf(rendered)).toEqual(expected);
    expect(rendered.shared.base_80_shop_a_com.minimumMembersActive).toBe(side === 'none' ? undefined : 1);
  });

  test("have the node port, or the target port, of each cluster's own Service", async () => {
    const own = { annotations: isGlobal, type: 'NodePort' };
    const east = [virtualServer(), ...base({ ...own, address: '10.1.0.1', nodePort: 30001, targetPort: 8080 })];
    const others = { west: base({ ...own, address: '10.2.0.1', nodePort: 30002, targetPort: 9090 }) };
    const nodes = await render({ east, others, args: ['--pool-member-type=nodeport'] });
    expect(membersOf(nodes)).toEqual(['192.1.0.1:30001', '192.2.0.1:30002']);
    const pods = await render({ east, others });
    expect(membersOf(pods)).toEqual(['10.1.0.1:8080', '10.2.0.1:9090']);
  });

  test('are one by the names of their ports, whatever the numbers', async () => {
    const http = { annotations: isGlobal, portName: 'http' };
    const east = [virtualServer(), ...base({ ...http, address: '10.1.0.1', targetPort: 8080 })];
    const others = {
      number: base({ ...http, address: '10.2.0.1', port: 81, targetPort: 9090 }),
      name: base({ ...http, portName: 'web', address: '10.3.0.1', targetPort: 8080 }),
      nameless: base({ address: '10.4.0.1', annotations: isGlobal, targetPort: 8080 }),
    };
    expect(membersOf(await render({ east, others }))).toEqual(['10.1.0.1:8080', '10.2.0.1:9090']);
  });

  test('have those of the own cluster too where the controller has none of it', async () => {
    const pool = { reference: 'service', service: 'base', servicePort: 80 };
    const published = customResourceText('VirtualServer', 'base', {
      host: 'a.com',
      virtualServerAddress: '10.8.3.11',
      defaultPool: pool,
      pools: [{ path: '/other', service: 'other', servicePort: 80 }],
    });
    const rendered = await render({
      east: [published, ...base({ address: '10.1.0.1', annotations: prefers('local') })],
      others: { west: base({ address: '10.2.0.1', annotations: isGlobal }) },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'externalClustersConfig:\n  - {clusterName: west, secret: default/west}',
    });
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80 10 enable', '10.2.0.1:80 5 enable']);
  });

  test.each([
    ['ClusterIP', 'nodeport', 'Service shop/base is of type ClusterIP, and --pool-member-type=nodeport needs NodePort'],
    ['without Endpoints', 'cluster', 'there is no Endpoints object shop/base'],
    ['without Nodes', 'cluster', 'no endpoint of Service shop/base is on a node that is ready and selected'],
  ])('of a cluster that gives none are told of: %s', async (kind, type, reason) => {
    const own = { annotations: isGlobal, type: 'NodePort', nodePort: 30001 };
    const [node, service, endpoints] = base({ address: '10.2.0.1', annotations: isGlobal });
    const [another] = base({ address: '10.3.0.1' });
    const west = {
      ClusterIP: [node!, service!, endpoints!],
      'without Endpoints': [node!, service!],
      'without Nodes': [another!, service!, endpoints!],
    }[kind]!;
    const east = [virtualServer(), ...base({ ...own, address: '10.1.0.1' })];
    const rendered = await render({ east, others: { west }, args: [`--pool-member-type=${type}`] });
    expect(rendered.told('pool-without-members-of-cluster')).toEqual([
      `VirtualServer base spec.pools.0: pool base_80_shop_a_com of VirtualServer base has no members in cluster west: ${reason}`,
    ]);
    expect(rendered.rules.includes('endpoints-node-unknown')).toBe(kind === 'without Nodes');
  });

  test('of a cluster without Pods are missed by nobody', async () => {
    const [node, service] = base({ address: '10.2.0.1', annotations: isGlobal });
    const endpoints = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'base', namespace: 'shop' },
    });
    const east = [virtualServer(), ...base({ address: '10.1.0.1', annotations: isGlobal })];
    const rendered = await render({ east, others: { west: [node!, service!, endpoints] } });
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80']);
    expect(rendered.rules).not.toContain('pool-without-members-of-cluster');
  });

  test("carry their cluster's state, and none comes from one that is no-pool", async () => {
    const give = (address: string) => base({ address, annotations: isGlobal });
    const rendered = await render({
      east: [virtualServer(), ...give('10.1.0.1')],
      others: { off: give('10.2.0.1'), none: give('10.3.0.1'), unknown: give('10.4.0.1') },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: `externalClustersConfig:
  - {clusterName: off, secret: default/off, adminState: offline}
  - {clusterName: none, secret: default/none, adminState: no-pool}`,
    });
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80 enable', '10.2.0.1:80 offline', '10.4.0.1:80 enable']);
  });

  test('leave pools alone that have a share of their own', async () => {
    const give = (address: string) => base({ address, annotations: isGlobal });
    const rendered = await render({
      east: [virtualServer(), ...give('10.1.0.1')],
      others: { c2: give('10.2.0.1'), c3: give('10.3.0.1') },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: ratio\nexternalClustersConfig:\n  - {clusterName: c2, secret: default/c2, ratio: 3}',
    });
    expect(membersOf(rendered, 'base_80_shop_a_com_east')).toEqual(['10.1.0.1:80 enable']);
    expect(membersOf(rendered, 'base_80_shop_a_com_c2')).toEqual(['10.2.0.1:80 enable']);
    expect(rendered.rules).toContain('discovery-outdone-by-split');
  });

  test.each([
    ['none', false],
    ['local', true],
  ])('with affinity %s lose something to mode ratio where all have a pool: %s', async (side, isLost) => {
    const rendered = await render({
      east: [virtualServer(), ...base({ address: '10.1.0.1', annotations: prefers(side) })],
      others: { c2: base({ address: '10.2.0.1', annotations: isGlobal }) },
      args: ['--multi-cluster-mode=standalone', '--local-cluster-name=east'],
      spec: 'mode: ratio\nexternalClustersConfig:\n  - {clusterName: c2, secret: default/c2, ratio: 3}',
    });
    expect(membersOf(rendered, 'base_80_shop_a_com_c2')).toEqual(['10.2.0.1:80 enable']);
    expect(rendered.rules.includes('discovery-outdone-by-split')).toBe(isLost);
  });

  test('with alternate backends add members, and no priorities', async () => {
    const split = virtualServer({ alternateBackends: [{ service: 'other', weight: 50 }] });
    const east = (side: string) => [split, ...base({ address: '10.1.0.1', annotations: prefers(side) })];
    const others = { west: base({ address: '10.2.0.1', annotations: isGlobal }) };
    const none = await render({ east: east('none'), others });
    expect(membersOf(none)).toEqual(['10.1.0.1:80', '10.2.0.1:80']);
    expect(none.rules).not.toContain('discovery-outdone-by-split');
    const local = await render({ east: east('local'), others });
    expect(membersOf(local)).toEqual(['10.1.0.1:80']);
    expect(local.rules).toContain('discovery-outdone-by-split');
  });

  test('are nothing without `discovery`', async () => {
    const east = [virtualServer(), ...base({ address: '10.1.0.1', annotations: prefers('local') })];
    const rendered = await renderCustom({
      east,
      others: { west: base({ address: '10.2.0.1', annotations: isGlobal }) },
    });
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80']);
  });
});

describe('the Multi-Cluster Services API', () => {
  const mcs = (kind: string, version = 'v1alpha1', spec?: object): string =>
    JSON.stringify({
      apiVersion: `multicluster.x-k8s.io/${version}`,
      kind,
      metadata: { name: 'base', namespace: 'shop' },
      ...(spec && { spec }),
    });

  test.each([
    ['ServiceImport', 'v1alpha1'],
    ['ServiceImport', 'v1beta1'],
    ['ServiceExport', 'v1alpha1'],
    ['ServiceExport', 'v1beta1'],
  ])('members of all that export what a %s of %s names', async (kind, version) => {
    const others = {
      west: [mcs('ServiceExport', version), ...base({ address: '10.2.0.1' })],
      north: base({ address: '10.3.0.1' }),
    };
    const east = [virtualServer(), ...base({ address: '10.1.0.1' })];
    expect(membersOf(await render({ east, others }, 'mcs'))).toEqual(['10.1.0.1:80']);
    const imported = await render({ east: [...east, mcs(kind, version)], others }, 'mcs');
    expect(membersOf(imported)).toEqual(['10.1.0.1:80', '10.2.0.1:80']);
  });

  test('a Service of which there is none here but an import', async () => {
    const others = { west: [mcs('ServiceExport'), ...base({ address: '10.2.0.1', targetPort: 9090 })] };
    const rendered = await render({ east: [virtualServer(), mcs('ServiceImport')], others }, 'mcs');
    expect(membersOf(rendered)).toEqual(['10.2.0.1:9090']);
    expect(rendered.rules).not.toContain('pool-without-members');
  });

  test('by the names of ports, which an import tells where no Service does', async () => {
    const ports = [
      { name: 'admin', port: 81 },
      { name: 'http', port: 80 },
    ];
    const exporting = (input: BaseInput): string[] => [mcs('ServiceExport'), ...base(input)];
    const others = {
      west: exporting({ address: '10.2.0.1', portName: 'http', port: 8000, targetPort: 9090 }),
      north: exporting({ address: '10.3.0.1', portName: 'admin', port: 80, targetPort: 80 }),
    };
    const imported = mcs('ServiceImport', 'v1alpha1', { type: 'ClusterSetIP', ports });
    expect(membersOf(await render({ east: [virtualServer(), imported], others }, 'mcs'))).toEqual(['10.2.0.1:9090']);
  });

  test('tells of a cluster that exports a Service whose ports have other names', async () => {
    const east = [virtualServer(), mcs('ServiceExport'), ...base({ address: '10.1.0.1', portName: 'http' })];
    const others = { west: [mcs('ServiceExport'), ...base({ address: '10.2.0.1', portName: 'web' })] };
    const rendered = await render({ east, others }, 'mcs');
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80']);
    expect(rendered.told('pool-without-members-of-cluster')).toEqual([
      'VirtualServer base spec.pools.0: pool base_80_shop_a_com of VirtualServer base has no members in cluster west: no port of Service shop/base fits',
    ]);
  });
});

describe('Routes', () => {
  interface Ports {
    readonly http: number | string;
    readonly metrics: number | string;
  }

  /** Service `shop/base` with ports http 80 and metrics 8080, and their target ports; a name of one means port 8080. */
  function twoPorts(address: string, { http, metrics }: Ports): string[] {
    const [node, service, endpoints] = base({ address, annotations: isGlobal }).map(text => JSON.parse(text));
    service.spec.ports = [
      { name: 'http', port: 80, targetPort: http },
      { name: 'metrics', port: 8080, targetPort: metrics },
    ];
    endpoints.subsets[0].ports = Object.entries({ http, metrics }).map(([name, port]) => ({
      name,
      port: typeof port === 'number' ? port : 8080,
    }));
    return [node, service, endpoints].map(object => JSON.stringify(object));
  }

  const route = (targetPort: number): string =>
    JSON.stringify({
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'base', namespace: 'shop' },
      spec: { host: 'a.com', to: { kind: 'Service', name: 'base' }, port: { targetPort } },
    });
  const object = (apiVersion: string, kind: string, spec?: object): string =>
    JSON.stringify({ apiVersion, kind, metadata: { name: 'base', namespace: 'shop' }, ...(spec && { spec }) });
  const mcsExport = object('multicluster.x-k8s.io/v1alpha1', 'ServiceExport');
  const openshift = {
    args: ['--controller-mode=openshift'],
    spec: 'extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11',
  };
  const both = { http: 8080, metrics: 9090 };

  test.each<readonly [Ports]>([[both], [{ http: 'web', metrics: 9090 }]])(
    'mean by a number the port that leads there, in every cluster: %j',
    async own => {
      const others = {
        west: twoPorts('10.2.0.1', both),
        north: twoPorts('10.3.0.1', { http: 8081, metrics: 8080 }),
      };
      const rendered = await render({ east: [route(8080), ...twoPorts('10.1.0.1', own)], others, ...openshift });
      expect(membersOf(rendered, 'base_8080_shop')).toEqual(['10.1.0.1:8080', '10.2.0.1:8080', '10.3.0.1:8081']);
    },
  );

  test('mean by a number that no port leads to the port of that number', async () => {
    const east = [route(80), ...twoPorts('10.1.0.1', both)];
    const rendered = await render({ east, others: { west: twoPorts('10.2.0.1', both) }, ...openshift });
    expect(membersOf(rendered, 'base_80_shop')).toEqual(['10.1.0.1:8080', '10.2.0.1:8080']);
  });

  test('mean the same in clusters that a policy of Flomesh names', async () => {
    const targets = [{ clusterKey: 'default/default/default/west' }];
    const policy = object('flomesh.io/v1alpha1', 'GlobalTrafficPolicy', { lbType: 'ActiveActive', targets });
    const east = [route(8080), policy, ...twoPorts('10.1.0.1', both)];
    const others = { west: twoPorts('10.2.0.1', both) };
    const rendered = await render({ east, others, ...openshift }, 'flomesh');
    expect(membersOf(rendered, 'base_8080_shop')).toEqual(['10.1.0.1:8080', '10.2.0.1:8080']);
    const elsewhere = await render({ east: east.slice(0, 2), others, ...openshift }, 'flomesh');
    expect(membersOf(elsewhere, 'base_8080_shop')).toEqual(['10.2.0.1:8080']);
  });

  test('mean the same where there is but an import', async () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'metrics', port: 8080 },
    ];
    const imported = object('multicluster.x-k8s.io/v1alpha1', 'ServiceImport', { type: 'ClusterSetIP', ports });
    const others = { west: [mcsExport, ...twoPorts('10.2.0.1', both)] };
    const rendered = await render({ east: [route(8080), imported], others, ...openshift }, 'mcs');
    expect(membersOf(rendered, 'base_8080_shop')).toEqual(['10.2.0.1:8080']);
  });

  test('are told of an exporting cluster by what keeps it from giving members', async () => {
    const port = { portName: 'web', port: 80, targetPort: 8080 };
    const others = { west: [mcsExport, ...base({ address: '10.2.0.1', ...port })] };
    const east = [route(8080), mcsExport, ...twoPorts('10.1.0.1', both)];
    const rendered = await render({ east, others, ...openshift }, 'mcs');
    expect(membersOf(rendered, 'base_8080_shop')).toEqual(['10.1.0.1:8080']);
    const found = rendered.findings.filter(({ rule }) => rule === 'pool-without-members-of-cluster');
    expect(found.map(({ message }) => message)).toEqual([
      'pool base_8080_shop of Route base has no members in cluster west: no port of Service shop/base fits',
    ]);
  });
});

describe('zones', () => {
  const withZone = (zone: string, annotations: Readonly<Record<string, string>> = isGlobal, type = 'cluster') => {
    const node = { annotations, type: 'NodePort', nodePort: 30001 };
    return renderCustom({
      east: [virtualServer(), ...base({ ...node, address: '10.1.0.1', zone: 'eu-1a' })],
      others: { west: base({ ...node, address: '10.2.0.1', zone: 'eu-1b' }) },
      args: [`--pool-member-type=${type}`],
      config: 'discovery: [zones, cilium]\n',
      cis: { zone, minimumMembersActive: 2 },
    });
  };

  test.each(['cluster', 'nodeport'])('of Pods and Nodes, with members of type %s', async type => {
    const first = type === 'cluster' ? '10.1.0.1:80' : '192.1.0.1:30001';
    const second = type === 'cluster' ? '10.2.0.1:80' : '192.2.0.1:30001';
    const here = await withZone('eu-1a', isGlobal, type);
    expect(membersOf(here)).toEqual([`${first} 10`, `${second} 5`]);
    expect(here.shared.base_80_shop_a_com.minimumMembersActive).toBe(2);
    expect(membersOf(await withZone('eu-1b', isGlobal, type))).toEqual([`${first} 5`, `${second} 10`]);
  });

  test.each<readonly [string, object, RegExp]>([
    ['none', {}, /^Label the Node with its zone\.$/],
    [
      'the old one',
      { 'failure-domain.beta.kubernetes.io/zone': 'eu-1a' },
      /where it has eu-1a, is what Kubernetes called/,
    ],
  ])('are not those of a Node whose label is %s', async (_, labels, hint) => {
    const [node, ...others] = base({ address: '10.1.0.1' });
    const unlabelled = node!.replace('"labels":{}', `"labels":${JSON.stringify(labels)}`);
    const rendered = await renderCustom({
      east: [virtualServer(), unlabelled, ...others],
      config: 'discovery: [zones]\n',
      cis: { zone: 'eu-1a' },
    });
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80 5']);
    const found = rendered.findings.filter(({ rule }) => rule === 'zone-of-node-missing');
    expect(found.map(one => one.hint)).toEqual([expect.stringMatching(hint)]);
  });

  test.each<readonly [Readonly<Record<string, string | number>>, readonly string[]]>([
    [
      { zone: 'eu-1a', minimumMembersActive: 2 },
      ['zone of cluster east counts for nothing: discovery does not have zones'],
    ],
    [
      { minimumMembersActive: 2 },
      ['minimumMembersActive of cluster east counts for nothing: discovery does not have zones'],
    ],
    [{}, []],
  ])('are nothing without discovery: %j', async (cis, expected) => {
    const rendered = await renderCustom({
      east: [virtualServer(), ...base({ address: '10.1.0.1', zone: 'eu-1a' })],
      cis,
    });
    expect(membersOf(rendered)).toEqual(['10.1.0.1:80']);
    const found = rendered.findings.filter(({ rule }) => rule === 'zone-unused');
    expect(found.map(({ message }) => message)).toEqual(expected);
  });

  test('come after the preference of another system', async () => {
    expect(membersOf(await withZone('eu-1b', prefers('local')))).toEqual(['10.1.0.1:80 10', '10.2.0.1:80 5']);
  });
});

describe('members that serve', () => {
  const member = fc.record({
    adminState: fc.constantFrom('enable', 'disable', 'offline'),
    priorityGroup: fc.constantFrom(0, 5, 10),
  });

  test('are those of the fewest of the highest groups that are enough, or all that are active', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (members, minimum) => {
        const active = members.filter(({ adminState }) => adminState === 'enable');
        const serving = servingMembers(members, minimum);
        const idle = active.filter(one => !serving.includes(one));
        const lowest = Math.min(...serving.map(one => one.priorityGroup));
        expect(serving.every(one => active.includes(one))).toBe(true);
        expect(idle.every(one => one.priorityGroup < lowest)).toBe(true);
        if (idle.length > 0) expect(serving.length).toBeGreaterThanOrEqual(minimum);
        const above = serving.filter(one => one.priorityGroup > lowest);
        if (above.length > 0) expect(above.length).toBeLessThan(minimum);
      }),
    );
  });
});
