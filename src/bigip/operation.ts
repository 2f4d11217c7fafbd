import { setTimeout as sleep } from 'node:timers/promises';
import { BigipError, type BigipErrorKind } from './errors.ts';

export interface OperationOptions {
  readonly deadline: number;
  readonly signal?: AbortSignal;
  readonly notice?: (text: string) => void;
}

/** One call of the client with all that it waits for: ends at its deadline or when it is interrupted. */
export class Operation {
  /** AS3's task that is at work for it. */
  task: string | undefined;
  /** Whether a declaration was sent and its end has not been seen. */
  pending = false;
  readonly signal: AbortSignal | undefined;
  readonly #host: string;
  readonly #deadline: number;
  readonly #ends: number;
  readonly #notice: ((text: string) => void) | undefined;
  #told = '';

  constructor(host: string, { deadline, signal, notice }: OperationOptions) {
    this.#host = host;
    this.#deadline = deadline;
    this.#ends = performance.now() + deadline;
    this.signal = signal;
    this.#notice = notice;
  }

  /** Milliseconds up to the deadline. */
  get left(): number {
    return Math.max(0, this.#ends - performance.now());
  }

  /** Says what it waits for, unless that is what it said last. */
  tell(text: string): void {
    if (text === this.#told) return;
    this.#told = text;
    this.#notice?.(text);
  }

  /** Pauses up to the deadline at most; throws where that is over. */
  async pause(milliseconds: number): Promise<void> {
    this.check();
    try {
      await sleep(Math.min(milliseconds, this.left), undefined, this.signal ? { signal: this.signal } : {});
    } catch {
      throw this.interrupted();
    }
    this.check();
  }

  check(): void {
    if (this.signal?.aborted) throw this.interrupted();
    if (this.left === 0) throw this.failed('deadline', `not done by the deadline of ${seconds(this.#deadline)}`);
  }

  interrupted(): BigipError {
    return this.failed('interrupted', 'interrupted');
  }

  /** The error with which it ends when it cannot wait any longer for something to get better. */
  gaveUp({ kind, message }: BigipError): BigipError {
    return this.failed(
      kind,
      `${message.replace(`${this.#host}: `, '')}, up to the deadline of ${seconds(this.#deadline)}`,
    );
  }

  failed(kind: BigipErrorKind, text: string): BigipError {
    const after =
      this.task !== undefined
        ? `; task ${this.task} goes on by itself on the BIG-IP`
        : this.pending
          ? '; AS3 may have taken the declaration'
          : '';
    return new BigipError(kind, `${this.#host}: ${text}${after}`, { task: this.task, pending: this.pending });
  }
}

function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toPrecision(3))} s`;
}
