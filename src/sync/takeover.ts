import { type PrimaryProbe, type PrimaryState, pause } from './primary-probe.ts';

/** What a secondary that keeps watching can do and tell. */
export interface TakeoverActs {
  readonly probe: () => Promise<PrimaryState>;
  /** Brings the failover view to the BIG-IP, as far as it is not there. */
  readonly apply: (reason: string) => Promise<void>;
  readonly told: (what: 'takes-over' | 'stands-back' | 'stands-by', reason?: string) => void;
}

/**
 * A secondary that watches its primary (specification 01 §4.3): it takes over when the primary stops to answer, and stands back when it
 * answers again. While it is in charge it applies at every probe, so that what failed is tried again and what is committed meanwhile
 * arrives. Ends when the signal is aborted.
 */
export async function watchPrimary(
  { probeInterval }: Pick<PrimaryProbe, 'probeInterval'>,
  { probe, apply, told }: TakeoverActs,
  signal: AbortSignal,
): Promise<void> {
  let inCharge: boolean | undefined;
  try {
    for (;;) {
      const state = await probe();
      if (state.up) {
        if (inCharge !== false) told(inCharge ? 'stands-back' : 'stands-by');
      } else {
        if (!inCharge) told('takes-over', state.reason);
        await apply(state.reason);
      }
      inCharge = !state.up;
      await pause(probeInterval, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
