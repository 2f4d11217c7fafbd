import { join } from 'node:path';
import { loadYaml } from '../../src/load/yaml.ts';
import { type CliResult, render } from '../run-cli.ts';

export const bakery = join(import.meta.dirname, '../../fixtures/kustomize');

/** What a list says, read again. */
export interface ReadList {
  readonly apiVersion: string;
  readonly kind: string;
  readonly items: readonly Resource[];
  readonly results?: readonly Result[];
}

export interface Resource {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

export interface Result {
  readonly message: string;
  readonly severity: string;
  readonly resourceRef?: Readonly<Record<string, string>>;
  readonly field?: { readonly path: string };
  readonly file?: { readonly path: string; readonly index?: number };
  readonly tags?: Readonly<Record<string, string>>;
}

export function readList(text: string): ReadList {
  const loaded = loadYaml(text);
  if (!loaded.ok) throw new Error(`${loaded.problem.reason}:\n${text}`);
  return loaded.value.documents[0] as ReadList;
}

/** Runs the function in a directory, by default that of the bakery. */
export async function fn(input: string | Uint8Array, cwd = bakery): Promise<CliResult & { readonly list: ReadList }> {
  const result = await render(['fn'], { cwd, input });
  return { ...result, list: readList(result.stdout) };
}

/** Indented by two columns behind a dash. */
const asItem = (text: string): string => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`;

/** A ResourceList of documents, with a configuration whose `spec` is given. */
export function listOf(documents: readonly string[], spec: string, namespace?: string): string {
  const metadata = `{name: east${namespace === undefined ? '' : `, namespace: ${namespace}`}}`;
  return `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
${documents.map(asItem).join('')}functionConfig:
  apiVersion: cis-render/v1alpha1
  kind: Render
  metadata: ${metadata}
  spec: ${spec}
`;
}

export const route = `# What is baked today.
apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: bread
  namespace: bakery
  annotations:
    internal.config.kubernetes.io/path: 'apps/bread.yaml'
    internal.config.kubernetes.io/index: '1'
    virtual-server.f5.com/multiClusterServices: |
      [{"clusterName": "west", "service": "bread", "namespace": "bakery", "servicePort": 8080}]
spec:
  host: bread.example.com # of this cluster
  to:
    kind: Service
    name: bread
`;
export const service = `apiVersion: v1
kind: Service
metadata:
  name: bread
  namespace: bakery
  annotations:
    config.kubernetes.io/path: apps/bread.yaml
    config.kubernetes.io/index: "0"
spec:
  ports:
    - port: 8080
`;
export const extendedSpec = `apiVersion: v1
kind: ConfigMap
metadata:
  name: extended-spec
  namespace: kube-system
  labels: {f5nr: "true"}
data:
  extendedSpec: |
    mode: active-active
    externalClustersConfig:
      - clusterName: west
        secret: kube-system/west
    extendedRouteSpec:
      - namespace: bakery
        vserverName: bakery
        vserverAddr: 10.8.5.10
`;
/** The resources of the cluster east, which run without an error. */
export const sound = [route, service, extendedSpec];
