import type { JsonObject } from '../load/manifest-object.ts';
import { type HookPhase, hookAnnotations } from './hook.ts';
import type { WorkspaceFile } from './job-workspace.ts';
import { objectName } from './names.ts';

/** What the API server takes of a ConfigMap, keys and values together. */
const largest = 1024 * 1024;

/** A ConfigMap with files of the Job's workspace, by the key under which it has them. */
export interface FilesMap {
  readonly name: string;
  readonly object: JsonObject;
  readonly items: ReadonlyArray<{ readonly key: string; readonly path: string }>;
}

/** A file does not fit into a ConfigMap. */
export class TooLarge extends Error {}

export interface Placement {
  /** The Application; empty outside of Argo CD. */
  readonly app: string;
  /** Empty where Argo CD is to choose. */
  readonly namespace: string;
  readonly view: string;
}

/**
 * A ConfigMap for each tenant, and one for everything else. Those of a dry run are hooks of their own: before the sync the cluster has the
 * declarations of the last one. Throws `TooLarge`.
 */
export function filesMaps(files: readonly WorkspaceFile[], place: Placement, hook?: HookPhase): FilesMap[] {
  const others = files.filter(({ tenant }) => tenant === undefined);
  const tenants = files.filter(({ tenant }) => tenant !== undefined);
  return [
    filesMap(others, 'workspace', place, hook),
    ...tenants.map(file => filesMap([file], file.tenant!, place, hook)),
  ];
}

function filesMap(
  files: readonly WorkspaceFile[],
  what: string,
  { app, namespace, view }: Placement,
  hook: HookPhase | undefined,
): FilesMap {
  const [first] = files;
  const kind = first?.tenant === undefined ? 'sync' : 'as3';
  // A tenant may be called x-dry-run beside x, and no name that is made of parts has a dot.
  const name = `${objectName(app, kind, view, what)}${hook ? '.dry-run' : ''}`;
  const keyOf = ({ path }: WorkspaceFile): string => path.slice(path.lastIndexOf('/') + 1);
  const size = files.reduce((sum, file) => sum + Buffer.byteLength(keyOf(file)) + Buffer.byteLength(file.text), 0);
  if (size > largest) {
    const mebibytes = (size / 1024 / 1024).toFixed(1);
    throw new TooLarge(
      `${first?.path} has ${mebibytes} MiB, and a ConfigMap takes 1 MiB: set parameter sync to off and run \`render sync\` in a pipeline`,
    );
  }
  return {
    name,
    items: files.map(file => ({ key: keyOf(file), path: file.path })),
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        ...(namespace !== '' && { namespace }),
        labels: { 'app.kubernetes.io/name': 'cis-render' },
        annotations: {
          'cis-render/view': view,
          ...(first?.tenant !== undefined && { 'cis-render/tenant': first.tenant }),
          // Applied from the client, it would be there a second time, as an annotation, which may have 256 KiB.
          'argocd.argoproj.io/sync-options': 'ServerSideApply=true',
          // Before the Job that mounts it.
          ...(hook && hookAnnotations(hook, -1)),
        },
      },
      data: Object.fromEntries(files.map(file => [keyOf(file), file.text])),
    },
  };
}
