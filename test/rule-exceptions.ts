import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleId } from '../src/rules/index.ts';
import { initialise } from './git-repository.ts';
import { extendedSpecText } from './manifests.ts';
import { type Files, writeFiles } from './temporary-workspace.ts';

/** A rule that no folder of `fixtures/rules` can raise: why, and a workspace made on the spot that does. */
export interface RuleException {
  readonly why: string;
  readonly files: Files;
  /** What files alone cannot say. Gets the root of the workspace. */
  readonly prepare?: (root: string) => void;
  /** Command line; `validate` unless given. */
  readonly command?: readonly string[];
  /** Lines of the output that tell of the rule, from the place on. */
  readonly expected: readonly string[];
  readonly code: number;
}

const config = `clusters:
  - name: east
    manifests: clusters/east
    cis:
      args:
        - --controller-mode=openshift
        - --extended-spec-configmap=kube-system/extended-spec
        - --bigip-partition=shops
`;
const extendedSpec = extendedSpecText('extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11');
const workspace: Files = { 'render.yaml': config, 'clusters/east/extended-spec.yaml': extendedSpec };

/** A controller alone in several clusters. */
const standalone = (mode: string): Files => ({
  'render.yaml': config.replace(
    '        - --bigip-partition',
    '        - --multi-cluster-mode=standalone\n        - --local-cluster-name=east\n        - --bigip-partition',
  ),
  'clusters/east/extended-spec.yaml': extendedSpecText(
    `mode: ${mode}\nextendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11`,
  ),
});

export const ruleExceptions: Partial<Record<RuleId, RuleException>> = {
  'workspace-missing': {
    why: 'there is nothing to keep',
    files: {},
    command: ['build', 'shops'],
    expected: ['error shops is not a directory [workspace-missing]', '  Give the directory that holds render.yaml.'],
    code: 2,
  },
  'workspace-empty': {
    why: 'Git keeps no empty directory, and the message holds an absolute path',
    files: {},
    expected: [
      'error <root> has neither a render.yaml nor a directory clusters/ with a directory for each cluster [workspace-empty]',
      '  Write a render.yaml that names the clusters and their manifests, or let `render init` write one of what is there.',
    ],
    code: 2,
  },
  'stdin-file-outside': {
    why: 'it is about an argument',
    files: workspace,
    command: ['validate', '-', '--stdin-filename', 'notes.yaml'],
    expected: ['error notes.yaml is not among the manifests of any cluster [stdin-file-outside]'],
    code: 2,
  },
  'revision-unusable': {
    why: 'it is about an argument',
    files: workspace,
    command: ['validate', '--changed-since', 'main'],
    expected: ['error --changed-since main: the workspace is in no Git repository [revision-unusable]'],
    code: 2,
  },
  'restart-needed': {
    why: 'it compares with a revision of Git',
    files: standalone('ratio'),
    prepare: root => {
      initialise(root);
      writeFiles(root, standalone('active-active'));
    },
    command: ['validate', '--changed-since', 'main'],
    expected: [
      'clusters/east/extended-spec.yaml:10:11 warning mode changes from ratio to active-active: the controllers have to be restarted [restart-needed]',
    ],
    code: 0,
  },
  'file-too-large': {
    why: 'a file of 17 MiB does not belong into a repository',
    files: workspace,
    prepare: root => writeFiles(root, { 'clusters/east/menu.yaml': Buffer.alloc(17 * 1024 * 1024, '#') }),
    expected: [
      'clusters/east/menu.yaml:1:1 error the file has 17 MiB; files of more than 16 MiB are not read [file-too-large]',
    ],
    code: 1,
  },
  'file-not-utf8': {
    why: 'editors and Git would convert the bytes',
    files: { ...workspace, 'clusters/east/menu.yaml': Buffer.from('# café\n', 'latin1') },
    expected: ['clusters/east/menu.yaml:1:1 error the file is not UTF-8 text [file-not-utf8]'],
    code: 1,
  },
  'file-unreadable': {
    why: 'not every checkout can hold a symbolic link',
    files: workspace,
    prepare: root => symlinkSync('nowhere.yaml', join(root, 'clusters/east/menu.yaml')),
    expected: [
      'clusters/east/menu.yaml:1:1 error the file cannot be read: the symbolic link leads nowhere [file-unreadable]',
      '  Nothing of it is taken into account.',
    ],
    code: 1,
  },
  'symlink-outside': {
    why: 'not every checkout can hold a symbolic link',
    files: workspace,
    prepare: root => symlinkSync('/', join(root, 'clusters/east/everything')),
    expected: [
      'clusters/east/everything:1:1 error clusters/east/everything leads out of the workspace and is not read [symlink-outside]',
      '  Only files of the workspace are read, so that a change under review cannot show files of the machine.',
    ],
    code: 1,
  },
  'baseline-unusable': {
    why: 'no workspace is without its baseline for long',
    files: { ...workspace, 'render.yaml': `${config}baseline: baseline.json\n` },
    expected: [
      'error baseline baseline.json: there is no such file [baseline-unusable]',
      '  Write it with `render validate --write-baseline baseline.json`.',
    ],
    code: 2,
  },
  'baseline-outdated': {
    why: 'a baseline stands beside the manifests',
    files: {
      ...workspace,
      'render.yaml': `${config}baseline: baseline.json\n`,
      'baseline.json': '{\n  "version": 1,\n  "findings": [\n    {"fingerprint": "00", "count": 2}\n  ]\n}\n',
    },
    expected: [
      'baseline.json:4:5 info 2 of the 2 findings in baseline baseline.json do not occur any more; here is the first [baseline-outdated]',
      '  Write it again with `render validate --write-baseline baseline.json`.',
    ],
    code: 0,
  },
  'tenant-lost': {
    why: 'only a build raises it, against what was rendered before',
    files: {
      ...workspace,
      'clusters/east/cafe.yaml': `apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: cafe
  namespace: shop
spec:
  host: cafe.example.com
  to:
    kind: Service
    name: cafe
`,
      'rendered/east/shops.json': '{\n  "class": "ADC",\n  "label": "cis-render"\n}\n',
    },
    command: ['build'],
    expected: [
      'error rendered/east/shops.json would be deleted, and its tenant with it, for lack of input: all its Routes are rejected [tenant-lost]',
      '  Nothing is written. If the tenant is meant to go, delete the file in the same change.',
    ],
    code: 1,
  },
  'rendered-out-of-date': {
    why: 'only `build --check` raises it, for formats that tell of nothing but findings',
    files: {
      'render.yaml': config,
      'clusters/east/extended-spec.yaml': extendedSpecText('extendedRouteSpec: []'),
      'rendered/east/shops.json': '{\n  "class": "ADC",\n  "label": "cis-render"\n}\n',
    },
    command: ['build', '--check', '--format', 'github'],
    expected: [
      '::error file=rendered/east/shops.json,line=1,col=1,endLine=1,endColumn=1,title=cis-render%3A rendered-out-of-date::rendered/east/shops.json is of a tenant that is gone%0ARun `render build`, and commit what it changes.',
    ],
    code: 1,
  },
};

/** Makes the workspace of an exception. */
export function prepareException(root: string, { files, prepare }: RuleException): void {
  mkdirSync(root, { recursive: true });
  chmodSync(root, 0o755);
  writeFiles(root, files);
  prepare?.(root);
}
