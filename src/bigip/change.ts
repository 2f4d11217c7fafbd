import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, jsonOf } from './answer.ts';
import { type Answer, NoAnswer } from './connection.ts';
import type { BigipError } from './errors.ts';
import type { Operation } from './operation.ts';
import { as3Results, codeOf, isOf, type TenantResult, tenantResult } from './result.ts';
import { Retry, retryAfter } from './retry.ts';
import { appsvcs, type Call, type Session } from './session.ts';
import { taskEnd, taskIds } from './task.ts';

/** A request that changes one tenant. */
export interface Change {
  readonly tenant: string;
  readonly call: Call;
  /** The tenant as AS3 will have it, or undefined where it will be gone. */
  readonly wanted: () => JsonObject | undefined;
  readonly dryRun: boolean;
}

/** What is known after a change was sent. */
type Sent =
  | { readonly kind: 'results'; readonly json: JsonObject; readonly task?: string }
  | { readonly kind: 'task'; readonly id: string }
  /** AS3 has not taken it. */
  | { readonly kind: 'not-taken'; readonly error: BigipError; readonly after: number }
  /** AS3 may have taken it. `said` is what it answers where it has not. */
  | { readonly kind: 'lost'; readonly error: BigipError; readonly said?: JsonObject };

/** How often a change is sent again that a restart of AS3 has cut off. */
const restarts = 2;

/** Characters of a declaration: 25 of them are in a list of tasks, which AS3 makes in its memory. */
const largestListed = 4 * 2 ** 20;

/**
 * Makes a change and waits for its end. It is sent again only when it is certain that AS3 has not taken it or will not do any more with
 * it: tasks that are there now and were not before are looked at first.
 */
export async function applyChange(session: Session, operation: Operation, change: Change): Promise<TenantResult> {
  const retry = new Retry(operation, session.pace);
  let cutOff = 0;
  for (;;) {
    const before = await tasksBefore(session, operation, change);
    let sent = await send(session, operation, change);
    if (sent.kind === 'lost') {
      operation.tell(`waiting: ${sent.error.message}; looking for its task`);
      sent = await find(session, operation, change, before, sent);
    }
    if (sent.kind === 'lost') return settled(session, operation, change);
    if (sent.kind === 'task') {
      operation.task = sent.id;
      const end = await taskEnd(session, operation, sent.id);
      if (end.kind === 'done') sent = { kind: 'results', json: end.json, task: end.id };
      else {
        const ended = end.kind === 'cancelled';
        const again = (change.dryRun || ended) && cutOff++ < restarts;
        if (!again) return settled(session, operation, change, { ended, task: end.id });
        if (!change.dryRun && (await reached(session, operation, change))) return found(change, end.id);
        const error = session.error('busy', 'AS3 was restarted during the task');
        sent = { kind: 'not-taken', error, after: 0 };
      }
    }
    operation.task = undefined;
    operation.pending = false;
    if (sent.kind === 'results') {
      if (busyResult(sent.json) === undefined) return checked(session, change, sent.json, sent.task);
      sent = { kind: 'not-taken', error: session.error('busy', 'another configuration is in progress'), after: 0 };
    }
    await retry.after(sent.error, sent.after);
  }
}

/** Ids of the tasks before a change; undefined where nobody knows. AS3 is not asked to list declarations that are as large as this one. */
async function tasksBefore(
  session: Session,
  operation: Operation,
  { call }: Change,
): Promise<ReadonlySet<string> | undefined> {
  return (call.body?.length ?? 0) > largestListed ? undefined : taskIds(session, operation);
}

async function send(session: Session, operation: Operation, { call }: Change): Promise<Sent> {
  await session.token(operation);
  operation.pending = true;
  let answer: Answer;
  try {
    answer = await session.exchange(operation, call);
  } catch (error) {
    if (error instanceof NoAnswer && !error.sent) operation.pending = false;
    const problem = session.noAnswer(operation, error);
    return operation.pending ? { kind: 'lost', error: problem } : { kind: 'not-taken', error: problem, after: 0 };
  }
  const json = jsonOf(answer);
  const { status } = answer;
  const after = retryAfter(answer.headers['retry-after']);
  const obstacle = session.obstacle(answer);
  if (obstacle !== undefined) {
    // AS3 itself refuses before it begins; what stands before it may have passed the request on.
    const refused = json !== undefined && (status === 503 || status === 404 || status === 429);
    return refused ? { kind: 'not-taken', error: obstacle, after } : { kind: 'lost', error: obstacle };
  }
  if (json === undefined) {
    const error = session.unexpected(answer);
    if (status >= 200 && status < 300) return { kind: 'lost', error };
    throw error;
  }
  if (status >= 500) return { kind: 'lost', error: session.unexpected(answer), said: { code: status, ...json } };
  if (status === 202 && typeof json.id === 'string') return { kind: 'task', id: json.id };
  return { kind: 'results', json: { code: status, ...json } };
}

/** Looks for the task of a change whose answer was lost. */
async function find(
  session: Session,
  operation: Operation,
  change: Change,
  before: ReadonlySet<string> | undefined,
  lost: Sent & { readonly kind: 'lost' },
): Promise<Sent> {
  const seen = new Set(before);
  const until = performance.now() + session.pace.grace;
  let listed = before;
  while (listed !== undefined) {
    const late = performance.now() >= until;
    listed = await taskIds(session, operation);
    for (const id of [...(listed ?? [])].filter(one => !seen.has(one))) {
      seen.add(id);
      // Whose it is shows when it has ended.
      operation.task = id;
      const end = await taskEnd(session, operation, id);
      if (end.kind === 'done' && isFrom(change, end.json)) return { kind: 'results', json: end.json, task: id };
      operation.task = undefined;
    }
    if (late) break;
    await operation.pause(Math.min(session.pace.poll[0], session.pace.grace));
  }
  if (!change.dryRun && (await reached(session, operation, change))) return lost;
  if (listed === undefined) return lost;
  if (lost.said !== undefined) return { kind: 'results', json: lost.said };
  return { kind: 'not-taken', error: lost.error, after: 0 };
}

/** Whether a task is that of the change, and not of somebody else who posted at the same time. */
function isFrom({ tenant, wanted, dryRun }: Change, json: JsonObject): boolean {
  const own = as3Results(json).filter(result => isOf(result, tenant));
  if (own.length === 0 || busyResult(json)) return false;
  if (own.some(({ message }) => message === 'success') && own.some(result => result.dryRun === true) !== dryRun)
    return false;
  // Of a declaration that is refused, AS3 tells what it had before.
  const refused = tenantResult(json, tenant).outcome === 'refused';
  const declared = isObject(json.declaration) ? heldIn(json.declaration, tenant) : undefined;
  return refused || declared === undefined || isDeepStrictEqual(declared, wanted());
}

/** What AS3 says where it is at work on something else. */
function busyResult(json: JsonObject): JsonObject | undefined {
  return as3Results(json).find(result => codeOf(result) === 503);
}

/** A tenant of a declaration, also where it is called like what every object of JavaScript has, such as `constructor`. */
function heldIn(declaration: JsonObject, tenant: string): unknown {
  return Object.hasOwn(declaration, tenant) ? declaration[tenant] : undefined;
}

/** Whether AS3 has the tenant as the change wants it. */
async function reached(session: Session, operation: Operation, { tenant, wanted }: Change): Promise<boolean> {
  const { status, json } = await session.get(operation, `${appsvcs}/declare`);
  return status !== 404 && isDeepStrictEqual(heldIn(json, tenant), wanted());
}

/** The result of a change of whose task there is no record: what AS3 has now tells, if it tells anything. */
async function settled(
  session: Session,
  operation: Operation,
  change: Change,
  { ended = false, task }: { readonly ended?: boolean; readonly task?: string } = {},
): Promise<TenantResult> {
  const until = performance.now() + session.pace.grace;
  while (!change.dryRun) {
    const late = ended || performance.now() >= until;
    if (await reached(session, operation, change)) return found(change, task);
    if (late) break;
    await operation.pause(session.pace.poll[0]);
  }
  const message = ended
    ? 'AS3 was restarted during each of its tasks'
    : 'AS3 may have taken it, and has no record of its task any more';
  return { ...found(change, task), outcome: ended ? 'refused' : 'unknown', code: 0, message };
}

function found({ tenant }: Change, task: string | undefined): TenantResult {
  const message = 'AS3 has no record of its task any more, and has the tenant as it was sent';
  return {
    tenant,
    outcome: 'changed',
    code: 200,
    message,
    errors: [],
    warnings: [],
    ...(task !== undefined && { task }),
  };
}

function checked(session: Session, change: Change, json: JsonObject, task: string | undefined): TenantResult {
  const { tenant, dryRun } = change;
  const result = tenantResult(json, tenant);
  if (dryRun && result.outcome === 'changed') {
    const dry = json.dryRun === true || as3Results(json).some(one => isOf(one, tenant) && one.dryRun === true);
    if (!dry) {
      throw session.error(
        'not-dry',
        `AS3 does not say that this was a dry run, and may have changed the tenant ${tenant}: look at what it has now`,
      );
    }
  }
  const clean = (texts: readonly string[]): string[] => texts.map(text => session.withoutSecrets(text));
  return {
    ...result,
    message: session.withoutSecrets(result.message),
    errors: clean(result.errors),
    warnings: clean(result.warnings),
    ...(task !== undefined && { task }),
    ...(dryRun && { dryRun: true }),
  };
}
