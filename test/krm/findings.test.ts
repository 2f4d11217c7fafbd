import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { cliPath, render } from '../run-cli.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { bakery, extendedSpec, fn, listOf, route, service, sound } from './resource-list.ts';

const transform = '{cluster: east, workspace: .}';
const validate = '{cluster: east, workspace: ., mode: validate}';

/** The Route sends its traffic to a Service that nobody has. */
const wrong = [route.replace(/name: bread\n$/, 'name: braed\n'), service, extendedSpec];

/** The one thing that the function says of an input that it cannot use. */
async function refusal(input: string | Uint8Array, cwd?: string) {
  const { list, code, stderr } = await fn(input, cwd);
  expect(list).toMatchObject({ apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: [] });
  expect(list.results).toHaveLength(1);
  const [result] = list.results ?? [];
  expect(stderr).toContain(result?.message.split(/[.?] /)[0]);
  return { code, ...result };
}

describe('what the function finds', () => {
  test('is a result with the resource, the field, the file and the rule', async () => {
    const { list, code } = await fn(listOf(wrong, transform));
    expect(code).toBe(1);
    expect(list.results?.[0]).toEqual({
      message: expect.stringContaining('Route bread: no Service bakery/braed tells its port'),
      severity: 'error',
      resourceRef: { apiVersion: 'route.openshift.io/v1', kind: 'Route', namespace: 'bakery', name: 'bread' },
      field: { path: 'spec.to.name' },
      file: { path: 'apps/bread.yaml', index: 1 },
      tags: { rule: 'route-port-unknown' },
    });
  });

  test('names no file where the caller tells of none, and the object instead', async () => {
    const { list, stderr } = await fn(
      listOf([wrong[0]!.replace(/ {4}internal.*\n/g, ''), service, extendedSpec], transform),
    );
    expect(list.results?.[0]).not.toHaveProperty('file');
    expect(list.results?.[0]?.resourceRef).toMatchObject({ kind: 'Route', name: 'bread' });
    expect(stderr).toContain('Route bakery/bread spec.to.name error Route bread');
  });

  test('tells of keys with dots in them and of items of lists as kpt does', async () => {
    const json = service.replace('    - port: 8080', '    - port: 80a');
    const { list } = await fn(listOf([route.replace('"servicePort"', 'servicePort'), json, extendedSpec], transform));
    const fields = list.results?.map(({ field }) => field?.path);
    expect(fields).toContain('metadata.annotations[virtual-server.f5.com/multiClusterServices]');
    expect(fields).toContain('spec.ports[0].port');
  });

  test('in files of other clusters has their line', async () => {
    const root = temporaryWorkspace({
      'render.yaml':
        'clusters:\n  - {name: east, manifests: none, cis: {args: [--controller-mode=openshift, --bigip-partition=x]}}\n  - {name: west, manifests: west.yaml}\n',
      'west.yaml': `${service.replace('8080', 'eighty')}`,
    });
    const { list } = await fn(listOf([service], validate), root);
    expect(list.results).toContainEqual(
      expect.objectContaining({ file: { path: 'west.yaml' }, tags: { rule: 'object-wrong-type', line: '11' } }),
    );
  });

  test('is of the configuration too', async () => {
    const args = '[--controller-mode=openshift, --bigip-partiton=x]';
    const { list } = await fn(listOf(sound, `{cluster: east, cis: {args: ${args}}}`), temporaryWorkspace({}));
    expect(list.results?.find(({ field }) => field?.path === 'spec.cis.args[1]')).toMatchObject({
      resourceRef: { apiVersion: 'cis-render/v1alpha1', kind: 'Render', name: 'east' },
    });
  });

  test('is suppressed by annotations of the resource that it is about, and of no other in its file', async () => {
    const annotated = wrong[0]!.replace(
      '  annotations:',
      '  annotations:\n    cis-render/ignore-route-port-unknown: "soon"\n    cis-render/ignore-pool-without-members: "soon"',
    );
    const { list, code } = await fn(listOf([annotated, service, extendedSpec], transform));
    expect(list.results).toHaveLength(1);
    expect(code).toBe(0);
    const other = annotated.replace('name: bread\n', 'name: buns\n').replace('host: bread', 'host: buns');
    const both = await fn(listOf([other, wrong[0]!, service, extendedSpec], transform));
    expect(both.list.results?.filter(({ tags }) => tags?.rule === 'route-port-unknown')).toHaveLength(1);
  });

  test('fails the function from the severity on that is asked for', async () => {
    const noMembers = [route, service.replace('name: bread', 'name: bread'), extendedSpec];
    const lonely =
      '{cluster: east, as3Version: 3.56.0, cis: {args: [--controller-mode=openshift, --extended-spec-configmap=kube-system/extended-spec, --bigip-partition=bakery]}';
    const away = temporaryWorkspace({});
    const loose = await fn(listOf(noMembers, `${lonely}}`), away);
    expect(loose.list.results?.map(({ severity }) => severity)).toContain('warning');
    const strict = await fn(listOf(noMembers, `${lonely}, failOn: warning}`), away);
    expect([loose.code, strict.code]).toEqual([0, 1]);
  });
});

describe('as a validator, the function', () => {
  test('keeps the resources to itself', async () => {
    const { list, code } = await fn(listOf(sound, validate));
    expect(code).toBe(0);
    expect(list).toMatchObject({ kind: 'ResourceList', items: [], results: [{ severity: 'info' }] });
    expect((await fn(listOf(wrong, validate))).code).toBe(1);
  });

  test('hands them back as they are to a caller that writes their files anew, who would delete them', async () => {
    const stamped = sound.map(text =>
      text.replace(/(internal\.config\.kubernetes\.io\/path)/, "config.k8s.io/id: '1'\n    $1"),
    );
    const input = listOf(stamped, validate);
    const { stdout } = await fn(input);
    expect(stdout.startsWith(input)).toBe(true);
  });
});

describe('the function refuses', () => {
  test('to be a generator, whose only resource is its configuration', async () => {
    const itself = `apiVersion: cis-render/v1alpha1
kind: Render
metadata: {name: east, annotations: {config.kubernetes.io/local-config: 'true'}}
spec: ${transform}
`;
    for (const items of [[itself], []]) {
      const { code, message } = await refusal(listOf(items, transform));
      expect(code).toBe(2);
      expect(message).toContain('List the function under `transformers:`');
    }
  });

  test('a package without resources, as kpt writes one', async () => {
    const { code, message } = await refusal(listOf([], transform).replace('items:\n', 'items: []\n'));
    expect([code, message]).toEqual([2, expect.stringContaining('there are no resources to look at')]);
  });

  test.each([
    ['nothing', '', 'standard input is empty'],
    ['a terminal’s line', 'hello\n', 'standard input is not one ResourceList'],
    ['another kind', service, 'standard input is Service and no ResourceList'],
    ['a stream', sound.join('---\n'), 'standard input is not one ResourceList'],
    ['another group', listOf(sound, transform).replace('config.kubernetes.io/v1', 'v1'), 'has apiVersion v1'],
    ['half a list', `${listOf(sound, transform)}  - }\n`, 'standard input is not YAML: line'],
    ['broken JSON', '{"kind": "ResourceList", "items": [', 'standard input is not one ResourceList'],
    ['items twice', `${listOf(sound, transform)}items: []\n`, 'the key items stands twice'],
    ['items that are no list', listOf([], transform).replace('items:\n', 'items: {a: 1}\n'), 'items is not a list'],
    ['no configuration', listOf(sound, transform).replace(/functionConfig[\s\S]*/, ''), 'there is no functionConfig'],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00]), 'standard input is not UTF-8'],
  ])('%s', async (_, input, message) => {
    const refused = await refusal(input);
    expect(refused.code).toBe(2);
    expect(refused.message).toContain(message);
  });

  test.each([
    ['{clustr: east}', 'unknown key "clustr". Did you mean "cluster"?', 'spec.cluster'],
    ['{cluster: east, mode: validat}', 'spec.mode must be one of transform, validate', 'spec.mode'],
    ['{cluster: east, workspace: ., as3Version: 3.56.0}', 'spec.as3Version is what the render.yaml', 'spec.as3Version'],
    ['{cluster: eats, workspace: .}', '. has no cluster "eats". Did you mean "east"?', 'spec.cluster'],
    ['{cluster: east, workspace: [.]}', 'spec.workspace must be text', 'spec.workspace'],
  ])('the configuration %s', async (spec, message, field) => {
    const refused = await refusal(listOf(sound, spec));
    expect(refused.code).toBe(2);
    expect(refused.message).toContain(message);
    if (!message.startsWith('unknown')) expect(refused.field?.path).toBe(field);
    expect(refused.resourceRef).toMatchObject({ kind: 'Render', name: 'east' });
  });

  test('a workspace that cannot be read', async () => {
    const missing = await refusal(listOf(sound, '{cluster: east, workspace: ../nowhere}'));
    expect([missing.code, missing.message]).toEqual([2, expect.stringContaining('../nowhere is not a directory')]);
    const root = temporaryWorkspace({ 'render.yaml': 'clusters: []\n' });
    expect((await refusal(listOf(sound, transform), root)).file).toEqual({ path: 'render.yaml' });
  });
});

describe('an item', () => {
  test.each([
    ['without a kind', 'apiVersion: v1\nmetadata: {name: x}\n', 'object-without-identity'],
    ['with a key twice', service.replace('spec:', 'spec: {}\nspec:'), 'yaml-duplicate-key'],
    ['that is broken', 'apiVersion: v1\nkind: [Service\n', undefined],
    ['with an alias of another', 'apiVersion: v1\nkind: Service\nmetadata: *other\n', 'yaml-syntax'],
  ])('%s is told of', async (_, item, rule) => {
    const { list, code } = await fn(listOf([route, item, extendedSpec], validate));
    expect(code).toBeGreaterThan(0);
    if (rule) expect(list.results?.map(({ tags }) => tags?.rule)).toContain(rule);
    else expect(list.results?.[0]?.severity).toBe('error');
  });
});

test('a configuration may be a ConfigMap, as kpt makes one of arguments', async () => {
  const input = listOf(sound, transform).replace(
    /functionConfig[\s\S]*/,
    'functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: arguments}\n  data: {cluster: east, workspace: .}\n',
  );
  expect((await fn(input)).list.items.at(-1)?.metadata.name).toBe('cis-render-east-bakery');
  const misspelt = await fn(input.replace('workspace: .', 'worksapce: .'));
  expect(misspelt.list.results?.[0]).toMatchObject({ field: { path: 'data.worksapce' } });
});

test('a long list is no matter', async () => {
  const services = Array.from({ length: 3_000 }, (_, index) => service.replace('name: bread', `name: bread-${index}`));
  const { code, list } = await fn(listOf([...sound, ...services], transform));
  expect([code, list.items.length]).toEqual([0, 3_004]);
});

test('a reader that goes away is no error', async () => {
  const ended = await new Promise<{ readonly code: number | null; readonly stderr: string }>(resolve => {
    const child = spawn(process.execPath, [cliPath, 'fn'], { cwd: bakery, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdout.destroy();
    child.stdin.end(listOf(sound, transform));
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('close', code => resolve({ code, stderr }));
  });
  expect(ended).toEqual({ code: 0, stderr: 'render fn has looked at cluster east: 1 tenant, 0 findings\n' });
});

test('the configuration of a legacy plugin has to be there', async () => {
  const missing = await render(['fn', 'missing.yaml'], { cwd: bakery, input: service });
  expect(missing).toEqual({ stdout: '', stderr: 'render: missing.yaml: no such file or directory\n', code: 3 });
  const folder = await render(['fn', 'base'], { cwd: bakery, input: service });
  expect(folder).toEqual({ stdout: '', stderr: 'render: base: a directory is in the way\n', code: 3 });
});
