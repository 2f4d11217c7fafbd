import type { Findings } from '../../finding.ts';
import type { Resource } from '../../model/metadata.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import { type AddressRange, addressRange, overlap } from './address-range.ts';
import type { CiliumCluster } from './cilium-mesh.ts';

interface Found {
  readonly resource: Resource;
  readonly path: Path;
  readonly cluster: string;
}

/** Addresses of nodes and of Pods: no two clusters may share any. */
export function checkCiliumAddresses(mesh: readonly CiliumCluster[], findings: Findings): void {
  checkNodes(mesh, findings);
  checkPods(mesh, findings);
}

function checkNodes(mesh: readonly CiliumCluster[], findings: Findings): void {
  const seen = new Map<string, Found>();
  for (const { cluster } of mesh) {
    for (const node of cluster.nodes.values()) {
      for (const [index, { address, type }] of node.addresses.entries()) {
        if (type !== 'InternalIP' && type !== 'ExternalIP') continue;
        const found = { resource: node, path: ['status', 'addresses', index, 'address'], cluster: cluster.name };
        const before = seen.get(address);
        if (!before) seen.set(address, found);
        else if (before.resource !== node) {
          const values = { name: node.name, address, cluster: cluster.name };
          const other = { other: before.resource.name, otherCluster: before.cluster };
          findings.add('cilium-node-address-twice', { ...values, ...other }, bothOf(found, before));
        }
      }
    }
  }
}

interface FoundRange extends Found, AddressRange {
  readonly block: string;
}

/** One finding for two clusters: where their ranges overlap, most nodes do. */
function checkPods(mesh: readonly CiliumCluster[], findings: Findings): void {
  const told = new Set<string>();
  // The last one to end, of each cluster: ranges of one cluster are as many as its nodes.
  const open = new Map<string, FoundRange>();
  const ranges = mesh.flatMap(rangesOf).sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  for (const range of ranges) {
    for (const before of open.values()) {
      if (before.cluster === range.cluster || !overlap(before, range)) continue;
      const [one, other] = isBefore(mesh, before, range) ? [before, range] : [range, before];
      const pair = `${one.cluster} ${other.cluster}`;
      if (told.has(pair)) continue;
      told.add(pair);
      const values = { name: other.resource.name, range: other.block, cluster: other.cluster };
      const others = { other: one.resource.name, otherRange: one.block, otherCluster: one.cluster };
      findings.add('cilium-pod-cidrs-overlap', { ...values, ...others }, bothOf(other, one));
    }
    const key = `${range.family} ${range.cluster}`;
    const last = open.get(key);
    if (!last || last.last < range.last) open.set(key, range);
  }
}

function isBefore(mesh: readonly CiliumCluster[], one: Found, other: Found): boolean {
  const names = mesh.map(({ cluster }) => cluster.name);
  return names.indexOf(one.cluster) < names.indexOf(other.cluster);
}

/** What Nodes say, and CiliumNodes. */
function rangesOf({ cluster }: CiliumCluster): FoundRange[] {
  const { name, nodes, ciliumNodes } = cluster;
  return [
    ...[...nodes.values()].map(node => ({ resource: node, path: ['spec', 'podCIDRs'], blocks: node.podCidrs })),
    ...[...ciliumNodes.values()].map(node => {
      return { resource: node, path: ['spec', 'ipam', 'podCIDRs'], blocks: node.podCidrs };
    }),
  ].flatMap(({ resource, path, blocks }) =>
    blocks.flatMap((block, index) => {
      const range = addressRange(block);
      return range ? [{ ...range, block, resource, path: [...path, index], cluster: name }] : [];
    }),
  );
}

function bothOf(found: Found, before: Found) {
  return { ...whereOf(found.resource, found.path), other: placeIn(before.resource, before.path) };
}
