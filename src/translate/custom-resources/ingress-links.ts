import { objectKey } from '../../model/cluster.ts';
import type { IngressLink } from '../../model/ingress-link.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import { defaultWeight } from '../../model/pool-spec.ts';
import type { Service, ServicePort } from '../../model/service.ts';
import { whereOf } from '../../model/where.ts';
import type { Monitor, MonitorReference, Pool, Virtual } from '../adc.ts';
import { clusterInNames, isUsableEntry } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import type { PoolBackend } from '../clusters/pool-backends.ts';
import { nodePortOf, targetPort } from '../clusters/service-members.ts';
import { ingressLinkVirtualName, poolName } from '../names.ts';
import { backendPools } from '../virtual/backend-pools.ts';
import { DataGroups } from '../virtual/data-groups.ts';
import { IRuleList } from '../virtual/irule-list.ts';
import { transportProfiles } from '../virtual/policy-profiles.ts';
import { noPoolSettings } from '../virtual/pool-settings.ts';
import { distribution } from '../virtual/shares.ts';
import { addressProblem, resolveAddress, routeDomainOf, withRouteDomain } from './address.ts';
import { AddressOwners } from './address-owners.ts';
import {
  type Admission,
  accept,
  meant,
  noteUnrendered,
  type Rejection,
  type ResourceContext,
  ResourceFailure,
  reject,
  selected,
  tenantOf,
} from './context.ts';
import { ingressLinkPorts, ingressLinkService, readinessPort } from './ingress-link-service.ts';
import { l4Virtual } from './l4-virtual.ts';
import { commonPartitionProblem } from './pool-admission.ts';
import { saidServerSsl } from './server-ssl-name.ts';
import { reportMissedPools } from './split-findings.ts';
import { putVirtual } from './storage.ts';
import { bigipOrSecretTls } from './tls-sides.ts';

const httpsPort = 443;

/** Renders the IngressLinks of a controller, a virtual server for each port of the Service (specification 02 §8.2, §17.2). */
export function renderIngressLinks(context: ResourceContext, admitted: Admission<IngressLink>): void {
  const { inventory } = context;
  for (const [link, problem] of admitted) {
    if (problem) {
      reject(context, link, problem);
      continue;
    }
    const address = resolveAddress(context, link, link.address, `${link.namespace}/${link.name}_il`);
    if (address === undefined) continue;
    const service = ingressLinkService(inventory, link);
    if (!service) {
      reject(context, link, serviceProblem(inventory, link));
      continue;
    }
    try {
      const virtuals = ingressLinkVirtuals(context, link, service, address);
      for (const virtual of virtuals) putVirtual(context, virtual);
      if (virtuals.length === 0) noteUnrendered(context, link);
      accept(context, link);
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      reject(context, link, error.rejection, error.resource);
    }
  }
}

/** Looks at IngressLinks before their Services are looked for (specification 02 §1.4). */
export function admitIngressLinks(inventory: Inventory): Admission<IngressLink> {
  const { local, controller } = inventory;
  const all = selected(inventory, local.ingressLinks.values(), controller.ownCustomResourceLabel);
  const owners = new AddressOwners(controller, all);
  return new Map(all.map(link => [link, ingressLinkProblem(inventory, link, owners)]));
}

/** Why an IngressLink is rejected before its Service is looked for, if it is (specification 02 §1.4). */
function ingressLinkProblem(
  { controller, table }: Inventory,
  link: IngressLink,
  owners: AddressOwners,
): Rejection | undefined {
  const common = commonPartitionProblem(link);
  if (common) return common;
  if (!link.selector && !table.several) {
    const message = `Selector is not provided for IngressLink ${objectKey(link)}`;
    return { message, problem: 'it has no selector', path: ['spec'] };
  }
  return addressProblem(controller, link, link.address) ?? owners.problem(link, link.host !== '');
}

function serviceProblem({ table, local }: Inventory, link: IngressLink): Rejection {
  const message = 'ingress service not found';
  if (table.mode === 'none') {
    return {
      message,
      problem: `no Service in namespace ${link.namespace} has the labels of its selector`,
      path: ['spec', 'selector'],
    };
  }
  if (table.mode !== 'default') {
    return { message, problem: `the controller takes no IngressLink in mode ${table.mode}`, path: ['spec'] };
  }
  const [first] = link.multiClusterServices ?? [];
  if (!first) return { message, problem: 'in mode default it needs multiClusterServices', path: ['spec'] };
  const path = ['spec', 'multiClusterServices', 0];
  return first.clusterName === table.local
    ? {
        message,
        problem: `there is no Service ${first.namespace}/${first.service}${meant(first.namespace, first.service, local.services.values())}`,
        path: [...path, 'service'],
      }
    : {
        message,
        problem: `its first entry must be in the local cluster, ${table.local}`,
        path: [...path, 'clusterName'],
      };
}

function ingressLinkVirtuals(
  context: ResourceContext,
  link: IngressLink,
  service: Service,
  address: string,
): Virtual[] {
  const { inventory, claims } = context;
  const tenant = tenantOf(inventory.controller, link);
  const ports = ingressLinkPorts(service);
  if (ports.length === 0) {
    const path = ['spec', inventory.table.mode === 'default' ? 'multiClusterServices' : 'selector'];
    const values = { name: objectKey(link), service: objectKey(service) };
    context.findings.add('ingress-link-without-ports', values, whereOf(link, path));
  }
  if (inventory.table.mode === 'default' && ports.length > 1) {
    const values = { name: objectKey(link), port: ports.at(-1)?.port ?? 0 };
    context.findings.add('ingress-link-ports-mixed', values, whereOf(link, ['spec', 'multiClusterServices']));
  }
  return ports.flatMap(port => {
    const older = claims.older(link, address, port.port, link.address.routeDomain);
    if (older) {
      reportClaimedPort(context, link, port.port, older);
      return [];
    }
    return [ingressLinkVirtual(context, { link, service, address, tenant, port, lastPort: ports.at(-1) ?? port })];
  });
}

function reportClaimedPort(
  { findings }: ResourceContext,
  link: IngressLink,
  port: number,
  older: { readonly kind: string; readonly namespace: string; readonly name: string },
): void {
  const values = { name: objectKey(link), port, by: `${older.kind} ${objectKey(older)}` };
  findings.add('ingress-link-port-taken', values, whereOf(link, ['spec', 'virtualServerAddress']));
}

interface IngressLinkVirtualInput {
  readonly link: IngressLink;
  readonly service: Service;
  readonly address: string;
  readonly tenant: string;
  readonly port: ServicePort;
  /** With several clusters all pools have the members of this port: a defect that is kept (02 §17.2). */
  readonly lastPort: ServicePort;
}

function ingressLinkVirtual(context: ResourceContext, input: IngressLinkVirtualInput): Virtual {
  const { inventory } = context;
  const { controller, table } = inventory;
  const { link, address, tenant, port } = input;
  const several = table.mode === 'default';
  const name = ingressLinkVirtualName(link.virtualServerName, address, port.port);
  const backends = backendsOf(inventory, input);
  const { pools, monitors } = poolsOf(inventory, input, backends);
  const tls = bigipOrSecretTls(inventory, link, several && port.port === httpsPort ? link.tls : undefined, name);
  const dataGroups = new DataGroups();
  const iRules = new IRuleList({ tenant, virtual: name });
  if (several) {
    // Named with the service port, where the pools have the target port (01 §4.7).
    const shares = backends.map(backend => ({
      pool: poolNameOf(inventory, backend, port.port),
      weight: backend.weight,
    }));
    dataGroups.set('ab_deployment_dg', link.namespace, '/', distribution(shares));
    reportMissedPools({
      findings: context.findings,
      resource: link,
      virtual: name,
      said: shares.map(({ pool }) => pool),
      made: pools.map(pool => pool.name),
      path: ['spec', 'multiClusterServices'],
      advice: `Give port ${port.port} of the Service a targetPort with the same number.`,
    });
  }
  const finished = tls.finished();
  const serverTls = finished.serverProfiles.length > 0 || finished.client !== undefined;
  if (serverTls) {
    const onBigip = link.tls?.reference === 'bigip' ? link.tls.serverSSLs.at(-1) : undefined;
    const profile = onBigip ?? saidServerSsl(context.findings, link, name);
    dataGroups.set('ssl_reencrypt_serverssl_dg', link.namespace, `${link.host}/`, profile);
  }
  if (several) iRules.attachAbIngressLink(serverTls);
  for (const rule of link.iRules) iRules.attach(rule);
  return l4Virtual({
    name,
    tenant,
    service: several ? { kind: 'ingress-link-http' } : { kind: 'ingress-link', protocol: port.protocol.toLowerCase() },
    origin: link,
    hosts: link.host === '' ? [] : [link.host],
    address: withRouteDomain(address, routeDomainOf(controller, link.address.routeDomain)),
    port: port.port,
    profiles: { ...transportProfiles(undefined), l4: 'basic' },
    pools,
    monitors,
    dataGroups,
    iRules,
    tls,
    isSplit: several,
  });
}

/** The Service itself, or with several clusters the usable entries (an entry needs no port of its own). */
function backendsOf({ table }: Inventory, { link, service, port }: IngressLinkVirtualInput): PoolBackend[] {
  if (table.mode !== 'default') {
    const { name, namespace } = service;
    return [
      { service: name, namespace, cluster: table.local, port: port.port, weight: defaultWeight, staticMembers: [] },
    ];
  }
  return (link.multiClusterServices ?? [])
    .filter(entry => isUsableEntry(table, { ...entry, servicePort: port.port }) && !table.restricted(entry.clusterName))
    .map(({ service: name, namespace, clusterName, weight }) => ({
      service: name,
      namespace,
      cluster: clusterName,
      port: port.port,
      weight: weight ?? defaultWeight,
      staticMembers: [],
    }));
}

function poolNameOf({ table }: Inventory, backend: PoolBackend, port: PoolBackend['port']): string {
  const { service, namespace, cluster } = backend;
  return poolName({ service, port, namespace, ...clusterInNames(table, cluster) });
}

function poolsOf(
  inventory: Inventory,
  { link, service, tenant, port, lastPort }: IngressLinkVirtualInput,
  backends: readonly PoolBackend[],
): { readonly pools: readonly Pool[]; readonly monitors: readonly Monitor[] } {
  const routeDomain = routeDomainOf(inventory.controller, link.address.routeDomain);
  const entries: MultiClusterService[] = backends.map(({ service: name, namespace, cluster }, index) => ({
    service: name,
    namespace,
    clusterName: cluster,
    servicePort: lastPort.port,
    index,
  }));
  const monitors: Monitor[] = [];
  const pools = backends.flatMap(backend => {
    const name = poolNameOf(inventory, backend, targetPort(service, port.port) ?? port.port);
    const references: MonitorReference[] = link.monitors
      ? link.monitors.map(({ name: own, reference }) =>
          // Anything but a named one on the BIG-IP becomes a reference to nothing (02 §8.2).
          reference === 'bigip' && own !== '' ? { bigip: own } : { use: `/${tenant}/Shared/` },
        )
      : [];
    if (!link.monitors) {
      const monitor = readinessMonitor(inventory, backend, `${poolNameOf(inventory, backend, port.port)}_monitor`);
      monitors.push(monitor);
      references.push({ use: `/${tenant}/Shared/${monitor.name}` });
    }
    return backendPools(
      inventory,
      [backend],
      [name],
      { nodeMemberLabel: '', routeDomain, entries, shared: false },
      {
        monitors: references,
        ...noPoolSettings,
        origin: link,
        originPath: ['spec'],
      },
    );
  });
  return { pools, monitors };
}

/** Asks NGINX whether it is ready (specification 02 §8.2, §17.10). */
function readinessMonitor(inventory: Inventory, backend: PoolBackend, name: string): Monitor {
  const { poolMemberType } = inventory.controller;
  const { cluster, namespace, service } = backend;
  const type = inventory.service(cluster, namespace, service)?.type;
  const direct = poolMemberType === 'cluster' || (poolMemberType === 'auto' && type === 'ClusterIP');
  return {
    name,
    type: 'http',
    send: 'GET /nginx-ready HTTP/1.1\r\n',
    recv: '',
    interval: 10,
    timeout: 31,
    targetPort: direct ? readinessPort : nodePortOf(inventory, { cluster, namespace, service, port: readinessPort }),
    sslProfile: '',
  };
}
