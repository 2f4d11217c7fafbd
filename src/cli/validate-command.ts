import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ShownFinding } from '../finding.ts';
import { findingsJson } from '../report/json.ts';
import { findingsNdjson } from '../report/ndjson.ts';
import { validateWorkspace } from '../validate.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findingTexts } from './finding-texts.ts';
import { printFixes, writeFixes } from './fix-findings.ts';
import { type FindingFormat, type Format, findingsText, putOut } from './output.ts';
import { UsageError } from './usage-error.ts';

export interface ValidateFlags {
  readonly fix?: boolean;
  readonly write?: boolean;
  readonly format?: readonly Format<FindingFormat>[];
  readonly color: boolean;
}

/** `render validate`: everything that is wrong, or only what concerns the paths that are given. */
export async function validateCommand(paths: readonly string[], flags: ValidateFlags): Promise<ExitCode> {
  const { format, color, fix = false, write = false } = flags;
  if (write && !fix) throw new UsageError('--write writes what --fix shows: give both');
  if (fix && !write && format)
    throw new UsageError('--fix prints a diff and nothing else: leave out --format, or add --write');
  const { workspace, only } = scope(paths);
  const wanted = ({ position }: ShownFinding): boolean => {
    // What has no place, such as that nothing can be rendered at all, concerns every path.
    if (only.length === 0 || !position) return true;
    const file = resolve(workspace, position.file);
    return only.some(path => file === path || file.startsWith(path + sep));
  };
  const found = await validateWorkspace(workspace);
  const fixable = { ...found, workspace, findings: found.findings.filter(wanted) };
  if (fix && !write) return printFixes(fixable, wanted);
  if (fix) writeFixes(fixable);
  const { locator, unusable, ...now } = fix ? await validateWorkspace(workspace) : found;
  if (unusable) throw unusable;
  const findings = now.findings.filter(wanted);
  putOut(format, {
    pretty: () => findingsText(findings, locator, 1, color),
    json: () => findingsJson(findings),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, workspace),
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
export function enclosingWorkspace(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'render.yaml'))) return folder;
    if (dirname(folder) === folder) break;
  }
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'clusters'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
