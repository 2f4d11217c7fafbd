import { extendedSpecText } from '../manifests.ts';
import type { Files } from '../temporary-workspace.ts';

/** A manifest as data, so that a test can change a field of it. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** What each cluster of a pair has. */
export interface PairInput {
  readonly controllerMode: 'openshift' | 'customresource';
  readonly mode: string;
  readonly poolMemberType: string;
  readonly manifests: readonly Manifest[];
  /** Instead of `manifests` and the arguments that follow from the rest, in the secondary. */
  readonly secondary?: {
    readonly manifests?: readonly Manifest[];
    readonly args?: readonly string[];
    readonly spec?: string;
  };
  readonly config?: string;
}

/** `extendedSpec` of a pair east and west with an external cluster north. */
export function pairSpec(mode: string, { ratio = 1, address = '10.8.3.11' } = {}): string {
  return `mode: ${mode}
highAvailabilityCIS:
  primaryEndPoint: https://10.1.0.1:6443
  primaryCluster: {clusterName: east, secret: kube-system/east, ratio: 2}
  secondaryCluster: {clusterName: west, secret: kube-system/west, ratio: ${ratio}}
externalClustersConfig:
  - {clusterName: north, secret: kube-system/north}
extendedRouteSpec:
  - {namespace: shop, vserverName: shop, vserverAddr: ${address}}`;
}

/** Files of a workspace with a primary east, a secondary west and an external cluster north. */
export function pairFiles({
  controllerMode,
  mode,
  poolMemberType,
  manifests,
  secondary = {},
  config = '',
}: PairInput): Files {
  const args = (role: string, name: string, extra: readonly string[] = []): string =>
    [
      `--controller-mode=${controllerMode}`,
      `--multi-cluster-mode=${role}`,
      `--local-cluster-name=${name}`,
      '--extended-spec-configmap=kube-system/extended-spec',
      `--pool-member-type=${poolMemberType}`,
      '--bigip-partition=shops',
      ...extra,
    ]
      .map(arg => `        - ${arg}\n`)
      .join('');
  const cluster = (name: string, role: string, extra?: readonly string[]): string =>
    `  - name: ${name}\n    manifests: clusters/${name}\n    cis:\n      args:\n${args(role, name, extra)}`;
  const others = secondary.manifests ?? manifests;
  return {
    'render.yaml': `clusters:\n${cluster('east', 'primary')}${cluster('west', 'secondary', secondary.args)}  - {name: north, manifests: clusters/north}\n${config}`,
    'clusters/east/extended-spec.yaml': extendedSpecText(pairSpec(mode)),
    'clusters/west/extended-spec.yaml': extendedSpecText(secondary.spec ?? pairSpec(mode)),
    'clusters/east/apps.yaml': stream(manifests),
    'clusters/west/apps.yaml': stream(others),
    'clusters/east/inventory.yaml': inventory(manifests, 1),
    'clusters/west/inventory.yaml': inventory(others, 2),
    'clusters/north/apps.yaml': `${stream(manifests.filter(({ kind }) => kind === 'Service'))}${inventory(manifests, 3)}`,
  };
}

const stream = (manifests: readonly unknown[]): string =>
  manifests.map(manifest => `---\n${JSON.stringify(manifest)}\n`).join('');

/** A node, and endpoints of every Service, with addresses of the cluster. */
function inventory(manifests: readonly Manifest[], cluster: number): string {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${cluster}` },
    status: { addresses: [{ type: 'InternalIP', address: `10.${cluster}.0.10` }] },
  };
  const endpoints = manifests
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata, spec }, index) => ({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: metadata.name, namespace: metadata.namespace },
      subsets: [
        {
          addresses: [{ ip: `10.${cluster}.${index + 1}.1`, nodeName: `node-${cluster}` }],
          ports: (spec as { ports: Array<{ name?: string; targetPort?: unknown; port: number }> }).ports.map(port => ({
            ...(port.name && { name: port.name }),
            port: typeof port.targetPort === 'number' ? port.targetPort : port.port,
          })),
        },
      ],
    }));
  return stream([node, ...endpoints]);
}
