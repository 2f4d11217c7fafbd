import { join, resolve } from 'node:path';
import { changeTexts, type LeftAlone, readyChanges } from '../commit/change-texts.ts';
import type { Fix, ShownFinding } from '../finding.ts';
import { applyFixes, fixableTogether } from '../fix/apply.ts';
import type { ReadOptions } from '../pipeline.ts';
import { countLine } from '../report/findings.ts';
import { unifiedDiff } from '../report/unified-diff.ts';
import { type Validated, validateWorkspace } from '../validate.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { concerning, type Scope } from './scope.ts';
import { print } from './streams.ts';

/** `--fix`: prints what fixes would change, and says what would be left. Nothing is written. Throws `ConfigurationError`. */
export async function printFixes(where: Scope, options: ReadOptions): Promise<ExitCode> {
  const root = resolve(where.workspace);
  const wanted = concerning(where);
  const { unusable, texts, ...found } = await validateWorkspace(root, options);
  const findings = found.findings.filter(wanted);
  const { ready, left, fixes } = plan(root, findings, texts);
  if (ready.length === 0 && unusable) throw unusable;
  print(1, unifiedDiff(ready));
  sayLeft(left);
  if (ready.length === 0) {
    print(2, `nothing can be fixed: ${countLine(findings)}\n`);
    return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
  }
  const overlay = new Map(ready.map(({ path, after }) => [join(root, path), after]));
  const after = await validateWorkspace(root, { ...options, overlay });
  const rest = countLine(after.findings.filter(wanted));
  print(2, `${summary(fixes, ready.length)} to be written with --write; then ${rest}\n`);
  return after.unusable ? exitCodes.usage : exitCodes.findings;
}

/** `--fix --write`: writes the fixes, and says which files they are in. */
export async function writeFixes(where: Scope, options: ReadOptions): Promise<void> {
  const root = resolve(where.workspace);
  const { findings, texts } = await validateWorkspace(root, options);
  const { ready, left, fixes } = plan(root, findings.filter(concerning(where)), texts);
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
