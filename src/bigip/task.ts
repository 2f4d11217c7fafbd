import { isObject, type JsonObject } from './answer.ts';
import { BigipError } from './errors.ts';
import type { Operation } from './operation.ts';
import { as3Results } from './result.ts';
import { appsvcs, type Session } from './session.ts';

/** How a task ended. */
export type TaskEnd =
  | { readonly kind: 'done'; readonly id: string; readonly json: JsonObject }
  /** AS3 was restarted while it was at work. */
  | { readonly kind: 'cancelled'; readonly id: string }
  /** AS3 has no record of it any more. */
  | { readonly kind: 'gone'; readonly id: string };

/** Bytes of a list of tasks. AS3 puts all their declarations in it. */
const largestList = 32 * 2 ** 20;

/**
 * Ids of the tasks that AS3 remembers: all that are at work, and the last 25 that ended; undefined where their declarations make the
 * list too large.
 */
export async function taskIds(session: Session, operation: Operation): Promise<ReadonlySet<string> | undefined> {
  try {
    const { json } = await session.get(operation, `${appsvcs}/task`, largestList);
    const items = Array.isArray(json.items) ? json.items.filter(isObject) : [];
    return new Set(items.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])));
  } catch (error) {
    if (error instanceof BigipError && error.kind === 'too-large') return undefined;
    throw error;
  }
}

/** Waits for the end of a task. */
export async function taskEnd(session: Session, operation: Operation, id: string): Promise<TaskEnd> {
  const [first, longest] = session.pace.poll;
  for (let pause = first; ; pause = Math.min(longest, pause * 1.5)) {
    const { status, json } = await session.get(operation, `${appsvcs}/task/${encodeURIComponent(id)}`);
    if (status !== 200) return { kind: 'gone', id };
    const messages = as3Results(json).map(({ message }) => message);
    if (messages.includes('task cancelled')) return { kind: 'cancelled', id };
    // `pending` before AS3 3.10.
    if (!messages.some(message => message === 'in progress' || message === 'pending'))
      return { kind: 'done', id, json };
    operation.tell(`task ${id} is in progress`);
    await operation.pause(pause);
  }
}
