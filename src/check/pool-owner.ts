import { whereOf } from '../model/where.ts';
import type { Pool } from '../translate/adc.ts';

type Owned = Pick<Pool, 'origin' | 'originPath'>;

/** `Route cafe`: what asked for a pool. */
export const ownerOf = ({ origin: { kind, name } }: Owned): string => `${kind} ${name}`;

/** Where it asks for it. */
export const whereAsked = ({ origin, originPath }: Owned) => whereOf(origin, originPath);
