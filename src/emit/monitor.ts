import type { Monitor } from '../translate/adc.ts';
import type { As3Object } from './as3.ts';

/** AS3 `Monitor` (specification 01 §5.5, 02 §11.8). */
export function emitMonitor(monitor: Monitor): As3Object {
  const { type, send, recv, interval, timeout, targetPort, timeUntilUp, sslProfile } = monitor;
  const known = type === 'http' || type === 'https' || type === 'tcp' || type === 'udp';
  return {
    class: 'Monitor',
    ...(known && { adaptive: false }),
    ...(type === 'https' && sslProfile !== '' && { clientTLS: { bigip: sslProfile } }),
    ...(type === 'http' && { dscp: 0 }),
    ...(interval !== 0 && { interval }),
    ...(type !== '' && { monitorType: type }),
    receive: known ? recv || (type === 'http' ? 'none' : '') : '',
    send: known ? send : '',
    targetAddress: '',
    ...(targetPort !== 0 && { targetPort }),
    ...(timeUntilUp !== undefined && { timeUntilUp }),
    ...(timeout !== 0 && { timeout }),
  };
}
