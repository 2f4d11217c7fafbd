import type { BigipError } from './errors.ts';
import type { Operation } from './operation.ts';
import type { Pace } from './pace.ts';

/** Tries of one request: the pauses between them grow, and are never the same for two that began at once. */
export class Retry {
  readonly #operation: Operation;
  readonly #bounds: readonly [number, number];
  #times = 0;

  constructor(operation: Operation, pace: Pace) {
    this.#operation = operation;
    this.#bounds = pace.retry;
  }

  /** Waits for another try; throws where none would come before the deadline. `after` is what the BIG-IP asks for, in ms. */
  async after(error: BigipError, after = 0): Promise<void> {
    const [first, longest] = this.#bounds;
    const pause = Math.max(after, Math.min(longest, first * 2 ** this.#times++) * (0.5 + Math.random() / 2));
    if (pause >= this.#operation.left) throw this.#operation.gaveUp(error);
    this.#operation.tell(`waiting: ${error.message}`);
    await this.#operation.pause(pause);
  }
}

/** Milliseconds of a `Retry-After` header: seconds or a date (RFC 9110 §10.2.3); 0 where there is none. */
export function retryAfter(header: string | undefined, now = Date.now()): number {
  if (header === undefined) return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}
