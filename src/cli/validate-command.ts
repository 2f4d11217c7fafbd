import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { reportAs3Problems } from '../emit/index.ts';
import type { Findings, ShownFinding } from '../finding.ts';
import { baselineText, readBaseline } from '../load/baseline.ts';
import { createLocator } from '../load/locate.ts';
import { judgedFindings, type Run, readWorkspace, renderView } from '../pipeline.ts';
import { findingsJson } from '../report/json.ts';
import { rules } from '../rules/index.ts';
import type { Judged } from '../suppress/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Format, findingsText, putOut } from './output.ts';
import { UsageError } from './usage-error.ts';

export interface ValidateFlags {
  readonly baseline?: string | false;
  readonly writeBaseline?: string;
  readonly format?: readonly Format[];
  readonly color: boolean;
}

/** `render validate`: everything that is wrong, or only what concerns the paths that are given. */
export async function validateCommand(paths: readonly string[], flags: ValidateFlags): Promise<ExitCode> {
  const { format, color, baseline, writeBaseline } = flags;
  const { workspace, only } = scope(paths);
  if (writeBaseline !== undefined && baseline) throw new UsageError('give --baseline or --write-baseline, not both');
  if (writeBaseline !== undefined && only.length > 0)
    throw new UsageError('--write-baseline is for a whole workspace: leave the paths out');
  const run = await readWorkspace(workspace, { baseline: writeBaseline === undefined ? baseline : false });
  const lists: Findings[] = [run.findings];
  for (const cluster of run.controllers) {
    const view = renderView(run, cluster);
    reportAs3Problems(view, { as3Version: run.config.as3Version });
    lists.push(view.findings);
  }
  const locator = createLocator();
  const judge = (read: Run): Judged => judgedFindings(read, lists, locator, true);
  const judged = judge(writeBaseline === undefined ? run : withBaseline(run, writeBaseline, judge(run)));
  const concerned = ({ position }: ShownFinding): boolean => {
    // What has no place, such as that nothing can be rendered at all, concerns every path.
    if (only.length === 0 || !position) return true;
    const file = resolve(run.config.root, position.file);
    return only.some(path => file === path || file.startsWith(path + sep));
  };
  const findings = judged.findings.filter(concerned);
  const suppressed = judged.suppressed.filter(concerned);
  putOut(format, {
    json: () => findingsJson({ findings, suppressed }),
    pretty: () => findingsText(findings, locator, 1, color, suppressed.length),
  });
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}

/** Writes what is found to a baseline. It counts at once: what remains to be told is what no baseline can suppress. */
function withBaseline(run: Run, file: string, { findings }: Judged): Run {
  writeFileSync(file, baselineText(findings.filter(({ rule }) => rules[rule].suppressible !== false)));
  return { ...run, baseline: readBaseline(run.config.root, resolve(file)) };
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
