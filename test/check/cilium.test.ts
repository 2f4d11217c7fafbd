import { describe, expect, test } from 'vitest';
import { readWorkspace } from '../../src/pipeline.ts';
import { configText, documents } from '../manifests.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

/** Rules that are found in a workspace of clusters east, west and so on, each as often as it is. */
async function rulesIn(clusters: Readonly<Record<string, readonly object[]>>, more = ''): Promise<string[]> {
  const { east, ...others } = clusters;
  const files = Object.entries({ east: east ?? [], ...others }).map(([name, objects]) => [
    `clusters/${name}/all.yaml`,
    documents(...objects.map(object => JSON.stringify(object))),
  ]);
  const config = configText({ others: Object.keys(others) }) + more;
  const run = await readWorkspace(temporaryWorkspace({ 'render.yaml': config, ...Object.fromEntries(files) }));
  return run.findings.list.map(({ rule }) => rule).sort();
}

const metadata = { name: 'base', namespace: 'shop' };
const service = (annotations: object = { 'io.cilium/global-service': 'true' }, ports: object[] = [{ port: 80 }]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { ...metadata, annotations },
  spec: { ports },
});
const config = (name: string, id: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cilium-config', namespace: 'kube-system' },
  data: { 'cluster-name': name, 'cluster-id': id, ...more },
});
const node = (address: string, cidr: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: `node-${address}` },
  spec: { podCIDRs: [cidr] },
  status: {
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: 'node' },
    ],
  },
});
const policy = (cluster: string, peer: string) => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata,
  spec: {
    endpointSelector: { matchLabels: { name: 'x-wing', 'io.cilium.k8s.policy.cluster': cluster } },
    egress: [
      {
        toEndpoints: [
          { matchExpressions: [{ key: 'k8s:io.cilium.k8s.policy.cluster', operator: 'In', values: [peer] }] },
        ],
      },
    ],
  },
});

describe('clusters of one mesh', () => {
  const east = [config('east', '1'), node('192.168.1.1', '10.1.0.0/24'), service()];
  const west = [config('west', '255'), node('192.168.2.1', '10.2.0.0/24'), service()];

  test('that have all of their own say nothing', async () => {
    expect(await rulesIn({ east, west })).toEqual([]);
  });

  test('have ids up to 511 where that is said', async () => {
    const many = { 'max-connected-clusters': '511' };
    expect(await rulesIn({ east: [config('east', '1', many)], west: [config('west', '511', many)] })).toEqual([]);
    for (const id of ['0', '512', 'one'])
      expect(await rulesIn({ east, west: [...west, config('west', id, many)] })).toContain('cilium-cluster-id-invalid');
  });

  test('have ports of the same names and numbers, in whatever order', async () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'admin', port: 81 },
    ];
    const both = (one: object[], other: object[]) =>
      rulesIn({ east: [service(undefined, one)], west: [service(undefined, other)] });
    expect(await both(ports, [...ports].reverse())).toEqual([]);
    expect(await both(ports, ports.slice(1))).toEqual(['cilium-service-ports-differ']);
  });

  test('need a policy only where it selects Pods', async () => {
    expect(await rulesIn({ east: [...east, policy('east', 'west')], west })).toEqual([]);
    expect(await rulesIn({ east, west: [...west, policy('east', 'west')] })).toEqual(['cilium-policy-missing']);
    expect(await rulesIn({ east: [...east, policy('east', 'wets')], west })).toEqual(['cilium-policy-cluster-unknown']);
  });
});

describe('global Services', () => {
  const other = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

  test.each([
    ['missing in the only other cluster', { east: [service()], west: [other] }, ['cilium-service-missing']],
    ['not global in it', { east: [service()], west: [service({})] }, ['cilium-service-not-global']],
    [
      'not global in a third one',
      { east: [service()], west: [service()], north: [service({})] },
      ['cilium-service-not-global'],
    ],
    [
      'missing in a cluster that shows no Cilium, beside two that do',
      { east: [service()], west: [service()], north: [other] },
      [],
    ],
    ['missing in clusters that have nothing of Cilium', { east: [service()], west: [other], north: [other] }, []],
    [
      'not global in one and missing in another',
      { east: [service()], west: [service({})], north: [other] },
      ['cilium-service-missing', 'cilium-service-not-global'],
    ],
    [
      'with other ports',
      { east: [service()], west: [service(undefined, [{ port: 81 }])] },
      ['cilium-service-ports-differ'],
    ],
    ['alone in the workspace', { east: [service()] }, []],
  ])('%s', async (_, clusters, expected) => {
    expect(await rulesIn(clusters)).toEqual(expected);
  });

  test('are missing in all others where `discovery` says that these are one mesh', async () => {
    const clusters = { east: [service()], west: [other], north: [other] };
    expect(await rulesIn(clusters, 'discovery: [cilium]\n')).toEqual(['cilium-service-missing']);
  });

  test('are not missing where something could not be read', async () => {
    const unquoted = service({ 'io.cilium/global-service': true });
    expect(await rulesIn({ east: [service()], west: [unquoted] })).toEqual(['object-wrong-type']);
  });
});

describe('policies that name clusters', () => {
  test('name those of the workspace, whatever these show of Cilium', async () => {
    expect(await rulesIn({ east: [policy('east', 'west')], west: [] })).toEqual([]);
    expect(await rulesIn({ east: [policy('east', 'north')], west: [] })).toEqual(['cilium-policy-cluster-unknown']);
  });

  test('make a mesh of those', async () => {
    const both = { ...policy('east', 'west'), spec: policy('west', 'east').spec };
    expect(await rulesIn({ east: [both], west: [] })).toEqual(['cilium-policy-missing']);
  });
});

test('installations of Cilium that are not connected may have all in common', async () => {
  const alone = [config('default', '0'), node('192.168.1.1', '10.1.0.0/24')];
  const allowing = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata,
    spec: { endpointSelector: {} },
  };
  expect(await rulesIn({ east: [...alone, allowing], west: alone })).toEqual([]);
  const named = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: config('', '').metadata,
    data: { 'cluster-name': 'prod' },
  };
  expect(await rulesIn({ east: [named], west: [named] })).toEqual(['cilium-cluster-name-twice']);
  expect(await rulesIn({ east: [config('east', '300')] })).toEqual(['cilium-cluster-id-invalid']);
});

test('clusters without Cilium may share addresses and policies may differ', async () => {
  const network = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: {} };
  const same = node('192.168.1.1', '10.1.0.0/24');
  expect(await rulesIn({ east: [same, network], west: [same] })).toEqual([]);
  expect(await rulesIn({ east: [same, config('east', '0')], west: [same] })).toEqual([]);
});

test('clusters of which `discovery` says that they are one mesh may share nothing, whatever they show', async () => {
  const same = node('192.168.1.1', '10.1.0.0/24');
  const found = ['cilium-node-address-twice', 'cilium-pod-cidrs-overlap'];
  expect(await rulesIn({ east: [same], west: [same] }, 'discovery: [cilium]\n')).toEqual(found);
  expect(await rulesIn({ east: [same], west: [same] }, 'discovery: [mcs]\n')).toEqual([]);
  // Of three those that show it are meant.
  const others = { west: [service()], north: [same, service()] };
  expect(await rulesIn({ east: [same], ...others }, 'discovery: [cilium]\n')).toEqual([]);
});
