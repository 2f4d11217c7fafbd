import type { Monitor } from '../translate/adc.ts';
import type { GslbDomain, GslbPool, GslbTenant } from '../translate/gslb.ts';
import type { As3Object } from './as3.ts';
import type { LazyObject, LazyTenant } from './tenant.ts';

/** Defaults of an ExternalDNS (specification 02 §11.12). */
const defaults = { recordType: 'A', method: 'round-robin', cidrIpv4: 32, cidrIpv6: 128, ttl: 3600 } as const;

/** The tenant of GSLB: it never has a route domain, and a label only while it is empty. */
export function emitGslbTenant({ label, domains }: GslbTenant): LazyTenant {
  const objects = new Map<string, LazyObject>();
  for (const domain of domains) {
    objects.set(domain.name, () => emitDomain(domain));
    for (const pool of domain.pools) {
      objects.set(pool.name, () => emitPool(pool));
      for (const monitor of pool.monitors) objects.set(monitor.name, () => emitMonitor(monitor));
    }
  }
  return { envelope: { class: 'Tenant', ...(label !== undefined && { label }) }, objects };
}

function emitDomain({ spec, pools }: GslbDomain): As3Object {
  const { clientSubnetPreferred } = spec;
  return {
    class: 'GSLB_Domain',
    ...(clientSubnetPreferred !== undefined && { clientSubnetPreferred }),
    domainName: spec.domainName,
    persistCidrIpv4: spec.persistCidrIpv4 || defaults.cidrIpv4,
    persistCidrIpv6: spec.persistCidrIpv6 || defaults.cidrIpv6,
    persistenceEnabled: spec.persistenceEnabled,
    poolLbMode: spec.loadBalanceMethod || defaults.method,
    pools: pools.map(({ name, ratio }) => ({ use: name, ratio })),
    resourceRecordType: spec.dnsRecordType || defaults.recordType,
    ttlPersistence: spec.ttlPersistence || defaults.ttl,
  };
}

function emitPool(pool: GslbPool): As3Object {
  const { server, virtualServers, monitors } = pool;
  return {
    class: 'GSLB_Pool',
    lbModeAlternate: pool.loadBalancingMode || defaults.method,
    lbModeFallback: 'return-to-dns',
    ...(virtualServers.length > 0 && {
      members: virtualServers.map(virtualServer => ({ enabled: true, server: { bigip: server }, virtualServer })),
    }),
    ...(monitors.length > 0 && { monitors: monitors.map(({ name }) => ({ use: name })) }),
    resourceRecordType: pool.recordType || defaults.recordType,
  };
}

function emitMonitor({ type, send, recv, interval, timeout }: Monitor): As3Object {
  return { class: 'GSLB_Monitor', interval, monitorType: type, receive: recv, send, timeout };
}
