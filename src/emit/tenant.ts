import type { Tenant, Virtual } from '../translate/adc.ts';
import { isVirtualAddress } from '../translate/virtual-address.ts';
import type { As3Object } from './as3.ts';
import { emitDataGroup } from './data-group.ts';
import { emitEndpointPolicy } from './endpoint-policy.ts';
import { emitMonitor } from './monitor.ts';
import { emitPool } from './pool.ts';
import { emitService } from './service.ts';
import { caBundleName, emitCaBundle, emitCertificate, emitTlsClient, emitTlsServer } from './tls.ts';

/** Settings of a controller and its BIG-IP that every tenant carries. */
export interface TenantSettings {
  /** Default partition: label of every tenant. */
  readonly label: string;
  readonly defaultRouteDomain: number;
  readonly useCommonRouteDomainTenant: boolean;
  /** AS3 release as one decimal number. */
  readonly as3Version: number;
}

/** AS3 `Tenant` with its one application, `Shared` (specification 01 §7). */
export function emitTenant(tenant: Tenant, settings: TenantSettings): As3Object {
  const objects = new Map<string, As3Object>();
  for (const virtual of tenant.virtuals) mergeVirtual(objects, virtual, settings.as3Version);
  const names = [...objects.keys()].sort();
  return {
    class: 'Tenant',
    defaultRouteDomain: settings.defaultRouteDomain,
    label: settings.label,
    ...(settings.as3Version >= 3.52 && { useCommonRouteDomainTenant: settings.useCommonRouteDomainTenant }),
    Shared: {
      class: 'Application',
      template: 'shared',
      ...Object.fromEntries(names.map(name => [name, objects.get(name)])),
    },
  };
}

/** Puts a virtual server's objects into the tenant, in the controller's order; what comes later replaces (01 §7.2). */
function mergeVirtual(objects: Map<string, As3Object>, virtual: Virtual, as3Version: number): void {
  const { name, policy, monitors, pools, tls, iRuleTexts, dataGroups } = virtual;
  const port = isVirtualAddress(virtual.address) ? virtual.port : 0;
  if (policy) objects.set(policy.name, emitEndpointPolicy(policy.rules, port));
  for (const monitor of monitors) objects.set(monitor.name, emitMonitor(monitor));
  for (const pool of pools) objects.set(pool.name, emitPool(pool, name, objects.get(pool.name)));
  objects.set(name, emitService(virtual, as3Version));
  if (tls.server) {
    for (const certificate of tls.server.certificates) objects.set(certificate.name, emitCertificate(certificate));
    objects.set(`${name}_tls_server`, emitTlsServer(tls.server, as3Version));
  }
  if (tls.client) {
    objects.set(caBundleName, emitCaBundle(tls.client.authorities, objects.get(caBundleName)));
    objects.set(`${name}_tls_client`, emitTlsClient(tls.client));
  }
  for (const [rule, text] of iRuleTexts) objects.set(rule, { class: 'iRule', iRule: text });
  for (const [suffix, group] of dataGroups) objects.set(`${name}_${suffix}`, emitDataGroup(group));
}
