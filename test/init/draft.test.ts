import { describe, expect, test } from 'vitest';
import { configText } from '../../src/init/config-text.ts';
import { draftWorkspace, type FoundFile } from '../../src/init/draft.ts';
import { loadYaml } from '../../src/load/yaml.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: cafe}\n';
const kustomization = 'resources: [../../base]\n';
const controller = (...args: string[]): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'k8s-bigip-ctlr', namespace: 'kube-system' },
    spec: { template: { spec: { containers: [{ name: 'c', image: 'f5networks/k8s-bigip-ctlr:2.20', args }] } } },
  });
const files = (texts: Readonly<Record<string, string>>): FoundFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));
const name = 'kube-system/k8s-bigip-ctlr';

describe('the layout of a repository', () => {
  test.each([
    [
      'a directory for each cluster, with its controller',
      { 'clusters/east/a.yaml': service, 'clusters/west/cis.yaml': controller() },
      [
        { name: 'east', paths: ['clusters/east'], kustomize: false },
        { name: 'west', paths: ['clusters/west'], kustomize: false, controller: name },
      ],
      [],
    ],
    [
      'overlays of a base',
      { 'base/a.yaml': service, 'overlays/east/kustomization.yaml': kustomization, 'overlays/shared/b.yaml': service },
      [{ name: 'east', paths: ['overlays/east'], kustomize: true }],
      [],
    ],
    [
      'clusters that are kustomizations',
      { 'clusters/east/kustomization.yml': kustomization, 'clusters/west/deep/kustomization.yaml': kustomization },
      [
        { name: 'east', paths: ['clusters/east'], kustomize: true },
        { name: 'west', paths: ['clusters/west'], kustomize: false },
      ],
      [],
    ],
    [
      'controllers beside clusters, which say whose they are',
      {
        'cis/a.yaml': controller('--local-cluster-name=east'),
        'cis/b.yaml': controller('--local-cluster-name=west'),
        'clusters/east/a.yaml': service,
        'clusters/west/a.yaml': service,
      },
      [
        { name: 'east', paths: ['clusters/east', 'cis/a.yaml'], kustomize: false, controller: name },
        { name: 'west', paths: ['clusters/west', 'cis/b.yaml'], kustomize: false, controller: name },
      ],
      [],
    ],
    [
      'manifests that nobody says the cluster of',
      {
        'apps/a.yaml': service,
        'cis/a.yaml': controller(),
        'clusters/east/a.yaml': service,
        'clusters/west/a.yaml': service,
      },
      [
        { name: 'east', paths: ['clusters/east'], kustomize: false },
        { name: 'west', paths: ['clusters/west'], kustomize: false },
      ],
      ['apps', 'cis'],
    ],
    [
      'no clusters at all: one, called as its controller calls it',
      { 'apps/a.yaml': service, 'cis.yaml': controller('--local-cluster-name=east') },
      [{ name: 'east', paths: ['.'], kustomize: false, controller: name }],
      [],
    ],
    ['no manifests', { 'docker-compose.yaml': 'services: {}\n' }, [], []],
    [
      'a directory that no cluster can be called as',
      { 'clusters/_base/a.yaml': service, 'clusters/east/a.yaml': service },
      [{ name: 'east', paths: ['clusters/east'], kustomize: false }],
      ['clusters/_base'],
    ],
    [
      'clusters of several teams, as deep as each other, and what lies deeper',
      {
        'teams/bank/clusters/east/a.yaml': service,
        'teams/shop/clusters/east/a.yaml': service,
        'teams/shop/clusters/west/a.yaml': service,
        'teams/shop/test/clusters/fake/a.yaml': service,
      },
      [
        { name: 'east', paths: ['teams/bank/clusters/east', 'teams/shop/clusters/east'], kustomize: false },
        { name: 'west', paths: ['teams/shop/clusters/west'], kustomize: false },
      ],
      ['teams/shop/test'],
    ],
    [
      'kustomizations of several teams for one cluster, which can have but one',
      {
        'bank/base/a.yaml': service,
        'bank/overlays/east/kustomization.yaml': kustomization,
        'shop/overlays/east/kustomization.yaml': kustomization,
      },
      [{ name: 'east', paths: ['bank/overlays/east'], kustomize: true }],
      [],
      [{ name: 'east', paths: ['shop/overlays/east'], kustomize: true }],
    ],
    [
      'a kustomization and manifests of several teams for one cluster',
      {
        'bank/clusters/east/a.yaml': service,
        'cis/spec.yaml': service,
        'shop/clusters/east/kustomization.yaml': kustomization,
      },
      [{ name: 'east', paths: ['bank/clusters/east'], kustomize: false }],
      ['cis'],
      [{ name: 'east', paths: ['shop/clusters/east'], kustomize: true }],
    ],
    [
      'a directory for each controller',
      { 'k8s/prod/a.yaml': service, 'k8s/prod/cis/c.yaml': controller(), 'k8s/test/cis.yaml': controller() },
      [
        { name: 'prod', paths: ['k8s/prod'], kustomize: false, controller: name },
        { name: 'test', paths: ['k8s/test'], kustomize: false, controller: name },
      ],
      [],
    ],
    [
      'a file for each controller',
      {
        'apps/a.yaml': service,
        'cis/1.yaml': controller('--local-cluster-name=east'),
        'cis/2.yaml': controller('--local-cluster-name=west'),
      },
      [
        { name: 'east', paths: ['cis/1.yaml'], kustomize: false, controller: name },
        { name: 'west', paths: ['cis/2.yaml'], kustomize: false, controller: name },
      ],
      ['apps'],
    ],
    [
      'a kustomization of everything',
      { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': service },
      [{ name: 'cluster1', paths: ['.'], kustomize: true }],
      [],
    ],
    [
      'a Helm chart beside manifests',
      {
        'apps/a.yaml': service,
        'cis/chart/Chart.yaml': 'apiVersion: v2\nname: cis\n',
        'cis/chart/templates/c.yaml': controller(),
        'cis/spec.yaml': service,
      },
      [{ name: 'cluster1', paths: ['apps', 'cis/spec.yaml'], kustomize: false }],
      [],
    ],
    [
      'a Helm chart that is the repository, and clusters in it',
      { 'Chart.yaml': 'apiVersion: v2\nname: shop\n', 'clusters/east/s.yaml': service, 'templates/t.yaml': service },
      [{ name: 'east', paths: ['clusters/east'], kustomize: false }],
      [],
    ],
    [
      'a Helm chart that is the repository, with all that it has',
      {
        'Chart.yaml': 'apiVersion: v2\nname: shop\n',
        'a.yaml': service,
        'apps/a.yaml': service,
        'charts/sub/a.yaml': service,
        'crds/a.yaml': service,
        'templates/deep/a.yaml': service,
        'values.yaml': 'kind: DaemonSet\n',
      },
      [{ name: 'cluster1', paths: ['a.yaml', 'apps'], kustomize: false }],
      [],
    ],
    [
      'a Helm chart without templates of its own',
      { 'cis/Chart.yaml': 'apiVersion: v2\nname: cis\n', 'cis/ci/a.yaml': service },
      [{ name: 'cluster1', paths: ['cis/ci'], kustomize: false }],
      [],
    ],
  ])('%s', (_, texts, clusters, others, unbuilt: readonly object[] = []) => {
    expect(draftWorkspace(files(texts as Record<string, string>))).toMatchObject({ clusters, others, unbuilt });
  });

  test('tells of controllers that share a file, and of charts', () => {
    const both = `${controller('--local-cluster-name=east')}\n---\n${controller('--local-cluster-name=west').replace('k8s-bigip-ctlr', 'other')}`;
    const draft = draftWorkspace(files({ 'cis.yaml': both, 'chart/Chart.yaml': 'name: cis\n' }));
    expect(draft).toMatchObject({
      clusters: [{ name: 'east', controller: name }],
      unplaced: ['kube-system/other'],
      charts: ['chart'],
    });
  });

  test('tells of a secondary', () => {
    const draft = (...args: string[]) => draftWorkspace(files({ 'clusters/east/cis.yaml': controller(...args) }));
    expect(draft('--multi-cluster-mode=secondary').hasSecondary).toBe(true);
    expect(draft('--multi-cluster-mode=primary').hasSecondary).toBe(false);
  });
});

describe('render.yaml', () => {
  test('names what was found, whatever it is called', () => {
    const clusters = ['east', 'on', '1e3', '007'].map(each => ({
      name: each,
      paths: [`clusters/${each}`, 'with: a # and "quotes".yaml'],
      kustomize: false,
    }));
    const unbuilt = [{ name: 'h', paths: ['i\nj: k'], kustomize: true }];
    const draft = { clusters, others: ['a\nb: c'], unbuilt, charts: ['d\ne: f'], unplaced: ['g'], hasSecondary: false };
    const loaded = loadYaml(configText(draft, './x.json'));
    expect(loaded.ok && loaded.value.documents).toEqual([
      { clusters: clusters.map(cluster => ({ name: cluster.name, manifests: cluster.paths })) },
    ]);
  });
});
