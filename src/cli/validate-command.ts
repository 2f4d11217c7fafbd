import { writeFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { baselineText, hidesOtherFile, readBaseline } from '../load/baseline.ts';
import type { StandIn } from '../load/index.ts';
import { createLocator } from '../load/locate.ts';
import { judgedFindings, type Run, readWorkspace } from '../pipeline.ts';
import { findingsJson } from '../report/json.ts';
import { findingsNdjson } from '../report/ndjson.ts';
import { rules } from '../rules/index.ts';
import type { Judged } from '../suppress/index.ts';
import { findingLists } from '../validate.ts';
import { touchedOrNew } from './changed-since.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findingTexts } from './finding-texts.ts';
import { printFixes, writeFixes } from './fix-findings.ts';
import { type FindingFormat, type Format, findingsText, putOut } from './output.ts';
import { concerning, scope, standardInputFile } from './scope.ts';
import { readStandardInput } from './streams.ts';
import { UsageError } from './usage-error.ts';

export interface ValidateFlags {
  readonly baseline?: string | false;
  readonly writeBaseline?: string;
  readonly stdinFilename?: string;
  readonly changedSince?: string;
  readonly fix?: boolean;
  readonly write?: boolean;
  readonly format?: readonly Format<FindingFormat>[];
  readonly color: boolean;
}

/** `render validate`: everything that is wrong, or only what concerns the paths or the change that are given. */
export async function validateCommand(paths: readonly string[], flags: ValidateFlags): Promise<ExitCode> {
  const { format, color, baseline, writeBaseline, stdinFilename, changedSince, fix = false, write = false } = flags;
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
  const run = await readWorkspace(where.workspace, {
    baseline: writeBaseline === undefined ? baseline : false,
    standIn: stdinFile === undefined ? undefined : await standInFor(where.workspace, stdinFile),
  });
  const lists = await findingLists(run);
  const locator = createLocator();
  const judge = (read: Run): Judged => judgedFindings(read, lists, locator, { complete: true });
  const judged = judge(writeBaseline === undefined ? run : withBaseline(run, writeBaseline, judge(run)));
  const { findings, suppressed } = restricted(
    changedSince === undefined ? judged : await touchedOrNew(run, judged, changedSince),
    concerning(where),
  );
  putOut(format, {
    pretty: () => findingsText(findings, locator, 1, color, suppressed.length),
    json: () => findingsJson({ findings, suppressed }),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, run.config.root),
  });
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
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
