import { defineRule } from './define-rule.ts';
import { didYouMean, meantWord, type Suggested } from './did-you-mean.ts';

/** About `render.yaml` and the workspace: exit code 2, but for paths that match nothing. */
export const configurationRules = {
  'workspace-missing': defineRule<{ path: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ path }) => `${path} is not a directory`,
    hint: 'Give the directory that holds render.yaml.',
  }),
  'workspace-empty': defineRule<{ path: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ path }) =>
      `${path} has neither a render.yaml nor a directory clusters/ with a directory for each cluster`,
    hint: 'Write a render.yaml that names the clusters and their manifests, or let `render init` write one of what is there.',
  }),
  'config-invalid': defineRule<{ problem: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ problem }) => `render.yaml: ${problem}`,
    hint: 'The keys are described in schemas/render-config.schema.json.',
  }),
  'config-unknown-key': defineRule<{ key: string } & Suggested>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: values => `render.yaml: unknown key "${values.key}".${didYouMean(values)}`,
    hint: 'The keys are described in schemas/render-config.schema.json.',
    fix: meantWord,
  }),
  'config-duplicate-cluster': defineRule<{ name: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ name }) => `render.yaml names cluster "${name}" twice`,
    hint: 'Give every cluster one entry, with all its manifests.',
  }),
  'config-cluster-name': defineRule<{ name: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ name }) => `"${name}" cannot be a cluster's name: it becomes a directory of the output`,
    hint: 'Use letters, digits, "-", "_" and "."; begin and end with a letter or a digit.',
  }),
  'config-cluster-case': defineRule<{ name: string; other: string }>({
    severity: 'warning',
    section: 'design',
    message: ({ name, other }) =>
      `clusters "${other}" and "${name}" differ in case alone, and so do their directories of the output`,
    hint: 'Rename one of them: on macOS and Windows the files of one would replace those of the other.',
  }),
  'stdin-file-outside': defineRule<{ path: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ path }) => `${path} is not among the manifests of any cluster`,
    hint: 'Give --stdin-filename the name of a file that `manifests` would find. Files of a kustomization are read from the disk.',
  }),
  'revision-unusable': defineRule<{ option: string; revision: string; problem: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ option, revision, problem }) => `${option} ${revision}: ${problem}`,
    hint: 'Name a branch, a tag or a commit of the repository that the workspace is in. In CI, check out its history too.',
  }),
  'config-path-missing': defineRule<{ path: string; cluster: string; inventory?: true }>({
    severity: 'error',
    section: 'design',
    message: ({ path, cluster, inventory }) =>
      `${inventory === true ? 'inventory' : 'manifests'} of cluster ${cluster}: "${path}" matches no file`,
    hint: ({ inventory }) =>
      inventory === true
        ? '`render snapshot` writes it from the cluster. Its path is relative to the workspace.'
        : 'Paths and globs are relative to the workspace.',
  }),
  'config-no-controller': defineRule({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: () => 'no cluster has a controller, so there is nothing to render',
    hint: 'Give one cluster `cis.args`, or commit the Deployment of the controller (an image named k8s-bigip-ctlr) with its manifests.',
  }),
};
