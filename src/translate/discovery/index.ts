import type { DiscoverySystemName } from '../../load/render-config.ts';
import { cilium } from './cilium.ts';
import { flomesh } from './flomesh.ts';
import { mcs } from './mcs.ts';
import type { DiscoverySystem } from './system.ts';
import { zones } from './zones.ts';

/**
 * Every system, in the order in which they are asked. Clusters that several name give their members once; priority groups are those of the
 * first that has any, so zones come last.
 */
export const systems: Readonly<Record<DiscoverySystemName, DiscoverySystem>> = { cilium, flomesh, mcs, zones };
