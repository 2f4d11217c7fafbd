import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitDocuments } from '../../src/load/split-documents.ts';
import { render } from '../run-cli.ts';
import { filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';
import { bakery, extendedSpec, fn, listOf, readList, route, service, sound } from './resource-list.ts';

const spec = '{cluster: east, workspace: .}';

describe('as a transformer, the function', () => {
  test('hands back what it was handed, byte for byte, with the declaration of each tenant', async () => {
    const input = listOf(sound, spec, 'bakery');
    const { stdout, stderr, code, list } = await fn(input);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'render fn has looked at cluster east: 1 tenant, 0 findings\n',
    });
    const [before = '', after = ''] = input.split('functionConfig:');
    expect(stdout.startsWith(before)).toBe(true);
    expect(stdout).toContain(`functionConfig:${after}results:\n`);
    const added = list.items.at(-1);
    expect(list.items).toHaveLength(sound.length + 1);
    expect(added).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'cis-render-east-bakery',
        namespace: 'bakery',
        labels: { 'cis-render/rendered': 'true' },
        annotations: { 'cis-render/cluster': 'east', 'cis-render/file': 'east/bakery.json' },
      },
    });
  });

  test('puts the text of the committed file into the ConfigMap', async () => {
    const { list } = await fn(
      listOf([route.replace('bread.example', 'bread.east.example'), service, extendedSpec], spec),
    );
    const committed = readFileSync(join(bakery, 'rendered/east/bakery.json'), 'utf8');
    expect(list.items.at(-1)?.data).toEqual({ 'bakery.json': committed });
  });

  test('says that it ran, to those that read results', async () => {
    const { list } = await fn(listOf(sound, spec));
    expect(list.results).toEqual([
      {
        message: 'render fn has looked at cluster east: 1 tenant, 0 findings',
        severity: 'info',
        tags: { 'cis-render/rendered': 'true', 'cis-render/version': expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      },
    ]);
  });

  test('changes nothing when it runs again', async () => {
    const { stdout } = await fn(listOf(sound, spec));
    expect((await fn(stdout)).stdout).toBe(stdout);
  });

  test('replaces its own ConfigMaps, with what callers and people noted there, and removes those of tenants that are gone', async () => {
    const { stdout } = await fn(listOf(sound, spec));
    const noted = stdout
      .replace(
        'cis-render/cluster: east',
        "cis-render/cluster: east\n      internal.config.kubernetes.io/path: 'maps/bakery.yaml'",
      )
      .replaceAll('bread.example.com', 'brot.example.com');
    const again = await fn(noted);
    const map = again.list.items.at(-1);
    expect(again.list.items).toHaveLength(sound.length + 1);
    expect(map?.data?.['bakery.json']).toContain('"values":["brot.example.com:80"');
    expect(map?.metadata.annotations).toMatchObject({
      'internal.config.kubernetes.io/path': 'maps/bakery.yaml',
      'cis-render/file': 'east/bakery.json',
    });
    const renamed = stdout.replace(/cis-render-east-bakery/, 'cis-render-east-closed');
    const gone = await fn(renamed);
    expect(gone.list.items.map(({ metadata }) => metadata.name)).toEqual([
      'bread',
      'bread',
      'extended-spec',
      'cis-render-east-bakery',
    ]);
  });

  test('leaves the ConfigMaps of other clusters and of other people alone', async () => {
    const foreign = `apiVersion: v1
kind: ConfigMap
metadata:
  name: cis-render-west-bakery
  labels: {cis-render/rendered: "true"}
  annotations: {cis-render/cluster: west}
`;
    const { list, code } = await fn(listOf([...sound, foreign], spec));
    expect(code).toBe(0);
    expect(list.items.map(({ metadata }) => metadata.name)).toContain('cis-render-west-bakery');
    const taken = foreign.replace('west-bakery', 'east-bakery').replace('{cis-render/cluster: west}', '{}');
    const refused = await fn(listOf([...sound, taken], spec));
    expect(refused.code).toBe(2);
    expect(refused.list.results?.[0]?.message).toContain(
      'there is a ConfigMap cis-render-east-bakery that the function has not made',
    );
  });

  test('shows that it ran where the controller would post nothing', async () => {
    const { list } = await fn(listOf([service, extendedSpec], spec));
    expect(list.items.at(-1)).toMatchObject({
      metadata: { name: 'cis-render-east', labels: { 'cis-render/rendered': 'true' } },
      data: { outcome: 'posts-nothing' },
    });
  });

  test('has nothing to add for a cluster without a controller, and checks what others make of it', async () => {
    const { list, code, stderr } = await fn(
      listOf([service], '{cluster: west, workspace: other}'),
      temporaryWorkspace({
        'other/render.yaml': `clusters:
  - {name: west, manifests: west}
  - name: east
    manifests: east.yaml
    cis: {args: [--controller-mode=openshift, --extended-spec-configmap=kube-system/extended-spec, --bigip-partition=x,
      --multi-cluster-mode=standalone, --local-cluster-name=east]}
`,
        'other/east.yaml': [route.replace('"service": "bread"', '"service": "buns"'), service, extendedSpec].join(
          '---\n',
        ),
      }),
    );
    expect(list.items.at(-1)).toMatchObject({
      metadata: { name: 'cis-render-west' },
      data: { outcome: 'no-controller' },
    });
    expect(stderr).toContain('east.yaml:');
    expect(stderr).toContain('buns');
    expect(code).toBe(0);
  });

  test('renders a cluster alone, with arguments of its own or those of the Deployment', async () => {
    const alone = [
      route.replace(/ {4}virtual-server[\s\S]*?\]\n/, ''),
      service,
      extendedSpec.replace(/ {4}mode[\s\S]*west\n/, ''),
    ];
    const args =
      '[--controller-mode=openshift, --extended-spec-configmap=kube-system/extended-spec, --bigip-partition=bakery]';
    const away = temporaryWorkspace({});
    const own = await fn(listOf(alone, `{cluster: east, as3Version: 3.50.1, cis: {args: ${args}}}`), away);
    expect(own.list.items.at(-1)?.data?.['bakery.json']).toContain('"schemaVersion": "3.50.1"');
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: cis, namespace: kube-system}
spec:
  selector: {matchLabels: {app: cis}}
  template:
    metadata: {labels: {app: cis}}
    spec:
      containers:
        - name: cis
          image: f5networks/k8s-bigip-ctlr:2.20
          args: ${args}
`;
    const deployed = await fn(listOf([...alone, deployment], '{cluster: east}'), away);
    expect(deployed.list.items.at(-1)?.data).toHaveProperty(['bakery.json']);
  });

  test('adds the failover view of a secondary', async () => {
    const example = join(bakery, '../example');
    const documents = ['apps', 'cis', 'clusters/cluster2'].flatMap(folder =>
      Object.values(filesBelow(join(example, folder))).flatMap(text =>
        splitDocuments(text).map(({ start, end }) => text.slice(start, end).trim()),
      ),
    );
    const { list, code } = await fn(listOf(documents, '{cluster: cluster2, workspace: .}'), example);
    expect(code).toBe(0);
    const committed = (path: string): string => readFileSync(join(example, 'rendered/cluster2', path), 'utf8');
    const maps = list.items.slice(documents.length).map(({ metadata, data }) => [metadata.name, data?.['shop.json']]);
    expect(maps).toEqual([
      ['cis-render-cluster2-shop', committed('shop.json')],
      ['cis-render-cluster2-shop-failover', committed('failover/shop.json')],
    ]);
  });

  test('takes JSON, and hands back JSON', async () => {
    const list = readList(listOf(sound, spec));
    const { stdout, code } = await fn(JSON.stringify(list));
    expect(code).toBe(0);
    const printed = JSON.parse(stdout) as typeof list;
    expect(printed.items.slice(0, sound.length)).toEqual(list.items);
    expect(printed.items.at(-1)?.metadata.name).toBe('cis-render-east-bakery');
    expect(printed.results).toHaveLength(1);
  });

  test('keeps the line ends of its input', async () => {
    const { stdout, list, code } = await fn(listOf(sound, spec).replaceAll('\n', '\r\n'));
    expect(code).toBe(0);
    expect(stdout.replaceAll('\r\n', '')).not.toContain('\n');
    const unix = await fn(listOf(sound, spec));
    expect(list.items.at(-1)).toEqual(unix.list.items.at(-1));
  });

  test('leaves out what is for tools alone', async () => {
    const local = extendedSpec.replace(
      '  labels',
      '  annotations: {config.kubernetes.io/local-config: "true"}\n  labels',
    );
    const { stderr, code } = await fn(listOf([route, service, local], spec));
    expect(code).toBe(1);
    expect(stderr).toContain('extended-spec');
  });
});

describe('as a legacy plugin, the function', () => {
  const config = (mode: string): string =>
    `apiVersion: cis-render/v1alpha1\nkind: Render\nmetadata: {name: east}\nspec: {cluster: east, workspace: ., mode: ${mode}}\n`;
  const legacy = (mode: string, documents: readonly string[]) => {
    const file = join(temporaryWorkspace({ 'render.yaml': config(mode) }), 'render.yaml');
    return render(['fn', file], { cwd: bakery, input: documents.join('---\n') });
  };

  test('takes a stream and hands one back', async () => {
    const { stdout, code } = await legacy('transform', sound);
    expect(code).toBe(0);
    expect(stdout.startsWith(sound.join('---\n'))).toBe(true);
    const { items } = (await fn(listOf(sound, spec))).list;
    expect(readList(stdout.slice(sound.join('---\n').length + 4))).toEqual(items.at(-1));
  });

  test('says nothing on standard output as a validator, and where something is wrong', async () => {
    expect(await legacy('validate', sound)).toMatchObject({ stdout: '', code: 0 });
    const wrong = await legacy('transform', [route, extendedSpec]);
    expect(wrong).toMatchObject({ stdout: '', code: 1 });
    expect(wrong.stderr).toContain('apps/bread.yaml spec.to.name error');
  });
});
