import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ParameterDefinition, staticParameters } from '../../src/argocd/parameters.ts';
import { loadYaml } from '../../src/load/yaml.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { wrongWith } from './kubernetes-types.ts';
import { objectsOf } from './plugin.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: read by what a test looks for
function yaml(path: string): any {
  const loaded = loadYaml(textOf(path));
  if (!loaded.ok) throw new Error(loaded.problem.reason);
  return loaded.value.documents[0];
}

/** Instructions of the Dockerfile, those over several lines joined. */
const instructions = textOf('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(line => /^[A-Z]/.test(line))
  .map(line => ({ name: line.split(' ')[0]!, words: line.split(/\s+/).slice(1) }));
const of = (name: string) => instructions.filter(instruction => instruction.name === name).map(({ words }) => words);
const command = ['node', '/opt/cis-render/cli.mjs'];

describe('plugin.yaml', () => {
  const { spec, metadata, ...others } = yaml('deploy/argocd/plugin.yaml');

  test('has what Argo CD asks for, and a name without a version', () => {
    expect(others).toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'ConfigManagementPlugin' });
    expect(metadata).toEqual({ name: 'cis-render' });
    expect(Object.keys(spec).sort()).toEqual([
      'discover',
      'generate',
      'parameters',
      'preserveFileMode',
      'provideGitCreds',
    ]);
    expect(spec.discover).toEqual({ fileName: 'render.yaml' });
  });

  test('calls the command where the image has it', () => {
    expect(spec.generate.command).toEqual([...command, 'argocd', 'generate']);
    expect(spec.parameters.dynamic.command).toEqual([...command, 'argocd', 'parameters']);
  });

  test('announces the parameters that there are', () => {
    const announced = (staticParameters as readonly ParameterDefinition[]).map(
      ({ values: _, ...parameter }) => parameter,
    );
    expect(spec.parameters.static).toEqual(announced);
  });
});

describe('the sidecar', () => {
  const repoServer = `apiVersion: apps/v1
kind: Deployment
metadata: {name: argocd-repo-server}
spec:
  template:
    spec:
      containers: [{name: argocd-repo-server, image: quay.io/argoproj/argocd}]
      volumes: [{name: var-files, emptyDir: {}}, {name: plugins, emptyDir: {}}]
`;

  test('comes into the Deployment of Argo CD with the plugin, and by the types of Kubernetes', {
    timeout: 60_000,
  }, () => {
    const cwd = temporaryWorkspace({
      'kustomization.yaml': 'resources: [repo-server.yaml]\ncomponents: [argocd]\n',
      'repo-server.yaml': repoServer,
    });
    cpSync(join(root, 'deploy/argocd'), join(cwd, 'argocd'), { recursive: true });
    const objects = objectsOf(execFileSync('kubectl', ['kustomize', cwd], { encoding: 'utf8' }));
    const map = objects.find(({ kind }) => kind === 'ConfigMap')!;
    expect(map.data).toEqual({ 'plugin.yaml': textOf('deploy/argocd/plugin.yaml') });
    const pod = objects.find(({ kind }) => kind === 'Deployment')!.spec.template.spec;
    expect(
      wrongWith([
        ['ConfigMap', map],
        ['PodSpec', pod],
      ]),
    ).toEqual([]);
    const [sidecar] = pod.containers;
    const [image] = sidecar.env;
    expect([image.name, image.value]).toEqual(['CIS_RENDER_IMAGE', sidecar.image]);
    expect(sidecar.command).toEqual(['/var/run/argocd/argocd-cmp-server']);
    expect(sidecar.securityContext).toMatchObject({ runAsUser: 999, runAsNonRoot: true, readOnlyRootFilesystem: true });
    const volumes = pod.volumes.map(({ name }: { name: string }) => name);
    for (const { name } of sidecar.volumeMounts) expect(volumes).toContain(name);
    expect(pod.volumes).toContainEqual({ name: 'cis-render-plugin', configMap: { name: map.metadata.name } });
  });

  test('and the Job ask the API server nothing', { timeout: 60_000 }, () => {
    const account = yaml('deploy/argocd/job-service-account.yaml');
    expect(wrongWith([['ServiceAccount', account]])).toEqual([]);
    expect(account).toMatchObject({ metadata: { name: 'cis-render' }, automountServiceAccountToken: false });
  });
});

describe('the Dockerfile', () => {
  test('takes from here what is there, and what .dockerignore lets through', () => {
    const allowed = textOf('.dockerignore').split('\n').filter(Boolean);
    expect(allowed.shift()).toBe('*');
    const copied = of('COPY').filter(([first]) => !first!.startsWith('--from='));
    const sources = copied.flatMap(words => words.slice(0, -1));
    expect(sources).toContain('dist/cli.mjs');
    expect(allowed.map(path => path.slice(1)).sort()).toEqual(sources.sort());
    expect(sources.filter(path => !existsSync(join(root, path)))).toEqual([]);
    expect(copied.map(words => words.at(-1))).toEqual(['/opt/cis-render/']);
    expect(of('ADD')).toEqual([]);
  });

  test('stands on one release of its base', () => {
    expect(of('FROM').map(([image]) => image)).toEqual([
      expect.stringMatching(/^node:\d+\.\d+\.\d+-[a-z-]+$/),
      'scratch',
    ]);
  });

  test('runs the command, as 999', () => {
    expect(of('USER')).toEqual([['999:999']]);
    expect(JSON.parse(of('ENTRYPOINT')[0]!.join(' '))).toEqual(command);
  });
});
