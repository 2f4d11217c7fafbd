import type { Resource } from '../model/metadata.ts';
import type { MonitorReference, Virtual } from '../translate/adc.ts';
import type { GslbDomain, GslbTenant } from '../translate/gslb.ts';

/** The ExternalDNS that an object of the GSLB tenant comes from. */
export function dnsOf({ domains }: GslbTenant, object: string): Resource | undefined {
  const made = ({ name, pools }: GslbDomain): boolean =>
    name === object ||
    pools.some(pool => pool.name === object || pool.monitors.some(monitor => monitor.name === object));
  return domains.findLast(made)?.spec;
}

/** Tells the resource that an object of a tenant comes from: that of its pool, monitor or virtual server. */
export function originsOf(virtuals: readonly Virtual[]): (object: string) => Resource | undefined {
  const origins = new Map<string, Resource>();
  const add = (name: string, origin: Resource): void => {
    if (!origins.has(name)) origins.set(name, origin);
  };
  const nameOf = (reference: MonitorReference): string | undefined =>
    'use' in reference ? reference.use.slice(reference.use.lastIndexOf('/') + 1) : undefined;
  for (const { pools, origin, monitors } of virtuals) {
    for (const pool of pools) {
      for (const name of [pool.name, ...pool.monitors.map(nameOf)]) if (name !== undefined) add(name, pool.origin);
    }
    for (const { name } of monitors) add(name, origin);
  }
  const longestFirst = [...virtuals].sort((a, b) => b.name.length - a.name.length);
  return object => {
    const named = origins.get(object) ?? longestFirst.find(({ name }) => object.includes(name))?.origin;
    return named?.kind === 'ConfigMap' ? undefined : named;
  };
}
