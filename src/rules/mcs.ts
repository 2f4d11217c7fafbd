import { defineRule } from './define-rule.ts';

/** About ServiceExports and ServiceImports of the Kubernetes Multi-Cluster Services API. */
export const mcsRules = {
  'mcs-export-without-service': defineRule<{ name: string; cluster: string }>({
    severity: 'warning',
    section: 'other 5',
    message: ({ name, cluster }) =>
      `ServiceExport ${name} exports nothing: cluster ${cluster} has no Service of that name`,
    hint: 'A ServiceExport has the name and the namespace of its Service.',
  }),
  'mcs-import-unexported': defineRule<{ name: string; cluster: string }>({
    severity: 'warning',
    section: 'other 5',
    message: ({ name, cluster }) =>
      `ServiceImport ${name} in cluster ${cluster} has no members: no cluster has a ServiceExport of that name`,
    hint: 'Export the Service where its Pods are, in the same namespace.',
  }),
};
