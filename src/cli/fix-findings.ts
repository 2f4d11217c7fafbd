import { join, resolve } from 'node:path';
import { changeTexts, type LeftAlone, readyChanges } from '../commit/change-texts.ts';
import type { Fix, ShownFinding } from '../finding.ts';
import { applyFixes, fixableTogether } from '../fix/apply.ts';
import { countLine } from '../report/findings.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { type Validated, validateWorkspace } from '../validate.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { print } from './streams.ts';

/** Findings to be fixed, in a workspace: those that were asked for, of what was found. */
export interface Fixable extends Omit<Validated, 'locator'> {
  readonly workspace: string;
}

/** `--fix`: prints what fixes would change, and says what would be left. Nothing is written. Throws `ConfigurationError`. */
export async function printFixes(
  { workspace, findings, texts, unusable }: Fixable,
  wanted: (finding: ShownFinding) => boolean,
): Promise<ExitCode> {
  const root = resolve(workspace);
  const { ready, left, fixes } = plan(root, findings, texts);
  print(1, unifiedDiff(ready));
  sayLeft(left);
  if (ready.length === 0 && unusable) throw unusable;
  if (ready.length === 0) {
    print(2, `nothing can be fixed: ${countLine(findings)}\n`);
    return exitOf(findings);
  }
  const overlay = new Map(ready.map(({ path, after }) => [join(root, path), after]));
  const after = await validateWorkspace(root, { overlay });
  const rest = countLine(after.findings.filter(wanted));
  print(2, `${summary(fixes, ready.length)} to be written with --write; then ${rest}\n`);
  return after.unusable ? exitCodes.usage : exitCodes.findings;
}

/** `--fix --write`: writes the fixes, and says which files they are in. */
export function writeFixes({ workspace, findings, texts }: Fixable): void {
  const root = resolve(workspace);
  const { ready, left, fixes } = plan(root, findings, texts);
  const written = changeTexts(root, ready);
  sayLeft([...left, ...written.left]);
  const paths = new Set(written.ready.map(({ path }) => path));
  const made = fixes.filter(({ edits }) => edits.every(({ file }) => paths.has(file)));
  const files = written.ready.map(({ path }) => `  ${path}\n`).join('');
  print(2, `${summary(made, paths.size)} written\n${files}`);
}

function plan(root: string, findings: readonly ShownFinding[], texts: Validated['texts']) {
  const fixes = fixableTogether(findings).flatMap(({ fix }) => fix ?? []);
  const files = [...new Set(fixes.flatMap(({ edits }) => edits.map(({ file }) => file)))];
  const changes = files.map(path => {
    const before = texts.get(path) ?? '';
    return { path, before, after: applyFixes(before, path, fixes) };
  });
  const { ready, left } = readyChanges(root, changes);
  const paths = new Set(ready.map(({ path }) => path));
  return { ready, left, fixes: fixes.filter(({ edits }) => edits.every(({ file }) => paths.has(file))) };
}

function summary(fixes: readonly Fix[], files: number): string {
  return `${fixes.length} ${fixes.length === 1 ? 'fix' : 'fixes'} in ${files} ${files === 1 ? 'file' : 'files'}`;
}

function sayLeft(left: readonly LeftAlone[]): void {
  for (const { path, reason } of left) print(2, `${path} is left alone: ${reason}\n`);
}

function exitOf(findings: readonly ShownFinding[]): ExitCode {
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}
