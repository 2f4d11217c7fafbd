import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { replaceFile } from '../commit/replace-file.ts';
import { Findings } from '../finding.ts';
import { withGeneratedAttribute } from '../init/attributes.ts';
import { configText } from '../init/config-text.ts';
import { type Draft, draftWorkspace } from '../init/draft.ts';
import { editorSettings } from '../init/editor-settings.ts';
import { workflowText } from '../init/workflow-text.ts';
import { findFiles, readManifest } from '../load/files.ts';
import { defaults } from '../load/render-config.ts';
import { printable } from '../report/printable.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { repositoryOf } from './repository.ts';
import { schemaText } from './schema-command.ts';
import { print } from './streams.ts';
import { UsageError } from './usage-error.ts';

export interface InitFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly action: string;
}

/** The owner is not known: users see that something has to be put there. */
export const unknownAction = 'OWNER/cis-render@v1';

/** A file that init would have. Merged files keep what is in them, and need no `--force`. */
interface Wanted {
  /** Relative to the root of the repository, with `/`. */
  readonly path: string;
  /** Undefined where what is there cannot be added to. */
  readonly text: string | undefined;
  readonly merged: boolean;
  /** Its text is nothing new to anybody. */
  readonly copied?: boolean;
}

/** `render init`: looks at a repository, and writes `render.yaml` and what goes with it. Nothing is asked. */
export function initCommand(directory: string, { dryRun = false, force = false, action }: InitFlags): ExitCode {
  const workspace = resolve(directory);
  if (!existsSync(workspace) || !statSync(workspace).isDirectory())
    throw new UsageError(`${directory} is no directory`);
  if (!/^[^\s"'#]+@[^\s"'#]+$/.test(action))
    throw new UsageError(`--action ${JSON.stringify(action)} is not of the form owner/repository@version`);
  const draft = draftWorkspace(filesOf(workspace));
  if (draft.clusters.length === 0)
    throw new UsageError(
      `there are no manifests in ${directory}: put those of each cluster into clusters/<cluster>, or write render.yaml by hand`,
    );
  const repository = repositoryOf(workspace) ?? workspace;
  const said: string[] = [];
  for (const wanted of wantedFiles(workspace, repository, draft, action)) {
    const { path, text, merged } = wanted;
    const before = textAt(join(repository, path));
    const name = printable(path);
    if (text === undefined) said.push(`${name} is left alone: it is no JSON with comments`);
    else if (before === text) said.push(`${name} is as it should be`);
    else if (before !== undefined && !merged && !force) said.push(`${name} is there and kept; --force replaces it`);
    else if (dryRun) print(1, dryRunText(wanted, before));
    else {
      replaceFile(repository, path, text);
      said.push(`${name} ${before === undefined ? 'is written' : merged ? 'is added to' : 'is replaced'}`);
    }
  }
  print(dryRun ? 2 : 1, `${[...said, ...nextSteps(draft, repository, action)].join('\n')}\n`);
  return exitCodes.clean;
}

function wantedFiles(workspace: string, repository: string, draft: Draft, action: string): Wanted[] {
  const folder = relative(repository, workspace).split(sep).join('/');
  const within = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const installed = existsSync(join(repository, 'node_modules/cis-render/schemas/render-config.schema.json'));
  const schema = installed
    ? 'node_modules/cis-render/schemas/render-config.schema.json'
    : '.vscode/render-config.schema.json';
  const up = '../'.repeat(folder === '' ? 0 : folder.split('/').length) || './';
  const settings = '.vscode/settings.json';
  const attributes = within('.gitattributes');
  return [
    { path: within('render.yaml'), text: configText(draft, `${up}${schema}`), merged: false },
    ...(installed ? [] : [{ path: schema, text: schemaText('render-config'), merged: false, copied: true }]),
    {
      path: settings,
      text: editorSettings(textAt(join(repository, settings)), `./${schema}`, within('render.yaml')),
      merged: true,
    },
    {
      path: attributes,
      text: withGeneratedAttribute(textAt(join(repository, attributes)), defaults.output),
      merged: true,
    },
    ...(onGithub(repository)
      ? [
          {
            path: '.github/workflows/cis-render.yml',
            text: workflowText({ action, path: folder || '.', hasSecondary: draft.hasSecondary }),
            merged: false,
          },
        ]
      : []),
  ];
}

function onGithub(repository: string): boolean {
  return !existsSync(join(repository, '.gitlab-ci.yml'));
}

function nextSteps({ clusters, others }: Draft, repository: string, action: string): string[] {
  const without = clusters.filter(({ controller, kustomize }) => controller === undefined && !kustomize);
  return [
    `clusters: ${clusters.map(({ name, controller }) => (controller === undefined ? name : `${name} (controller ${controller})`)).join(', ')}`,
    ...(without.length === clusters.length
      ? ['no controller was found: give its arguments as cis.args in render.yaml']
      : []),
    ...(others.length > 0 ? [`of no cluster yet: ${others.map(printable).join(', ')}; name them in render.yaml`] : []),
    ...(onGithub(repository) ? [] : ['GitLab: no workflow is written; docs/gitlab.md has a template']),
    ...(onGithub(repository) && action === unknownAction
      ? ['put the owner of the action into the workflow, or run this again with --action and --force']
      : []),
    'next: `render validate`, then `render build`',
  ];
}

function filesOf(workspace: string): Array<{ readonly path: string; readonly text: string }> {
  const findings = new Findings();
  const excluded = [join(workspace, defaults.output), join(workspace, 'render.yaml')];
  const found = findFiles({ root: workspace, excluded, findings, standIns: new Map() }, '.') ?? [];
  return found.flatMap(file => {
    const text = readManifest(file, findings);
    return text === undefined || file.path === 'render.yaml' ? [] : [{ path: file.path, text }];
  });
}

function dryRunText({ path, text = '', merged, copied }: Wanted, before: string | undefined): string {
  const verb = before === undefined ? 'new' : merged ? 'added to' : 'replaced';
  return `${verb}: ${printable(path)}\n${copied ? '' : `${text.trimEnd().replace(/^(?=.)/gm, '  ')}\n`}`;
}

function textAt(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
