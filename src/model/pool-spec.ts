import type { IntOrString } from './field-reader.ts';
import type { Fields } from './fields.ts';
import { isEmptyMonitor, type MonitorSpec, readMonitor } from './monitor.ts';
import { type MultiClusterService, readMultiClusterEntry } from './multi-cluster-services.ts';
import { readStaticMembers, type StaticMember } from './static-member.ts';

/** A Service beside the main one, with a share of the traffic. */
export interface AlternateBackend {
  readonly service: string;
  readonly serviceNamespace: string;
  readonly weight: number;
  readonly staticPoolMembers: readonly StaticMember[];
}

/** A pool of a VirtualServer or a TransportServer (specification 02 §2.2). Absent texts are empty, absent numbers 0. */
export interface PoolSpec {
  readonly name: string;
  readonly path: string;
  readonly service: string;
  /** 0 where it is absent. */
  readonly servicePort: IntOrString;
  readonly serviceNamespace: string;
  readonly nodeMemberLabel: string;
  /** The single `monitor`, where it says anything. */
  readonly monitor?: MonitorSpec;
  readonly monitors: readonly MonitorSpec[];
  /** 0 where it is absent. */
  readonly minimumMonitors: IntOrString;
  readonly rewrite: string;
  readonly hostRewrite: string;
  readonly loadBalancingMethod: string;
  readonly waf: string;
  readonly reselectTries: number;
  readonly serviceDownAction: string;
  readonly weight: number;
  readonly alternateBackends: readonly AlternateBackend[];
  /** Even an empty list keeps `name` from being used. */
  readonly hasAlternateBackends: boolean;
  /** Undefined where it is not written. */
  readonly multiClusterServices?: readonly MultiClusterService[];
  readonly staticPoolMembers: readonly StaticMember[];
}

/** Weight of a backend without one (specification 02 §5.2). */
export const defaultWeight = 100;

/** `prune` takes from a monitor what the API server drops. */
export function readPool(pool: Fields, prune = (monitor: MonitorSpec): MonitorSpec => monitor): PoolSpec {
  const single = prune(readMonitor(pool.within('monitor')));
  return {
    name: pool.text('name'),
    path: pool.text('path'),
    service: pool.text('service'),
    servicePort: pool.port('servicePort'),
    serviceNamespace: pool.text('serviceNamespace'),
    nodeMemberLabel: pool.text('nodeMemberLabel'),
    ...(!isEmptyMonitor(single) && { monitor: single }),
    monitors: pool.each('monitors', item => prune(readMonitor(item))),
    minimumMonitors: pool.port('minimumMonitors'),
    rewrite: pool.text('rewrite'),
    hostRewrite: pool.text('hostRewrite'),
    loadBalancingMethod: pool.text('loadBalancingMethod'),
    waf: pool.text('waf'),
    reselectTries: pool.number('reselectTries'),
    serviceDownAction: pool.text('serviceDownAction'),
    weight: pool.optionalNumber('weight') ?? defaultWeight,
    alternateBackends: pool.each('alternateBackends', item => ({
      service: item.text('service'),
      serviceNamespace: item.text('serviceNamespace'),
      weight: item.optionalNumber('weight') ?? defaultWeight,
      staticPoolMembers: readStaticMembers(item),
    })),
    hasAlternateBackends: pool.has('alternateBackends'),
    ...(pool.has('multiClusterServices') && {
      multiClusterServices: pool.each('multiClusterServices', readMultiClusterEntry),
    }),
    staticPoolMembers: readStaticMembers(pool),
  };
}
