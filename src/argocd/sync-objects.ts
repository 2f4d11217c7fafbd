import type { JsonObject } from '../load/manifest-object.ts';
import { type FilesMap, filesMaps, type Placement } from './config-map.ts';
import { syncJob } from './job.ts';
import { jobWorkspace, type SyncedView } from './job-workspace.ts';
import { ParameterError, type Parameters } from './parameters.ts';

/** Where an Application puts what is not in its manifests. */
export type Surroundings = Omit<Placement, 'view'> & {
  /** Of the Job, unless a parameter names another. */
  readonly image: string;
};

/**
 * What brings a view to its BIG-IPs: a ConfigMap for each tenant with the committed declaration, and the Jobs. Throws `ParameterError` and
 * `TooLarge`.
 */
export function syncObjects(view: SyncedView, parameters: Parameters, around: Surroundings): readonly JsonObject[] {
  const { text, on } = parameters;
  const place = { app: around.app, namespace: text('namespace') || around.namespace, view: view.cluster };
  const files = jobWorkspace(view);
  const maps = filesMaps(files, place);
  const shown = maps.map(({ object }) => object);
  if (text('sync') === 'show') return shown;
  const url = text('bigip-url');
  if (view.failover && view.primaryEndPoint === undefined) {
    throw new ParameterError(
      `the controller of ${view.cluster} is a secondary, and its extended ConfigMap names no primaryEndPoint: add it, or set parameter sync to off`,
    );
  }
  const reach = [
    '--as',
    view.cluster,
    ...(url === '' ? [] : ['--bigip-url', url]),
    ...(view.primaryEndPoint === undefined ? [] : ['--primary-end-point', view.primaryEndPoint]),
    ...(view.retryInterval === undefined ? [] : ['--retry-interval', String(view.retryInterval)]),
    ...(['prune', 'force', 'adopt'] as const).filter(on).map(name => `--${name}`),
  ];
  const job = (hook: 'PreSync' | 'PostSync', how: string, mounted: readonly FilesMap[]): JsonObject =>
    syncJob({
      ...place,
      hook,
      image: text('image') || around.image,
      args: [how, ...reach],
      maps: mounted,
      credentialsSecret: text('credentials-secret'),
      serviceAccount: text('service-account'),
    });
  const trial = on('dry-run') ? filesMaps(files, place, 'PreSync') : [];
  return [
    ...trial.map(({ object }) => object),
    ...(trial.length > 0 ? [job('PreSync', '--dry-run', trial)] : []),
    ...shown,
    job('PostSync', '--apply', maps),
  ];
}
