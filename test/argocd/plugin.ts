import { expect } from 'vitest';
import { loadYaml } from '../../src/load/yaml.ts';
import { type CliResult, render } from '../run-cli.ts';
import { filesBelow } from '../temporary-workspace.ts';

/** A process that may read and do nothing else: no writing, no other process, no connection. */
const nothingButReading = [
  process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
  '--allow-fs-read=*',
  '--no-warnings',
  `--import=data:text/javascript,${encodeURIComponent(`
    import net from 'node:net';
    net.Socket.prototype.connect = () => { throw new Error('it connects'); };
  `)}`,
];

export interface PluginOptions {
  /** By the name of a variable. */
  readonly env?: Readonly<Record<string, string>>;
  /** As `spec.source.plugin.parameters` has them. */
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  readonly command?: readonly string[];
  /** False where kustomize has to be run. */
  readonly confined?: boolean;
}

/** Runs a command of the plugin as Argo CD does, in the directory of an Application, which is not changed by it. */
export async function plugin(
  cwd: string,
  { env = {}, parameters, command = ['generate'], confined = true }: PluginOptions = {},
): Promise<CliResult> {
  const list = Object.entries(parameters ?? {}).map(([name, value]) =>
    typeof value === 'string' ? { name, string: value } : { name, array: value },
  );
  const before = filesBelow(cwd);
  const result = await render(['argocd', ...command], {
    cwd,
    node: confined ? nothingButReading : [],
    env: {
      HOME: '/nonexistent',
      TMPDIR: '/nonexistent',
      ARGOCD_APP_NAME: 'shop',
      ARGOCD_APP_NAMESPACE: 'cis',
      ARGOCD_APP_PROJECT_NAME: 'default',
      ARGOCD_APP_REVISION: '15f608e000000000000000000000000000000000',
      ARGOCD_APP_SOURCE_PATH: '.',
      ARGOCD_APP_SOURCE_REPO_URL: 'https://git.example.com/shop.git',
      KUBE_VERSION: '1.31',
      ...(parameters && { ARGOCD_APP_PARAMETERS: JSON.stringify(list) }),
      ...env,
    },
  });
  expect(filesBelow(cwd)).toEqual(before);
  return result;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: read by what a test looks for
  readonly spec?: any;
}

/** What Argo CD would apply. */
export function objectsOf(text: string): KubernetesObject[] {
  const loaded = loadYaml(text);
  if (!loaded.ok) throw new Error(loaded.problem.reason);
  return loaded.value.documents.filter(document => document !== null) as KubernetesObject[];
}

/** The same, in words. */
export function named({ kind, metadata: { name, annotations = {} } }: KubernetesObject): string {
  const hook = annotations['argocd.argoproj.io/hook'];
  return `${kind} ${name}${hook ? ` (${hook})` : ''}`;
}

/** The files of a Job's workspace volume, as its ConfigMaps give them. */
export function workspaceOf(job: KubernetesObject, objects: readonly KubernetesObject[]): Record<string, string> {
  const [volume] = job.spec.template.spec.volumes;
  const files: Record<string, string> = {};
  for (const { configMap } of volume.projected.sources) {
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap.name);
    for (const { key, path } of configMap.items) files[path] = map?.data?.[key] ?? `no ${key} in ${configMap.name}`;
  }
  return files;
}
