import type { Fields } from './fields.ts';

/** A monitor as custom resources write it (specification 02 §2.2); absent numbers are 0, absent texts empty. */
export interface MonitorSpec {
  readonly type: string;
  readonly send: string;
  readonly recv: string;
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
  readonly targetPort: number;
  readonly name: string;
  readonly reference: string;
  readonly sslProfile: string;
}

export function readMonitor(monitor: Fields): MonitorSpec {
  return {
    type: monitor.text('type'),
    send: monitor.text('send'),
    recv: monitor.text('recv'),
    interval: monitor.number('interval'),
    timeout: monitor.number('timeout'),
    targetPort: monitor.number('targetPort'),
    name: monitor.text('name'),
    reference: monitor.text('reference'),
    sslProfile: monitor.text('sslProfile'),
  };
}

/** True where no field says anything: such a `monitor` counts as absent. */
export function isEmptyMonitor(monitor: MonitorSpec): boolean {
  return Object.values(monitor).every(value => value === '' || value === 0);
}
