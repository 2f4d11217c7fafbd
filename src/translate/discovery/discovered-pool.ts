import type { DiscoverySystemName } from '../../load/render-config.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { FoundBy, Member, Pool, PoolDiscovery } from '../adc.ts';
import { type Inventory, nameInController, nameInWorkspace } from '../clusters/inventory.ts';
import { inRouteDomain, serviceMembers, targetPort } from '../clusters/service-members.ts';
import { systems } from './index.ts';
import { type Contribution, type Discovery, type Mesh, portByTarget, serviceIn, type WantedService } from './system.ts';

/** What a view has of the systems that `render.yaml` names. */
export interface DiscoverySettings {
  readonly systems: readonly DiscoverySystemName[];
  readonly zone?: string;
  readonly zoneMinimum: number;
}

/** The Service that a pool stands for, and how its members are looked up. */
export interface PoolService extends WantedService {
  readonly nodeMemberLabel?: string;
  /** 0 = none. */
  readonly routeDomain?: number;
  /** True where the controller splits traffic between this Service and others. */
  readonly shared: boolean;
}

type MemberLists = ReadonlyArray<readonly Member[]>;

/** What is made of the controller's lists of members, each of one cluster, and what the pool says beside. */
export interface DiscoveredPool {
  readonly lists: (own: MemberLists) => MemberLists;
  readonly settings: Pick<Pool, 'minimumMembersActive' | 'discovery'>;
}

/** One system that has something to say of a pool. */
interface Said extends Discovery {
  readonly system: DiscoverySystemName;
}

/** What systems beside the controller say of a pool; undefined without any, and where none has anything to say. */
export function discoveredPool(inventory: Inventory, asked: PoolService): DiscoveredPool | undefined {
  const { discovery } = inventory;
  if (!discovery) return undefined;
  const { settings, inventory: everywhere, clusters } = discovery;
  const { local, table } = inventory;
  const { zone, zoneMinimum } = settings;
  const others = [...clusters.values()].filter(({ name }) => name !== local.name && !table.restricted(name));
  const wanted = asDeclared(local, asked);
  const mesh: Mesh = { local, others, zoneMinimum, ...(zone !== undefined && { zone }) };
  const said = settings.systems.flatMap((system): Said[] => {
    const found = systems[system](wanted, mesh);
    return found ? [{ system, ...found }] : [];
  });
  if (said.length === 0) return undefined;

  const split = splitOf(inventory, wanted);
  // Pools of clusters each have their share: whatever is added to one would get a share that is not its own.
  const heard = said.filter(({ groups }) => split !== 'clusters' && !(split === 'services' && groups));
  const ranking = heard.find(one => one.groups);
  const groups = ranking?.groups;
  const exclusive = heard.some(one => one.exclusive);
  const nameOf = (member: Member): string => nameInWorkspace(inventory, member.cluster);
  const outdone = said.filter(one => !heard.includes(one) && isMore(inventory, one));
  const lists = (own: MemberLists): MemberLists => {
    const kept = exclusive ? own.filter(([first]) => first && nameOf(first) === local.name) : own;
    const added = further(everywhere, wanted, kept, heard);
    const all = [...kept, ...added];
    return ranking ? all.map(list => list.map(member => ranked(member, nameOf(member), ranking))) : all;
  };
  return {
    lists,
    settings: {
      ...(groups && { minimumMembersActive: groups.minimumMembersActive }),
      discovery: {
        by: heard.map(foundBy),
        clusters: [...new Set(heard.flatMap(({ contributions }) => contributions.map(({ cluster }) => cluster)))],
        outdone: outdone.map(foundBy),
        ...(split && outdone.length > 0 && { split }),
      },
    },
  };
}

/** A Route's number as the port of the Service that it means in the controller's own cluster. */
function asDeclared(local: Cluster, asked: PoolService): PoolService {
  if (!asked.byTarget) return asked;
  const found = portByTarget(local, asked) ?? serviceIn(local, asked)?.ports.find(({ port }) => port === asked.port);
  return found ? { ...asked, port: found.port, byTarget: false } : asked;
}

/** How the controller splits traffic between this pool and others, if it does. */
function splitOf({ table: { several, mode } }: Inventory, { shared }: PoolService): PoolDiscovery['split'] {
  if (several && (mode === 'ratio' || mode === 'default')) return 'clusters';
  return shared ? 'services' : undefined;
}

/** A member with its priority group. `cluster` is its name in the workspace. */
function ranked(member: Member, cluster: string, { system, groups }: Said): Member {
  if (!groups) return member;
  const by = groups.by?.(member, cluster);
  return { ...member, priorityGroup: groups.of(member, cluster), ...(by && { rankedBy: { system, ...by } }) };
}

/** False where mode ratio serves every cluster that a system names, each in a pool of its own: then nothing of it is lost. */
function isMore({ table, local }: Inventory, { groups, exclusive, contributions }: Said): boolean {
  const isServed = (cluster: string): boolean => cluster === local.name || table.knows(cluster);
  return (
    groups !== undefined ||
    exclusive === true ||
    table.mode !== 'ratio' ||
    !contributions.every(({ cluster }) => isServed(cluster))
  );
}

const foundBy = ({ system, by }: Said): FoundBy => ({ system, ...by });

/** Members of clusters of which the controller has none, a list for each; those that are there already are left out. */
function further(everywhere: Inventory, wanted: PoolService, own: MemberLists, said: readonly Said[]): MemberLists {
  const known = new Set(own.flat().map(addressOf));
  const given = new Set(own.flatMap(([first]) => (first ? [nameInWorkspace(everywhere, first.cluster)] : [])));
  const lists: Member[][] = [];
  for (const { system, contributions } of said) {
    for (const contribution of contributions) {
      const { by, endpoints } = contribution;
      const cluster = nameInController(everywhere, contribution.cluster);
      if (given.has(contribution.cluster) || everywhere.table.restricted(cluster)) continue;
      given.add(contribution.cluster);
      const found = { system, ...by, ...(endpoints && { listed: true as const }) };
      const members = membersOf(everywhere, wanted, { ...contribution, cluster }).filter(member => {
        const size = known.size;
        return known.add(addressOf(member)).size > size;
      });
      lists.push(members.map(member => ({ ...member, foundBy: found })));
    }
  }
  return lists;
}

const addressOf = ({ address, port }: Member): string => `${address} ${port}`;

/** Members that a cluster gives: of its own Service, by the rules of the type of pool members, or as they are listed. */
function membersOf(
  everywhere: Inventory,
  asked: PoolService,
  { cluster, endpoints, port: alike }: Contribution,
): readonly Member[] {
  const { table, controller } = everywhere;
  const { namespace, service, nodeMemberLabel, routeDomain = 0 } = asked;
  if (endpoints) {
    const adminState = table.several && { adminState: table.adminState(cluster) };
    const { shareNodes } = controller;
    const rest = { shareNodes, ...adminState, connectionLimit: 0, cluster };
    return inRouteDomain(
      endpoints.map(({ address, port: number }) => ({ address, port: number, ...rest })),
      routeDomain,
    );
  }
  const own = everywhere.service(cluster, namespace, service);
  const found = everywhere.cluster(cluster);
  const port = alike ?? (found && portByTarget(found, asked)?.port) ?? asked.port;
  const label = nodeMemberLabel === undefined ? {} : { nodeMemberLabel };
  const wanted = { cluster, namespace, service, port: targetPort(own, port) ?? port, ...label };
  return inRouteDomain(serviceMembers(everywhere, wanted), routeDomain);
}
