import type { PoolSpec } from '../../model/pool-spec.ts';
import type { Pool } from '../adc.ts';

/** What a pool says of itself, whatever its backends. */
export function poolSettings(
  spec: PoolSpec,
): Pick<Pool, 'minimumMonitors' | 'loadBalancingMode' | 'reselectTries' | 'serviceDownAction' | 'slowRampTime'> {
  return {
    ...(spec.minimumMonitors && { minimumMonitors: spec.minimumMonitors }),
    loadBalancingMode: spec.loadBalancingMethod,
    reselectTries: spec.reselectTries,
    serviceDownAction: spec.serviceDownAction,
    slowRampTime: 0,
  };
}
