import type { Findings } from '../../finding.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import { editionComponents, type IoMeshCluster } from '../../model/iomesh-cluster.ts';
import { managementOf } from '../../model/iomesh-management.ts';
import { zookeeperOf } from '../../model/iomesh-zookeeper.ts';
import type { Resource } from '../../model/metadata.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { IoMeshCheck } from './index.ts';

/** An image, by the component that runs it. */
interface Image {
  readonly component: string;
  readonly tag: string;
  readonly owner: Resource;
  readonly path: Path;
}

const enterprise = '-enterprise';

/** Images of IOMesh clusters that are not those of the management cluster, and editions that are mixed in one. */
export const checkImages: IoMeshCheck = (cluster, findings) => {
  const clusters = [...cluster.ioMeshClusters.values()];
  for (const one of clusters) checkEditions(one, findings);
  const first = managementOf(cluster)?.cluster ?? clusters[0];
  if (!first) return;
  const wanted = new Map(imagesOf(cluster, first).map(image => [image.component, image]));
  for (const one of clusters)
    if (one !== first)
      for (const image of imagesOf(cluster, one)) {
        const other = wanted.get(image.component);
        if (other && other.tag !== image.tag) report(image, other, findings);
      }
};

/** The images of a cluster that are written, also that of its ZooKeeper. */
function imagesOf(cluster: Cluster, one: IoMeshCluster): Image[] {
  const zookeeper = zookeeperOf(cluster, one);
  const images = one.components.map(({ name, tag, path }) => ({ component: name, tag, owner: one, path }));
  const all: Image[] = zookeeper
    ? [...images, { component: 'zookeeper', tag: zookeeper.tag, owner: zookeeper, path: ['spec'] }]
    : images;
  return all.filter(({ tag }) => tag !== '');
}

function report(image: Image, before: Image, findings: Findings): void {
  const { component, tag } = image;
  const path = [...image.path, 'image', 'tag'];
  const where = { ...whereOf(image.owner, path), other: placeIn(before.owner, [...before.path, 'image', 'tag']) };
  const [owner, other] = [title(image.owner), title(before.owner)];
  const sameVersion = versionOf(tag) === versionOf(before.tag);
  if (!sameVersion) findings.add('iomesh-tag-differs', { owner, component, tag, other, otherTag: before.tag }, where);
  else {
    const values = { owner, component, edition: editionOf(tag), other, otherEdition: editionOf(before.tag) };
    findings.add('iomesh-edition-differs', values, where);
  }
}

/** In one cluster an edition is that of all its parts. */
function checkEditions(one: IoMeshCluster, findings: Findings): void {
  const [first, ...others] = one.components.filter(({ name, tag }) => editionComponents.has(name) && tag !== '');
  for (const { name, tag, path } of others) {
    if (!first || editionOf(tag) === editionOf(first.tag)) continue;
    const editions = { edition: editionOf(tag), otherEdition: editionOf(first.tag) };
    findings.add(
      'iomesh-edition-mixed',
      { ioMeshCluster: objectKey(one), component: name, other: first.name, ...editions },
      { ...whereOf(one, [...path, 'image', 'tag']), other: placeIn(one, [...first.path, 'image', 'tag']) },
    );
  }
}

function versionOf(tag: string): string {
  return tag.endsWith(enterprise) ? tag.slice(0, -enterprise.length) : tag;
}

function editionOf(tag: string): string {
  return tag.endsWith(enterprise) ? 'Enterprise' : 'Community';
}

function title(resource: Resource): string {
  return `${resource.kind} ${objectKey(resource)}`;
}
