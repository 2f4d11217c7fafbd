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
      ['clusters'],
    ],
  ])('%s', (_, texts, clusters, others) => {
    expect(draftWorkspace(files(texts as Record<string, string>))).toMatchObject({ clusters, others });
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
    const loaded = loadYaml(configText({ clusters, others: ['a\nb: c'], hasSecondary: false }, './x.json'));
    expect(loaded.ok && loaded.value.documents).toEqual([
      { clusters: clusters.map(cluster => ({ name: cluster.name, manifests: cluster.paths })) },
    ]);
  });
});
