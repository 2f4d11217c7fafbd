import type { Plan, PlanOptions, TenantAction } from './plan.ts';

/** What a plan does with a tenant, and what it saw of it. */
interface PlannedTenant {
  readonly tenant: string;
  readonly action: TenantAction;
  /** Hash of the committed file; absent where there is none. */
  readonly committed?: string;
  /** Hash of the tenant on the BIG-IP; absent where there is none. */
  readonly live?: string;
}

export interface PlannedBigip {
  readonly name: string;
  readonly url: string;
  /** Cluster whose controller's view it gets. */
  readonly view: string;
  /** True for what a secondary posts while its primary is down. */
  readonly failover: boolean;
  readonly tenants: readonly PlannedTenant[];
}

/** A plan as a file: what is to be done, and hashes of all that it was made of. No declaration is in it. */
export interface PlanFile {
  readonly kind: 'cis-render plan';
  readonly version: 1;
  readonly prune: boolean;
  readonly adopt: boolean;
  readonly force: boolean;
  readonly bigips: readonly PlannedBigip[];
}

/** The part of a plan file about one BIG-IP. */
export function plannedBigip(about: Omit<PlannedBigip, 'tenants'>, { tenants }: Plan): PlannedBigip {
  return {
    ...about,
    tenants: tenants.map(({ tenant, action, committed, live }) => ({
      tenant,
      action,
      ...(committed !== undefined && { committed }),
      ...(live !== undefined && { live }),
    })),
  };
}

export function planFileText({ prune, adopt }: PlanOptions, force: boolean, bigips: readonly PlannedBigip[]): string {
  const file: PlanFile = { kind: 'cis-render plan', version: 1, prune, adopt, force, bigips };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Reads a plan file; the result is a sentence where it cannot be used. */
export function parsePlanFile(text: string): PlanFile | string {
  let value: Partial<PlanFile> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (typeof value !== 'object' || value === null || value.kind !== 'cis-render plan') return 'it is no plan';
  if (value.version !== 1) return `it is of version ${JSON.stringify(value.version)}; this release reads version 1`;
  const isText = (one: unknown): boolean => typeof one === 'string';
  const isTenant = (one: Partial<PlannedTenant> | null): boolean =>
    isText(one?.tenant) && isText(one?.action) && [one?.committed, one?.live].every(hash => !hash || isText(hash));
  const isBigip = (one: Partial<PlannedBigip> | null): boolean =>
    [one?.name, one?.url, one?.view].every(isText) && Array.isArray(one?.tenants) && one.tenants.every(isTenant);
  const whole = [value.prune, value.adopt, value.force].every(flag => typeof flag === 'boolean');
  return whole && Array.isArray(value.bigips) && value.bigips.every(isBigip) ? (value as PlanFile) : 'it is damaged';
}

/** Why a plan cannot be carried out any more, a sentence for each tenant that is not as the plan saw it. */
export function movedSince(planned: PlannedBigip | undefined, now: PlannedBigip): string[] {
  // Left out of the plan, since its primary was up then.
  if (!planned) return [`${now.name} is not in the plan`];
  if (planned.url !== now.url) return [`${now.name} was ${planned.url} when the plan was made, and now is ${now.url}`];
  if (planned.view !== now.view || planned.failover !== now.failover)
    return [`${now.name} gets another view now: ${viewWords(now)} and not ${viewWords(planned)}`];
  const byName = new Map(now.tenants.map(one => [one.tenant, one]));
  const moved = planned.tenants.flatMap(one => {
    const is = byName.get(one.tenant);
    byName.delete(one.tenant);
    if (one.live !== is?.live) return [`tenant ${one.tenant} on ${now.name} has changed since the plan was made`];
    if (one.committed !== is?.committed)
      return [`the committed file of tenant ${one.tenant} has changed since the plan was made`];
    return one.action === is?.action
      ? []
      : [`tenant ${one.tenant}: the plan says ${one.action}, and now it would be ${is?.action ?? 'nothing'}`];
  });
  const came = [...byName.keys()].map(tenant => `tenant ${tenant} on ${now.name} is not in the plan`);
  return [...moved, ...came];
}

function viewWords({ view, failover }: PlannedBigip): string {
  return `${failover ? 'the failover view' : 'the view'} of ${view}`;
}
