import { existsSync } from 'node:fs';
import { buildOutput } from '../build.ts';
import { emitWhole, reportAs3Problems } from '../emit/index.ts';
import { createLocator } from '../load/locate.ts';
import { suggestion } from '../load/suggestion.ts';
import { judgedFindings, type Run, readWorkspace, renderView } from '../pipeline.ts';
import { buildTable, filesLine } from '../report/build.ts';
import { buildJson } from '../report/json.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Format, findingsText, putOut } from './output.ts';
import { colorsFor, print } from './streams.ts';
import { UsageError } from './usage-error.ts';
import { controllerCluster, leftOutCluster } from './views.ts';

export interface BuildFlags {
  readonly check?: boolean;
  readonly as?: string;
  readonly without?: string;
  readonly stdout?: boolean;
  readonly baseline?: string | false;
  readonly format?: readonly Format[];
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
  const run = await readWorkspace(directory, { baseline });
  if (as !== undefined) controllerCluster(run, as);
  if (stdout && as !== undefined) return printView(run, as, without, color);

  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    // Asked a second time, it does not wait for the next pause; what is half done is put right by the next build.
    if (interruption.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    interruption.abort(signal);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const result = await buildOutput(run, { check, signal: interruption.signal, ...(as !== undefined && { as }) });
  const locator = createLocator();
  const judged = judgedFindings(run, result.findings, locator, { complete: as === undefined });
  const { findings, suppressed } = judged;
  const { output } = run.config;
  putOut(format, {
    json: () => buildJson(result, judged),
    pretty: () => {
      const outdated = check
        ? [
            ...result.written.map(path => `  out of date: ${output}/${path}\n`),
            ...result.removed.map(path => `  to be removed: ${output}/${path}\n`),
          ]
        : [];
      return `${buildTable(result.views, colorsFor(1, color))}\n\n${filesLine(result, output, check)}\n${outdated.join('')}`;
    },
  });
  // The table is the result; what is wrong is said to people.
  if (
    findings.length + suppressed.length > 0 &&
    !format?.some(({ name, file }) => name === 'json' && file === undefined)
  ) {
    print(2, `\n${findingsText(findings, locator, 2, color, suppressed.length)}`);
  }
  const outdated = check && result.written.length + result.removed.length > 0;
  return result.blocked || outdated || findings.some(({ severity }) => severity === 'error')
    ? exitCodes.findings
    : exitCodes.clean;
}

/** `render vaildate` means no directory of that name. */
function meantAsCommand(directory: string): void {
  const { suggested } = suggestion(directory, ['build', 'status', 'validate']);
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
