import type { PoolSpec } from '../../model/pool-spec.ts';
import type { Pool } from '../adc.ts';

type PoolSettings = Pick<
  Pool,
  'minimumMonitors' | 'loadBalancingMode' | 'reselectTries' | 'serviceDownAction' | 'slowRampTime'
>;

/** Of pools that say nothing of themselves: those of IngressLinks and Services. */
export const noPoolSettings: PoolSettings = {
  loadBalancingMode: '',
  reselectTries: 0,
  serviceDownAction: '',
  slowRampTime: 0,
};

/** What a pool says of itself, whatever its backends. */
export function poolSettings(spec: PoolSpec): PoolSettings {
  return {
    ...(spec.minimumMonitors && { minimumMonitors: spec.minimumMonitors }),
    loadBalancingMode: spec.loadBalancingMethod,
    reselectTries: spec.reselectTries,
    serviceDownAction: spec.serviceDownAction,
    slowRampTime: 0,
  };
}
