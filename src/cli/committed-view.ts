import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseTenantFile, renderedFiles } from '../commit/output-files.ts';
import type { As3Object } from '../emit/as3.ts';
import { readCommitted } from '../load/committed.ts';
import type { RenderConfig } from '../load/render-config.ts';
import type { WantedTenant } from '../sync/plan.ts';

/** A view whose files are committed. */
export interface CommittedView {
  readonly cluster: string;
  /** True for what a secondary posts while its primary is down. */
  readonly failover: boolean;
  /** Paths of its files, relative to the workspace, and their tenants. */
  readonly files: ReadonlyArray<{ readonly file: string; readonly tenant: string }>;
}

/** Every view of which there are rendered files, in the order of their paths. */
export function committedViews({ root, output }: RenderConfig): CommittedView[] {
  const views = new Map<string, CommittedView & { readonly files: Array<{ file: string; tenant: string }> }>();
  for (const path of existsSync(join(root, output)) ? renderedFiles(join(root, output)) : []) {
    const parsed = parseTenantFile(path);
    if (!parsed) continue;
    const { cluster, tenant, failover } = parsed;
    const key = JSON.stringify([cluster, failover]);
    const view = views.get(key) ?? { cluster, failover, files: [] };
    views.set(key, view);
    view.files.push({ file: `${output.replace(/\/+$/, '')}/${path}`, tenant });
  }
  return [...views.values()];
}

/** The declarations of a view, ascending by tenant. Throws `ConfigurationError` for a file that is not what a build writes. */
export function readView({ root }: RenderConfig, { files }: CommittedView): WantedTenant[] {
  return files
    .map(({ file, tenant }) => readCommitted(root, file, tenant))
    .map(({ declared, ...rest }) => ({ ...rest, declared: declared as As3Object }))
    .sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
}
