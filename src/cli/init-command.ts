import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { replaceFile } from '../commit/replace-file.ts';
import { Findings } from '../finding.ts';
import { withGeneratedAttribute } from '../init/attributes.ts';
import { configText, unbuiltText } from '../init/config-text.ts';
import { type Draft, draftWorkspace, isSecondary } from '../init/draft.ts';
import { editorSettings } from '../init/editor-settings.ts';
import { workflowText } from '../init/workflow-text.ts';
import { findFiles, readManifest } from '../load/files.ts';
import { defaults, loadRenderConfig, type RenderConfig } from '../load/render-config.ts';
import { OutsideError } from '../outside-error.ts';
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
export const unknownAction = 'OWNER/cis-render@v0';
const workflowPath = '.github/workflows/cis-render.yml';

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

/** What init knows of a repository. */
interface Looked {
  readonly workspace: string;
  readonly repository: string;
  readonly draft: Draft;
  /** `render.yaml` that is there and stays. */
  readonly kept?: RenderConfig;
  readonly action: string;
}

/** `render init`: looks at a repository, and writes `render.yaml` and what goes with it. Nothing is asked. */
export function initCommand(directory: string, { dryRun = false, force = false, action }: InitFlags): ExitCode {
  const workspace = resolve(directory);
  if (!existsSync(workspace) || !statSync(workspace).isDirectory())
    throw new UsageError(`${directory} is no directory`);
  if (!/^[^\s"'#]+@[^\s"'#]+$/.test(action))
    throw new UsageError(`--action ${JSON.stringify(action)} is not of the form owner/repository@version`);
  const kept = !force && existsSync(join(workspace, 'render.yaml')) ? loadRenderConfig(workspace) : undefined;
  const draft = draftWorkspace(filesOf(workspace, kept));
  if (!kept && draft.clusters.length === 0) throw new UsageError(nothingThere(directory, draft));
  const repository = repositoryOf(workspace) ?? workspace;
  const looked: Looked = { workspace, repository, draft, ...(kept && { kept }), action };
  const said: string[] = [];
  try {
    for (const wanted of wantedFiles(looked)) {
      const { path, text, merged } = wanted;
      const before = textAt(repository, path);
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
    said.push(...nextSteps(looked));
  } finally {
    // Also what was written before something failed.
    print(dryRun ? 2 : 1, said.map(line => `${line}\n`).join(''));
  }
  return exitCodes.clean;
}

function nothingThere(directory: string, { charts }: Draft): string {
  return charts.length > 0
    ? `there are no manifests in ${directory} but templates of Helm charts: commit what \`helm template\` prints for each cluster to clusters/<cluster>`
    : `there are no manifests in ${directory}: put those of each cluster into clusters/<cluster>, or write render.yaml by hand`;
}

function wantedFiles({ workspace, repository, draft, kept, action }: Looked): Wanted[] {
  const folder = relative(repository, workspace).split(sep).join('/');
  const within = (path: string): string => (folder === '' ? path : `${folder}/${path}`);
  const installed = existsSync(join(repository, 'node_modules/cis-render/schemas/render-config.schema.json'));
  const schema = installed
    ? 'node_modules/cis-render/schemas/render-config.schema.json'
    : '.vscode/render-config.schema.json';
  const up = '../'.repeat(folder === '' ? 0 : folder.split('/').length) || './';
  const settings = '.vscode/settings.json';
  const attributes = within('.gitattributes');
  const config = within('render.yaml');
  const hasSecondary = draft.hasSecondary || kept?.clusters.some(isSecondary) === true;
  return [
    { path: config, text: configText(draft, `${up}${schema}`), merged: false },
    ...(installed ? [] : [{ path: schema, text: schemaText('render-config'), merged: false, copied: true }]),
    { path: settings, text: editorSettings(textAt(repository, settings), `./${schema}`, config), merged: true },
    {
      path: attributes,
      text: withGeneratedAttribute(textAt(repository, attributes), kept?.output ?? defaults.output),
      merged: true,
    },
    ...(onGithub(repository)
      ? [{ path: workflowPath, text: workflowText({ action, path: folder || '.', hasSecondary }), merged: false }]
      : []),
  ];
}

function onGithub(repository: string): boolean {
  return !existsSync(join(repository, '.gitlab-ci.yml'));
}

function nextSteps({ draft, repository, kept, action }: Looked): string[] {
  const github = onGithub(repository);
  const nameless = github && (textAt(repository, workflowPath) ?? action).includes(unknownAction);
  return [
    ...(kept ? [] : aboutDraft(draft)),
    ...(github ? [] : ['GitLab: no workflow is written; docs/gitlab.md has a template']),
    ...(nameless ? [`put the owner of the action in place of OWNER in ${workflowPath}`] : []),
    'next: `render validate`, then `render build`',
  ];
}

function aboutDraft({ clusters, others, unbuilt, charts, unplaced }: Draft): string[] {
  const without = clusters.filter(({ controller, kustomize }) => controller === undefined && !kustomize);
  const listed = (names: readonly string[]): string => names.map(printable).join(', ');
  return [
    `clusters: ${clusters.map(({ name, controller }) => (controller === undefined ? name : `${name} (controller ${controller})`)).join(', ')}`,
    ...(without.length === clusters.length
      ? ['no controller was found: give its arguments as cis.args in render.yaml']
      : []),
    ...(unplaced.length > 0 ? [`more controllers: ${listed(unplaced)}; give each a cluster in render.yaml`] : []),
    ...(others.length > 0 ? [`of no cluster yet: ${listed(others)}; name them in render.yaml`] : []),
    ...unbuilt.map(cluster => printable(unbuiltText(cluster))),
    ...(charts.length > 0
      ? [`Helm charts are not read: ${listed(charts)}; commit what \`helm template\` prints for a cluster`]
      : []),
  ];
}

function filesOf(
  workspace: string,
  kept: RenderConfig | undefined,
): Array<{ readonly path: string; readonly text: string }> {
  const findings = new Findings();
  const excluded = [join(workspace, kept?.output ?? defaults.output), join(workspace, 'render.yaml')];
  const found = findFiles({ root: workspace, excluded, findings, standIns: new Map() }, '.') ?? [];
  return found.flatMap(file => {
    const text = readManifest(file, findings);
    return text === undefined ? [] : [{ path: file.path, text }];
  });
}

function dryRunText({ path, text = '', merged, copied }: Wanted, before: string | undefined): string {
  const verb = before === undefined ? 'new' : merged ? 'added to' : 'replaced';
  return `${verb}: ${printable(path)}\n${copied ? '' : `${text.trimEnd().replace(/^(?=.)/gm, '  ')}\n`}`;
}

/** The text of a file of the repository; undefined where there is none. */
function textAt(repository: string, path: string): string | undefined {
  const entry = statSync(join(repository, path), { throwIfNoEntry: false });
  if (entry && !entry.isFile()) throw new OutsideError(`${path} is there and is no file: move it away`);
  return entry && readFileSync(join(repository, path), 'utf8');
}
