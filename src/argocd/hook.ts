/** When Argo CD makes an object that is no part of the application. */
export type HookPhase = 'PreSync' | 'PostSync';

/** Annotations of a hook. It is there until the next sync, for whoever wants to see its log, and so its name can stay the same. */
export function hookAnnotations(phase: HookPhase, wave?: number): Readonly<Record<string, string>> {
  return {
    'argocd.argoproj.io/hook': phase,
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    ...(wave !== undefined && { 'argocd.argoproj.io/sync-wave': String(wave) }),
  };
}
