import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { reportAs3Problems } from '../emit/index.ts';
import type { Findings } from '../finding.ts';
import { createLocator } from '../load/locate.ts';
import { readWorkspace, renderView, shownFindings } from '../pipeline.ts';
import { findingsJson } from '../report/json.ts';
import { findingsNdjson } from '../report/ndjson.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findingTexts } from './finding-texts.ts';
import { type FindingFormat, type Format, findingsText, putOut } from './output.ts';
import { UsageError } from './usage-error.ts';

export interface ValidateFlags {
  readonly format?: readonly Format<FindingFormat>[];
  readonly color: boolean;
}

/** `render validate`: everything that is wrong, or only what concerns the paths that are given. */
export async function validateCommand(paths: readonly string[], { format, color }: ValidateFlags): Promise<ExitCode> {
  const { workspace, only } = scope(paths);
  const run = await readWorkspace(workspace);
  const lists: Findings[] = [run.findings];
  for (const cluster of run.controllers) {
    const view = renderView(run, cluster);
    reportAs3Problems(view, { as3Version: run.config.as3Version });
    lists.push(view.findings);
  }
  const locator = createLocator();
  const findings = shownFindings(lists, locator).filter(({ position }) => {
    // What has no place, such as that nothing can be rendered at all, concerns every path.
    if (only.length === 0 || !position) return true;
    const file = resolve(run.config.root, position.file);
    return only.some(path => file === path || file.startsWith(path + sep));
  });
  putOut(format, {
    pretty: () => findingsText(findings, locator, 1, color),
    json: () => findingsJson(findings),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, run.config.root),
  });
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}

/** The workspace that is meant, and the paths within it that are reported on: a workspace itself means all of it. */
function scope(paths: readonly string[]): { readonly workspace: string; readonly only: readonly string[] } {
  const absolute = paths.map(path => resolve(path));
  for (const [index, path] of absolute.entries()) {
    if (!existsSync(path)) throw new UsageError(`${paths[index]}: no such file or directory`);
  }
  const [first = resolve('.')] = absolute;
  const workspace = enclosingWorkspace(first) ?? (statSync(first).isDirectory() ? first : dirname(first));
  const strangers = absolute.filter(path => relative(workspace, path).startsWith('..'));
  if (strangers[0]) throw new UsageError(`${strangers[0]} is not in the workspace ${workspace}`);
  return { workspace, only: absolute.filter(path => path !== workspace) };
}

/** The nearest directory upwards that is a workspace. */
function enclosingWorkspace(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'render.yaml'))) return folder;
    if (dirname(folder) === folder) break;
  }
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'clusters'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
