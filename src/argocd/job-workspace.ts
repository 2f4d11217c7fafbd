import type { BigipConfig } from '../load/render-config.ts';

/** A file of the workspace that the Job synchronises. */
export interface WorkspaceFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Of a declaration. */
  readonly tenant?: string;
}

/** A view that is to be synchronised. */
export interface SyncedView {
  readonly cluster: string;
  /** True for a secondary: what is synchronised is what it posts while its primary is down. */
  readonly failover: boolean;
  /** First `--bigip-partition` of the controller, by which tenants are known as its own. */
  readonly partition: string;
  /** `--bigip-url` of the controller, without a scheme; empty where there is none. */
  readonly bigipHost: string;
  /** Only of a secondary. */
  readonly primaryEndPoint?: string;
  readonly retryInterval?: number;
  /** The BIG-IPs of `render.yaml` that get the view. */
  readonly bigips: ReadonlyArray<BigipConfig & { readonly certificates?: string }>;
  /** The committed declarations, as they are. */
  readonly declarations: ReadonlyArray<{ readonly tenant: string; readonly text: string }>;
}

/** All that `render sync` needs of a workspace: what it reads of the controller, the BIG-IPs, and the committed files. No manifest. */
export function jobWorkspace(view: SyncedView): readonly WorkspaceFile[] {
  const { cluster, failover, partition, bigipHost, bigips, declarations } = view;
  const args = [
    '--controller-mode=customresource',
    `--bigip-partition=${partition}`,
    ...(bigipHost === '' ? [] : [`--bigip-url=${bigipHost}`]),
  ];
  const config = {
    clusters: [{ name: cluster, manifests: 'manifests-are-not-needed', cis: { args } }],
    ...(bigips.length > 0 && {
      bigips: bigips.map(({ certificates, trustedCerts: _, ...bigip }, index) => ({
        ...bigip,
        ...(certificates !== undefined && { trustedCerts: certificatesFile(index) }),
      })),
    }),
  };
  const certificates = bigips.flatMap(({ certificates: text }, index) =>
    text === undefined ? [] : [{ path: certificatesFile(index), text }],
  );
  return [
    { path: 'render.yaml', text: `${JSON.stringify(config, undefined, 2)}\n` },
    ...certificates,
    ...declarations.map(({ tenant, text }) => ({
      path: `rendered/${cluster}/${failover ? 'failover/' : ''}${tenant}.json`,
      text,
      tenant,
    })),
  ];
}

function certificatesFile(index: number): string {
  return `certificates-${index}.pem`;
}
