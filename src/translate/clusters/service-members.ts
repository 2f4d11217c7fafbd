import { objectKey } from '../../model/cluster.ts';
import type { Controller } from '../../model/controller.ts';
import type { IntOrString } from '../../model/field-reader.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import type { Pod } from '../../model/pod.ts';
import type { Service, ServicePort } from '../../model/service.ts';
import type { Member } from '../adc.ts';
import type { Inventory } from './inventory.ts';

/** A Service in a cluster, and the port that is asked for: 0 where none could be found. */
export interface ServiceAddress {
  readonly cluster: string;
  readonly namespace: string;
  readonly service: string;
  readonly port: IntOrString;
  /** `key=value`: only nodes with that label, in nodeport. */
  readonly nodeMemberLabel?: string;
}

type Address = Pick<Member, 'address' | 'port' | 'shareNodes'>;

/** Members of one Service in one cluster, in the controller's order and with the cluster's admin state (specification 01 §6). */
export function serviceMembers(inventory: Inventory, wanted: ServiceAddress): readonly Member[] {
  const service = inventory.service(wanted.cluster, wanted.namespace, wanted.service);
  if (!service || !servesAsBackend(inventory, service)) return noMembers;
  const ports = inventory.knownMembers.get(service) ?? new Map<string | number, readonly Member[]>();
  inventory.knownMembers.set(service, ports);
  const { port, nodeMemberLabel } = wanted;
  const key = nodeMemberLabel || typeof port === 'string' ? `${typeof port} ${port} ${nodeMemberLabel}` : port;
  let members = ports.get(key);
  if (!members) {
    const found = findMembers(inventory, wanted, service);
    members = found.length < 2 ? found : distinctMembers([found]);
    ports.set(key, members);
  }
  return members;
}

const noMembers: readonly Member[] = [];

/** Lists one after the other without exact repetitions; the first of equals stays (01 §5.5). */
export function distinctMembers(lists: ReadonlyArray<readonly Member[]>): readonly Member[] {
  const seen = new Set<string>();
  return lists.flat().filter(({ address, port, shareNodes, adminState }) => {
    const size = seen.size;
    return seen.add(`${address} ${port} ${shareNodes} ${adminState}`).size > size;
  });
}

/** Members with their addresses in a route domain, `10.1.1.1%5`; 0 = as they are (specification 01 §6.6). */
export function inRouteDomain(members: readonly Member[], routeDomain: number): readonly Member[] {
  return routeDomain === 0
    ? members
    : members.map(member => ({ ...member, address: `${member.address}%${routeDomain}` }));
}

/** Lists of members, each of one cluster, but those of a cluster that is left out. */
export function withoutCluster(
  lists: ReadonlyArray<readonly Member[]>,
  leftOut: string | undefined,
): ReadonlyArray<readonly Member[]> {
  return leftOut === undefined ? lists : lists.filter(([first]) => first?.cluster !== leftOut);
}

function findMembers(inventory: Inventory, wanted: ServiceAddress, service: Service): Member[] {
  const { table } = inventory;
  const cluster = wanted.cluster || table.local;
  const adminState = table.several ? table.adminState(cluster) : undefined;
  return addresses(inventory, wanted, service).map(({ address, port, shareNodes }) => ({
    address,
    port,
    shareNodes,
    ...(adminState !== undefined && { adminState }),
    connectionLimit: 0,
    cluster,
  }));
}

/** A LoadBalancer Service of another class is no backend (01 §6.1). */
function servesAsBackend({ controller }: Inventory, service: Service): boolean {
  return service.type !== 'LoadBalancer' || isOfLoadBalancerClass(controller, service);
}

/** True for a Service of the class that the controller manages, or of none where it takes these too (01 §6.1, 02 §8.3). */
export function isOfLoadBalancerClass(controller: Controller, service: Service): boolean {
  if (service.loadBalancerClass !== undefined) return service.loadBalancerClass === controller.loadBalancerClass;
  return !controller.manageLoadBalancerClassOnly;
}

function addresses(inventory: Inventory, wanted: ServiceAddress, service: Service): Address[] {
  const { poolMemberType, shareNodes } = inventory.controller;
  switch (poolMemberType) {
    case 'cluster':
      return endpointAddresses(inventory, wanted, service, shareNodes);
    case 'nodeport':
      return nodePortAddresses(inventory, wanted, service);
    case 'nodeportlocal':
      return nodePortLocalAddresses(inventory, wanted, service);
    case 'auto':
      if (service.type === 'ClusterIP') return endpointAddresses(inventory, wanted, service, shareNodes);
      return nodePortAddresses(inventory, wanted, service);
  }
}

/**
 * Ready endpoints of the Endpoints object of that name (01 §6.2). Groups are keyed by port name and number; a later subset
 * with the same pair replaces an earlier one. A group fits when its name is the wanted name (empty for a number) or its number
 * the wanted number.
 */
function endpointAddresses(
  inventory: Inventory,
  { cluster, namespace, service: name, port }: ServiceAddress,
  service: Service,
  shareNodes: boolean,
): Address[] {
  const endpoints = inventory.cluster(cluster)?.endpoints.get(objectKey({ namespace, name }));
  if (!endpoints) return [];
  const nodes = new Set(inventory.nodes(cluster).map(({ node }) => node));
  const groups = new Map<string, { name: string; port: number; addresses: Address[] }>();
  for (const subset of endpoints.subsets) {
    for (const group of subset.ports) {
      const ready = subset.addresses.filter(({ nodeName }) => service.headless || nodes.has(nodeName));
      groups.set(`${group.name}/${group.port}`, {
        ...group,
        addresses: ready.map(({ ip }) => ({ address: ip, port: group.port, shareNodes })),
      });
    }
  }
  const wantedName = typeof port === 'string' ? port : '';
  const wantedNumber = typeof port === 'number' ? port : 0;
  return [...groups.values()]
    .filter(group => group.name === wantedName || group.port === wantedNumber)
    .flatMap(group => group.addresses);
}

/** Service ports that a wanted port means in nodeport and nodeportlocal (01 §6.3). Several can match. */
function matchingPorts(service: Service, port: IntOrString): ServicePort[] {
  return service.ports.filter(
    candidate =>
      (typeof port === 'string' && candidate.name === port) ||
      candidate.targetPort === port ||
      (typeof port === 'number' && candidate.port === port),
  );
}

/** In a single cluster a Service without matching endpoints counts as scaled to zero. */
function scaledToZero(inventory: Inventory, wanted: ServiceAddress, service: Service): boolean {
  return !inventory.table.several && endpointAddresses(inventory, wanted, service, false).length === 0;
}

function nodePortAddresses(inventory: Inventory, wanted: ServiceAddress, service: Service): Address[] {
  if (service.type !== 'NodePort' && service.type !== 'LoadBalancer') return [];
  if (scaledToZero(inventory, wanted, service)) return [];
  const nodes = labelledNodes(inventory, wanted);
  return matchingPorts(service, wanted.port).flatMap(port =>
    nodes.map(({ address }) => ({ address, port: port.nodePort, shareNodes: true })),
  );
}

function labelledNodes(inventory: Inventory, { cluster, nodeMemberLabel }: ServiceAddress) {
  const nodes = inventory.nodes(cluster);
  if (!nodeMemberLabel) return nodes;
  const [key = '', value, ...more] = nodeMemberLabel.split('=');
  if (value === undefined || more.length > 0) return [];
  return nodes.filter(({ labels }) => labels[key] === (value === '""' ? '' : value));
}

const nodePortLocalEnabled = 'nodeportlocal.antrea.io/enabled';

function nodePortLocalAddresses(inventory: Inventory, wanted: ServiceAddress, service: Service): Address[] {
  if (service.type === 'NodePort' || scaledToZero(inventory, wanted, service)) return [];
  if (service.annotations[nodePortLocalEnabled] === undefined || Object.keys(service.selector).length === 0) return [];
  const pods = [...(inventory.cluster(wanted.cluster)?.pods.values() ?? [])]
    .filter(pod => pod.namespace === wanted.namespace && matchesLabels(service.selector, pod.labels))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return matchingPorts(service, wanted.port)
    .flatMap(({ targetPort }) => pods.flatMap(pod => nodePortLocalEntries(pod, targetPort)))
    .sort((a, b) => a.port - b.port);
}

/** The port of a node that leads to a service port: in nodeport, or as Antrea says; 0 where there is none. */
export function nodePortOf(inventory: Inventory, wanted: ServiceAddress): number {
  const service = inventory.service(wanted.cluster, wanted.namespace, wanted.service);
  if (!service) return 0;
  if (inventory.controller.poolMemberType === 'nodeportlocal')
    return nodePortLocalAddresses(inventory, wanted, service)[0]?.port ?? 0;
  return service.ports.find(({ port }) => port === wanted.port)?.nodePort ?? 0;
}

/** Entries of Antrea's annotation `[{"podPort":8080,"nodeIP":"10.1.1.1","nodePort":61002}]` for a target port. */
function nodePortLocalEntries(pod: Pod, targetPort: IntOrString): Address[] {
  const wanted = typeof targetPort === 'number' ? targetPort : namedContainerPort(pod, targetPort);
  let entries: unknown;
  try {
    entries = JSON.parse(pod.nodePortLocal ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: { podPort?: unknown; nodeIP?: unknown; nodePort?: unknown } | null) =>
    entry?.podPort === wanted && typeof entry?.nodeIP === 'string' && typeof entry.nodePort === 'number'
      ? [{ address: entry.nodeIP, port: entry.nodePort, shareNodes: true }]
      : [],
  );
}

function namedContainerPort(pod: Pod, name: string): number | undefined {
  return pod.containers.flatMap(({ ports }) => ports).find(port => port.name === name)?.containerPort;
}

/**
 * Target port of a Service's port, found by number or by name (01 §6.4). A named target port means the name of the service
 * port, so an unnamed one stays unresolved. Undefined = unresolved.
 */
export function targetPort(service: Service | undefined, port: IntOrString): IntOrString | undefined {
  const found = service?.ports.find(candidate =>
    typeof port === 'number' ? candidate.port === port : candidate.name === port,
  );
  if (!found) return undefined;
  if (typeof found.targetPort === 'number') return found.targetPort;
  return found.name === '' ? undefined : found.name;
}
