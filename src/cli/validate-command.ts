import { writeFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { baselineText, hidesOtherFile, readBaseline } from '../load/baseline.ts';
import type { StandIn } from '../load/index.ts';
import { createLocator } from '../load/locate.ts';
import { judgedFindings, type Run, readWorkspace } from '../pipeline.ts';
import { findingsJson } from '../report/json.ts';
import { findingsNdjson } from '../report/ndjson.ts';
import { rules } from '../rules/index.ts';
import { type Checked, Session } from '../session/session.ts';
import type { Judged } from '../suppress/index.ts';
import { findingLists } from '../validate.ts';
import { touchedOrNew } from './changed-since.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findingTexts } from './finding-texts.ts';
import { printFixes, writeFixes } from './fix-findings.ts';
import { type FindingFormat, type Format, findingsText, printsFindings, putOut } from './output.ts';
import { concerning, type Scope, sayUnread, scope, standardInputFile } from './scope.ts';
import { clearTerminal, readStandardInput } from './streams.ts';
import { UsageError } from './usage-error.ts';
import { type Shown, watchWorkspace } from './watch.ts';

export interface ValidateFlags {
  readonly baseline?: string | false;
  readonly writeBaseline?: string;
  readonly stdinFilename?: string;
  readonly changedSince?: string;
  readonly fix?: boolean;
  readonly write?: boolean;
  readonly watch?: boolean;
  readonly format?: readonly Format<FindingFormat>[];
  readonly color: boolean;
}

/** `render validate`: everything that is wrong, or only what concerns the paths or the change that are given. */
export async function validateCommand(paths: readonly string[], flags: ValidateFlags): Promise<ExitCode> {
  const { format, baseline, writeBaseline, stdinFilename, changedSince, fix = false, write = false } = flags;
  const stdinFile = standardInputFile(paths, stdinFilename);
  const where = scope(paths, stdinFile);
  if (writeBaseline !== undefined && baseline) throw new UsageError('give --baseline or --write-baseline, not both');
  if (writeBaseline !== undefined && (where.only.length > 0 || changedSince !== undefined))
    throw new UsageError('--write-baseline is for a whole workspace: leave paths and --changed-since out');
  if (writeBaseline !== undefined && hidesOtherFile(writeBaseline))
    throw new UsageError(
      `--write-baseline ${writeBaseline}: this file is no baseline, and would be lost; give another name`,
    );
  if (stdinFile !== undefined && changedSince !== undefined)
    throw new UsageError('--changed-since compares files of the disk: leave it or - out');
  if (write && !fix) throw new UsageError('--write writes what --fix shows: give both');
  if (fix && !write && format)
    throw new UsageError('--fix prints a diff and nothing else: leave out --format, or add --write');
  if (fix && (stdinFile !== undefined || changedSince !== undefined || writeBaseline !== undefined))
    throw new UsageError('--fix is for files as they are: leave out -, --changed-since and --write-baseline');
  if (fix && !write) return printFixes(where, { baseline });
  if (fix) await writeFixes(where, { baseline });
  if (flags.watch) {
    if (writeBaseline !== undefined || stdinFile !== undefined || changedSince !== undefined)
      throw new UsageError('--watch is for files as they are: leave -, --write-baseline and --changed-since out');
    return watchedValidation(where, flags);
  }
  const run = await readWorkspace(where.workspace, {
    baseline: writeBaseline === undefined ? baseline : false,
    standIn: stdinFile === undefined ? undefined : await standInFor(where.workspace, stdinFile),
  });
  sayUnread(where, run);
  const lists = await findingLists(run);
  const locator = createLocator();
  const judge = (read: Run): Judged => judgedFindings(read, lists, locator, { complete: true });
  const judged = judge(writeBaseline === undefined ? run : withBaseline(run, writeBaseline, judge(run)));
  const chosen = changedSince === undefined ? judged : await touchedOrNew(run, judged, changedSince);
  return show({ ...restricted(chosen, concerning(where)), run, locator }, flags).exitCode;
}

/** Prints findings, and says how that went. */
function show({ findings, suppressed, run, locator }: Checked, { format, color }: ValidateFlags): Shown {
  const read = putOut(format, {
    pretty: () => findingsText(findings, locator, 1, color, suppressed.length),
    json: () => findingsJson({ findings, suppressed }),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, run.config.root),
  });
  const failed = findings.some(({ severity }) => severity === 'error');
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return { exitCode: failed ? exitCodes.findings : exitCodes.clean, count, read };
}

/** The same again whenever a file changes. */
function watchedValidation(where: Scope, flags: ValidateFlags): Promise<ExitCode> {
  const session = new Session(where.workspace, { baseline: flags.baseline });
  const wanted = concerning(where);
  return watchWorkspace({
    root: where.workspace,
    color: flags.color,
    concerns: path => session.concerns(path),
    run: async changed => {
      const checked = await session.check(changed);
      if (!changed) sayUnread(where, checked.run);
      if (changed && !printsFindings(flags.format)) clearTerminal();
      return show({ ...checked, ...restricted(checked, wanted) }, flags);
    },
  });
}

async function standInFor(workspace: string, file: string): Promise<StandIn> {
  return { path: relative(workspace, file).split(sep).join('/'), bytes: await readStandardInput() };
}

/** Writes what is found to a baseline. It counts at once: what remains to be told is what no baseline can suppress. */
function withBaseline(run: Run, file: string, { findings }: Judged): Run {
  writeFileSync(file, baselineText(findings.filter(({ rule }) => rules[rule].suppressible !== false)));
  return { ...run, baseline: readBaseline(run.config.root, resolve(file)) };
}

function restricted({ findings, suppressed }: Judged, wanted: ReturnType<typeof concerning>): Judged {
  return { findings: findings.filter(wanted), suppressed: suppressed.filter(wanted) };
}
