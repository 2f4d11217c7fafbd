import type { As3Object } from '../../src/emit/as3.ts';
import type { WantedTenant } from '../../src/sync/plan.ts';

/** A tenant with virtual servers and pools as they are rendered. */
export function tenantOf(
  objects: Readonly<Record<string, As3Object>>,
  { label = 'shop' }: { readonly label?: string | undefined } = {},
): As3Object {
  return {
    class: 'Tenant',
    ...(label !== undefined && { label }),
    defaultRouteDomain: 0,
    Shared: { class: 'Application', template: 'shared', ...objects },
  };
}

/** A pool with members of these addresses. */
export function poolOf(...addresses: readonly string[]): As3Object {
  return {
    class: 'Pool',
    members: addresses.map(address => ({
      addressDiscovery: 'static',
      serverAddresses: [address],
      servicePort: 8080,
    })),
    minimumMonitors: 'all',
  };
}

/** A virtual server, with the name of its pool where it has one. */
export function virtualOf(address: string, pool?: string): As3Object {
  return {
    class: 'Service_HTTP',
    snat: 'auto',
    source: '0.0.0.0/0',
    translateServerAddress: true,
    translateServerPort: true,
    virtualAddresses: [address],
    virtualPort: 80,
    ...(pool !== undefined && { pool: { use: pool } }),
  };
}

/** A declaration as it is committed, of tenants by name. */
export function declarationOf(tenants: Readonly<Record<string, As3Object>>, label = 'cis-render'): As3Object {
  return { class: 'ADC', schemaVersion: '3.56.0', id: 'urn:uuid:1', label, ...tenants };
}

/** Tenants as their files hold them. */
export function wantedOf(tenants: Readonly<Record<string, As3Object>>): WantedTenant[] {
  return Object.entries(tenants).map(([tenant, declared]) => ({
    tenant,
    file: `rendered/east/${tenant}.json`,
    text: `${JSON.stringify(declarationOf({ [tenant]: declared }), undefined, 2)}\n`,
    schemaVersion: '3.56.0',
    declared,
  }));
}
