import { describe, expect, test } from 'vitest';
import { configText } from '../manifests.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { fixEverything } from './fixed.ts';

/** An extended ConfigMap with metadata of its own, as YAML or as JSON. */
const configMap = (metadata: string): string => `apiVersion: v1
kind: ConfigMap
${metadata}
data:
  extendedSpec: "extendedRouteSpec: []"
`;

async function fixed(text: string): Promise<string> {
  const files = { 'render.yaml': configText(), 'clusters/east/spec.yaml': text };
  const result = await fixEverything(temporaryWorkspace(files), files);
  return result.files['clusters/east/spec.yaml'] ?? '';
}

describe('a missing label is written as what stands around it', () => {
  test.each([
    [
      'labels, on a line below the last one and its comment',
      'metadata:\n  name: extended-spec\n  labels:\n    # who looks after it\n    team: edge # since March\n  namespace: kube-system',
      'metadata:\n  name: extended-spec\n  labels:\n    # who looks after it\n    team: edge # since March\n    f5nr: "true"\n  namespace: kube-system',
    ],
    [
      'no labels, below name and namespace',
      'metadata:\n    annotations: {}\n    namespace: kube-system\n    name: "extended-spec"   # fixed\n    finalizers: []',
      'metadata:\n    annotations: {}\n    namespace: kube-system\n    name: "extended-spec"   # fixed\n    labels:\n        f5nr: "true"\n    finalizers: []',
    ],
    [
      'labels in braces',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels: {team: edge}',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels: {f5nr: "true", team: edge}',
    ],
    [
      'empty braces',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels: {}',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels: {f5nr: "true"}',
    ],
    [
      'metadata in braces',
      'metadata: { name: extended-spec, namespace: kube-system }',
      'metadata: { labels: {f5nr: "true"}, name: extended-spec, namespace: kube-system }',
    ],
    [
      'quoted keys',
      '"metadata":\n  "name": "extended-spec"\n  "namespace": "kube-system"\n  "labels":\n    "team": "edge"',
      '"metadata":\n  "name": "extended-spec"\n  "namespace": "kube-system"\n  "labels":\n    "team": "edge"\n    "f5nr": "true"',
    ],
  ])('%s', async (_, before, after) => {
    expect(await fixed(configMap(before))).toBe(configMap(after));
    expect(await fixed(configMap(before).replaceAll('\n', '\r\n'))).toBe(configMap(after).replaceAll('\n', '\r\n'));
  });

  test('JSON with an entry a line', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap' };
    const data = { extendedSpec: 'extendedRouteSpec: []' };
    const metadata = { name: 'extended-spec', namespace: 'kube-system' };
    const before = JSON.stringify({ ...object, metadata, data }, undefined, 2);
    const after = before.replace('"metadata": {\n', '"metadata": {\n    "labels": {"f5nr": "true"},\n');
    expect(await fixed(before)).toBe(after);
    expect(JSON.parse(after).metadata).toEqual({ ...metadata, labels: { f5nr: 'true' } });
  });

  test('an item of a List, and the last line of a file without a line break', async () => {
    const item = '  - apiVersion: v1\n    kind: ConfigMap\n    data:\n      extendedSpec: "extendedRouteSpec: []"\n';
    const before = `kind: List\napiVersion: v1\nitems:\n${item}    metadata:\n      name: extended-spec\n      namespace: kube-system`;
    expect(await fixed(before)).toBe(`${before}\n      labels:\n        f5nr: "true"`);
  });
});

describe('a missing label is left to people', () => {
  test.each([
    [
      'where it has another value',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels: {f5nr: "false"}',
    ],
    [
      'where the labels are those of another object too',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels: &shared\n    team: edge\n  annotations: *shared',
    ],
    [
      'where they are written elsewhere',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  annotations: &shared {team: edge}\n  labels: *shared',
    ],
    [
      'where a label goes on over several lines',
      'metadata:\n  name: extended-spec\n  namespace: kube-system\n  labels:\n    team: >-\n      edge',
    ],
  ])('%s', async (_, metadata) => {
    expect(await fixed(configMap(metadata))).toBe(configMap(metadata));
  });
});

describe('f5cr', () => {
  const virtualServer = (labels: string): string => `apiVersion: cis.f5.com/v1
kind: VirtualServer
metadata:
  name: cafe
  namespace: shop${labels}
spec:
  host: cafe.example.com
  virtualServerAddress: 10.8.3.11
  pools: []
`;
  const config = (...args: string[]): string =>
    configText({ args })
      .replace('openshift', 'customresource')
      .replace(/\n.*extended-spec-configmap.*/, '');
  const fixedIn = async (render: string, text: string) => {
    const files = { 'render.yaml': render, 'clusters/east/cafe.yaml': text };
    return (await fixEverything(temporaryWorkspace(files), files)).files['clusters/east/cafe.yaml'];
  };

  test('is given to what lacks it', async () => {
    const labelled = virtualServer('\n  labels:\n    f5cr: "true"');
    expect(await fixedIn(config(), virtualServer(''))).toBe(labelled);
  });

  test('is not given where the controller looks for another label, nor to an IngressLink, which needs none', async () => {
    expect(await fixedIn(config('--custom-resource-label=team in (edge)'), virtualServer(''))).toBe(virtualServer(''));
    const link = virtualServer('').replace('VirtualServer', 'IngressLink');
    expect(await fixedIn(config(), link)).toBe(link);
  });

  test.each([
    [
      'TLSProfile',
      'tlsProfileName: common',
      'tls: {termination: edge, clientSSL: /Common/clientssl, reference: bigip}\n  hosts: [cafe.example.com]',
    ],
    ['Policy', 'policyName: common', 'snat: auto'],
  ])('is given to the %s that a VirtualServer names', async (kind, reference, spec) => {
    const named = (labels: string) =>
      `apiVersion: cis.f5.com/v1\nkind: ${kind}\nmetadata:\n  name: common\n  namespace: shop${labels}\nspec:\n  ${spec}\n`;
    const text = (labels: string) =>
      `${virtualServer('\n  labels: {f5cr: "true"}').replace('  pools', `  ${reference}\n  pools`)}---\n${named(labels)}`;
    expect(await fixedIn(config(), text(''))).toBe(text('\n  labels:\n    f5cr: "true"'));
  });
});
