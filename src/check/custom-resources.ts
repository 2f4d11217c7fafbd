import { suggestion } from '../load/suggestion.ts';
import { objectKey } from '../model/cluster.ts';
import type { DefaultPoolSpec } from '../model/default-pool.ts';
import type { ExternalDns } from '../model/external-dns.ts';
import type { IngressLink } from '../model/ingress-link.ts';
import type { Resource } from '../model/metadata.ts';
import type { MonitorSpec } from '../model/monitor.ts';
import type { PoolSpec } from '../model/pool-spec.ts';
import type { TlsProfile } from '../model/tls-profile.ts';
import type { TransportServer } from '../model/transport-server.ts';
import type { VirtualServer } from '../model/virtual-server.ts';
import { placeIn, whereOf } from '../model/where.ts';
import type { Path } from '../place.ts';
import type { Inventory } from '../translate/clusters/inventory.ts';
import { isSplit, poolBackends } from '../translate/clusters/pool-backends.ts';
import { selected } from '../translate/custom-resources/context.ts';
import type { View } from '../translate/index.ts';
import { isVirtualAddress } from '../translate/virtual/virtual-address.ts';
import type { Check } from './index.ts';

/** Fields of custom resources that the controller takes in another way than they read (specification 02 §2, §15, §17). */
export const checkCustomResources: Check = view => {
  const { inventory, controller } = view;
  if (!inventory || !controller) return;
  checkExternalDns(view, inventory);
  if (controller.mode !== 'customresource') return;
  const { virtualServers, transportServers, ingressLinks, policies, tlsProfiles } = inventory.local;
  for (const vs of selected(inventory, virtualServers.values()))
    checkVirtualServer(new Fields(view, vs), inventory, vs);
  for (const ts of selected(inventory, transportServers.values()))
    checkTransportServer(new Fields(view, ts), inventory, ts);
  for (const link of selected(inventory, ingressLinks.values(), controller.ownCustomResourceLabel))
    checkIngressLink(new Fields(view, link), inventory, link);
  for (const profile of selected(inventory, tlsProfiles.values())) checkCipher(new Fields(view, profile), profile);
  for (const policy of selected(inventory, policies.values())) {
    if (policy.defaultPool) checkDefaultPool(new Fields(view, policy), policy.defaultPool, policy.namespace);
  }
};

function checkExternalDns(view: View, inventory: Inventory): void {
  const { controller, local } = inventory;
  if (controller.mode === 'kubernetes') return;
  const all = selected(inventory, local.externalDns.values());
  if (all.length === 0) return;
  const last = new Map(all.map(dns => [dns.domainName, dns]));
  const hosts = new Set(view.tenants.flatMap(({ virtuals }) => virtuals.flatMap(virtual => virtual.hosts)));
  for (const dns of all) {
    const fields = new Fields(view, dns);
    if (!controller.postsGslb) {
      fields.ignored(['kind'], 'without --cccl-gtm-agent=false the controller posts nothing of GSLB');
      continue;
    }
    fields.gslb(dns, last.get(dns.domainName));
    if (!hosts.has(dns.domainName)) {
      const values = { name: objectKey(dns), domain: dns.domainName, ...suggestion(dns.domainName, hosts) };
      view.findings.add('external-dns-without-virtual-server', values, fields.at(['spec', 'domainName']));
    }
  }
}

/** What is said of the fields of one resource. */
class Fields {
  readonly #view: View;
  readonly #resource: Resource;

  constructor(view: View, resource: Resource) {
    this.#view = view;
    this.#resource = resource;
  }

  at(path: Path) {
    return whereOf(this.#resource, path);
  }

  ignored(path: Path, reason: string): void {
    const { kind } = this.#resource;
    const name = objectKey(this.#resource);
    const values = { kind, name, field: path[0] === 'kind' ? 'all of it' : path.join('.'), reason };
    this.#view.findings.add('custom-resource-field-ignored', values, this.at(path));
  }

  monitorDropped(path: Path, reason: string, becomes = 'is dropped'): void {
    const { kind } = this.#resource;
    const name = objectKey(this.#resource);
    this.#view.findings.add('monitor-dropped', { kind, name, reason, becomes }, this.at(path));
  }

  address(key: string, address: string, path: Path): void {
    if (address === '' || isVirtualAddress(address)) return;
    const { kind } = this.#resource;
    const name = objectKey(this.#resource);
    this.#view.findings.add(
      'virtual-address-invalid',
      { field: key, owner: `${kind} ${name}`, address },
      this.at(path),
    );
  }

  /** What of an ExternalDNS is overwritten: all its pools have one name, and all of one domain too (02 §11.12). */
  gslb({ domainName: domain, pools }: ExternalDns, last: ExternalDns | undefined): void {
    const { findings } = this.#view;
    const name = objectKey(this.#resource);
    if (pools.length > 1) {
      const values = { name, count: pools.length, server: pools.at(-1)?.dataServerName ?? '' };
      findings.add('external-dns-pools-merged', values, this.at(['spec', 'pools']));
    }
    if (last && last !== this.#resource) {
      const other = placeIn(last, ['spec', 'domainName']);
      const values = { name, domain, by: objectKey(last) };
      findings.add('external-dns-twice', values, { ...this.at(['spec', 'domainName']), other });
    }
  }

  tcpRemoved(): void {
    const values = { kind: this.#resource.kind, name: objectKey(this.#resource) };
    this.#view.findings.add('tcp-profile-removed', values, this.at(['spec', 'profiles', 'tcp', 'server']));
  }

  /** Entries that count for nothing and still make a TransportServer's pool one of A/B; in ratio mode it is that anyway. */
  isSplitByEntries({ multiClusterServices = [] }: PoolSpec): boolean {
    return (
      this.#resource.kind === 'TransportServer' && multiClusterServices.length > 0 && this.#view.table?.mode !== 'ratio'
    );
  }

  uncounted(mode: string): void {
    const values = { name: objectKey(this.#resource), mode };
    const path = ['spec', 'pool', 'multiClusterServices'];
    this.#view.findings.add('multi-cluster-services-uncounted', values, this.at(path));
  }

  poolName(pool: string, first: string, path: Path): void {
    const { kind } = this.#resource;
    const name = objectKey(this.#resource);
    this.#view.findings.add('pool-name-for-clusters', { kind, name, pool, first }, this.at(path));
  }

  defaultPoolNamespace(service: string, namespace: string): void {
    const { kind } = this.#resource;
    const name = objectKey(this.#resource);
    const where = this.at(['spec', 'defaultPool', 'serviceNamespace']);
    this.#view.findings.add('default-pool-namespace', { kind, name, service, namespace }, where);
  }
}

function checkVirtualServer(fields: Fields, inventory: Inventory, vs: VirtualServer): void {
  checkAddress(fields, inventory, vs);
  vs.additionalAddresses.forEach((address, index) => {
    fields.address('additionalVirtualServerAddresses', address, ['spec', 'additionalVirtualServerAddresses', index]);
  });
  for (const [index, pool] of vs.pools.entries()) {
    const path = ['spec', 'pools', index];
    checkPool(fields, inventory, pool, path, vs.namespace);
    for (const { monitor, path: at } of monitorsOf(pool, path)) {
      const { type, send, reference } = monitor;
      if (reference !== 'bigip' && (type === 'http' || type === 'https') && send === '')
        fields.monitorDropped([...at, 'type'], `type ${type} needs send`);
    }
  }
  if (vs.hostGroup !== '' && vs.virtualServerName !== '') {
    fields.ignored(['spec', 'virtualServerName'], 'with a hostGroup the name is hostGroupVirtualServerName');
  }
  if (vs.hostGroup === '' && vs.hostGroupVirtualServerName !== '') {
    fields.ignored(['spec', 'hostGroupVirtualServerName'], 'it counts only with a hostGroup');
  }
  if (vs.hostPersistence && vs.host === '') fields.ignored(['spec', 'hostPersistence'], 'it needs a host');
  if (vs.tcp.server && !vs.tcp.client) fields.tcpRemoved();
  if (vs.policyPerRequestAccess !== '' && vs.profileAccess === '') {
    fields.ignored(['spec', 'policyPerRequestAccess'], 'it counts only with profileAccess');
  }
  if (vs.defaultPool) checkDefaultPool(fields, vs.defaultPool, vs.namespace);
}

function checkTransportServer(fields: Fields, inventory: Inventory, ts: TransportServer): void {
  checkAddress(fields, inventory, ts);
  checkPool(fields, inventory, ts.pool, ['spec', 'pool'], ts.namespace);
  if (ts.pool.staticPoolMembers.length > 0) {
    fields.ignored(['spec', 'pool', 'staticPoolMembers'], 'only pools of VirtualServers have static members');
  }
  if (ts.tcp.server && !ts.tcp.client) fields.tcpRemoved();
}

function checkIngressLink(fields: Fields, inventory: Inventory, link: IngressLink): void {
  checkAddress(fields, inventory, link);
  const several = inventory.table.mode === 'default';
  if (link.tls && !several) fields.ignored(['spec', 'tls'], 'only in mode default an IngressLink has TLS');
  if (link.multiClusterServices && !several)
    fields.ignored(['spec', 'multiClusterServices'], 'it counts only in mode default');
  if (link.selector && several) fields.ignored(['spec', 'selector'], 'in mode default multiClusterServices count');
  if (link.selector && !several && Object.keys(link.selector.matchLabels).length === 0)
    fields.ignored(['spec', 'selector'], 'without matchLabels it takes the oldest Service of its namespace');
  link.monitors?.forEach(({ name, reference }, index) => {
    if (reference === 'bigip' && name !== '') return;
    const path = ['spec', 'monitors', index, reference === 'bigip' ? 'name' : 'reference'];
    fields.monitorDropped(
      path,
      'an IngressLink takes named monitors of the BIG-IP alone',
      'becomes a reference to nothing',
    );
  });
}

function checkAddress(
  fields: Fields,
  { controller }: Inventory,
  { address }: VirtualServer | TransportServer | IngressLink,
): void {
  fields.address('virtualServerAddress', address.address, ['spec', 'virtualServerAddress']);
  if (address.routeDomain > 0 && controller.poolMemberType === 'cluster') {
    fields.ignored(['spec', 'bigipRouteDomain'], 'with --pool-member-type=cluster there is no route domain');
  }
}

/** Fields of a pool that its mode passes over (specification 01 §4.6, 02 §10), and monitors that get lost. */
function checkPool(fields: Fields, inventory: Inventory, pool: PoolSpec, path: Path, namespace: string): void {
  const { table } = inventory;
  const ignored = (key: string, reason: string): void => fields.ignored([...path, key], reason);
  if (table.mode === 'default') {
    const reason = 'in mode default only multiClusterServices count';
    if (pool.service !== '') ignored('service', reason);
    if (pool.servicePort !== 0 && pool.servicePort !== '') ignored('servicePort', reason);
    if (pool.alternateBackends.length > 0) ignored('alternateBackends', reason);
  } else if (table.several && pool.multiClusterServices) {
    const mode = table.mode === 'none' ? 'no mode' : `mode ${table.mode}`;
    if (fields.isSplitByEntries(pool)) fields.uncounted(mode);
    else ignored('multiClusterServices', `only in mode default they count, and this is ${mode}`);
  }
  if (table.several && pool.staticPoolMembers.length > 0)
    ignored('staticPoolMembers', 'only a single cluster has static members');
  const [first, ...others] = pool.name === '' ? [] : poolBackends(inventory, pool, namespace);
  if (first && others.length > 0 && !pool.hasAlternateBackends)
    fields.poolName(pool.name, `Service ${first.namespace}/${first.service} in cluster ${first.cluster}`, [
      ...path,
      'name',
    ]);
  if (pool.name !== '' && pool.hasAlternateBackends && !isSplit(table, pool))
    ignored('name', 'a pool with alternateBackends has the name that the controller makes');
  if (pool.monitor && pool.monitors.length > 0) ignored('monitors', 'monitor is set too, and wins');
  for (const { monitor, path: at } of monitorsOf(pool, path)) {
    if (monitor.reference === 'bigip' && monitor.name === '')
      fields.monitorDropped([...at, 'reference'], 'reference bigip needs a name');
  }
}

function monitorsOf(pool: PoolSpec, path: Path): Array<{ readonly monitor: MonitorSpec; readonly path: Path }> {
  if (pool.monitor) return [{ monitor: pool.monitor, path: [...path, 'monitor'] }];
  return pool.monitors.map((monitor, index) => ({ monitor, path: [...path, 'monitors', index] }));
}

/** Named after the namespace of what has it, wherever its Service is (specification 02 §15.14). */
function checkDefaultPool(fields: Fields, spec: DefaultPoolSpec, namespace: string): void {
  const { reference, name, service, serviceNamespace } = spec;
  if (reference === 'service' && name === '' && serviceNamespace !== '' && serviceNamespace !== namespace) {
    fields.defaultPoolNamespace(`${serviceNamespace}/${service}`, namespace);
  }
  if (spec.staticPoolMembers.length > 0) {
    fields.ignored(['spec', 'defaultPool', 'staticPoolMembers'], 'a default pool has no static members');
  }
  if (reference !== 'service' && !(reference === 'bigip' && name !== '')) {
    fields.ignored(['spec', 'defaultPool'], 'it needs reference service, or reference bigip and a name');
  }
}

/** Versions that the list does not switch off (specification 02 §2.6). */
function checkCipher(fields: Fields, { cipher }: TlsProfile): void {
  const { disableTLSVersions: versions, ciphers, cipherGroup, tlsVersion } = cipher;
  const path = ['spec', 'tlsCipher', 'disableTLSVersions'];
  if (versions.length > 0 && ciphers === '' && cipherGroup === '' && tlsVersion === '') {
    fields.ignored(path, 'it counts only with ciphers, cipherGroup or tlsVersion');
    return;
  }
  const odd = versions.findIndex(version => !['1.0', '1.1', '1.2'].includes(version));
  if (odd >= 0) fields.ignored([...path, odd], `only 1.0, 1.1 and 1.2 can be disabled, and not ${versions[odd]}`);
}
