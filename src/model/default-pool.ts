import type { IntOrString } from './field-reader.ts';
import type { Fields } from './fields.ts';
import { type MonitorSpec, readMonitor } from './monitor.ts';
import { readStaticMembers, type StaticMember } from './static-member.ts';

/** `defaultPool` of a Policy or a VirtualServer (specification 02 §2.3). */
export interface DefaultPoolSpec {
  /** `bigip` or `service`; anything else is ignored. */
  readonly reference: string;
  readonly name: string;
  readonly service: string;
  /** 0 where it is absent. */
  readonly servicePort: IntOrString;
  readonly serviceNamespace: string;
  readonly nodeMemberLabel: string;
  readonly monitors: readonly MonitorSpec[];
  readonly loadBalancingMethod: string;
  readonly reselectTries: number;
  readonly serviceDownAction: string;
  /** Of no effect, but for whether two default pools are the same (02 §4.2, §17.4). */
  readonly staticPoolMembers: readonly StaticMember[];
}

/** Undefined where it is not written. */
export function readDefaultPool(pool: Fields): DefaultPoolSpec | undefined {
  if (!pool.written) return undefined;
  return {
    reference: pool.text('reference'),
    name: pool.text('name'),
    service: pool.text('service'),
    servicePort: pool.port('servicePort'),
    serviceNamespace: pool.text('serviceNamespace'),
    nodeMemberLabel: pool.text('nodeMemberLabel'),
    monitors: pool.each('monitors', readMonitor),
    loadBalancingMethod: pool.text('loadBalancingMethod'),
    reselectTries: pool.number('reselectTries'),
    serviceDownAction: pool.text('serviceDownAction'),
    staticPoolMembers: readStaticMembers(pool),
  };
}
