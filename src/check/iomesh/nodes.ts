import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import { type IoMeshCluster, placedComponents } from '../../model/iomesh-cluster.ts';
import { managementOf } from '../../model/iomesh-management.ts';
import { zookeeperOf } from '../../model/iomesh-zookeeper.ts';
import type { Resource } from '../../model/metadata.ts';
import { fits, type NodeTerms } from '../../model/node-affinity.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { IoMeshCheck } from './index.ts';
import { hasSeveral } from './references.ts';

/** Nodes that an IOMesh cluster needs. */
const fewest = 3;
const hostname = 'kubernetes.io/hostname';

/** Pods of an IOMesh cluster, and where they may be. */
interface Placement {
  readonly owner: Resource;
  readonly ofCluster: IoMeshCluster;
  readonly component: string;
  /** Of what asks for Nodes, without it of what should. */
  readonly path: Path;
  readonly terms?: NodeTerms;
}

/** On which Nodes each IOMesh cluster is: three or more, and none with another. */
export const checkNodes: IoMeshCheck = (cluster, findings) => {
  const { ioMeshClusters } = cluster;
  const management = managementOf(cluster)?.cluster;
  // What the management cluster has is taken for right.
  const placements = [...new Set([...(management ? [management] : []), ...ioMeshClusters.values()])].flatMap(one =>
    placementsOf(cluster, one),
  );
  const several = hasSeveral(cluster);
  /** Who was first to be on a Node. */
  const taken = new Map<string, Placement>();
  for (const placement of placements) {
    const { owner, component, path, terms } = placement;
    const title = `${owner.kind} ${objectKey(owner)}`;
    if (!terms) {
      const values = { owner: title, component };
      if (several) findings.add('iomesh-node-affinity-missing', values, whereOf(owner, path, 'key'));
      continue;
    }
    checkNames(placement, cluster, findings);
    const nodes = nodesOf(terms, cluster);
    if (nodes === undefined) continue;
    if (nodes.size < fewest) {
      const values = { owner: title, component, nodes: [...nodes].join(', '), count: nodes.size };
      findings.add('iomesh-nodes-few', values, whereOf(owner, valuesPath(terms), 'key'));
    }
    reportShared(placement, nodes, taken, findings);
    for (const node of nodes) if (!taken.has(node)) taken.set(node, placement);
  }
};

function placementsOf(cluster: Cluster, one: IoMeshCluster): Placement[] {
  const zookeeper = zookeeperOf(cluster, one);
  const own = one.components
    .filter(({ name }) => placedComponents.has(name))
    .map(({ name, path, nodes }) => ({
      ...{ owner: one, ofCluster: one, component: name, path },
      ...(nodes && { terms: nodes }),
    }));
  if (!zookeeper) return own;
  const { nodes } = zookeeper;
  const more = { owner: zookeeper, ofCluster: one, component: 'zookeeper', path: ['spec', 'pod'] };
  return [...own, { ...more, ...(nodes && { terms: nodes }) }];
}

/** Names of the Nodes that are asked for; undefined where only labels are, and no Node is known. */
function nodesOf(terms: NodeTerms, { nodes }: Cluster): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const term of terms) {
    const [first, ...more] = term;
    if (first?.key === hostname && first.operator === 'In' && more.length === 0)
      for (const name of first.values) names.add(name);
    else if (nodes.size === 0) return undefined;
    else
      for (const { name, labels } of nodes.values()) if (fits(term, { [hostname]: name, ...labels })) names.add(name);
  }
  return names;
}

/** Nodes that belong to another IOMesh cluster already: one finding for each of these. */
function reportShared(
  { owner, ofCluster, component, terms = [] }: Placement,
  nodes: ReadonlySet<string>,
  taken: ReadonlyMap<string, Placement>,
  findings: Findings,
): void {
  const shared = new Map<IoMeshCluster, { readonly before: Placement; readonly names: string[] }>();
  for (const name of nodes) {
    const before = taken.get(name);
    if (!before || before.ofCluster === ofCluster) continue;
    const entry = shared.get(before.ofCluster) ?? { before, names: [] };
    shared.set(before.ofCluster, entry);
    entry.names.push(name);
  }
  for (const [other, { before, names }] of shared)
    findings.add(
      'iomesh-nodes-overlap',
      {
        owner: `${owner.kind} ${objectKey(owner)}`,
        component,
        nodes: names.join(', '),
        other: objectKey(other),
      },
      {
        ...whereOf(owner, pathOfName(terms, names[0])),
        other: placeIn(before.owner, pathOfName(before.terms ?? [], names[0])),
      },
    );
}

/** Hosts that are named and that no Node has, where Nodes are known. */
function checkNames({ owner, component, terms = [] }: Placement, { name, nodes }: Cluster, findings: Findings): void {
  if (nodes.size === 0) return;
  const hosts = new Set([...nodes.values()].map(node => node.labels[hostname] ?? node.name));
  for (const { key, operator, values, path } of terms.flat()) {
    if (key !== hostname || operator !== 'In') continue;
    for (const [index, node] of values.entries()) {
      if (hosts.has(node)) continue;
      const said = { owner: `${owner.kind} ${objectKey(owner)}`, component, node, cluster: name };
      const where = whereOf(owner, [...path, 'values', index]);
      findings.add('iomesh-node-unknown', { ...said, ...suggestion(node, hosts) }, where);
    }
  }
}

/** The list of names, where there is one. */
function valuesPath(terms: NodeTerms): Path {
  const [first] = terms.flat();
  return first ? [...first.path, 'values'] : [];
}

/** Where a Node is named, or what else leads to it. */
function pathOfName(terms: NodeTerms, node: string | undefined): Path {
  for (const { path, values } of terms.flat()) {
    const index = values.indexOf(node ?? '');
    if (index >= 0) return [...path, 'values', index];
  }
  return valuesPath(terms);
}
