import { Findings } from '../finding.ts';
import { isObject, type JsonObject, readObjects } from '../load/manifest-object.ts';
import { isControllerImage } from '../model/deployment.ts';

/** A file that may hold manifests. */
export interface FoundFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A cluster as the layout of a repository shows it. */
export interface DraftCluster {
  readonly name: string;
  /** Paths of manifests, or the one directory of a kustomization. */
  readonly paths: readonly string[];
  readonly kustomize: boolean;
  /** The controller's Deployment, `kube-system/k8s-bigip-ctlr`, where it is among the manifests. */
  readonly controller?: string;
}

/** What a repository looks like. */
export interface Draft {
  readonly clusters: readonly DraftCluster[];
  /** Directories, or files, with manifests that are of no cluster by what can be seen. */
  readonly others: readonly string[];
  /** What cannot be added to a cluster of its name: kustomizations beside other manifests of that cluster, and the other way round. */
  readonly unbuilt: readonly DraftCluster[];
  /** Directories of Helm charts: templates are no manifests. */
  readonly charts: readonly string[];
  /** Controllers that nobody says the cluster of, where there is but one cluster for several. */
  readonly unplaced: readonly string[];
  /** A controller is a secondary, so that there is something to compare. */
  readonly hasSecondary: boolean;
}

interface FoundController {
  readonly file: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** Directories whose directories are clusters. In all but the first a cluster is what has a kustomization. */
const layouts = ['clusters', 'overlays', 'environments', 'envs'];
const isKustomization = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
/** What Helm reads in the directory of a chart. All else there may be manifests: also a whole repository may be a chart. */
const partsOfCharts = ['Chart.yaml', 'Chart.yml', 'values.yaml', 'templates', 'charts', 'crds'];
const clusterName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Reads the layout of a repository from its files. Whatever is not certain is left to the user. */
export function draftWorkspace(files: readonly FoundFile[]): Draft {
  const charts = files.flatMap(({ path }) => (/(?:^|\/)Chart\.ya?ml$/.test(path) ? [directoryOf(path)] : []));
  const parts = charts.flatMap(chart => partsOfCharts.map(part => within(chart, part)));
  const manifests = files.filter(
    ({ path, text }) =>
      (isKustomization.test(path) || /^["']?kind["']?\s*:|"kind"\s*:/m.test(text)) &&
      !parts.some(part => isWithin(path, part)),
  );
  const controllers = manifests.flatMap(controllersIn);
  const paths = manifests.map(({ path }) => path);
  const laidOut = layouts.flatMap(layout => clustersOf(layout, paths));
  const { clusters: drafted, unbuilt } = onePerName(
    [laidOut, clustersOfControllers(controllers)].find(found => found.length > 0) ?? wholeOf(paths, parts, controllers),
  );
  const clusters = drafted.map(cluster => withController(cluster, drafted, controllers));
  const taken = clusters.flatMap(({ paths: places }) => places);
  const known = [...taken, ...unbuilt.flatMap(({ paths: places }) => places)];
  // Whatever is built with kustomize names its bases itself.
  const free = clusters.every(({ kustomize }) => kustomize)
    ? []
    : paths.filter(path => !known.some(place => isWithin(path, place)) && !/(?:^|\/)overlays\//.test(path));
  const placed = clusters.flatMap(({ controller }) => controller ?? []);
  return {
    clusters,
    others: [...new Set(free.map(path => widestPlace(path, known)))],
    unbuilt,
    charts,
    unplaced: clusters.length === 1 ? controllers.map(({ name }) => name).filter(name => !placed.includes(name)) : [],
    hasSecondary: controllers.some(isSecondary),
  };
}

/** True for arguments of a controller that stands in for another. */
export function isSecondary({ args = [] }: { readonly args?: readonly string[] }): boolean {
  return args.includes('--multi-cluster-mode=secondary');
}

/** Clusters below the directories of one name that are the least deep: those of teams in one repository lie side by side. */
function clustersOf(layout: string, paths: readonly string[]): DraftCluster[] {
  const found = paths.flatMap(path => {
    const segments = path.split('/');
    const at = segments.indexOf(layout);
    const name = segments[at + 1];
    return at >= 0 && name !== undefined && at + 2 < segments.length && clusterName.test(name)
      ? [{ name, path: segments.slice(0, at + 2).join('/'), depth: at }]
      : [];
  });
  const least = Math.min(...found.map(({ depth }) => depth));
  const places = new Map(found.filter(({ depth }) => depth === least).map(({ path, name }) => [path, name]));
  return [...places].flatMap(([path, name]) => {
    const kustomize = paths.some(file => isKustomization.test(file) && directoryOf(file) === path);
    return kustomize || layout === layouts[0] ? [{ name, paths: [path], kustomize }] : [];
  });
}

/** Several controllers are in several clusters: a cluster is what lies with one alone. None where that does not tell them apart. */
function clustersOfControllers(controllers: readonly FoundController[]): DraftCluster[] {
  if (controllers.length < 2) return [];
  const found = controllers.map(controller => {
    const others = controllers.filter(other => other !== controller).map(({ file }) => file);
    const place = widestPlace(controller.file, others);
    const name = localNameOf(controller) ?? place.replace(/^.*\//, '').replace(/\.\w+$/, '');
    return { name, paths: [place], kustomize: false };
  });
  const all = (texts: string[]): boolean => new Set(texts).size === controllers.length;
  const apart = all(found.map(({ name }) => name)) && all(found.map(({ paths }) => paths[0]!));
  return apart && found.every(({ name }) => clusterName.test(name)) ? found : [];
}

/** All manifests as those of one cluster, which is called as its controller calls it. */
function wholeOf(
  paths: readonly string[],
  chartParts: readonly string[],
  controllers: readonly FoundController[],
): DraftCluster[] {
  if (paths.length === 0) return [];
  const local = controllers[0] && localNameOf(controllers[0]);
  const name = local && clusterName.test(local) ? local : 'cluster1';
  const kustomize = paths.some(path => isKustomization.test(path) && directoryOf(path) === '.');
  const places = kustomize || chartParts.length === 0 ? ['.'] : paths.map(path => widestPlace(path, chartParts));
  return [{ name, paths: [...new Set(places)], kustomize }];
}

/** Clusters of one name are one cluster; a kustomization is all that it has, and what comes after is left. */
function onePerName(found: readonly DraftCluster[]): { clusters: DraftCluster[]; unbuilt: DraftCluster[] } {
  const clusters = new Map<string, DraftCluster>();
  const unbuilt: DraftCluster[] = [];
  for (const cluster of found) {
    const before = clusters.get(cluster.name);
    if (!before) clusters.set(cluster.name, cluster);
    else if (before.kustomize || cluster.kustomize) unbuilt.push(cluster);
    else clusters.set(cluster.name, { ...before, paths: [...before.paths, ...cluster.paths] });
  }
  return { clusters: [...clusters.values()], unbuilt };
}

/** The same with the controller that runs there; one that lies elsewhere, and says which cluster it is for, becomes a manifest of the cluster. */
function withController(
  cluster: DraftCluster,
  all: readonly DraftCluster[],
  controllers: readonly FoundController[],
): DraftCluster {
  const inside = controllers.find(({ file }) => cluster.paths.some(path => isWithin(file, path)));
  if (inside) return { ...cluster, controller: inside.name };
  if (cluster.kustomize) return cluster;
  const free = controllers.filter(({ file }) => !all.some(({ paths }) => paths.some(path => isWithin(file, path))));
  const meant = free.find(each => localNameOf(each) === cluster.name) ?? (all.length === 1 ? free[0] : undefined);
  return meant ? { ...cluster, paths: [...cluster.paths, meant.file], controller: meant.name } : cluster;
}

/** The directory that is the least deep and has a file and none of the others; else the file itself. */
function widestPlace(path: string, others: readonly string[]): string {
  const segments = path.split('/');
  const places = segments.map((_, index) => segments.slice(0, index + 1).join('/'));
  return places.find(place => !others.some(other => isWithin(other, place))) ?? path;
}

function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}

function within(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

function isWithin(path: string, place: string): boolean {
  return place === '.' || path === place || path.startsWith(`${place}/`);
}

function localNameOf({ args }: FoundController): string | undefined {
  return args.map(argument => /^--local-cluster-name=(.+)$/.exec(argument)?.[1]).find(Boolean);
}

function controllersIn({ path, text }: FoundFile): FoundController[] {
  // Most files have nothing to do with it, and need not be read.
  if (!text.includes('k8s-bigip-ctlr')) return [];
  const reader = { findings: new Findings(), unread: () => {}, takes: () => false };
  return [...readObjects({ path, text }, text, reader)].flatMap(({ kind, namespace, name, value }) => {
    const container =
      kind === 'Deployment' ? containersOf(value).find(({ image }) => isControllerImage(image)) : undefined;
    const args = Array.isArray(container?.args) ? container.args.map(String) : [];
    return container ? [{ file: path, name: `${namespace}/${name}`, args }] : [];
  });
}

function containersOf({ spec }: JsonObject): JsonObject[] {
  const template = isObject(spec) && isObject(spec.template) ? spec.template.spec : undefined;
  return isObject(template) && Array.isArray(template.containers) ? template.containers.filter(isObject) : [];
}
