import { emitView, reportAs3Problem, reportAs3Problems } from '../emit/index.ts';
import type { Findings, ShownFinding } from '../finding.ts';
import type { JsonObject } from '../load/manifest-object.ts';
import { defaults, loadRenderConfig, type RenderConfig } from '../load/render-config.ts';
import { suggestion } from '../load/suggestion.ts';
import { failoverWithout, judgedFindings, type Run, readClusters, renderView } from '../pipeline.ts';
import type { SourceFile } from '../place.ts';
import { didYouMean } from '../rules/did-you-mean.ts';
import type { View } from '../translate/index.ts';
import { configMaps, isOurs, mapChanges, marker, type TenantText } from './config-maps.ts';
import { type FunctionConfig, readFunctionConfig } from './function-config.ts';
import { FunctionProblem } from './function-problem.ts';
import { type Item, isLocal } from './item.ts';
import { itemFiles } from './item-files.ts';
import type { Changes, Listing } from './listing.ts';
import { createItemLocator, type ItemLocator } from './locator.ts';
import { findingResult } from './results.ts';
import { yamlText } from './yaml-text.ts';

export { FunctionProblem } from './function-problem.ts';
export { readItemStream } from './item-stream.ts';
export type { Listing } from './listing.ts';
export { readResourceList } from './resource-list.ts';
export { errorResult, findingResult } from './results.ts';

/** What a function has found and made. */
export interface FunctionRun {
  readonly findings: readonly ShownFinding[];
  readonly suppressed: number;
  readonly locator: ItemLocator;
  /** True where a finding is as bad as the configuration allows none to be. */
  readonly failed: boolean;
  readonly mode: FunctionConfig['mode'];
  /** One line that says what it has done. */
  readonly summary: string;
  /** What becomes of the items, and what is said of them. */
  readonly changes: Changes;
}

export interface FunctionOptions {
  /** Directory that the function was started in, absolute. */
  readonly directory: string;
  /** Release of this program. */
  readonly version: string;
}

const ranks = { error: 0, warning: 1, info: 2 };

/**
 * Renders the view of a cluster whose manifests are the items. Throws `FunctionProblem` for what it is handed or told, `ConfigurationError`
 * and `OutsideError` for the workspace.
 */
export async function runFunction(
  { items, config: configItem }: Listing,
  { directory, version }: FunctionOptions,
): Promise<FunctionRun> {
  const configFile: SourceFile = { path: configItem?.path ?? 'functionConfig', text: configItem?.text ?? '' };
  const source = { file: configFile, start: 0, end: configFile.text?.length ?? 0 };
  const config = readFunctionConfig(configItem, source);
  const { cluster, mode, failOn } = config;
  const manifests = items.filter(item => !isLocal(item) && !isOurs(item, cluster));
  if (manifests.length === 0) {
    throw new FunctionProblem(
      'there are no resources to look at',
      'kustomize gives none to `generators:`. List the function under `transformers:` or `validators:`.',
    );
  }
  const { files, itemAt } = itemFiles(manifests);
  const locator = createItemLocator(place => (place.source.file === configFile ? configItem : itemAt(place)));
  const run = await readClusters(renderConfigOf(config, manifests, directory), { given: new Map([[cluster, files]]) });

  // A cluster without a controller only has members for those of others.
  const views = (run.controllers.includes(cluster) ? [cluster] : run.controllers).map(name => renderView(run, name));
  const texts: TenantText[] = [];
  for (const view of views) {
    if (mode === 'transform' && view.cluster === cluster) texts.push(...tenantTexts(run, view));
    else reportAs3Problems(view, run.config);
  }
  const lists: Findings[] = [run.findings, ...views.map(({ findings }) => findings)];
  const judged = judgedFindings(run, lists, locator, { complete: false });
  const outcome = views.find(view => view.cluster === cluster)?.outcome ?? 'no-controller';
  const { namespace } = config;
  const maps = mode === 'transform' ? configMaps(texts, { cluster, namespace, version, outcome }) : [];
  const summary = summaryOf(config, texts, judged.findings.length);
  return {
    findings: judged.findings,
    suppressed: judged.suppressed.length,
    locator,
    failed: judged.findings.some(({ severity }) => ranks[severity] <= ranks[failOn]),
    mode,
    summary,
    changes: {
      ...(mode === 'transform' ? mapChanges(items, maps, cluster) : { replaced: new Map(), added: [] }),
      results: [...judged.findings.map(finding => findingResult(finding, locator)), ranResult(summary, version)],
    },
  };
}

/** The workspace, or what stands for one. An inventory that the caller has handed over as well is read once. */
function renderConfigOf(
  { cluster, workspace, alone }: FunctionConfig,
  items: readonly Item[],
  directory: string,
): RenderConfig {
  if (workspace === undefined) return { root: directory, ...defaults, ...alone };
  const config = loadRenderConfig(workspace);
  const names = config.clusters.map(({ name }) => name);
  if (names.includes(cluster)) {
    const clusters = config.clusters.map(({ inventory, ...rest }) => {
      // kpt gives paths within its package.
      const handed = rest.name === cluster && items.some(({ path }) => `/${inventory}`.endsWith(`/${path}`));
      return inventory === undefined || handed ? rest : { ...rest, inventory };
    });
    return { ...config, clusters };
  }
  throw new FunctionProblem(
    `functionConfig: ${workspace} has no cluster "${cluster}".${didYouMean(suggestion(cluster, names))}`,
    `Its clusters are ${names.join(', ')}.`,
    ['spec', 'cluster'],
  );
}

/** The files that `render build` would write of a view, as texts. */
function tenantTexts(run: Run, view: View): TenantText[] {
  const leftOut = failoverWithout(run, view);
  const { as3Version } = run.config;
  const options = [{ as3Version }, ...(leftOut === undefined ? [] : [{ as3Version, leftOut }])];
  return options.flatMap(option =>
    [...emitView(view, option)].map(({ tenant, text }) => ({
      tenant,
      failover: 'leftOut' in option,
      text: [...text(problem => reportAs3Problem(view, tenant, problem))].join(''),
    })),
  );
}

function summaryOf({ cluster, mode }: FunctionConfig, texts: readonly TenantText[], count: number): string {
  const tenants = countOf(new Set(texts.map(({ tenant }) => tenant)).size, 'tenant');
  return `render fn has looked at cluster ${cluster}: ${mode === 'transform' ? `${tenants}, ` : ''}${countOf(count, 'finding')}`;
}

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Tells whoever reads results that the function ran: kustomize passes over one that it may not run without a word. */
function ranResult(summary: string, version: string): JsonObject {
  return { message: summary, severity: 'info', tags: { [marker]: 'true', 'cis-render/version': version } };
}

/** What standard output gets of a run. */
export function outputOf(listing: Listing, { mode, failed, changes }: FunctionRun): string {
  const { form, items, changed } = listing;
  if (form === 'stream' && failed) return '';
  if (mode === 'transform' || (form === 'list' && writesFiles(items))) return changed(changes);
  const alone = isOfKustomize(items) ? [misplaced] : [];
  return form === 'stream' ? alone.map(yamlText).join('') : resultsAlone(changes.results, alone);
}

/** A ResourceList that only says something. */
export function resultsAlone(results: readonly JsonObject[], items: readonly JsonObject[] = []): string {
  return yamlText({ apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items, results });
}

/**
 * What a validator hands to kustomize, which takes nothing of one that is listed under `validators:`. Under `transformers:` it would build nothing at
 * all of what a validator keeps to itself, and succeed. So it builds this, which no cluster takes, and nobody prunes the rest.
 */
const misplaced: JsonObject = {
  apiVersion: 'cis-render/v1alpha1',
  kind: 'ValidatorUnderTransformers',
  metadata: { name: 'list-the-function-under-validators' },
};

function isOfKustomize(items: readonly Item[]): boolean {
  return items.some(({ annotations }) => 'kustomize.config.k8s.io/id' in annotations);
}

/**
 * True for a caller that writes files anew of what a function hands back: it would delete those of resources that a validator keeps to
 * itself. kustomize tells of no files, and takes it for a change when a validator hands back what it was handed.
 */
function writesFiles(items: readonly Item[]): boolean {
  return items.some(({ ofFile, annotations }) => ofFile && 'config.k8s.io/id' in annotations);
}
