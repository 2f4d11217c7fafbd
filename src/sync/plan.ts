import type { Change } from '../diff/index.ts';
import { diffTenants } from '../diff/index.ts';
import { isEmptied } from '../diff/tenant-objects.ts';
import type { As3Object } from '../emit/as3.ts';
import { byBytes } from '../order.ts';
import { hashOfText, hashOfValue } from './hash.ts';
import { type Losses, lossesOf } from './losses.ts';
import { isOwn, type Live } from './ownership.ts';

/** A tenant as it is committed: one file, one declaration. */
export interface WantedTenant {
  readonly tenant: string;
  /** Path of its file, relative to the workspace. */
  readonly file: string;
  /** The whole file, which is what is posted. */
  readonly text: string;
  /** AS3 release that it is made for, `3.56.0`. */
  readonly schemaVersion: string;
  /** AS3 `Tenant` in it. */
  readonly declared: As3Object;
}

/**
 * What is to become of a tenant. `adopt`: it is as it should be and somebody else's, and is posted so that it counts as ours; `keep`: it is
 * ours and not in Git, and stays without `--prune`; `foreign`: it is in Git, and on the BIG-IP it is somebody else's.
 */
export type TenantAction = 'create' | 'update' | 'adopt' | 'delete' | 'none' | 'keep' | 'foreign';

export interface TenantPlan {
  readonly tenant: string;
  readonly action: TenantAction;
  /** Absent where it is not in Git. */
  readonly wanted?: WantedTenant;
  /** From what is on the BIG-IP to what is in Git; empty where nothing is to be done. */
  readonly changes: readonly Change[];
  /** What was seen: of the committed file, and of the tenant on the BIG-IP. */
  readonly committed?: string;
  readonly live?: string;
  /** Why it is not ours. */
  readonly reason?: string;
}

/** What has to be done so that a BIG-IP has what is committed. */
export interface Plan {
  /** Ascending by name. */
  readonly tenants: readonly TenantPlan[];
  /** What goes away by it. */
  readonly losses: Losses;
}

export interface PlanOptions {
  /** Deletes tenants that are ours and not in Git any more. */
  readonly prune: boolean;
  /** Takes over tenants that are in Git and somebody else's. */
  readonly adopt: boolean;
  /** Default partition of the view's controller, where that is known: what is not in Git any more is known by it. */
  readonly partition?: string | undefined;
}

/** Actions that post something. */
export const changing: ReadonlySet<TenantAction> = new Set(['create', 'update', 'adopt', 'delete']);

/** The plan for a BIG-IP: `live` is what is declared there, `wanted` the committed view. Nothing is asked and nothing is changed. */
export function planSync(live: Live, wanted: readonly WantedTenant[], { prune, adopt, partition }: PlanOptions): Plan {
  const given = [partition, ...wanted.map(({ declared }) => declared.label)];
  const labels = new Set(given.filter(label => typeof label === 'string'));
  const inGit = new Map(wanted.map(one => [one.tenant, one]));
  const names = [...new Set([...inGit.keys(), ...live.tenants.keys()])].sort(byBytes);
  const plans: TenantPlan[] = [];
  for (const tenant of names) {
    const one = inGit.get(tenant);
    const there = live.tenants.get(tenant);
    const owned = isOwn(live, tenant, labels);
    if (!one && !owned.own) continue;
    const seen = {
      tenant,
      ...(one && { wanted: one, committed: hashOfText(one.text) }),
      ...(there && { live: hashOfValue(there) }),
    };
    if (!owned.own && (!adopt || tenant === 'Common')) {
      plans.push({ ...seen, action: 'foreign', changes: [], reason: owned.reason });
      continue;
    }
    const after = one && !isEmptied(one.declared) ? one.declared : undefined;
    const changes = diffTenants(tenantMap(tenant, there), tenantMap(tenant, after));
    const action = actionOf(there, after, changes, { prune, own: owned.own });
    plans.push({ ...seen, action, changes: changing.has(action) ? changes : [] });
  }
  return { tenants: plans, losses: lossesOf(live.tenants, plans) };
}

function actionOf(
  there: As3Object | undefined,
  after: As3Object | undefined,
  changes: readonly Change[],
  { prune, own }: { readonly prune: boolean; readonly own: boolean },
): TenantAction {
  if (!there) return after ? 'create' : 'none';
  if (!after) return prune ? 'delete' : 'keep';
  if (changes.length > 0) return 'update';
  return own ? 'none' : 'adopt';
}

function tenantMap(name: string, tenant: As3Object | undefined): ReadonlyMap<string, As3Object> {
  return new Map(tenant ? [[name, tenant]] : []);
}
