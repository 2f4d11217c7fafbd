import { join } from 'node:path';
import { isTenantName } from '../bigip/tenant-name.ts';
import { renderedDirectory, UnreadableFile } from '../commit/read-tenant.ts';
import type { As3Object } from '../emit/as3.ts';
import type { RenderConfig } from '../load/render-config.ts';
import type { WantedTenant } from '../sync/plan.ts';
import { readingFiles } from './rendered-files.ts';
import { UsageError } from './usage-error.ts';

/** A view whose files are committed. */
export interface CommittedView {
  readonly cluster: string;
  /** True for what a secondary posts while its primary is down. */
  readonly failover: boolean;
}

/** Every view of which there are rendered files. Throws `UsageError`. */
export function committedViews({ root, output }: RenderConfig): readonly CommittedView[] {
  return readingFiles(output, () => renderedDirectory(join(root, output), root).views);
}

/**
 * The declarations of a view, ascending by tenant. Throws `UsageError` for anything in their place that is not what a build writes: a tenant
 * whose file cannot be read must not be taken for one that is not in Git any more.
 */
export function readView({ root, output }: RenderConfig, view: CommittedView): WantedTenant[] {
  return readingFiles(output, () => {
    const { views, wholeView } = renderedDirectory<As3Object>(join(root, output), root);
    const files = wholeView(view);
    const { cluster, failover } = view;
    if (failover && files.size === 0 && views.some(one => one.cluster === cluster))
      throw new UsageError(
        `${output} has files of ${cluster} and none for the time when its primary is down: run \`render build\` and commit its files`,
      );
    return [...files]
      .map(([tenant, read]) => {
        const { path, text, schemaVersion, declared } = read();
        if (!isTenantName(tenant))
          throw new UnreadableFile(
            path,
            undefined,
            `is named for ${JSON.stringify(tenant)}, which AS3 takes for no tenant`,
          );
        return { tenant, file: `${output.replace(/\/+$/, '')}/${path}`, text, schemaVersion, declared };
      })
      .sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
  });
}
