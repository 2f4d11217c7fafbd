import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { Controller } from '../../model/controller.ts';
import type { Service } from '../../model/service.ts';
import type { Member } from '../adc.ts';
import type { DiscoverySettings } from '../discovery/discovered-pool.ts';
import type { ClusterTable } from './cluster-table.ts';
import type { NamedNamespaces } from './named-namespaces.ts';

/** An address of a node that may carry traffic. */
export interface NodeAddress {
  readonly node: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a controller sees: its own cluster and those that it knows, through its own settings. */
export interface Inventory {
  readonly controller: Controller;
  readonly table: ClusterTable;
  readonly local: Cluster;
  /** A cluster by the name that the ConfigMap gives it; the empty name is the local one. */
  readonly cluster: (name: string) => Cluster | undefined;
  /** Nodes of a cluster that take traffic, by name (specification 01 §6.5). */
  readonly nodes: (cluster: string) => readonly NodeAddress[];
  /** True for a namespace that the controller watches. */
  readonly watches: (namespace: string) => boolean;
  /** The one copy of a text: names are made again for each virtual server, and held by the thousand. */
  readonly intern: (text: string) => string;
  /** Members of Services that were asked for before. */
  readonly knownMembers: Map<Service, Map<string | number, readonly Member[]>>;
  /** A Service of a cluster that the controller can see (01 §6.1). */
  readonly service: (cluster: string, namespace: string, name: string) => Service | undefined;
  /** Only where systems beside the controller are asked: all clusters of the workspace, as if the controller knew them. */
  readonly discovery?: {
    readonly settings: DiscoverySettings;
    readonly inventory: Inventory;
    readonly clusters: ReadonlyMap<string, Cluster>;
  };
}

export interface InventoryInput {
  readonly controller: Controller;
  readonly table: ClusterTable;
  readonly local: Cluster;
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** Namespaces of other clusters that `multiClusterServices` entries name. */
  readonly named: NamedNamespaces;
  readonly discovery?: DiscoverySettings;
}

export function createInventory({ discovery, ...input }: InventoryInput): Inventory {
  const { controller, table, local, clusters, named } = input;
  const everyone = { ...table, knows: (name: string) => clusters.has(name) };
  const texts = new Map<string, string>();
  const nodes = new Map<string, readonly NodeAddress[]>();
  const cluster = (name: string): Cluster | undefined => {
    if (name === '' || name === table.local) return local;
    return table.knows(name) ? clusters.get(name) : undefined;
  };
  const watches = watchedNamespaces(controller, local);
  return {
    ...(discovery && {
      discovery: { settings: discovery, inventory: createInventory({ ...input, table: everyone }), clusters },
    }),
    controller,
    table,
    local,
    cluster,
    watches,
    intern: text => {
      const known = texts.get(text);
      if (known === undefined) texts.set(text, text);
      return known ?? text;
    },
    knownMembers: new Map(),
    nodes: name => {
      let list = nodes.get(name);
      if (!list) {
        const found = cluster(name);
        list = found ? nodeAddresses(found, controller) : [];
        nodes.set(name, list);
      }
      return list;
    },
    service: (name, namespace, service) => {
      const found = cluster(name);
      if (!found || !(watches(namespace) || (found !== local && named.get(name)?.has(namespace)))) return undefined;
      return found.services.get(objectKey({ namespace, name: service }));
    },
  };
}

/** A cluster's name in the workspace, of the name that the controller has for it: it may call its own otherwise. */
export function nameInWorkspace({ local, table }: Inventory, cluster: string): string {
  return cluster === '' || cluster === table.local ? local.name : cluster;
}

/** The name that the controller has, or would have, for a cluster of the workspace. */
export function nameInController({ local, table }: Inventory, cluster: string): string {
  return cluster === local.name ? table.local : cluster;
}

/** All clusters of the workspace where systems beside the controller are asked, else those that the controller sees. */
export function everywhere(inventory: Inventory): Inventory {
  return inventory.discovery?.inventory ?? inventory;
}

/** Which namespaces a controller watches: those of `--namespace`, those that `--namespace-label` selects, or all. */
function watchedNamespaces(controller: Controller, local: Cluster): (namespace: string) => boolean {
  const { namespaces, namespaceLabel } = controller;
  if (namespaces) return namespace => namespaces.has(namespace);
  if (!namespaceLabel) return () => true;
  return namespace => {
    const found = local.namespaces.get(`/${namespace}`);
    return found !== undefined && namespaceLabel.selects(found.labels);
  };
}

function nodeAddresses(cluster: Cluster, controller: Controller): NodeAddress[] {
  return [...cluster.nodes.values()]
    .filter(node => node.ready && controller.selectsNode(node.labels))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(node =>
      node.addresses
        .filter(({ type }) => type === controller.nodeAddressType)
        .map(({ address }) => ({ node: node.name, address, labels: node.labels })),
    );
}
