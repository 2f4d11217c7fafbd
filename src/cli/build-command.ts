import { existsSync } from 'node:fs';
import { type BuildResult, buildOutput } from '../build.ts';
import { emitWhole, reportAs3Problems } from '../emit/index.ts';
import { Findings } from '../finding.ts';
import { createLocator } from '../load/locate.ts';
import { suggestion } from '../load/suggestion.ts';
import { judgedFindings, type Run, readWorkspace, renderView } from '../pipeline.ts';
import { buildTable, filesLine } from '../report/build.ts';
import { buildJson } from '../report/json.ts';
import { buildNdjson } from '../report/ndjson.ts';
import type { Judged } from '../suppress/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findingTexts } from './finding-texts.ts';
import { keepHeapSmall } from './heap.ts';
import { catchSignals } from './interruption.ts';
import { type FindingFormat, type Format, findingsText, printsFindings, putOut } from './output.ts';
import { colorsFor, print } from './streams.ts';
import { UsageError } from './usage-error.ts';
import { controllerCluster, leftOutCluster } from './views.ts';

export interface BuildFlags {
  readonly check?: boolean;
  readonly as?: string;
  readonly without?: string;
  readonly stdout?: boolean;
  readonly baseline?: string | false;
  readonly format?: readonly Format<FindingFormat>[];
  readonly color: boolean;
}

/** `render build`: validates, writes the files of every view, prints a table. */
export async function buildCommand(directory: string, flags: BuildFlags): Promise<ExitCode> {
  const { check = false, as, without, stdout = false, format, color, baseline } = flags;
  if (stdout && as === undefined) throw new UsageError('--stdout needs --as CLUSTER: one declaration is printed');
  if (stdout && (check || format))
    throw new UsageError('--stdout prints a declaration and nothing else: leave out --check and --format');
  if (without !== undefined && !stdout)
    throw new UsageError('--without shows a view and never writes it: give --as CLUSTER --stdout too');
  meantAsCommand(directory);
  keepHeapSmall();
  const run = await readWorkspace(directory, { baseline });
  if (as !== undefined) controllerCluster(run, as);
  if (stdout && as !== undefined) return printView(run, as, without, color);

  const interruption = catchSignals();
  const result = await buildOutput(run, { check, interruption, ...(as !== undefined && { as }) });
  interruption.end();
  const locator = createLocator();
  const judge = (lists: readonly Findings[]): Judged =>
    judgedFindings(run, lists, locator, { complete: as === undefined });
  const judged = judge(result.findings);
  const { findings, suppressed } = judged;
  const { output } = run.config;
  putOut(format, {
    json: () => buildJson(result, judged),
    ndjson: () => buildNdjson(result, findings),
    // These have no other way to tell of files.
    ...findingTexts(judge([...result.findings, outOfDate(result, output, check)]).findings, run.config.root),
    pretty: () => {
      const outdated = check
        ? [
            ...result.written.map(path => `  out of date: ${output}/${path}\n`),
            ...result.removed.map(path => `  to be removed: ${output}/${path}\n`),
          ]
        : [];
      return `${buildTable(result.views, colorsFor(1, color))}${filesLine(result, output, check)}\n${outdated.join('')}`;
    },
  });
  // The table is the result; what is wrong is said to people.
  if (findings.length + suppressed.length > 0 && !printsFindings(format)) {
    print(2, `\n${findingsText(findings, locator, 2, color, suppressed.length)}`);
  }
  const outdated = check && result.written.length + result.removed.length > 0;
  return result.blocked || outdated || findings.some(({ severity }) => severity === 'error')
    ? exitCodes.findings
    : exitCodes.clean;
}

/** Findings of `--check`: the files that a build would write or remove. */
export function outOfDate(
  { written, removed, blocked }: Pick<BuildResult, 'written' | 'removed' | 'blocked'>,
  output: string,
  check: boolean,
): Findings {
  const findings = new Findings();
  if (!check || blocked) return findings;
  const add = (path: string, wanted: boolean): void => {
    const file = `${output}/${path}`;
    const at = { source: { file: { path: file }, start: 0, end: 0 } };
    findings.add('rendered-out-of-date', { file, wanted }, { at });
  };
  for (const path of written) add(path, true);
  for (const path of removed) add(path, false);
  return findings;
}

/** `render vaildate` means no directory of that name. */
function meantAsCommand(directory: string): void {
  const { suggested } = suggestion(directory, [
    'build',
    'completion',
    'diff',
    'explain',
    'init',
    'parity',
    'schema',
    'snapshot',
    'status',
    'validate',
  ]);
  if (suggested && !existsSync(directory)) {
    throw new UsageError(`there is no command and no directory "${directory}"; did you mean \`render ${suggested}\`?`);
  }
}

/** `--as CLUSTER --stdout`: what that controller would post; `null` for nothing; not a character where it would not run. */
function printView(run: Run, cluster: string, without: string | undefined, color: boolean): ExitCode {
  const leftOut = leftOutCluster(run, cluster, without);
  const view = renderView(run, cluster);
  reportAs3Problems(view, { as3Version: run.config.as3Version });
  const locator = createLocator();
  const { findings, suppressed } = judgedFindings(run, [run.findings, view.findings], locator, { complete: false });
  const runs = view.outcome === 'posts' || view.outcome === 'posts-nothing';
  if (runs) {
    const declaration = emitWhole(view, { as3Version: run.config.as3Version, ...leftOut });
    print(1, `${declaration ? JSON.stringify(declaration, undefined, 2) : 'null'}\n`);
  }
  if (findings.length > 0) print(2, findingsText(findings, locator, 2, color, suppressed.length));
  return !runs || findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}
