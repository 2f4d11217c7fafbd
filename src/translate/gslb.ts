import type { Findings } from '../finding.ts';
import type { DnsPool, ExternalDns } from '../model/external-dns.ts';
import type { Monitor, Tenant } from './adc.ts';
import type { Inventory } from './clusters/inventory.ts';
import { selected } from './custom-resources/context.ts';
import { sanitise } from './names.ts';
import type { View } from './view.ts';

export interface GslbPool {
  readonly name: string;
  readonly recordType: string;
  readonly loadBalancingMode: string;
  /** Server on the BIG-IP. */
  readonly server: string;
  /** Paths of the virtual servers: `/<partition>/Shared/<virtual>`. */
  readonly virtualServers: readonly string[];
  readonly monitors: readonly Monitor[];
  readonly ratio: number;
}

export interface GslbDomain {
  /** Key of its object. */
  readonly name: string;
  readonly spec: ExternalDns;
  readonly pools: readonly GslbPool[];
}

/** What the controller posts to the partition of GSLB: `<default partition>_gtm` (specification 02 §11.12). */
export interface GslbTenant {
  readonly name: string;
  /** Label of the tenant; it is lost with the first ExternalDNS. */
  readonly label?: string;
  readonly domains: readonly GslbDomain[];
}

export interface GslbInput {
  readonly partition: string;
  /** Host and port of `--bigip-url`. */
  readonly bigipHost: string;
  /** In the controller's order. */
  readonly externalDns: readonly ExternalDns[];
  readonly tenants: readonly Tenant[];
}

/** The GSLB part of a view (specification 02 §11.12, §17.8). */
export function gslbTenant({ partition, bigipHost, externalDns, tenants }: GslbInput): GslbTenant {
  const byHost = new Map<string, string[]>();
  for (const { tenant, name, hosts } of tenants.flatMap(({ virtuals }) => virtuals)) {
    for (const host of new Set(hosts)) {
      const paths = byHost.get(host) ?? [];
      byHost.set(host, paths);
      paths.push(`/${tenant}/Shared/${name}`);
    }
  }
  const domains = externalDns.map(spec => {
    const { domainName } = spec;
    const members = byHost.get(domainName) ?? [];
    const domain = domainName.replaceAll('*', 'wildcard');
    const pool = `${domain}_${sanitise(bigipHost)}_${partition}_gtm`;
    return { name: domain, spec, pools: spec.pools.map(item => gslbPool(pool, item, members)) };
  });
  return { name: `${partition}_gtm`, ...(domains.length === 0 && { label: partition }), domains };
}

/** All pools of one ExternalDNS have one name: the last one wins. */
function gslbPool(name: string, pool: DnsPool, virtualServers: readonly string[]): GslbPool {
  const monitors: Monitor[] = pool.monitor
    ? [{ ...pool.monitor, name: `${name}_monitor` }]
    : pool.monitors.map((monitor, index) => ({ ...monitor, name: `${name}_monitor${index}` }));
  return {
    name,
    recordType: pool.dnsRecordType,
    loadBalancingMode: pool.loadBalanceMethod,
    server: pool.dataServerName,
    virtualServers,
    monitors,
    ratio: pool.ratio,
  };
}

/** The host in the names of GSLB pools where `--bigip-url` is not among the arguments. */
const unknownBigip = 'bigip.example.com';

/** The GSLB tenant, unless it goes to another BIG-IP (specification 02 §11.12). */
export function renderGslb(inventory: Inventory, tenants: View['tenants'], findings: Findings): GslbTenant | undefined {
  const { controller, local } = inventory;
  const at = controller.gslbPlace ? { at: controller.gslbPlace } : {};
  if (controller.gslbElsewhere) {
    findings.add('gslb-elsewhere', { tenant: `${controller.partition}_gtm` }, at);
    return undefined;
  }
  const externalDns = controller.mode === 'kubernetes' ? [] : selected(inventory, local.externalDns.values());
  if (controller.bigipHost === '' && externalDns.length > 0)
    findings.add('bigip-url-unknown', { host: unknownBigip }, at);
  const { partition, bigipHost } = controller;
  return gslbTenant({ partition, bigipHost: bigipHost || unknownBigip, externalDns, tenants });
}
