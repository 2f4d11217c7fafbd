import { describe, expect, test } from 'vitest';
import { createLocator } from '../../src/load/locate.ts';
import { readWorkspace, shownFindings } from '../../src/pipeline.ts';
import { documents } from '../manifests.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { enrolledText, exportText, importText, keyOf, policyText, servedText } from './manifests.ts';

/** What is said of the manifests of some clusters: `rule: message`. None has a controller but `cluster-2`, where policies are followed. */
async function told(clusters: Readonly<Record<string, readonly string[]>>, followed = false): Promise<string[]> {
  const names = Object.keys(clusters);
  const cis = { args: ['--controller-mode=customresource', '--bigip-partition=httpbin'] };
  const root = temporaryWorkspace({
    'render.yaml': JSON.stringify({
      clusters: names.map(name => ({
        name,
        manifests: `clusters/${name}`,
        ...(followed && name === 'cluster-2' && { cis }),
      })),
      ...(followed && { discovery: ['flomesh'] }),
    }),
    ...Object.fromEntries(names.map(name => [`clusters/${name}/all.yaml`, documents(...clusters[name]!)])),
  });
  const { findings } = await readWorkspace(root);
  return shownFindings([findings], createLocator())
    .filter(({ rule }) => rule !== 'config-no-controller')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

const gateway = (port?: number, more: object = {}) => ({
  gatewayHost: '192.168.1.110',
  ...(port !== undefined && { gatewayPort: port }),
  ...more,
});
const rule = (path: string, more: object = {}) => ({ portNumber: 8080, path, pathType: 'Prefix', ...more });
const served = servedText('httpbin', '10.2.0.1');
const control = [1, 2, 3].map(at => enrolledText(`cluster-${at}`, gateway(80 + at)));

describe('a policy', () => {
  test.each<readonly [string, Readonly<Record<string, readonly string[]>>]>([
    ['a Service', { 'cluster-2': [served] }],
    ['an import', { 'cluster-2': [importText('httpbin', ['cluster-1', '192.168.1.110', 81])] }],
    ['what another cluster exports', { 'cluster-1': [served, exportText('httpbin', rule('/a'))], 'cluster-2': [] }],
  ])('governs %s', async (_, clusters) => {
    const all = { ...clusters, 'cluster-2': [...clusters['cluster-2']!, policyText('httpbin', 'Locality')] };
    expect(await told(all)).toEqual([]);
  });

  test('governs nothing of another namespace, and nothing that another cluster keeps to itself', async () => {
    const elsewhere = servedText('other/httpbin', '10.2.0.1');
    expect(await told({ 'cluster-1': [served], 'cluster-2': [elsewhere, policyText('httpbin', undefined)] })).toEqual([
      'flomesh-policy-unmatched: GlobalTrafficPolicy httpbin/httpbin governs nothing: cluster cluster-2 has no Service or ServiceImport of that name and namespace.',
    ]);
  });

  test('is one of today’s group too, and governs a Service only once', async () => {
    const today = policyText('httpbin', 'FailOver').replace('flomesh.io/', 'multicluster.flomesh.io/');
    expect(today).toContain('"multicluster.flomesh.io/v1alpha1"');
    expect(await told({ 'cluster-2': [served, today] })).toEqual([expect.stringMatching(/^flomesh-targets-missing: /)]);
    const both = [served, policyText('httpbin', 'Locality'), today.replace('FailOver', 'Locality')];
    expect(await told({ 'cluster-2': both })).toEqual([expect.stringMatching(/^object-duplicate: /)]);
  });

  test.each([
    ['Locality', ['cluster-1', 'cluster-3'], ['its 2 targets count']],
    [undefined, ['cluster-2', 'cluster-1'], ['its target counts']],
    ['Locality', ['cluster-2'], []],
    ['FailOver', ['cluster-1'], []],
  ])('of type %s with targets %j', async (lbType, targets, expected) => {
    expect(await told({ 'cluster-2': [served, policyText('httpbin', lbType, ...targets)] })).toEqual(
      expected.map(text => expect.stringMatching(new RegExp(`^flomesh-targets-unused: .*${text} for nothing$`))),
    );
  });

  test('has weights that no member has, where they would share', async () => {
    const weighing = (lbType: string) =>
      policyText('httpbin', lbType, 'cluster-1').replace('cluster-1"', 'cluster-1","weight":20');
    const clusters = (lbType: string) => ({ 'cluster-1': [served], 'cluster-2': [served, weighing(lbType)] });
    expect(await told(clusters('ActiveActive'), true)).toEqual([
      `flomesh-weight-unfollowed: GlobalTrafficPolicy httpbin/httpbin: weight 20 of ${keyOf('cluster-1')} is not followed: all members of a pool get requests alike`,
    ]);
    expect(await told(clusters('ActiveActive'))).toEqual([]);
    expect(await told(clusters('FailOver'), true)).toEqual([]);
  });

  test('is not said to govern nothing where a manifest cannot be read', async () => {
    expect(await told({ 'cluster-2': [policyText('httpbin', 'Locality'), 'a: [b'] })).toEqual([
      expect.stringMatching(/^yaml-syntax: /),
    ]);
  });

  test.each([
    ['FailOver', true],
    ['ActiveActive', true],
    ['Locality', false],
    [undefined, false],
  ])('of type %s needs targets: %s', async (lbType, needed) => {
    const found = await told({ 'cluster-2': [served, policyText('httpbin', lbType)] });
    expect(found.map(text => text.split(':')[0])).toEqual(needed ? ['flomesh-targets-missing'] : []);
  });

  test('of an unknown type is refused, with the word that was meant', async () => {
    const [failover, ...others] = await told({ 'cluster-2': [served, policyText('httpbin', 'Failover', 'cluster-1')] });
    expect(failover).toBe(
      'custom-resource-invalid: GlobalTrafficPolicy httpbin/httpbin: spec.lbType must be one of Locality, FailOver, ActiveActive. Did you mean "FailOver"?',
    );
    expect(others).toEqual([]);
  });
});

describe('a clusterKey', () => {
  const policy = (...targets: string[]) => [served, policyText('httpbin', 'FailOver', ...targets)];

  test('names a Cluster by all of its key', async () => {
    const inEurope = enrolledText('cluster-1', gateway(81, { region: 'eu', zone: 'a', group: 'g' }));
    expect(await told({ control: [inEurope], 'cluster-2': policy('eu/a/g/cluster-1') })).toEqual([]);
    expect(await told({ control: [inEurope], 'cluster-2': policy('cluster-1') })).toEqual([
      `flomesh-cluster-unknown: GlobalTrafficPolicy httpbin/httpbin: no Cluster has clusterKey "${keyOf('cluster-1')}". Did you mean "eu/a/g/cluster-1"?`,
    ]);
  });

  test('is not taken for one that only begins alike', async () => {
    expect(await told({ control, 'cluster-2': policy('edge') })).toEqual([
      `flomesh-cluster-unknown: GlobalTrafficPolicy httpbin/httpbin: no Cluster has clusterKey "${keyOf('edge')}".`,
    ]);
  });

  test.each([
    ['{}', 'spec.targets.0 needs clusterKey'],
    ['{"clusterKey":""}', 'spec.targets.0.clusterKey must not be empty'],
  ])('that is not written is told of once: %s', async (target, problem) => {
    const [service, written] = policy('cluster-1');
    const without = written!.replace(/\{"clusterKey":[^}]*\}/, target);
    expect(await told({ control, 'cluster-2': [service!, without] })).toEqual([
      `custom-resource-invalid: GlobalTrafficPolicy httpbin/httpbin: ${problem}`,
    ]);
    const followed = await told({ 'cluster-2': [service!, without] }, true);
    expect(followed.filter(text => text.startsWith('flomesh'))).toEqual([]);
  });

  test('is looked for in imports as well', async () => {
    const imported = importText('httpbin', ['cluster-1', '192.168.1.110', 81], ['cluster-9', '192.168.1.110', 89]);
    expect(await told({ control, 'cluster-2': [imported] })).toEqual([
      `flomesh-cluster-unknown: ServiceImport httpbin/httpbin: no Cluster has clusterKey "${keyOf('cluster-9')}". Did you mean "${keyOf('cluster-1')}"?`,
    ]);
  });

  test('is not looked for where the control plane is kept elsewhere, or cannot be read', async () => {
    expect(await told({ 'cluster-2': policy('cluster-9') })).toEqual([]);
    expect(await told({ control: [...control, 'a: [b'], 'cluster-2': policy('cluster-9') })).toEqual([
      expect.stringMatching(/^yaml-syntax: /),
    ]);
  });
});

describe('a target', () => {
  const policy = policyText('httpbin', 'ActiveActive', 'cluster-1', 'cluster-3');
  const unexported = (name: string) =>
    `flomesh-target-unexported: GlobalTrafficPolicy httpbin/httpbin: ${keyOf(name)} serves nothing: it does not export Service httpbin/httpbin`;
  const exporting = [served, exportText('httpbin', rule('/a'))];

  test('exports the Service, or is listed by the import', async () => {
    expect(await told({ 'cluster-1': exporting, 'cluster-2': [served, policy], 'cluster-3': exporting })).toEqual([]);
    const imported = importText('httpbin', ['cluster-3', '192.168.1.110', 83]);
    expect(
      await told({ 'cluster-1': exporting, 'cluster-2': [served, policy, imported], 'cluster-3': [served] }),
    ).toEqual([]);
  });

  test('serves nothing where others export and it does not', async () => {
    expect(await told({ 'cluster-1': exporting, 'cluster-2': [served, policy], 'cluster-3': [served] })).toEqual([
      unexported('cluster-3'),
    ]);
    expect(
      await told({ 'cluster-2': [served, policy, importText('httpbin', ['cluster-1', '192.168.1.110', 81])] }),
    ).toEqual([unexported('cluster-3')]);
  });

  test('serves nothing that is exported to others alone', async () => {
    const exportedTo = (name: string) =>
      exportText('httpbin', rule('/a')).replace('"rules"', `"targetClusters":["${keyOf(name)}"],"rules"`);
    const clusters = (name: string) => ({
      'cluster-1': [served, exportedTo(name)],
      'cluster-2': [served, policy],
      'cluster-3': exporting,
    });
    expect(await told(clusters('cluster-2'))).toEqual([]);
    expect(await told(clusters('cluster-3'))).toEqual([unexported('cluster-1')]);
  });

  test.each<readonly [string, Readonly<Record<string, readonly string[]>>, string]>([
    ['not there', {}, 'the workspace has no cluster cluster-1, and no ServiceImport lists its gateway'],
    [
      'without the Service',
      { 'cluster-1': [] },
      'cluster cluster-1 has no Service httpbin/httpbin, and no ServiceImport lists its gateway',
    ],
    [
      'listed by a host name',
      { 'cluster-2': [importText('httpbin', ['cluster-1', 'gateway.example.com', 81])] },
      'the ServiceImport lists its gateway without an IP address and a port',
    ],
    [
      'listed by a port that cannot be',
      { 'cluster-2': [importText('httpbin', ['cluster-1', '192.168.1.110', 0])] },
      'the ServiceImport lists its gateway without an IP address and a port',
    ],
  ])('that is %s gives no members, where they are asked for', async (_, clusters, reason) => {
    const toFirst = policyText('httpbin', 'FailOver', 'cluster-1');
    const all = { ...clusters, 'cluster-2': [served, toFirst, ...(clusters['cluster-2'] ?? [])] };
    const memberless = (found: readonly string[]) => found.filter(text => text.startsWith('flomesh-target-memberless'));
    expect(memberless(await told(all, true))).toEqual([
      `flomesh-target-memberless: GlobalTrafficPolicy httpbin/httpbin: ${keyOf('cluster-1')} gives the pool no members: ${reason}`,
    ]);
    expect(memberless(await told(all))).toEqual([]);
  });

  test('that could not be read is not said to give no members', async () => {
    const toFirst = policyText('httpbin', 'FailOver', 'cluster-1');
    expect(await told({ 'cluster-1': ['a: [b'], 'cluster-2': [served, toFirst] }, true)).toEqual([
      expect.stringMatching(/^yaml-syntax: /),
    ]);
  });

  test('is believed where nobody tells who exports', async () => {
    expect(await told({ 'cluster-1': [served], 'cluster-2': [served, policy], 'cluster-3': [served] })).toEqual([]);
  });
});

describe('an export', () => {
  test('has its Service and the port of each rule', async () => {
    const rules = [rule('/a'), rule('/b', { portNumber: 80 })];
    expect(
      await told({ 'cluster-1': [served, exportText('httpbin', ...rules), exportText('cart', rule('/c'))] }),
    ).toEqual([
      'flomesh-export-unserved: ServiceExport httpbin/httpbin: Service httpbin/httpbin has no port 80, only 8080',
      'flomesh-export-unserved: ServiceExport httpbin/cart: cluster cluster-1 has no Service of that name and namespace.',
    ]);
  });

  test.each([
    ['/a', '/a', {}, true],
    ['/a', '/a/', {}, true],
    ['/a', '/a/b', {}, false],
    ['/a', '/a', { pathType: 'Exact' }, false],
    ['/a', '/A', {}, false],
  ])('of %s meets one of %s %j: %s', async (path, other, more, meets) => {
    const services = ['httpbin', 'cart'].map((name, at) => servedText(name, `10.2.0.${at}`));
    const exports = [exportText('httpbin', rule(path)), exportText('cart', rule(other, more))];
    const found = await told({ 'cluster-1': [...services, ...exports] });
    expect(found).toEqual(
      meets
        ? [
            `flomesh-export-path-taken: ServiceExport httpbin/cart: path "${other}" of the gateway of cluster cluster-1 belongs to ServiceExport httpbin/httpbin as well`,
          ]
        : [],
    );
  });

  test('of one path meets none of another cluster, and itself twice', async () => {
    const exporting = [served, exportText('httpbin', rule('/a'))];
    expect(await told({ 'cluster-1': exporting, 'cluster-3': exporting })).toEqual([]);
    expect(await told({ 'cluster-1': [served, exportText('httpbin', rule('/a'), rule('/a'))] })).toEqual([
      expect.stringContaining('belongs to another rule of it as well'),
    ]);
  });
});

describe('Clusters', () => {
  const twice = (text: string) =>
    `flomesh-gateway-twice: Clusters ${keyOf('cluster-1')} and ${keyOf('cluster-2')} have the same gateway, ${text}`;

  test('have a gateway each', async () => {
    expect(await told({ control })).toEqual([]);
    const same = [enrolledText('cluster-1', gateway(81)), enrolledText('cluster-2', gateway(81))];
    expect(await told({ control: same })).toEqual([twice('192.168.1.110:81')]);
    expect(await told({ control: [same[0]!], other: [same[1]!] })).toEqual([twice('192.168.1.110:81')]);
    const portless = [enrolledText('cluster-1', gateway()), enrolledText('cluster-2', gateway())];
    expect(await told({ control: portless })).toEqual([twice('192.168.1.110:80')]);
    const written = [enrolledText('cluster-1', gateway()), enrolledText('cluster-2', gateway(80))];
    expect(await told({ control: written })).toEqual([twice('192.168.1.110:80')]);
  });

  test('that two control planes have enrolled are one', async () => {
    expect(await told({ control, other: control })).toEqual([]);
  });

  test('have no namespace, and no other group is meant', async () => {
    const foreign = enrolledText('cluster-1', gateway(82)).replace('flomesh.io/v1alpha1', 'cluster.x-k8s.io/v1beta1');
    expect(await told({ control: [...control, foreign] })).toEqual([]);
    const inNamespace = control[0]!.replace('"metadata":{', '"metadata":{"namespace":"flomesh",');
    expect(await told({ control: [...control, inNamespace] })).toEqual([expect.stringMatching(/^object-duplicate: /)]);
  });

  test('may have keys that nobody here knows', async () => {
    expect(
      await told({ control: [enrolledText('cluster-1', gateway(81, { title: 'first', fsmNamespace: 'x' }))] }),
    ).toEqual([]);
  });

  test('have ports that there are', async () => {
    expect(await told({ control: [enrolledText('cluster-1', gateway(70000))] })).toEqual([
      'custom-resource-invalid: Cluster cluster-1: spec.gatewayPort must be at most 65535',
    ]);
    expect(await told({ control: [enrolledText('cluster-1', { gatewayPort: '81' })] })).toEqual([
      expect.stringMatching(/^object-wrong-type: Cluster cluster-1: spec.gatewayPort must be an integer/),
    ]);
  });
});
