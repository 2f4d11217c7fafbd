import { join } from 'node:path';
import { renderedDirectory } from '../commit/read-tenant.ts';
import type { Comparison } from '../diff/compare-sides.ts';
import type { Change, TrafficChange } from '../diff/index.ts';
import { mergeViews, type OfViews } from '../diff/merge-views.ts';
import type { As3Object } from '../emit/as3.ts';
import { type Changes, changesAgainst } from '../load/git.ts';
import { createLocator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { touchedDocuments } from '../load/touched.ts';
import { OutsideError } from '../outside-error.ts';
import { type Run, readWorkspace, shownFindings } from '../pipeline.ts';
import { changeCounts, changesText, type ShownCause, type Told } from '../report/diff.ts';
import { diffGithub } from '../report/diff-github.ts';
import { diffMarkdown } from '../report/diff-markdown.ts';
import { type DiffResult, diffJson, inRepository, withoutOnlyView } from '../report/diff-result.ts';
import { printable } from '../report/printable.ts';
import { rules } from '../rules/index.ts';
import { type Before, compareViews, filesBefore, type Rendering, renderAll, viewText } from './diff-views.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { keepHeapSmall } from './heap.ts';
import { liveBefore } from './live-before.ts';
import { type DiffFormat, type Format, findingsText, putOut } from './output.ts';
import { readingFiles } from './rendered-files.ts';
import { folderInRepository } from './repository.ts';
import { colorsFor, print } from './streams.ts';
import { type JobFlags, syncJobs } from './sync-jobs.ts';
import { controllerCluster } from './views.ts';
import { withWorkspaceBefore } from './workspace-before.ts';

export interface DiffFlags extends Omit<JobFlags, 'as'> {
  readonly against: string;
  readonly as?: string;
  readonly format?: readonly Format<DiffFormat>[];
  readonly color: boolean;
}

/** `render diff`: what the manifests change, against the committed files or a revision, and where each change comes from. */
export async function diffCommand(directory: string, flags: DiffFlags): Promise<ExitCode> {
  const { against, as, format, color } = flags;
  keepHeapSmall();
  const run = await readWorkspace(directory);
  if (as !== undefined) controllerCluster(run, as);
  const now = renderAll(run, as);
  const input = { run, now, as, against };
  const result = await comparedWith(input, flags);
  const folder = folderInRepository(run.config.root);
  const forPeople = withoutOnlyView(result);
  putOut(format, {
    json: () => diffJson(result),
    markdown: () => diffMarkdown(inRepository(forPeople, folder)),
    github: () => diffGithub(inRepository(forPeople, folder), `${folder}render.yaml`),
    pretty: () => {
      const text = changesText(forPeople.changes, colorsFor(1, color), forPeople.traffic);
      return `${text === '' ? '' : `${text}\n`}${changeCounts(result.changes)} against ${printable(against)}\n`;
    },
  });
  tellProblems(now, result, color);
  return result.changes.length + now.notRendered.length > 0 ? exitCodes.findings : exitCodes.clean;
}

interface Input {
  readonly run: Run;
  readonly now: Rendering;
  readonly as: string | undefined;
  readonly against: string;
}

function comparedWith(input: Input, flags: DiffFlags): Promise<DiffResult> {
  if (input.against === 'rendered') return againstFiles(input);
  return input.against === 'live' ? againstLive(input, flags) : againstRevision(input);
}

/** What is not told by the changes themselves. */
function tellProblems({ notRendered, findings }: Rendering, { incomparable }: DiffResult, color: boolean): void {
  if (notRendered.length > 0) {
    const locator = createLocator();
    const errors = shownFindings(findings, locator).filter(({ severity }) => severity === 'error');
    print(2, `\n${findingsText(errors, locator, 2, color)}`);
    print(2, `render: not compared, since its controller would not run: ${notRendered.join(', ')}\n`);
  } else if (findings.some(({ list }) => list.some(({ rule }) => rules[rule].severity === 'error')))
    print(2, 'render: the manifests have errors: `render validate` tells them; what they reject is taken for absent\n');
  for (const { tenant, object, property } of incomparable)
    print(
      2,
      `render: ${printable(`${property} of ${object} in tenant ${tenant}`)} is encrypted and cannot be compared\n`,
    );
}

/** Against the files that the last build has left. */
async function againstFiles({ run, now, as, against }: Input): Promise<DiffResult> {
  const before = readingFiles(run.config.output, () =>
    filesBefore(renderedDirectory<As3Object>(join(run.config.root, run.config.output), run.config.root)),
  );
  const changes = await uncommitted(run);
  const compared = readingFiles(run.config.output, () => compareViews(before, now, { as, ...fileChanged(changes) }));
  return shown({ against, now, compared, run, ...(changes && { changes }) });
}

/** What is not committed yet is likely to be what has not been rendered yet. Nothing where Git cannot tell. */
async function uncommitted({ config }: Run): Promise<Changes | undefined> {
  try {
    return await changesAgainst(config.root, 'HEAD');
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof OutsideError) return undefined;
    throw error;
  }
}

function fileChanged(changes: Changes | undefined): { readonly fileChanged?: (path: string) => boolean } {
  return changes ? { fileChanged: path => changes.files.has(path) } : {};
}

/** Against what BIG-IPs have, each the view that it gets: `east on bigip2` where several get the same. */
async function againstLive({ run, now, as, against }: Input, flags: DiffFlags): Promise<DiffResult> {
  const jobs = syncJobs(run.config, run, flags);
  const compared = (await liveBefore(jobs)).flatMap(({ job, before }) => {
    const known = new Set(before.views.map(viewText));
    const asked = { ...now, views: now.views.filter(view => known.has(viewText(view))) };
    const shared = jobs.some(other => other !== job && other.cluster === job.cluster);
    return compareViews(before, asked, { as }).map(one =>
      shared ? { ...one, view: `${one.view} on ${job.name}` } : one,
    );
  });
  return shown({ against, now, compared, run });
}

/** Against the files of a revision, or where it has none, against what its manifests are rendered to. */
async function againstRevision({ run, now, as, against }: Input): Promise<DiffResult> {
  const { root, output } = run.config;
  const changes = await changesAgainst(root, against);
  return withWorkspaceBefore(changes, async workspace => {
    const files = readingFiles(`${against}:${output}`, () =>
      renderedDirectory<As3Object>(join(workspace, output), workspace),
    );
    const compare = (before: Before) =>
      readingFiles(`${against}:${output}`, () => compareViews(before, now, { as, ...fileChanged(changes) }));
    const tell = (compared: ReturnType<typeof compare>) => shown({ against, now, compared, run, changes });
    if (files.views.length > 0) {
      const compared = compare(filesBefore(files));
      // What is gone has its place in the manifests of the revision alone.
      if (!compared.some(({ comparison }) => comparison.changes.some(({ change }) => change.verb === 'removed')))
        return tell(compared);
      const origin = await renderedBefore(workspace, as);
      return tell(origin ? compare(filesBefore(files, origin)) : compared);
    }
    const origin = await renderedBefore(workspace, as);
    const what = origin ? 'its manifests are rendered' : 'no workspace that can be read: all counts as added';
    print(2, `render: ${printable(against)} has no rendered files in ${printable(output)}/, and ${what}\n`);
    return tell(
      compare(
        origin ? { views: origin.views, side: origin.side } : { views: [], side: () => ({ tenants: new Map() }) },
      ),
    );
  });
}

/** The views of an earlier state, or nothing where it cannot be read. */
async function renderedBefore(workspace: string, as: string | undefined): Promise<Rendering | undefined> {
  try {
    return renderAll(await readWorkspace(workspace, { baseline: false }), as);
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof OutsideError) return undefined;
    throw error;
  }
}

interface Shown {
  readonly against: string;
  readonly now: Rendering;
  readonly compared: ReadonlyArray<{ readonly view: string; readonly comparison: Comparison }>;
  readonly run: Run;
  readonly changes?: Changes;
}

/** Changes with their places as lines. */
function shown({ against, now, compared, run, changes }: Shown): DiffResult {
  const locator = createLocator();
  const touched = changes && touchedDocuments(run.config.root, changes.files);
  const causeOf = ({ causes }: Pick<OfViews<unknown>, 'causes'>): Pick<Told, 'cause'> => {
    const known = new Map<(typeof causes)[number], ShownCause>();
    const show = (cause: (typeof causes)[number]): ShownCause => {
      const { resource, cluster, place, side } = cause;
      const position = locator.position(place);
      const made = {
        resource,
        cluster,
        ...(position && { position }),
        ...(side === 'before' && { revision: against }),
      };
      known.set(cause, made);
      return made;
    };
    const isTouched = (cause: (typeof causes)[number]): boolean => {
      const { position } = show(cause);
      return position !== undefined && (touched?.(position.file, position.line) ?? false);
    };
    const changed = causes.filter(({ side, place }) => side === 'after' && changes?.files.has(place.source.file.path));
    const sure = causes.filter(({ ifChanged }) => !ifChanged);
    const cause = changed.find(isTouched) ?? sure.find(({ side }) => side === 'before') ?? sure[0];
    return cause ? { cause: known.get(cause) ?? show(cause) } : {};
  };
  const views = compared.map(({ view }) => view);
  const told = <C>(of: OfViews<C>): C & Told => ({
    ...of.change,
    views: of.views,
    ...causeOf(of),
  });
  return {
    against,
    views,
    notRendered: now.notRendered,
    changes: mergeViews<Change>(compared, ({ changes: list }) => list).map(told),
    traffic: mergeViews<TrafficChange>(compared, ({ traffic }) => traffic).map(told),
    incomparable: distinct(compared.flatMap(({ comparison }) => comparison.incomparable)),
  };
}

/** Of what several views have alike the first. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map([...items].reverse().map(item => [JSON.stringify(item), item])).values()].reverse();
}
