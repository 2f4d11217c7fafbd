/** Manifests as text, for workspaces that tests make. Every function gives one document. */

const indent = (text: string, by: number): string => text.trim().replace(/^/gm, ' '.repeat(by));

export interface RouteText {
  readonly name: string;
  readonly namespace?: string;
  readonly host: string;
  readonly path?: string;
  readonly to: string;
  readonly weight?: number;
  readonly alternates?: ReadonlyArray<readonly [name: string, weight: number]>;
  /** Without their prefix. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tls?: Readonly<Record<string, string>>;
}

export function routeText(route: RouteText): string {
  const { name, namespace = 'shop', host, path, to, weight, alternates = [], annotations = {}, tls } = route;
  return JSON.stringify({
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: {
      name,
      namespace,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`virtual-server.f5.com/${key}`, value]),
      ),
    },
    spec: {
      host,
      ...(path !== undefined && { path }),
      to: { kind: 'Service', name: to, ...(weight !== undefined && { weight }) },
      ...(alternates.length > 0 && {
        alternateBackends: alternates.map(([other, share]) => ({ kind: 'Service', name: other, weight: share })),
      }),
      ...(tls && { tls }),
    },
  });
}

/** A headless Service with one unnamed port and its Endpoints: its members need no node. */
export function serviceText(
  name: string,
  { namespace = 'shop', port = 80, targetPort = 80, addresses = ['10.2.0.1', '10.2.0.2'] } = {},
): string {
  const metadata = { name, namespace };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { clusterIP: 'None', ports: [{ port, targetPort }] },
  };
  const subsets = [{ addresses: addresses.map(ip => ({ ip })), ports: [{ port: targetPort }] }];
  const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets };
  return `${JSON.stringify(service)}\n---\n${JSON.stringify(endpoints)}`;
}

/** A custom resource with the label that the controller looks for. */
export function customResourceText(
  kind: string,
  name: string,
  spec: object,
  { namespace = 'shop', labels = { f5cr: 'true' }, status }: CustomResourceInput = {},
): string {
  const metadata = { name, namespace, labels };
  return JSON.stringify({ apiVersion: 'cis.f5.com/v1', kind, metadata, spec, ...(status && { status }) });
}

export interface CustomResourceInput {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly status?: object;
}

/** The extended ConfigMap `kube-system/extended-spec`. */
export function extendedSpecText(spec: string, scalar = '|'): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: extended-spec
  namespace: kube-system
  labels:
    f5nr: "true"
data:
  extendedSpec: ${scalar}
${indent(spec, 4)}
`;
}

/** `render.yaml` with one controller in cluster `east` and clusters that only give members. */
export function configText({ args = [], others = [], partition = 'shops', cis = {} }: ConfigInput = {}): string {
  const all = [
    '--controller-mode=openshift',
    '--extended-spec-configmap=kube-system/extended-spec',
    '--pool-member-type=cluster',
    `--bigip-partition=${partition}`,
    ...args,
  ];
  const members = others.map(name => `  - {name: ${name}, manifests: clusters/${name}}\n`).join('');
  return `clusters:
  - name: east
    manifests: clusters/east
    cis:
${Object.entries(cis)
  .map(([key, value]) => `      ${key}: ${value}\n`)
  .join('')}      args:
${all.map(arg => `        - ${arg}\n`).join('')}${members}`;
}

export interface ConfigInput {
  readonly args?: readonly string[];
  readonly others?: readonly string[];
  readonly partition?: string;
  /** What `cis` has beside its arguments. */
  readonly cis?: Readonly<Record<string, string | number>>;
}

export function documents(...texts: string[]): string {
  return `${texts.join('\n---\n')}\n`;
}
