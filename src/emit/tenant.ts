import type { MonitorReference, Tenant, Virtual } from '../translate/adc.ts';
import { serviceAddressName } from '../translate/names.ts';
import { isVirtualAddress } from '../translate/virtual/virtual-address.ts';
import type { As3Object } from './as3.ts';
import { emitDataGroup } from './data-group.ts';
import { emitEndpointPolicy } from './endpoint-policy.ts';
import { emitMonitor } from './monitor.ts';
import { emitPool, joinMonitors } from './pool.ts';
import { emitService } from './service.ts';
import { emitServiceAddress } from './service-address.ts';
import { caBundleName, emitCaBundle, emitCertificate, emitTlsClient, emitTlsServer } from './tls.ts';

/** Settings of a controller and its BIG-IP that every tenant carries. */
export interface TenantSettings {
  /** Default partition: label of every tenant. */
  readonly label: string;
  readonly defaultRouteDomain: number;
  readonly useCommonRouteDomainTenant: boolean;
  /** AS3 release as one decimal number. */
  readonly as3Version: number;
  /** Cluster whose members are left out. */
  readonly leftOut?: string;
}

/** An object of a tenant, made when it is asked for: a tenant can have tens of thousands. */
export type LazyObject = () => As3Object;

/** AS3 `Tenant` but for its objects, and the objects of its one application, `Shared`, by name (specification 01 §7). */
export interface LazyTenant {
  readonly envelope: As3Object;
  /** Absent where it has no application: AS3 then deletes the tenant. */
  readonly objects?: ReadonlyMap<string, LazyObject>;
}

/** A tenant without virtual servers is emptied, when it is the default partition, or else deleted (specification 02 §11.2). */
export function emitTenant(tenant: Tenant, settings: TenantSettings): LazyTenant {
  const emptied = tenant.virtuals.length === 0;
  if (emptied && tenant.name !== settings.label) return { envelope: { class: 'Tenant' } };
  const merge = new TenantMerge(settings);
  for (const virtual of tenant.virtuals) merge.add(virtual);
  return {
    envelope: {
      class: 'Tenant',
      defaultRouteDomain: settings.defaultRouteDomain,
      label: settings.label,
      ...(settings.as3Version >= 3.52 &&
        !emptied && { useCommonRouteDomainTenant: settings.useCommonRouteDomainTenant }),
    },
    objects: merge.sorted(),
  };
}

/** All virtual servers of a tenant share one map of objects: what comes later replaces what was there (01 §7.2). */
class TenantMerge {
  readonly #settings: TenantSettings;
  readonly #objects = new Map<string, LazyObject>();
  /** Monitors of all pools of a name, the earliest first: the last pool has them all. */
  readonly #monitors = new Map<string, Array<readonly MonitorReference[]>>();
  readonly #authorities: string[] = [];

  constructor(settings: TenantSettings) {
    this.#settings = settings;
  }

  /** Adds a virtual server's objects in the controller's order. */
  add(virtual: Virtual): void {
    const { as3Version, leftOut } = this.#settings;
    const { name, policy, monitors, pools, tls, iRuleTexts, dataGroups, address, serviceAddress } = virtual;
    const port = isVirtualAddress(virtual.address) ? virtual.port : 0;
    if (policy) this.#set(policy.name, () => emitEndpointPolicy(policy.rules, port));
    for (const monitor of monitors) this.#set(monitor.name, () => emitMonitor(monitor));
    for (const pool of pools) {
      const known = this.#monitors.get(pool.name) ?? [];
      this.#monitors.set(pool.name, known);
      known.push(pool.monitors);
      const owner = virtual.poolOwner ?? name;
      this.#set(pool.name, () => emitPool(pool, { virtual: owner, monitors: joinMonitors(known), leftOut }));
    }
    this.#set(name, () => emitService(virtual, as3Version));
    for (const one of serviceAddress && port !== 0 ? [address, ...virtual.additionalAddresses] : []) {
      this.#set(serviceAddressName(one), () => emitServiceAddress(one, serviceAddress!));
    }
    const { server, client } = tls;
    if (server) {
      for (const certificate of server.certificates) this.#set(certificate.name, () => emitCertificate(certificate));
      this.#set(`${name}_tls_server`, () => emitTlsServer(server, as3Version));
    }
    if (client) {
      this.#authorities.push(...client.authorities);
      this.#set(caBundleName, () => emitCaBundle(this.#authorities));
      this.#set(`${name}_tls_client`, () => emitTlsClient(client));
    }
    for (const [rule, text] of iRuleTexts) this.#set(rule, () => ({ class: 'iRule', iRule: text }));
    for (const [suffix, group] of dataGroups) this.#set(`${name}_${suffix}`, () => emitDataGroup(group));
  }

  #set(name: string, object: LazyObject): void {
    this.#objects.set(name, object);
  }

  sorted(): ReadonlyMap<string, LazyObject> {
    return new Map([...this.#objects.keys()].sort().map(name => [name, this.#objects.get(name)!]));
  }
}
