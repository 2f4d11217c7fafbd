import { type As3Info, type BigipClient, BigipError } from '../bigip/client.ts';
import { type ApplyOptions, applySteps, type TenantOutcome } from './apply.ts';
import { beyondLimit } from './losses.ts';
import { stepsOf } from './order.ts';
import { type Live, liveOf, ownLabel } from './ownership.ts';
import { changing, type Plan, type PlanOptions, planSync, type WantedTenant } from './plan.ts';
import { movedSince, type PlannedBigip, plannedBigip } from './plan-file.ts';

/** A BIG-IP and the view that it gets. */
export type SyncTarget = Omit<PlannedBigip, 'tenants'>;

/** What was seen on a BIG-IP, and what is to be done there. */
export interface Prepared {
  readonly target: SyncTarget;
  readonly info: As3Info;
  readonly live: Live;
  readonly plan: Plan;
}

/** Why nothing is posted to a BIG-IP at all. */
export interface Blocked {
  readonly kind: 'losses' | 'plan';
  readonly reasons: readonly string[];
}

/** AS3 keeps so many declarations unless it is told otherwise (AS3 `Controls.historyLimit`). */
const historyLimit = 4;

/** Reads what is declared on a BIG-IP and plans. Nothing is changed. Throws `BigipError`. */
export async function prepareSync(
  client: BigipClient,
  target: SyncTarget,
  wanted: readonly WantedTenant[],
  options: PlanOptions,
): Promise<Prepared> {
  const info = await client.info();
  const newest = wanted
    .map(({ schemaVersion }) => schemaVersion)
    .sort(byVersion)
    .at(-1);
  if (newest !== undefined && byVersion(newest, info.schemaCurrent) > 0) {
    throw new BigipError(
      'as3-too-old',
      `${target.name} runs AS3 ${info.version}, and the committed files are made for ${newest}; set as3Version in render.yaml to ${info.schemaCurrent} and build again, or update AS3`,
    );
  }
  const live = await readLive(client);
  return { target, info, live, plan: planSync(live, wanted, options) };
}

/** What is declared, with its history where its label is not ours. */
export async function readLive(client: BigipClient): Promise<Live> {
  const live = liveOf(await client.declaration());
  if (live.tenants.size === 0 || live.label === ownLabel) return live;
  const history: Live[] = [];
  for (let age = 1; age < historyLimit; age += 1) {
    const declaration = await client.history(age);
    if (!declaration) break;
    history.push(liveOf(declaration));
  }
  return { ...live, history };
}

/** What keeps a plan from being carried out: too much goes away, or it is not what `planned`, of a plan file, has of this BIG-IP. */
export function blockedBy(
  { target, plan }: Prepared,
  { force, planned }: { readonly force: boolean; readonly planned?: readonly PlannedBigip[] | undefined },
): Blocked | undefined {
  const of = planned?.find(({ name }) => name === target.name);
  const moved = planned ? movedSince(of, plannedBigip(target, plan)) : [];
  if (moved.length > 0) return { kind: 'plan', reasons: moved };
  const losses = force ? undefined : beyondLimit(plan.losses);
  return losses === undefined ? undefined : { kind: 'losses', reasons: [losses] };
}

/** Posts what the plan says. */
export function carryOut(
  client: BigipClient,
  { info, live, plan }: Prepared,
  options: Omit<ApplyOptions, 'schemaVersion'>,
): Promise<TenantOutcome[]> {
  return applySteps(client, stepsOf(plan, live.tenants), { ...options, schemaVersion: info.schemaCurrent });
}

/** True where a plan would post something. */
export function hasChanges({ tenants }: Plan): boolean {
  return tenants.some(({ action }) => changing.has(action));
}

/** Order of versions such as `3.56.0`. */
function byVersion(a: string, b: string): number {
  const [one, other] = [a, b].map(text => text.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (one![at] ?? 0) - (other![at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
