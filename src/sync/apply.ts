import { type BigipClient, BigipError, type BigipErrorKind, type TenantResult } from '../bigip/client.ts';
import { declarationText } from '../emit/declaration.ts';
import type { Step } from './order.ts';
import type { TenantAction } from './plan.ts';

/** What became of a tenant. `failed`: no answer to what was asked; `not-begun`: nothing was sent. */
export interface TenantOutcome {
  readonly tenant: string;
  readonly action: TenantAction;
  readonly outcome: TenantResult['outcome'] | 'failed' | 'not-begun';
  readonly message: string;
  /** What AS3 says is wrong, line by line. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly seconds?: number;
  /** AS3's task, where it may still be at work. */
  readonly pending?: string;
}

export interface ApplyOptions {
  readonly concurrency: number;
  readonly dryRun: boolean;
  /** AS3 release of the BIG-IP, for tenants that are deleted. */
  readonly schemaVersion: string;
  /** Once it is aborted no further tenant is begun. */
  readonly stop: AbortSignal;
  /** Told of each tenant as it begins and as it ends. */
  readonly told: (tenant: string, outcome?: TenantOutcome) => void;
}

/** Failures that the next tenant would meet as well. */
const hopeless: ReadonlySet<BigipErrorKind> = new Set<BigipErrorKind>([
  'as3-missing',
  'as3-too-old',
  'authentication',
  'certificate',
  'forbidden',
  'interrupted',
  'not-dry',
  'redirected',
  'target',
  'unreachable',
]);

/** Posts one tenant after the other, or so many at once; one that fails does not stop the others. Never throws a `BigipError`. */
export async function applySteps(
  client: BigipClient,
  steps: readonly Step[],
  { concurrency, dryRun, schemaVersion, stop, told }: ApplyOptions,
): Promise<TenantOutcome[]> {
  const outcomes = new Map<string, TenantOutcome>();
  const running = new Map<string, Promise<void>>();
  const left = [...steps];
  let ended: string | undefined;
  const run = async (step: Step): Promise<void> => {
    told(step.plan.tenant);
    const outcome = await applyStep(client, step, { dryRun, schemaVersion });
    if (outcome instanceof BigipError) {
      if (hopeless.has(outcome.kind)) ended ??= outcome.message;
      outcomes.set(step.plan.tenant, failed(step, outcome));
    } else outcomes.set(step.plan.tenant, outcome);
    running.delete(step.plan.tenant);
    told(step.plan.tenant, outcomes.get(step.plan.tenant));
  };
  while (left.length > 0 || running.size > 0) {
    const ready = left.findIndex(({ after }) => after.every(tenant => outcomes.has(tenant)));
    if (ready >= 0 && running.size < concurrency && ended === undefined && !stop.aborted) {
      const [step] = left.splice(ready, 1);
      running.set(step!.plan.tenant, run(step!));
    } else if (running.size > 0) await Promise.race(running.values());
    else {
      const why = stop.aborted ? 'interrupted before it was begun' : 'not begun: what was before it could not be asked';
      for (const { plan } of left.splice(0))
        outcomes.set(plan.tenant, { ...empty(plan), outcome: 'not-begun', message: why });
    }
  }
  return steps.map(({ plan }) => outcomes.get(plan.tenant)!);
}

async function applyStep(
  client: BigipClient,
  { plan }: Step,
  { dryRun, schemaVersion }: Pick<ApplyOptions, 'dryRun' | 'schemaVersion'>,
): Promise<TenantOutcome | BigipError> {
  const { tenant, wanted } = plan;
  try {
    // Also a committed file that empties a tenant is posted as it is.
    const text = wanted?.text ?? emptiedText(schemaVersion, tenant);
    const result = await client.declare(tenant, text, { dryRun });
    const { outcome, message, errors, warnings, seconds, task } = result;
    return {
      ...empty(plan),
      outcome,
      message,
      errors: errors.filter(error => !isWrapper(error)),
      warnings,
      ...(seconds !== undefined && { seconds }),
      ...(outcome === 'unknown' && task !== undefined && { pending: task }),
    };
  } catch (error) {
    if (error instanceof BigipError) return error;
    throw error;
  }
}

/**
 * A declaration that deletes a tenant, as the controller does it (specification 02 §11.2). A DELETE would do so too, but would take the label
 * from the declaration, by which what is ours is known.
 */
function emptiedText(schemaVersion: string, tenant: string): string {
  return [...declarationText(schemaVersion, tenant, { envelope: { class: 'Tenant' } }, () => {})].join('');
}

/** What a JSON Schema says of a branch when what is wrong in it has been said already. */
function isWrapper(error: string): boolean {
  return /should match (?:"(?:then|else)" schema|some schema in anyOf|exactly one schema in oneOf)$/.test(error);
}

function empty({ tenant, action }: Step['plan']): Omit<TenantOutcome, 'outcome' | 'message'> {
  return { tenant, action, errors: [], warnings: [] };
}

function failed({ plan }: Step, { message, task, pending }: BigipError): TenantOutcome {
  const outcome = pending ? 'unknown' : 'failed';
  return { ...empty(plan), outcome, message, ...(task !== undefined && { pending: task }) };
}
