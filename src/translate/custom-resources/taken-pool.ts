import { objectKey } from '../../model/cluster.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Pool } from '../adc.ts';
import { poolLoss } from '../virtual/pool-loss.ts';
import type { ResourceContext } from './context.ts';

/** Of two pools of one name in one VirtualServer the first one counts (specification 02 §5.2): reported where they differ. */
export function reportTakenPool({ inventory, findings }: ResourceContext, lost: Pool, kept: Pool): void {
  const instead = poolLoss(lost, kept, inventory.table.local);
  if (instead === undefined) return;
  const owner = `${lost.origin.kind} ${objectKey(lost.origin)}`;
  const path = ({ originPath }: Pool) => [...originPath, 'name'];
  const where = { ...whereOf(lost.origin, path(lost)), other: placeIn(kept.origin, path(kept)) };
  findings.add('pool-taken', { pool: lost.name, owner, by: owner, instead }, where);
}
