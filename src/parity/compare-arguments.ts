import type { Cluster } from '../model/cluster.ts';
import { type Controller, type ControllerArguments, givenFlags } from '../model/controller.ts';
import type { Place } from '../place.ts';
import type { Difference, Side } from './difference.ts';

/** What two controllers must have in common, and what else happens after a failover. */
const shared: ReadonlyArray<{
  readonly flag: string;
  readonly of: (controller: Controller) => string;
  readonly consequence: string;
}> = [
  { flag: 'controller-mode', of: ({ mode }) => mode, consequence: 'other kinds of resources are published' },
  { flag: 'bigip-partition', of: ({ partition }) => partition, consequence: 'another default partition is written' },
  { flag: 'bigip-url', of: ({ bigipHost }) => bigipHost, consequence: 'another BIG-IP is written to' },
  { flag: 'pool-member-type', of: ({ poolMemberType }) => poolMemberType, consequence: 'pools have other members' },
  {
    flag: 'share-nodes',
    of: ({ shareNodes }) => String(shareNodes),
    consequence: 'nodes of members are in other partitions',
  },
  { flag: 'namespace', of: ({ namespaces }) => listed(namespaces), consequence: 'other namespaces are published' },
  {
    flag: 'namespace-label',
    of: ({ namespaceLabel }) => namespaceLabel?.text ?? '',
    consequence: 'other namespaces are published',
  },
  { flag: 'route-label', of: ({ routeLabel }) => routeLabel, consequence: 'other Routes are published' },
  {
    flag: 'custom-resource-label',
    of: ({ customResourceLabel }) => customResourceLabel,
    consequence: 'other custom resources are published',
  },
  { flag: 'node-label-selector', of: ({ nodeLabel }) => nodeLabel, consequence: 'pools have members on other nodes' },
  {
    flag: 'use-node-internal',
    of: ({ nodeAddressType }) => String(nodeAddressType === 'InternalIP'),
    consequence: 'pools have other addresses of nodes',
  },
  {
    flag: 'default-route-domain',
    of: ({ defaultRouteDomain }) => String(defaultRouteDomain),
    consequence: 'tenants have another route domain',
  },
  {
    flag: 'shared-default-route-domain',
    of: ({ sharedDefaultRouteDomain }) => String(sharedDefaultRouteDomain),
    consequence: 'tenants have another route domain',
  },
  {
    flag: 'load-balancer-class',
    of: ({ loadBalancerClass }) => loadBalancerClass,
    consequence: 'other Services of type LoadBalancer count',
  },
  {
    flag: 'manage-load-balancer-class-only',
    of: ({ manageLoadBalancerClassOnly }) => String(manageLoadBalancerClassOnly),
    consequence: 'other Services of type LoadBalancer count',
  },
  {
    flag: 'cccl-gtm-agent',
    of: ({ postsGslb }) => String(!postsGslb),
    consequence: 'GSLB objects are posted otherwise',
  },
  {
    flag: 'gtm-bigip-url',
    of: ({ gslbHost }) => gslbHost,
    consequence: 'GSLB objects go to another BIG-IP',
  },
  { flag: 'ipam', of: ({ ipam }) => String(ipam), consequence: 'addresses come from elsewhere' },
  {
    flag: 'ipam-cluster-label',
    of: ({ ipamClusterLabel }) => ipamClusterLabel,
    consequence: 'IPAM is asked for other addresses',
  },
  {
    flag: 'allowed-partitions',
    of: ({ allowedPartitions }) => listed(allowedPartitions),
    consequence: 'other VirtualServers are rejected',
  },
  {
    flag: 'denied-partitions',
    of: ({ deniedPartitions }) => listed(deniedPartitions),
    consequence: 'other VirtualServers are rejected',
  },
];

/** Of these each controller has its own; that of the ConfigMap may have another name, its content is compared. */
export const ownFlags: ReadonlySet<string> = new Set([
  'multi-cluster-mode',
  'local-cluster-name',
  'extended-spec-configmap',
  'route-spec-configmap',
]);

/** Another spelling of a flag in `shared`. */
const spellings: ReadonlySet<string> = new Set(['custom-resource-mode']);
const secretFlags = /password/;

function listed(values: ReadonlySet<string> | undefined): string {
  return [...(values ?? [])].sort().join(',');
}

/** What a controller runs with: its arguments, and its settings where it would start with them. */
export interface Settings {
  readonly cluster: Cluster;
  readonly controller: Controller | undefined;
}

/** The arguments that two controllers do not have in common, defaults filled in, and those with which nothing is posted otherwise. */
export function compareArguments(primary: Settings, secondary: Settings): Difference[] {
  const flags = { primary: flagsOf(primary), secondary: flagsOf(secondary) };
  const place = (side: 'primary' | 'secondary', flag: string): { place?: Place } => {
    const found = flags[side].get(flag)?.at(-1)?.place ?? { primary, secondary }[side].cluster.controller?.place;
    return found ? { place: found } : {};
  };
  const side = (which: 'primary' | 'secondary', flag: string, value: string): Side => ({
    ...(value !== '' && { value }),
    ...place(which, flag),
  });
  const differences: Difference[] = [];
  const add = (
    flag: string,
    values: readonly [string, string],
    rule: Difference['rule'],
    consequence?: string,
  ): void => {
    differences.push({
      area: 'argument',
      rule,
      field: flag,
      primary: side('primary', flag, values[0]),
      secondary: side('secondary', flag, values[1]),
      harmless: rule === 'parity-argument-aside',
      ...(consequence !== undefined && { consequence }),
    });
  };
  if (primary.controller && secondary.controller) {
    const names = [primary.controller.localClusterName, secondary.controller.localClusterName] as const;
    if (names[0] === names[1]) add('local-cluster-name', names, 'parity-cluster-name-shared');
    for (const { flag, of, consequence } of shared) {
      const values = [of(primary.controller), of(secondary.controller)] as const;
      // Some types of members force it.
      const follows =
        flag === 'share-nodes' && primary.controller.poolMemberType !== secondary.controller.poolMemberType;
      if (values[0] !== values[1] && !follows) add(flag, values, 'parity-argument-differs', consequence);
    }
  }
  const settled = new Set([...shared.map(({ flag }) => flag), ...ownFlags, ...spellings]);
  for (const flag of new Set([...flags.primary.keys(), ...flags.secondary.keys()])) {
    if (settled.has(flag)) continue;
    const given = (['primary', 'secondary'] as const).map(which =>
      (flags[which].get(flag) ?? []).map(({ value }) => value).join(','),
    );
    const [one = '', other = ''] = given;
    if (one === other) continue;
    const shown = (text: string): string => (secretFlags.test(flag) && text !== '' ? '(hidden)' : text);
    add(flag, [shown(one), shown(other)], 'parity-argument-aside');
  }
  return differences;
}

function flagsOf({ cluster: { controller } }: Settings): ReturnType<typeof givenFlags> {
  return controller ? givenFlags(controller) : new Map();
}

/** The secondary's arguments with the primary's in place of those of these names that are not its own. */
export function argumentsOfPrimary(
  primary: ControllerArguments,
  secondary: ControllerArguments,
  keeps: (flag: string) => boolean,
): ControllerArguments {
  const texts = (given: ControllerArguments, wanted: (flag: string) => boolean) =>
    [...givenFlags(given)].flatMap(([flag, values]) =>
      wanted(flag) ? values.map(({ value }) => ({ text: `--${flag}=${value}` })) : [],
    );
  const own = (flag: string): boolean => ownFlags.has(flag) || keeps(flag);
  return { values: [...texts(primary, flag => !own(flag)), ...texts(secondary, own)] };
}
