import type { DiscoverySystem } from './system.ts';

/** Flomesh FSM: nothing is read of it yet. */
export const flomesh: DiscoverySystem = () => undefined;
