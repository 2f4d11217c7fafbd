/** What AS3 takes as the name of a tenant (`propertyNames` of `ADC` in AS3's schema). */
const pattern = /^[A-Za-z][0-9A-Za-z_.-]{0,189}$/;

export function isTenantName(tenant: string): boolean {
  return pattern.test(tenant);
}

/** Refuses what would make another path: without a tenant in it, AS3 takes a declaration for all tenants. */
export function checkTenantName(tenant: string): void {
  if (!isTenantName(tenant)) throw new TypeError(`${JSON.stringify(tenant)} is no name of a tenant`);
}
