import { type Cluster, objectKey } from '../../model/cluster.ts';
import type { IntOrString } from '../../model/field-reader.ts';
import type { Service, ServicePort } from '../../model/service.ts';
import type { Evidence, Member } from '../adc.ts';

/** The Service that a pool stands for, in the controller's own cluster, whether it is there or not. */
export interface WantedService {
  readonly namespace: string;
  readonly service: string;
  /** Port of the Service as it is declared. */
  readonly port: IntOrString;
  /** True for a number of a Route that no port of the own Service explains: it is that of endpoints first (specification 01 §6.3). */
  readonly byTarget?: boolean;
}

/** What a system sees: every cluster of the workspace, whether the controller knows it or not. */
export interface Mesh {
  /** The controller's own cluster. */
  readonly local: Cluster;
  /** The others, in the order of `render.yaml`. */
  readonly others: readonly Cluster[];
  /** Of the BIG-IP that the controller configures. */
  readonly zone?: string;
  /** How many members in that zone keep the traffic there. */
  readonly zoneMinimum: number;
}

/** A cluster that gives members: a further one, or the own one, which counts where the controller has none of it. */
export interface Contribution {
  /** By its name in the workspace. */
  readonly cluster: string;
  /** What says that it does. */
  readonly by: Evidence;
  /** Port of its Service, where that is another than the wanted one. */
  readonly port?: IntOrString;
  /** Members where they are not those of the cluster's own Service of that name. Empty: none of its ports is the wanted one. */
  readonly endpoints?: ReadonlyArray<Pick<Member, 'address' | 'port'>>;
}

/** What a system says of a Service. */
export interface Discovery {
  /** What it goes by. */
  readonly by: Evidence;
  readonly contributions: readonly Contribution[];
  /** Of the members that the controller takes only those of its own cluster stay: others come by contributions alone. */
  readonly exclusive?: true;
  readonly groups?: PriorityGroups;
}

/** Members with a higher number get the traffic first. */
export interface PriorityGroups {
  /** `cluster` is the member's, by its name in the workspace. */
  readonly of: (member: Member, cluster: string) => number;
  /** What says in which group a member is, where each has something of its own that does. */
  readonly by?: (member: Member, cluster: string) => Evidence | undefined;
  /** How many members of the highest groups keep the others idle. */
  readonly minimumMembersActive: number;
}

/** Groups of what is preferred and of what takes its place. */
export const preferred = 10;
export const substitute = 5;

/** A system that says which clusters serve a Service: one file beside this. It has nothing to say of most: undefined. */
export type DiscoverySystem = (wanted: WantedService, mesh: Mesh) => Discovery | undefined;

type NamedPort = Pick<ServicePort, 'name' | 'port'>;

/**
 * Port of another cluster's Service that is one with the wanted port: that of the same name, whatever its number. Undefined where that Service has
 * none; the wanted one where nobody knows its name.
 */
export function portAlike(
  wanted: IntOrString,
  own: readonly NamedPort[],
  other: readonly NamedPort[],
): IntOrString | undefined {
  const port = own.find(one => (typeof wanted === 'number' ? one.port === wanted : one.name === wanted));
  if (!port) return wanted;
  const found = other.find(({ name }) => name === port.name);
  return found && (found.name || found.port);
}

/** The port of a cluster's Service whose endpoints have the number that a Route asks for, as the controller looks for them (specification 01 §6.3). */
export function portByTarget(
  cluster: Pick<Cluster, 'services' | 'endpoints'>,
  wanted: WantedService,
): ServicePort | undefined {
  if (!wanted.byTarget) return undefined;
  const { namespace, service: name, port } = wanted;
  const subsets = cluster.endpoints.get(objectKey({ namespace, name }))?.subsets ?? [];
  const names = subsets.flatMap(({ ports }) => ports.flatMap(one => (one.port === port ? one.name : [])));
  return serviceIn(cluster, wanted)?.ports.find(({ name: own, targetPort }) =>
    typeof targetPort === 'number' ? targetPort === port : names.includes(own),
  );
}

/** The Service of that name in a cluster. */
export function serviceIn(
  { services }: Pick<Cluster, 'services'>,
  { namespace, service: name }: WantedService,
): Service | undefined {
  return services.get(objectKey({ namespace, name }));
}
