import type { Colors } from 'picocolors/types.js';
import type { ResourceRef } from '../finding.ts';
import type { Position } from '../place.ts';
import type { TenantOutcome } from '../sync/apply.ts';
import type { Blocked } from '../sync/index.ts';
import type { Plan, TenantPlan } from '../sync/plan.ts';
import type { BigipReport, RoundOptions } from '../sync/round.ts';
import { changesText } from './diff.ts';
import { printable, shortened } from './printable.ts';
import { table } from './table.ts';

/** Where something that AS3 complains of stands in Git. */
export interface ErrorPlace {
  /** Name of the AS3 object. */
  readonly object: string;
  /** Committed file and line, `rendered/cluster1/shop.json:12`. */
  readonly file: string;
  /** Resource that makes it, where the manifests tell. */
  readonly resource?: ResourceRef;
  readonly position?: Position;
}

/** A BIG-IP with the places of what its tenants were refused for, by tenant. */
export interface ShownBigip extends BigipReport {
  readonly places?: ReadonlyMap<string, readonly ErrorPlace[]>;
}

export interface ShownSync {
  readonly carry: RoundOptions['carry'];
  readonly bigips: readonly ShownBigip[];
}

/** What is to be done on each BIG-IP, or what became of it. */
export function syncText({ carry, bigips }: ShownSync, colors: Colors): string {
  return bigips.map(one => `${[...bigipLines(one, carry, colors)].join('\n')}\n`).join('\n');
}

function* bigipLines(report: ShownBigip, carry: RoundOptions['carry'], colors: Colors): Generator<string> {
  const { target, failure, primaryUp, primaryDown, as3Version, plan, blocked, outcomes } = report;
  const view = `${target.failover ? 'failover view' : 'view'} of ${target.view}`;
  const version = as3Version === undefined ? '' : `, AS3 ${as3Version}`;
  yield colors.bold(printable(`${target.name} (${target.url}): ${view}${version}`));
  if (primaryDown !== undefined) yield printable(`  the primary does not answer: ${primaryDown}`);
  if (primaryUp !== undefined) {
    yield printable(`  the primary answers at ${primaryUp}: nothing is applied`);
    return;
  }
  if (failure !== undefined) {
    yield colors.red(printable(`  ${shortened(failure)}`));
    return;
  }
  if (!plan) return;
  yield* planLines(plan, colors);
  if (outcomes) yield* resultLines(report, outcomes, colors);
  yield* aside(plan);
  if (blocked) yield* blockedLines(blocked, colors);
  yield printable(`  ${outcomes ? outcomeWords(outcomes, plan, carry) : planWords(plan, carry, blocked)}`);
}

function* planLines({ tenants }: Plan, colors: Colors): Generator<string> {
  const text = changesText(
    tenants.flatMap(({ changes }) => changes),
    colors,
  );
  for (const line of text.split('\n')) if (line !== '') yield `  ${line}`;
}

/** Tenants that are left alone although something could be done with them. */
function* aside({ tenants }: Plan): Generator<string> {
  for (const { tenant, action, reason } of tenants) {
    if (action === 'adopt') yield printable(`  tenant ${tenant} is as it should be, and is posted to be taken over`);
    if (action === 'keep') yield printable(`  tenant ${tenant} stays: it is not in Git any more; --prune deletes it`);
    if (action === 'foreign') yield printable(`  tenant ${tenant} is not touched: ${reason}${adoption(tenant)}`);
  }
}

function adoption(tenant: string): string {
  return tenant === 'Common' ? '' : '; --adopt takes it over';
}

function* blockedLines({ kind, reasons }: Blocked, colors: Colors): Generator<string> {
  for (const reason of reasons) yield colors.red(printable(`  ${reason}`));
  yield kind === 'losses'
    ? '  Nothing is posted to this BIG-IP. Look at the plan; --force carries it out all the same.'
    : '  Nothing is posted. Make the plan again, and look at it.';
}

function* resultLines({ places }: ShownBigip, outcomes: readonly TenantOutcome[], colors: Colors): Generator<string> {
  if (outcomes.length > 0) {
    const rows = outcomes.map(({ tenant, action, outcome, seconds, message }) => {
      const time = seconds === undefined ? '' : `${seconds.toFixed(1)} s`;
      return [tenant, action, outcome, time, landed(outcome) ? '' : shortened(message)];
    });
    yield table([['tenant', 'action', 'result', 'AS3', ''], ...rows], { left: true });
  }
  for (const one of outcomes) {
    const lines = [
      ...one.errors.filter(error => error !== one.message).map(error => colors.red(printable(shortened(error)))),
      ...one.warnings.map(warning => colors.yellow(printable(shortened(warning)))),
      ...(places?.get(one.tenant) ?? []).map(placeWords),
      ...(one.pending === undefined
        ? []
        : [printable(`task ${one.pending} may still be at work; run this again to see`)]),
    ];
    if (lines.length > 0) yield printable(`  tenant ${one.tenant}:`);
    for (const line of lines) yield `    ${line}`;
  }
}

function placeWords({ object, file, resource, position }: ErrorPlace): string {
  const from = resource ? `, made by ${resource.kind} ${resource.namespace}/${resource.name}` : '';
  const where = position ? ` at ${position.file}:${position.line}:${position.column}` : '';
  return printable(`${object}: ${file}${from}${where}`);
}

export const landed = (outcome: TenantOutcome['outcome']): boolean => outcome === 'changed' || outcome === 'unchanged';

const words: Readonly<Record<TenantPlan['action'], string>> = {
  create: 'to create',
  update: 'to update',
  adopt: 'to take over',
  delete: 'to delete',
  none: 'unchanged',
  keep: 'left as it is',
  foreign: 'not touched',
};

function countWords({ tenants }: Plan): string {
  const counts = new Map<string, number>();
  for (const { action } of tenants) counts.set(words[action], (counts.get(words[action]) ?? 0) + 1);
  const parts = [...counts].map(([word, count]) => `${count} ${word}`);
  return parts.length === 0 ? 'no tenants' : parts.join(', ');
}

/** Actions that post something. */
export const posting: ReadonlySet<TenantPlan['action']> = new Set(['create', 'update', 'adopt', 'delete']);

function planWords(plan: Plan, carry: RoundOptions['carry'], blocked: Blocked | undefined): string {
  const todo = plan.tenants.some(({ action }) => posting.has(action));
  const hint = carry === 'plan' && todo && !blocked ? ' Nothing was posted; --apply does it.' : '';
  return `Tenants: ${countWords(plan)}.${hint}`;
}

function outcomeWords(outcomes: readonly TenantOutcome[], plan: Plan, carry: RoundOptions['carry']): string {
  if (outcomes.length === 0) return `Tenants: ${countWords(plan)}.`;
  const good = outcomes.filter(({ outcome }) => landed(outcome)).length;
  const end = good === outcomes.length ? '.' : `, ${outcomes.length - good} not.`;
  return carry === 'dry-run'
    ? `AS3 would take ${good} of ${outcomes.length} tenants${end} Nothing was changed.`
    : `${good} of ${outcomes.length} tenants landed${end}`;
}
