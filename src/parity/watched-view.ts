import type { Cluster } from '../model/cluster.ts';
import type { Workspace } from '../model/workspace.ts';
import { translateView, type View } from '../translate/index.ts';
import { ReadingLog } from './reading-log.ts';

/** A view, with what its controller looked up in its own cluster to make it: keys `namespace/name`. */
export interface WatchedView {
  readonly view: View;
  readonly services: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

export function watchedView(workspace: Workspace, cluster: Cluster): WatchedView {
  const services = new ReadingLog(cluster.services);
  const secrets = new ReadingLog(cluster.secrets);
  const view = translateView(workspace, { ...cluster, services, secrets });
  // Services are looked up when members are asked for.
  for (const { virtuals } of view.tenants) for (const { pools } of virtuals) for (const pool of pools) pool.members();
  return { view, services: services.asked, secrets: secrets.asked };
}
