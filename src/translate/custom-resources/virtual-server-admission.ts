import { suggestion } from '../../load/suggestion.ts';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { addressProblem } from './address.ts';
import type { Rejection } from './context.ts';
import { commonPartitionProblem, poolProblem } from './pool-admission.ts';

/** Why a VirtualServer is rejected before it is grouped, if it is, in the controller's order (specification 02 §1.2). */
export function virtualServerProblem({ controller, table }: Inventory, vs: VirtualServer): Rejection | undefined {
  const name = objectKey(vs);
  const common = commonPartitionProblem(vs);
  if (common) return common;
  const { allowedPartitions: allowed, deniedPartitions: denied } = controller;
  if (vs.partition !== '' && (denied.has(vs.partition) || (allowed && !allowed.has(vs.partition)))) {
    const { suggested } = suggestion(vs.partition, allowed ?? []);
    const why = denied.has(vs.partition) ? 'is in --denied-partitions' : 'is not in --allowed-partitions';
    return {
      message: `VirtualServer ${name} is not allowed to use partition ${vs.partition}`,
      problem: `partition "${vs.partition}" ${why}${suggested ? ` (did you mean "${suggested}"?)` : ''}`,
      path: ['spec', 'partition'],
    };
  }
  if (vs.httpTraffic !== '' && vs.tlsProfileName === '') {
    return {
      message: `HTTPTraffic not allowed to be set for insecure VirtualServer: ${name}`,
      problem: 'httpTraffic is set without tlsProfileName',
      path: ['spec', 'httpTraffic'],
    };
  }
  if (vs.hostAliases.length > 0 && vs.host === '') {
    return {
      message: `Host aliases cannot be used without a host in VirtualServer ${name}`,
      problem: 'hostAliases is set without host',
      path: ['spec', 'hostAliases'],
    };
  }
  const address = addressProblem(controller, vs, vs.address);
  if (address) return address;
  for (const [index, pool] of vs.pools.entries()) {
    const problem = poolProblem(table, vs, pool, ['spec', 'pools', index]);
    if (problem) return problem;
  }
  return undefined;
}
