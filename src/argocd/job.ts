import type { JsonObject } from '../load/manifest-object.ts';
import type { FilesMap, Placement } from './config-map.ts';
import { type HookPhase, hookAnnotations } from './hook.ts';
import { objectName } from './names.ts';

export interface JobOptions extends Placement {
  readonly hook: HookPhase;
  readonly image: string;
  /** Arguments of `render sync`, but for where the workspace and the credentials are. */
  readonly args: readonly string[];
  readonly maps: readonly FilesMap[];
  readonly credentialsSecret: string;
  /** Empty for that of the namespace. */
  readonly serviceAccount: string;
}

const workspace = '/workspace';
const credentials = '/credentials';

/** Seconds after which a Job that cannot begin, such as for want of its image or its Secret, fails the sync in place of holding it up. */
const deadline = 1800;

/**
 * A Job that runs `render sync`. It has no rights in the cluster, and no user of its own: the image has one, which OpenShift puts another in
 * the place of.
 */
export function syncJob({ hook, app, namespace, view, image, args, maps, ...options }: JobOptions): JsonObject {
  const name = objectName(app, 'sync', view, ...(hook === 'PreSync' ? ['dry-run'] : []));
  const labels = { 'app.kubernetes.io/name': 'cis-render' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(namespace !== '' && { namespace }), labels, annotations: hookAnnotations(hook) },
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: deadline,
      // Refused for safety, or wrong usage: it would be the same again.
      podFailurePolicy: {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'render', operator: 'In', values: [1, 2] } }],
      },
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 15,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          ...(options.serviceAccount !== '' && { serviceAccountName: options.serviceAccount }),
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'render',
              image,
              args: ['sync', workspace, ...args, '--credentials-directory', credentials],
              // The last lines of the log say why, where Argo CD shows it.
              terminationMessagePolicy: 'FallbackToLogsOnError',
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
              volumeMounts: [
                { name: 'workspace', mountPath: workspace, readOnly: true },
                { name: 'credentials', mountPath: credentials, readOnly: true },
              ],
            },
          ],
          volumes: [
            {
              name: 'workspace',
              projected: { sources: maps.map(({ name: map, items }) => ({ configMap: { name: map, items } })) },
            },
            { name: 'credentials', secret: { secretName: options.credentialsSecret } },
          ],
        },
      },
    },
  };
}
