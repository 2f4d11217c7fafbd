import { posix } from 'node:path';
import process from 'node:process';
import { announcedParameters } from '../argocd/announcement.ts';
import { TooLarge } from '../argocd/config-map.ts';
import { errorText, findingLine } from '../argocd/error-text.ts';
import type { SyncedView } from '../argocd/job-workspace.ts';
import { jsonDocument, manifestDocuments } from '../argocd/manifests.ts';
import { ParameterError, type Parameters, readParameters } from '../argocd/parameters.ts';
import { syncObjects } from '../argocd/sync-objects.ts';
import { certificatesOf } from '../bigip/client.ts';
import { buildOutput } from '../build.ts';
import { createLocator } from '../load/locate.ts';
import { ConfigurationError } from '../load/render-config.ts';
import { judgedFindings, outlineOf, type Run, readWorkspace, shownFindings } from '../pipeline.ts';
import { printable } from '../report/printable.ts';
import { repositoryPaths } from '../report/repository-paths.ts';
import { isInventory } from '../snapshot/inventory-text.ts';
import { certificatesWithin, checkReach } from './bigip-target.ts';
import { chosenBigips, isSecondary } from './chosen-bigips.ts';
import { committedViews, readView } from './committed-view.ts';
import { failureOf } from './describe-error.ts';
import { exitCodes } from './exit-codes.ts';
import { print } from './streams.ts';
import { unknownCluster } from './views.ts';

declare const __VERSION__: string;

/** What keeps an Application from being generated: sentences, the first of which Argo CD's lists show. */
class Refused extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super('the application is refused');
    this.problems = problems;
  }
}

/** `render argocd generate`: prints what Argo CD is to apply. Standard output is all of it or empty. */
export async function argocdGenerate({ allowEmpty = false }: { readonly allowEmpty?: boolean }): Promise<number> {
  return answered(async () => {
    const parameters = readParameters(process.env);
    const run = await readWorkspace('.');
    const cluster = clusterOf(run, parameters);
    const view = viewOf(run, parameters, cluster);
    await refuseWrong(run, view);
    const documents = parameters.on('manifests') ? [...manifestsOf(run, parameters, cluster)] : [];
    if (view !== undefined && parameters.text('sync') !== 'off') {
      const synced = syncedView(run, view, parameters.text('bigip-url'));
      if (synced.declarations.length > 0 || parameters.on('prune')) {
        const { ARGOCD_APP_NAMESPACE: namespace = '', CIS_RENDER_IMAGE } = process.env;
        const image = CIS_RENDER_IMAGE || `cis-render:${__VERSION__}`;
        const objects = syncObjects(synced, parameters, { app: appName() || 'cis-render', namespace, image });
        documents.push(...objects.map(jsonDocument));
      }
    }
    if (documents.length === 0 && !allowEmpty && !parameters.on('allow-empty'))
      throw new Refused([
        `there is nothing to apply for cluster ${cluster}, and Argo CD would prune all that it has applied: set parameter allow-empty to on if that is meant`,
      ]);
    print(1, documents.join(''));
  });
}

/** `render argocd parameters`: prints the parameters whose values the workspace decides. */
export async function argocdParameters(): Promise<number> {
  return answered(async () => {
    const run = await readWorkspace('.', { baseline: false });
    const choices = { clusters: [...run.workspace.clusters.keys()], controllers: run.controllers };
    print(1, `${JSON.stringify(announcedParameters(choices), undefined, 2)}\n`);
  });
}

/** Does the work, and says in Argo CD's way why it cannot be done. */
async function answered(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return exitCodes.clean;
  } catch (error) {
    const refuse = (problems: readonly string[], code: number, stack = ''): number => {
      print(2, `${errorText(printable(appName()), problems.map(printable))}${stack}`);
      return code;
    };
    if (error instanceof Refused) return refuse(error.problems, exitCodes.findings);
    if (error instanceof ConfigurationError) {
      const shown = shownFindings([error.findings], createLocator());
      return refuse(repositoryPaths(shown, sourcePath()).map(findingLine), exitCodes.usage);
    }
    if (error instanceof ParameterError || error instanceof TooLarge) return refuse([error.message], exitCodes.usage);
    const { message, exitCode, stack } = failureOf(error);
    return refuse([message], exitCode, stack === undefined ? '' : `${stack}\n`);
  }
}

function appName(): string {
  return process.env.ARGOCD_APP_NAME ?? '';
}

/** The way from the repository to the workspace, by which people know files. */
function sourcePath(): string {
  const path = posix.normalize(process.env.ARGOCD_APP_SOURCE_PATH || '.').replace(/\/+$/, '');
  return path === '.' ? '' : `${path}/`;
}

function clusterOf({ workspace }: Run, parameters: Parameters): string {
  const known = [...workspace.clusters.keys()];
  const name = parameters.text('cluster') || (known.length === 1 ? known[0]! : '');
  if (name === '') throw new ParameterError(`parameter cluster is missing: it has to be one of ${known.join(', ')}`);
  if (!known.includes(name)) throw new ParameterError(`parameter cluster ${name}: ${unknownCluster(name, known)}`);
  return name;
}

/** The cluster whose view is synchronised; undefined where no controller runs in it, and none is asked for. */
function viewOf({ workspace, controllers }: Run, parameters: Parameters, cluster: string): string | undefined {
  const name = parameters.text('view');
  if (name === '') return controllers.includes(cluster) ? cluster : undefined;
  const known = [...workspace.clusters.keys()];
  if (!known.includes(name)) throw new ParameterError(`parameter view ${name}: ${unknownCluster(name, known)}`);
  if (!controllers.includes(name)) throw new ParameterError(`parameter view ${name}: that cluster has no controller`);
  return name;
}

/** Throws where something is wrong with the manifests, or what is committed is not what they would be rendered to. */
async function refuseWrong(run: Run, view: string | undefined): Promise<void> {
  const { output } = run.config;
  const built = view === undefined ? undefined : await buildOutput(run, { check: true, as: view });
  const judged = judgedFindings(run, built?.findings ?? [run.findings], createLocator(), { complete: false });
  const errors = judged.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refused(repositoryPaths(errors, sourcePath()).map(findingLine));
  const outdated = [...(built?.written ?? []), ...(built?.removed ?? [])];
  if (outdated.length > 0)
    throw new Refused(
      outdated.map(path => `${sourcePath()}${output}/${path} is out of date: run \`render build\` and commit`),
    );
}

function* manifestsOf({ config, files }: Run, parameters: Parameters, name: string): Generator<string> {
  const cluster = files.find(({ config: { name: each } }) => each === name);
  yield* manifestDocuments(cluster?.files ?? [], {
    excludedKinds: parameters.list('exclude-kinds'),
    isInventory: (path, text) => path === cluster?.config.inventory || isInventory(text) || path === config.baseline,
  });
}

function syncedView(run: Run, cluster: string, bigipUrl: string): SyncedView {
  const { controller, highAvailability } = outlineOf(run, cluster);
  if (!controller) throw new Error(`the controller of ${cluster} has posted, and has no arguments`);
  const known = { config: run.config, views: committedViews(run.config), run };
  const chosen = chosenBigips(known, { as: cluster, ...(bigipUrl !== '' && { bigipUrl }) });
  const failover = isSecondary(known, cluster);
  const reached = chosen.map(bigip => {
    const certificates =
      bigip.trustedCerts === undefined ? undefined : certificatesWithin(run.config, bigip.trustedCerts);
    checkReach(bigip.name, bigipUrl || (bigip.url ?? ''), certificates);
    return { ...bigip, ...(certificates !== undefined && { certificates: certificatesOf(certificates) }) };
  });
  return {
    cluster,
    failover,
    partition: controller.partition,
    bigipHost: controller.bigipHost,
    ...(highAvailability && {
      primaryEndPoint: highAvailability.primaryEndPoint,
      retryInterval: highAvailability.retryInterval,
    }),
    bigips: reached.filter(({ name }) => run.config.bigips.some(bigip => bigip.name === name)),
    declarations: readView(run.config, { cluster, failover }),
  };
}
