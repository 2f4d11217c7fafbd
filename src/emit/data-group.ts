import type { DataGroup } from '../translate/adc.ts';
import type { As3Object } from './as3.ts';

/** AS3 `Data_Group` (specification 01 §5.11). */
export function emitDataGroup({ keyDataType, records }: DataGroup): As3Object {
  return { class: 'Data_Group', keyDataType, records: records.map(({ key, value }) => ({ key, value })) };
}
