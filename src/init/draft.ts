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
  /** A controller is a secondary, so that there is something to compare. */
  readonly hasSecondary: boolean;
}

interface FoundController {
  readonly file: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** Directories whose directories are clusters. In those of the second a cluster is what has a kustomization. */
const layouts = ['clusters', 'overlays'];
const isKustomization = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
const clusterName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Reads the layout of a repository from its files. Whatever is not certain is left to the user: it is among `others`. */
export function draftWorkspace(files: readonly FoundFile[]): Draft {
  const manifests = files.filter(
    ({ path, text }) => isKustomization.test(path) || /^["']?kind["']?\s*:|"kind"\s*:/m.test(text),
  );
  const controllers = manifests.flatMap(controllersIn);
  const found = layouts.flatMap(layout => clustersOf(layout, manifests));
  const laidOut = found.filter(({ name }, index) => found.findIndex(other => other.name === name) === index);
  const only = controllers[0] && localNameOf(controllers[0]);
  const whole = { name: only && clusterName.test(only) ? only : 'cluster1', paths: ['.'], kustomize: false };
  const drafted = laidOut.length > 0 ? laidOut : manifests.length > 0 ? [whole] : [];
  const clusters = drafted.map(cluster => withController(cluster, drafted, controllers));
  const taken = clusters.flatMap(({ paths }) => paths);
  const others = manifests
    .map(({ path }) => path)
    .filter(path => !taken.some(place => isWithin(path, place)) && !/^overlays\//.test(path));
  // Whatever is built with kustomize names its bases itself.
  const left = clusters.every(({ kustomize }) => kustomize) ? [] : others.map(path => path.split('/')[0]!);
  const hasSecondary = controllers.some(({ args }) => args.includes('--multi-cluster-mode=secondary'));
  return { clusters, others: [...new Set(left)], hasSecondary };
}

function clustersOf(layout: string, files: readonly FoundFile[]): DraftCluster[] {
  const parts = files
    .map(({ path }) => path.split('/'))
    .filter(([first, , third]) => first === layout && third !== undefined);
  const names = [...new Set(parts.map(([, name]) => name!))].filter(name => clusterName.test(name));
  return names.flatMap(name => {
    const path = `${layout}/${name}`;
    const kustomize = files.some(
      file => isKustomization.test(file.path) && file.path.split('/').length === 3 && isWithin(file.path, path),
    );
    return kustomize || layout === 'clusters' ? [{ name, paths: [path], kustomize }] : [];
  });
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
