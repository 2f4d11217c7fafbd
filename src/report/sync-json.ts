import type { ErrorPlace, ShownBigip, ShownSync } from './sync.ts';

/** What is to be done on each BIG-IP, or what became of it, for programs. No declaration is in it. */
export function syncJson({ carry, bigips }: ShownSync): string {
  return `${JSON.stringify({ carry, bigips: bigips.map(bigipJson) }, undefined, 2)}\n`;
}

function bigipJson({ target, plan, outcomes, places, ...rest }: ShownBigip): object {
  const byTenant = new Map(outcomes?.map(outcome => [outcome.tenant, outcome]));
  return {
    ...target,
    ...rest,
    ...(plan && {
      losses: plan.losses,
      tenants: plan.tenants.map(({ tenant, action, wanted, changes, reason }) => {
        const outcome = byTenant.get(tenant);
        return {
          tenant,
          action,
          ...(wanted && { file: wanted.file }),
          ...(reason !== undefined && { reason }),
          changes,
          ...(outcome && { result: { ...outcome, tenant: undefined, action: undefined } }),
          ...(places?.has(tenant) && { places: places.get(tenant) satisfies readonly ErrorPlace[] | undefined }),
        };
      }),
    }),
  };
}
