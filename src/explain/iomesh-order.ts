import { sourceText } from '../load/locate.ts';
import { splitDocuments } from '../load/split-documents.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import type { IoMeshCluster } from '../model/iomesh-cluster.ts';
import { managementOf } from '../model/iomesh-management.ts';
import { zookeeperOf } from '../model/iomesh-zookeeper.ts';
import type { Resource } from '../model/metadata.ts';
import { placeIn } from '../model/where.ts';
import type { Place } from '../place.ts';

/** A thing to do, before the next one. */
export interface OrderedStep {
  readonly does: string;
  /** As it is typed in a shell, in the workspace. */
  readonly command?: string;
  /** Where in Git what is meant stands. */
  readonly at: ReadonlyArray<{ readonly what: string; readonly place: Place }>;
}

/** Steps in their order, and what happens in another one. */
export interface IoMeshOrder {
  readonly what: 'upgrade' | 'uninstall';
  readonly reason: string;
  readonly steps: readonly OrderedStep[];
}

/** The orders for the IOMesh clusters of a Kubernetes cluster. */
export interface IoMeshOrders {
  readonly cluster: string;
  readonly orders: readonly IoMeshOrder[];
}

/** The cluster that the others depend on, as far as it is known. */
interface Management {
  readonly namespace: string;
  /** Where no manifest tells, a word in angle brackets. */
  readonly name: string;
  readonly cluster?: IoMeshCluster;
}

/** Who comes first, and what IOMesh's document says of another order. */
const reasons = {
  upgrade:
    'The management cluster comes first. Otherwise the other clusters are unavailable for a while during the second upgrade, until all is done.',
  uninstall:
    'The management cluster comes last. Otherwise resources may stay in its namespace and affect the next deployment of IOMesh.',
} as const;

/** How to upgrade and to uninstall the IOMesh clusters of each Kubernetes cluster that has any. */
export function ioMeshOrders(clusters: Iterable<Cluster>): IoMeshOrders[] {
  return [...clusters].flatMap(cluster => {
    const management = knownManagement(cluster);
    if (!management) return [];
    const others = [...cluster.ioMeshClusters.values()].filter(one => one !== management.cluster);
    const orders: readonly IoMeshOrder[] = [
      { what: 'upgrade', reason: reasons.upgrade, steps: upgradeSteps(management, others) },
      { what: 'uninstall', reason: reasons.uninstall, steps: uninstallSteps(cluster, management, others) },
    ];
    return [{ cluster: cluster.name, orders }];
  });
}

/** Where Helm alone knows the management cluster, a StorageClass may still name it. */
function knownManagement(cluster: Cluster): Management | undefined {
  const management = managementOf(cluster);
  if (!management) return undefined;
  const { namespace } = management;
  const named = [...cluster.storageClasses.values()].find(({ parameters }) =>
    parameters.iomeshCluster?.startsWith(`${namespace}/`),
  )?.parameters.iomeshCluster;
  return { name: management.cluster?.name ?? named?.slice(namespace.length + 1) ?? '<name>', ...management };
}

function upgradeSteps({ namespace, name, cluster }: Management, others: readonly IoMeshCluster[]): OrderedStep[] {
  const first = {
    does: `upgrade the management cluster ${name} in namespace ${namespace}, as IOMesh's guide for one cluster says`,
    at: manifests(cluster),
  };
  if (others.length === 0) return [first];
  return [
    first,
    {
      does: `when that is complete, read the image tags of ${name}`,
      command: shell('kubectl get iomesh', name, '-n', namespace, '-o', 'yaml'),
      at: [],
    },
    ...others.map(other => ({
      does: `set every image tag of ${other.name} in namespace ${other.namespace} to that of ${name}, in Git too`,
      command: shell('kubectl edit iomesh', other.name, '-n', other.namespace),
      at: other.components.flatMap(({ name: component, path, tag }) =>
        tag === '' ? [] : [{ what: `${component} ${tag}`, place: placeIn(other, [...path, 'image', 'tag']) }],
      ),
    })),
  ];
}

function uninstallSteps(
  cluster: Cluster,
  { namespace, name, cluster: management }: Management,
  others: readonly IoMeshCluster[],
): OrderedStep[] {
  const last = {
    does: `uninstall the management cluster ${name} in namespace ${namespace}`,
    command: shell('helm uninstall --namespace', namespace, name),
    at: manifests(management),
  };
  const before = others.map(other => {
    const zookeeper = zookeeperOf(cluster, other);
    const deletions = [...(zookeeper ? [deletion(zookeeper)] : []), deletion(other)];
    return {
      does: `uninstall ${other.name} in namespace ${other.namespace}${zookeeper ? ', with its ZooKeeper' : ''}`,
      command: deletions.join(' && '),
      at: manifests(zookeeper, other),
    };
  });
  return [...before, last];
}

function manifests(...resources: ReadonlyArray<Resource | undefined>): OrderedStep['at'] {
  return resources.flatMap(resource =>
    resource
      ? [{ what: `${resource.kind} ${objectKey(resource)}`, place: placeIn(resource, ['metadata', 'name']) }]
      : [],
  );
}

/** By its file, as the document does it, unless something else would go too. */
function deletion(resource: Resource): string {
  const { kind, namespace, name, source } = resource;
  if (isAlone(resource)) return shell('kubectl delete -f', source.file.path);
  return shell(`kubectl delete ${kind === 'IOMeshCluster' ? 'iomesh' : 'zookeepercluster'}`, name, '-n', namespace);
}

/** A command with words of manifests in it, which a shell is to take as they are. */
function shell(command: string, ...words: readonly string[]): string {
  const quoted = words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`));
  return [command, ...quoted].join(' ');
}

/** True for what is all that a file on the disk holds. */
function isAlone({ source: { file, item } }: Resource): boolean {
  const text = file.root === undefined || item ? undefined : sourceText(file);
  return text !== undefined && splitDocuments(text).length === 1;
}
