import { join } from 'node:path';
import { renderedDirectory } from '../commit/read-tenant.ts';
import type { As3Object } from '../emit/as3.ts';
import type { RenderConfig } from '../load/render-config.ts';
import type { WantedTenant } from '../sync/plan.ts';
import { readingFiles } from './rendered-files.ts';

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

/** The declarations of a view, ascending by tenant. Throws `UsageError` for a file that is not what a build writes. */
export function readView({ root, output }: RenderConfig, view: CommittedView): WantedTenant[] {
  return readingFiles(output, () =>
    [...renderedDirectory<As3Object>(join(root, output), root).tenants(view, [])]
      .map(([tenant, read]) => {
        const { path, text, schemaVersion, declared } = read();
        return { tenant, file: `${output.replace(/\/+$/, '')}/${path}`, text, schemaVersion, declared };
      })
      .sort((a, b) => (a.tenant < b.tenant ? -1 : 1)),
  );
}
