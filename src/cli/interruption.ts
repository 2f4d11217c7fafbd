import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { createContext, Script } from 'node:vm';
import type { Interruption } from '../build.ts';
import { signalExitCode } from './exit-codes.ts';

const script = new Script('work()');

/**
 * Signals that end a build before it changes anything: what it throws is the name of the signal. `end` gives them back their
 * usual effect.
 */
export function catchSignals(): Interruption & { readonly end: () => void } {
  const controller = new AbortController();
  const note = (signal: NodeJS.Signals): void => {
    // Asked a second time, it does not wait for the next pause; what is half done is put right by the next build.
    if (controller.signal.aborted) process.exit(signalExitCode(signal));
    controller.abort(signal);
  };
  process.on('SIGINT', note);
  return {
    during: work => {
      controller.signal.throwIfAborted();
      let result: ReturnType<typeof work> | undefined;
      const context = createContext({ work: () => (result = work()) });
      try {
        // The one way to end work that never pauses. No `finally` in it runs, so it must hold nothing open.
        script.runInContext(context, { breakOnSigint: true, displayErrors: false });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
        controller.abort('SIGINT' satisfies NodeJS.Signals);
      }
      controller.signal.throwIfAborted();
      return result as ReturnType<typeof work>;
    },
    pause: async () => {
      // Twice: signals are delivered between two turns of the event loop.
      await setImmediate();
      await setImmediate();
      controller.signal.throwIfAborted();
    },
    // Up to here the process may simply end.
    writes: () => {
      if (process.listenerCount('SIGTERM', note) === 0) process.on('SIGTERM', note);
    },
    end: () => {
      process.off('SIGINT', note).off('SIGTERM', note);
    },
  };
}
