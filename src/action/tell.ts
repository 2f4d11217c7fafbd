import { exitCodes } from '../cli/exit-codes.ts';
import { folderInRepository } from '../cli/repository.ts';
import { print } from '../cli/streams.ts';
import { mergeShownFindings, type ShownFinding } from '../finding.ts';
import { diffGithub } from '../report/diff-github.ts';
import { inRepository, withoutOnlyView } from '../report/diff-result.ts';
import { githubCommands, maxOfKind } from '../report/github.ts';
import { inline } from '../report/markdown.ts';
import { repositoryPaths } from '../report/repository-paths.ts';
import { commentLimit } from './comment.ts';
import type { Committed } from './commit-rendered.ts';
import type { CommitTarget, OnlyTold } from './commit-target.ts';
import type { Event } from './event.ts';
import { exitCodeOf } from './exit-code.ts';
import type { Inputs } from './inputs.ts';
import { commentFileText, postComment } from './post-comment.ts';
import { reportText } from './report-text.ts';
import { keepResultFiles, writeFormatFiles } from './result-files.ts';
import type { Told } from './run-command.ts';
import { addSummary, keepFile, ownDirectory, saidSoFar, say, setOutputs, summaryLimit } from './runner.ts';
import { touchedFirst } from './touched-first.ts';

/** What the runner says of where this runs. */
export interface Runner {
  readonly event: Event;
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
}

/** What the change is compared with. */
export interface Base {
  readonly commit: string;
  /** For people. */
  readonly name: string;
}

export interface Telling {
  readonly inputs: Inputs;
  readonly runner: Runner;
  readonly root: string;
  /** What the change is compared with, or why it cannot be; undefined where there is nothing. */
  readonly base: Base | { readonly problem: string } | undefined;
  readonly target: CommitTarget | OnlyTold | undefined;
  readonly committed: Committed;
}

/** Tells of what the commands have told wherever GitHub shows something, and returns the exit code. */
export async function tell(told: readonly Told[], telling: Telling): Promise<number> {
  const { inputs, runner, root, target, committed } = telling;
  const base = telling.base && 'commit' in telling.base ? telling.base : undefined;
  const { event, serverUrl, repository, sha } = runner;
  const exitCode = exitCodeOf(told, inputs.failOn);
  const merged = mergeShownFindings(told.flatMap(({ findings }) => findings));
  const findings = base ? await touchedFirst(root, merged, base.commit) : merged;
  const folder = folderInRepository(root);
  const inRepo = repositoryPaths(findings, folder);
  const number = inputs.comment ? event.pullRequest?.number : undefined;
  annotate(told, inRepo, folder, { error: inputs.formatFiles.length > 0, warning: number !== undefined });

  const fallsBack = telling.base && !base && inputs.against === '' && told.some(({ diff }) => diff);
  const remarks = [
    ...(fallsBack
      ? ['What the change is based on cannot be read, so `diff` compares with the committed files. The log says why.']
      : []),
    ...(target && 'reason' in target ? [target.reason] : []),
    ...(committed.commit === undefined ? [] : [`The rendered files are committed as ${committed.commit}.`]),
    ...(committed.pullRequestUrl === undefined ? [] : [`They are proposed in ${committed.pullRequestUrl}`]),
    ...(committed.reason === undefined ? [] : [inline(committed.reason)]),
    ...(committed.closedUrl === undefined ? [] : [`Nothing is left to propose: ${committed.closedUrl} is closed.`]),
  ];
  const report = {
    told,
    findings: inRepo,
    folder,
    linkBase: `${serverUrl}/${repository}/blob/${event.pullRequest?.head.sha ?? sha}/`,
    against: inputs.against || base?.name || 'rendered',
    failed: exitCode !== exitCodes.clean,
    remarks,
  };
  const summary = reportText(report, summaryLimit);
  addSummary(summary);
  const changes = changeCount(told);
  const posts = told.some(({ sync }) => sync?.posts);
  const text = commentFileText(
    reportText(report, commentLimit),
    exitCode !== exitCodes.clean || findings.length > 0 || (changes ?? 0) > 0 || posts || remarks.length > 0,
  );
  const directory = ownDirectory();
  setOutputs({
    ...counts(findings),
    changes,
    changed: changes === undefined ? undefined : changes > 0 || posts,
    'parity-differs': told.find(({ parity }) => parity)?.parity?.differs,
    'out-of-date': outOfDate(told),
    committed: committed.commit,
    'pull-request-url': committed.pullRequestUrl,
    'comment-path': keepFile(directory, 'comment.md', text),
    'summary-path': keepFile(directory, 'summary.md', summary),
    ...keepResultFiles(told, findings, { root, directory }),
  });
  if (number !== undefined) {
    const stuck = await postComment(inputs, runner, { number, text });
    if ('problem' in stuck) say('warning', `The comment is not up to date: ${stuck.problem}`);
    else setOutputs({ 'comment-url': stuck.url });
  }
  // Last: what cannot be written ends the step, and all else is told by then.
  writeFormatFiles(findings, root, inputs.formatFiles);
  return exitCode;
}

/** No more annotations than GitHub shows, for all commands together and what may be said later, of files and of a comment. */
function annotate(
  told: readonly Told[],
  findings: readonly ShownFinding[],
  folder: string,
  later: Readonly<Record<'error' | 'warning', boolean>>,
): void {
  const problems = told.flatMap(({ failure, sync }) => [
    ...(failure === undefined ? [] : [failure]),
    ...(sync?.problems ?? []),
  ]);
  const most = maxOfKind - Number(later.error);
  const room = problems.length > most ? most - 1 : most;
  for (const problem of problems.slice(0, room)) say('error', problem);
  if (problems.length > room) say('error', `${problems.length - room} more problems: the job summary has all of them`);
  const { error, warning, notice } = saidSoFar();
  const taken = { error: error + Number(later.error), warning: warning + Number(later.warning), notice };
  const configFile = `${folder}render.yaml`;
  if (findings.length > 0) print(1, githubCommands(findings, configFile, taken));
  const diff = told.find(one => one.diff)?.diff;
  if (diff && told.length === 1) print(1, diffGithub(inRepository(withoutOnlyView(diff), folder), configFile, taken));
}

function counts(findings: readonly ShownFinding[]): Record<'errors' | 'warnings' | 'infos', number> {
  const of = (severity: ShownFinding['severity']) => findings.filter(one => one.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), infos: of('info') };
}

/** Undefined where nobody has asked. */
function changeCount(told: readonly Told[]): number | undefined {
  const numbers = told.flatMap(({ diff, sync }) => (diff ? [diff.changes.length] : sync ? [sync.changes] : []));
  return numbers.length === 0 ? undefined : numbers.reduce((a, b) => a + b, 0);
}

function outOfDate(told: readonly Told[]): boolean | undefined {
  const outdated = told.find(one => one.outdated !== undefined)?.outdated;
  return outdated === undefined ? undefined : outdated > 0;
}
