import process from 'node:process';

/** How a run that posts is ended from outside. */
export interface SyncSignals {
  /** Aborted by the first signal: nothing further is begun, what is under way is seen to its end. */
  readonly stop: AbortSignal;
  /** Aborted by the second signal, or when what is under way takes too long: nothing is waited for any more. */
  readonly abort: AbortSignal;
  /** The signal that came. */
  readonly came: () => NodeJS.Signals | undefined;
  /** Gives signals back their usual effect. */
  readonly end: () => void;
}

/** Milliseconds that what is under way may take after a signal; Kubernetes and runners kill after 10 to 30 s. */
const patience = 8_000;

/** @param told is told what a signal does */
export function catchSyncSignals(told: (text: string) => void): SyncSignals {
  const stop = new AbortController();
  const abort = new AbortController();
  let came: NodeJS.Signals | undefined;
  let timer: NodeJS.Timeout | undefined;
  const note = (signal: NodeJS.Signals): void => {
    if (came !== undefined) {
      abort.abort(signal);
      return;
    }
    came = signal;
    told(`${signal}: nothing further is posted; what is under way is seen to its end, unless you ask again`);
    stop.abort(signal);
    timer = setTimeout(() => abort.abort(signal), patience);
  };
  process.on('SIGINT', note).on('SIGTERM', note);
  return {
    stop: stop.signal,
    abort: abort.signal,
    came: () => came,
    end: () => {
      clearTimeout(timer);
      process.off('SIGINT', note).off('SIGTERM', note);
    },
  };
}
