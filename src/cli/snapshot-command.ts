import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../commit/replace-file.ts';
import { maxBytes } from '../load/files.ts';
import type { StandIn } from '../load/index.ts';
import { createKubectl, type Kubectl } from '../load/kubectl.ts';
import { type ClusterConfig, loadRenderConfig, type RenderConfig } from '../load/render-config.ts';
import { suggestion } from '../load/suggestion.ts';
import { OutsideError } from '../outside-error.ts';
import { type Run, readWorkspace } from '../pipeline.ts';
import { printable } from '../report/printable.ts';
import { type SnapshotResult, snapshotJson, snapshotNdjson, snapshotText } from '../report/snapshot.ts';
import { MissingRights, type Snapshot, snapshotCluster } from '../snapshot/index.ts';
import { inventoryPath } from '../snapshot/inventory-path.ts';
import { inventoryChanges, isInventory } from '../snapshot/inventory-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Format, putOut, type ResourceFormat } from './output.ts';
import { colorsFor, print } from './streams.ts';
import { UsageError } from './usage-error.ts';
import { unknownCluster } from './views.ts';

export interface SnapshotFlags {
  readonly cluster?: readonly string[];
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly check?: boolean;
  readonly stdout?: boolean;
  readonly force?: boolean;
  readonly all?: boolean;
  readonly resources: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly format?: readonly Format<ResourceFormat>[];
  readonly color: boolean;
}

/** A cluster that is to be read. */
interface Target {
  readonly config: ClusterConfig;
  readonly context: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** What the file holds; undefined where there is none. */
  readonly before: string | undefined;
}

/** `render snapshot`: writes what is in live clusters and not in Git. */
export async function snapshotCommand(directory: string, flags: SnapshotFlags): Promise<ExitCode> {
  const { check = false, stdout = false, force = false, format, color } = flags;
  if (stdout && (check || force || format))
    throw new UsageError('--stdout prints an inventory and nothing else: leave out --check, --force and --format');
  const config = loadRenderConfig(directory);
  const targets = targetsOf(config, flags);
  if (stdout && targets.length > 1) throw new UsageError('--stdout prints one inventory: give --cluster CLUSTER too');
  const run = await readWorkspace(directory, { baseline: false, standIns: emptied(config, targets) });
  if (!stdout) for (const target of targets) refuseFile(run, target, check || force);

  const results = await interruptible(async signal => {
    const { kubeconfig, timeout } = flags;
    const kubectl = createKubectl({ ...(kubeconfig !== undefined && { kubeconfig }), timeout, signal });
    const contexts = await kubectl.contexts();
    return Promise.all(targets.map(target => readTarget(run, target, kubectl, contexts, flags)));
  });
  const failed = results.some(({ outcome }) => outcome === 'failed');
  if (stdout) for (const { text } of results) print(1, text);
  else {
    // Nothing is changed before every cluster has been read.
    if (!check)
      for (const { outcome, file, text } of results) if (outcome === 'written') replaceFile(config.root, file, text);
    putOut(format, {
      json: () => snapshotJson(results.map(shown)),
      ndjson: () => snapshotNdjson(results.map(shown)),
      pretty: () => snapshotText(results, check, colorsFor(1, color)),
    });
  }
  tellPeople(config, targets, results, flags);
  if (failed) return exitCodes.outside;
  return results.some(({ outcome }) => outcome === 'out of date') ? exitCodes.findings : exitCodes.clean;
}

type Read = SnapshotResult & {
  readonly text: string;
  /** True where it failed for want of rights. */
  readonly forbidden: boolean;
};

const shown = ({ text: _, forbidden: __, ...result }: Read): SnapshotResult => result;

/** The clusters to read: those that are named, or all that have a context. */
function targetsOf(config: RenderConfig, { cluster: named, context: given }: SnapshotFlags): Target[] {
  const known = config.clusters.map(({ name }) => name);
  for (const name of named ?? [])
    if (!known.includes(name)) throw new UsageError(`--cluster ${name}: ${unknownCluster(name, known)}`);
  const wanted = config.clusters.filter(({ name }) => named === undefined || named.includes(name));
  if (given !== undefined && wanted.length > 1)
    throw new UsageError('--context leads to one cluster: give --cluster CLUSTER too');
  const targets = wanted.flatMap(cluster => {
    const context = given ?? cluster.context;
    if (context === undefined && named !== undefined)
      throw new UsageError(`cluster ${cluster.name} has no context: give it one in render.yaml, or --context CONTEXT`);
    const file = inventoryPath(cluster, config.clusters);
    return context === undefined ? [] : [{ config: cluster, context, file, before: textAt(config, file) }];
  });
  if (targets.length === 0)
    throw new UsageError(
      'no cluster has a context: give them one in render.yaml, or --cluster CLUSTER --context CONTEXT',
    );
  return targets;
}

/** Inventories as if they were empty: those that are to be written, and all that were. What is left is what is in Git. */
function emptied(config: RenderConfig, targets: readonly Target[]): StandIn[] {
  const asked = new Set(targets.map(({ file }) => file));
  const paths = config.clusters
    .map(cluster => inventoryPath(cluster, config.clusters))
    .filter(path => asked.has(path) || isOurs(config, path));
  return [...new Set(paths)].map(path => ({ path, bytes: Buffer.alloc(0) }));
}

function isOurs(config: RenderConfig, path: string): boolean {
  return isInventory(textAt(config, path) ?? '');
}

/** A text of the workspace, with the line ends that we write, whatever Git has made of them. */
function textAt({ root }: RenderConfig, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** A file that nobody would read, that two clusters would read, or that somebody has written himself is not written. */
function refuseFile({ files }: Run, { config: { name }, file, before }: Target, evenForeign: boolean): void {
  const readers = files
    .filter(cluster => cluster.files.some(({ path }) => path === file))
    .map(({ config }) => config.name);
  if (!readers.includes(name))
    throw new UsageError(
      `${file} is not among the manifests of cluster ${name}: add it to \`manifests\` in render.yaml, or name another file as its \`inventory\``,
    );
  const other = readers.find(reader => reader !== name);
  if (other !== undefined)
    throw new UsageError(
      `${file} is among the manifests of cluster ${other} too, and would put what is in ${name} there: name another file as \`inventory\` of ${name}`,
    );
  if (before !== undefined && before.trim() !== '' && !isInventory(before) && !evenForeign)
    throw new UsageError(`${file} was not written by \`render snapshot\`: --force replaces it, --check compares`);
}

/** Does work that Ctrl-C ends before anything is changed, with all that it has started. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => controller.abort(signal);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    // What else was asked of a cluster that has failed.
    controller.abort('SIGTERM' satisfies NodeJS.Signals);
  }
}

async function readTarget(
  run: Run,
  target: Target,
  kubectl: Kubectl,
  contexts: readonly string[],
  { all = false, resources, check = false }: SnapshotFlags,
): Promise<Read> {
  const { config, context, file, before = '' } = target;
  const cluster = run.workspace.clusters.get(config.name);
  if (!cluster) throw new Error(`no cluster ${config.name}`);
  const common = { cluster: config.name, context, file };
  try {
    if (!contexts.includes(context)) throw new OutsideError(unknownContext(context, contexts));
    const ask = (path: string): ReturnType<Kubectl['get']> => kubectl.get(context, path);
    const { text, counts, notes } = sized(await snapshotCluster(run.workspace, cluster, { all, resources }, ask));
    const changes = inventoryChanges(isInventory(before) ? before : '', text);
    const outcome = text === before ? 'up to date' : check ? 'out of date' : 'written';
    const unread = cluster.incomplete
      ? ['some of its manifests cannot be read, and what is in them is taken for not in Git: see `render validate`']
      : [];
    return { ...common, outcome, counts, changes, notes: [...unread, ...notes], problems: [], text, forbidden: false };
  } catch (error) {
    const problems = problemsOf(error);
    if (!problems) throw error;
    const forbidden = error instanceof MissingRights;
    return { ...common, outcome: 'failed', counts: {}, changes: [], notes: [], problems, text: '', forbidden };
  }
}

function problemsOf(error: unknown): string[] | undefined {
  if (error instanceof MissingRights) return error.rights.map(({ message }) => message);
  return error instanceof OutsideError ? [error.message] : undefined;
}

function unknownContext(context: string, contexts: readonly string[]): string {
  if (contexts.length === 0) return 'the kubeconfig has no context at all: is KUBECONFIG set, or --kubeconfig needed?';
  const { suggested } = suggestion(context, contexts);
  return `the kubeconfig has no such context${suggested ? `; did you mean ${suggested}?` : `: it has ${contexts.join(', ')}`}`;
}

/** A file that would not be read is not written. */
function sized(snapshot: Snapshot): Snapshot {
  const bytes = Buffer.byteLength(snapshot.text);
  if (bytes <= maxBytes) return snapshot;
  const [size, limit] = [bytes, maxBytes].map(number => Math.round(number / 1024 / 1024));
  throw new OutsideError(
    `its inventory would have ${size} MiB, and manifests of more than ${limit} MiB are not read: let the controllers watch fewer namespaces (--namespace)`,
  );
}

/** What went wrong, and what the inventories do not have, to standard error. */
function tellPeople(
  config: RenderConfig,
  targets: readonly Target[],
  results: readonly Read[],
  { cluster: named }: SnapshotFlags,
): void {
  const lines = results.flatMap(({ cluster, context, notes, problems }) => [
    ...notes.map(note => `note: cluster ${cluster}: ${note}`),
    ...problems.map(problem => `render: cluster ${cluster} (context ${context}): ${problem}`),
  ]);
  const skipped = config.clusters.filter(({ name }) => !targets.some(target => target.config.name === name));
  if (named === undefined && skipped.length > 0)
    lines.push(`note: without a context in render.yaml, and left out: ${skipped.map(({ name }) => name).join(', ')}`);
  if (results.some(({ forbidden }) => forbidden))
    lines.push('render: docs/snapshot.md has a ClusterRole with the rights that are needed');
  print(2, lines.map(line => `${printable(line)}\n`).join(''));
}
