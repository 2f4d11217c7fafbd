import { describe, expect, test } from 'vitest';
import { ConfigurationError, loadRenderConfig } from '../../src/load/render-config.ts';
import { readWorkspace } from '../../src/pipeline.ts';
import { configText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import { renderDirectory, valueAt } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const group = 'extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11';
const cafe = documents(routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }), serviceText('cafe'));

describe('the controller of a cluster', () => {
  const deployment = (name: string, args: readonly string[], image = 'registry.example.com/f5/k8s-bigip-ctlr:2.20.2') =>
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'kube-system' },
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'coffee', image: 'coffee:1', args: ['--roast'] },
              { name: 'cis', image, args },
            ],
          },
        },
      },
    });
  const args = [
    '--controller-mode=openshift',
    '--extended-spec-configmap=kube-system/extended-spec',
    '--pool-member-type',
    'cluster',
    '--bigip-partition=banks',
  ];
  const files = {
    'clusters/east/spec.yaml': extendedSpecText(group),
    'clusters/east/cafe.yaml': cafe,
  };

  test('has the arguments of its Deployment, without render.yaml too', async () => {
    const root = temporaryWorkspace({ ...files, 'clusters/east/cis.yaml': deployment('cis', args) });
    const { declaration, findings } = await renderDirectory(root, 'east');
    expect(findings).toEqual([]);
    expect(valueAt(declaration, 'banks', 'Shared', 'cafe_80_shop', 'members')).toHaveLength(2);
  });

  test('has those of render.yaml where both are there', async () => {
    const root = temporaryWorkspace({
      ...files,
      'render.yaml': configText(),
      'clusters/east/cis.yaml': deployment('cis', args),
    });
    expect(Object.keys((await renderDirectory(root, 'east')).declaration ?? {})).toContain('shops');
  });

  test('is pointed at within its Deployment when an argument is wrong', async () => {
    const root = temporaryWorkspace({
      ...files,
      'clusters/east/cis.yaml': deployment('cis', [...args, '--ipam=maybe']),
    });
    const { findings, view } = await renderDirectory(root, 'east');
    expect(view.outcome).toBe('refuses-to-start');
    const text = deployment('cis', [...args, '--ipam=maybe']);
    expect(findings[0]?.position).toMatchObject({ line: 1, column: text.indexOf('--ipam') + 1 });
  });

  test('is the first of several by name, which is told', async () => {
    const root = temporaryWorkspace({
      ...files,
      'clusters/east/b.yaml': deployment('aaa', args),
      'clusters/east/a.yaml': deployment('bbb', ['--controller-mode=customresource', '--bigip-partition=x']),
    });
    const { declaration, findings } = await renderDirectory(root, 'east');
    expect(Object.keys(declaration ?? {})).toContain('banks');
    expect(findings.map(({ rule }) => rule)).toEqual(['controller-several']);
  });

  test('is none where no image is its own', async () => {
    const root = temporaryWorkspace({ ...files, 'clusters/east/a.yaml': deployment('cis', args, 'nginx:1') });
    expect((await readWorkspace(root)).controllers).toEqual([]);
  });
});

describe('an object that is defined twice', () => {
  test('counts as it was read last, and both places are named', async () => {
    const root = temporaryWorkspace({
      'render.yaml': configText(),
      'clusters/east/spec.yaml': extendedSpecText(group),
      'clusters/east/a.yaml': cafe,
      'clusters/east/b.yaml': documents('---', routeText({ name: 'cafe', host: 'new.example.com', to: 'cafe' })),
    });
    const { declaration, findings } = await renderDirectory(root, 'east');
    expect(JSON.stringify(declaration)).toContain('new.example.com');
    expect(JSON.stringify(declaration)).not.toContain('cafe.example.com');
    const [duplicate] = findings.filter(({ rule }) => rule === 'object-duplicate');
    expect(duplicate).toMatchObject({
      position: { file: 'clusters/east/b.yaml', line: 3 },
      other: { file: 'clusters/east/a.yaml', line: 1 },
      resource: { kind: 'Route', namespace: 'shop', name: 'cafe' },
    });
  });

  test('counts as before where the later one is refused', async () => {
    const refused = routeText({ name: 'cafe', host: 'new.example.com', to: 'cafe' }).replace(
      '"to":{',
      '"to":{"weight":"a",',
    );
    const root = temporaryWorkspace({
      'render.yaml': configText(),
      'clusters/east/spec.yaml': extendedSpecText(group),
      'clusters/east/a.yaml': cafe,
      'clusters/east/b.yaml': refused,
    });
    const { declaration } = await renderDirectory(root, 'east');
    expect(JSON.stringify(declaration)).toContain('cafe.example.com');
  });
});

describe('render.yaml', () => {
  const problems = (text: string): string[] => {
    const root = temporaryWorkspace({ 'render.yaml': text });
    try {
      loadRenderConfig(root);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.findings.list.map(({ rule, values }) => {
        const { suggested } = values as { suggested?: string };
        return suggested ? `${rule} -> ${suggested}` : rule;
      });
    }
  };
  const cluster = '{name: east, manifests: east}';

  test.each<[text: string, rules: string[]]>([
    [`clusters: [${cluster}]\n`, []],
    [`clusters: [${cluster}]\noutput: out/put\nas3Version: 3.52.0\n`, []],
    [`clusters: [${cluster}]\noutputs: x\n`, ['config-unknown-key -> output']],
    [`clusters: [${cluster}]\nas3version: 3.52.0\n`, ['config-unknown-key -> as3Version']],
    ['clusters: [{name: east, manifest: east, manifests: east}]\n', ['config-unknown-key -> manifests']],
    ['clusters: [{name: east, manifests: east, cis: {arg: [], args: []}}]\n', ['config-unknown-key -> args']],
    [`clusters: [${cluster}]\nzzzzzz: x\n`, ['config-unknown-key']],
    ['', ['config-invalid']],
    ['clusters: []\n', ['config-invalid']],
    ['- clusters\n', ['config-invalid']],
    [`clusters: [${cluster}]\nas3Version: 3.52\n`, ['config-invalid']],
    [`clusters: [${cluster}]\ndiscovery: [cilum]\n`, ['config-invalid']],
    [`clusters: [${cluster}]\ndiscovery: [zones, zones]\n`, ['config-invalid']],
    ['clusters: [{name: east, manifests: east, cis: {}}]\n', ['config-invalid']],
    [`clusters: [${cluster}]\noutput: .\n`, ['config-invalid']],
    [`clusters: [${cluster}]\noutput: x\noutput: y\n`, ['config-invalid']],
    ['clusters: [{name: east, manifests: east, kustomize: east}]\n', ['config-invalid']],
    ['clusters: [{name: "..", manifests: east}]\n', ['config-cluster-name']],
    ['clusters: [{name: a b, manifests: east}]\n', ['config-cluster-name']],
    [`clusters: [${cluster}, ${cluster}]\n`, ['config-duplicate-cluster']],
    ['clusters: [\n', ['config-invalid']],
  ])('%j: %j', (text, rules) => {
    expect(problems(text)).toEqual(rules);
  });

  test.each([
    ['', 'the file needs clusters'],
    ['- clusters\n', 'the file must be a mapping'],
    ['clusters: {}\n', 'clusters must be a list'],
    ['clusters: []\n', 'clusters is empty'],
    ['clusters: [{name: 1, manifests: east}]\n', 'clusters.0.name must be text'],
    ['clusters: [{name: east, manifests: 1}]\n', 'clusters.0.manifests must be text or a list'],
    ['clusters: [{name: east, manifests: ""}]\n', 'clusters.0.manifests is empty'],
    ['clusters: [\n', /^this is not YAML: /],
  ])('is told in plain words: %j', (text, problem) => {
    const root = temporaryWorkspace({ 'render.yaml': text });
    try {
      loadRenderConfig(root);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      expect(error.findings.list.map(({ values }) => (values as { problem: string }).problem)).toEqual([
        typeof problem === 'string' ? problem : expect.stringMatching(problem),
      ]);
    }
  });

  test.each(['clusters', 'clusters/east', './clusters/'])('may not have its output where manifests are: %s', output => {
    expect(problems(`clusters: [{name: east, manifests: clusters/east}]\noutput: ${output}\n`)).toEqual([
      'config-invalid',
    ]);
  });
});
