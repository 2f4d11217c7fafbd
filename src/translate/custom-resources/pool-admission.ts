import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import type { PoolSpec } from '../../model/pool-spec.ts';
import type { Path } from '../../place.ts';
import type { ClusterTable } from '../clusters/cluster-table.ts';
import type { Partitioned, Rejection } from './context.ts';

/** Why a pool makes the controller reject its resource, if it does (specification 02 §1.2, 01 §4.6). */
export function poolProblem(
  table: ClusterTable,
  resource: Resource,
  pool: PoolSpec,
  path: Path,
): Rejection | undefined {
  const { kind } = resource;
  const name = objectKey(resource);
  if (table.mode === 'default') {
    if (pool.multiClusterServices !== undefined) return undefined;
    return {
      message: `[MultiCluster] MultiClusterServices is not provided for ${kind} ${name}, pool ${pool.name} but CIS is running with default mode`,
      problem: 'in mode default a pool needs multiClusterServices',
      path,
    };
  }
  if (!table.several && pool.multiClusterServices !== undefined) {
    return {
      message: `MultiClusterServices is set for ${kind} ${name} but CIS is not running in multiCluster mode`,
      problem: 'a pool has multiClusterServices, and the controller runs without --multi-cluster-mode',
      path: [...path, 'multiClusterServices'],
    };
  }
  if (pool.service === '') {
    return { message: `Service is required in pool for ${kind} ${name}`, problem: 'a pool has no service', path };
  }
  if (pool.servicePort === 0 || pool.servicePort === '') {
    return {
      message: `ServicePort is required in pool for ${kind} ${name}`,
      problem: 'a pool has no servicePort',
      path: [...path, 'servicePort'],
    };
  }
  return undefined;
}

/** Why a partition makes the controller reject its resource, if it does. */
export function commonPartitionProblem(resource: Partitioned): Rejection | undefined {
  if (resource.partition !== 'Common') return undefined;
  return {
    message: `${resource.kind} ${objectKey(resource)} cannot use partition Common`,
    problem: 'partition must not be Common',
    path: ['spec', 'partition'],
  };
}
