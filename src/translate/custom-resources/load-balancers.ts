import { annotatedServices } from '../../model/annotated-services.ts';
import { type Cluster, objectKey } from '../../model/cluster.ts';
import { jsonPlace, reportUnreadKeys } from '../../model/json-annotation.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import { defaultWeight } from '../../model/pool-spec.ts';
import { type LoadBalancerSpec, type Service, type ServicePort, serviceAnnotationPrefix } from '../../model/service.ts';
import { placeIn, refOf, whereOf } from '../../model/where.ts';
import { byBytes } from '../../order.ts';
import type { Path } from '../../place.ts';
import type { Virtual } from '../adc.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { PoolBackend } from '../clusters/pool-backends.ts';
import { isOfLoadBalancerClass, targetPort } from '../clusters/service-members.ts';
import { loadBalancerVirtualName, monitorName, poolName } from '../names.ts';
import { backendPools } from '../virtual/backend-pools.ts';
import { transportProfiles } from '../virtual/policy-profiles.ts';
import { noPoolSettings } from '../virtual/pool-settings.ts';
import { specMonitors } from '../virtual/spec-monitors.ts';
import { addressProblem, resolveAddress } from './address.ts';
import {
  noteUnrendered,
  policyOf,
  type Rejection,
  type ResourceContext,
  ResourceFailure,
  reject,
  tenantOf,
} from './context.ts';
import { commonPartitionProblem } from './pool-admission.ts';
import { putVirtual } from './storage.ts';
import { transportVirtual } from './transport-virtual.ts';

/** A Service of type LoadBalancer that becomes virtual servers, and where it is. */
interface LoadBalancer {
  readonly service: Service;
  readonly spec: LoadBalancerSpec;
  readonly from: Cluster;
  /** Its cluster as the cluster table names it. */
  readonly cluster: string;
}

const annotation = (key: string): Path => ['metadata', 'annotations', serviceAnnotationPrefix + key];

/**
 * Renders Services of type LoadBalancer, a virtual server for each port (specification 02 §8.3, §17.3): those of the local cluster,
 * then those of clusters with `serviceTypeLBDiscovery`, of which a later one replaces an earlier one. With several clusters that
 * is for mode default and for no mode alone.
 */
export function renderLoadBalancers(context: ResourceContext): void {
  const { table, local, cluster } = context.inventory;
  noteUnaddressed(context);
  if (table.several && table.mode !== 'none' && table.mode !== 'default') return;
  const others = table.mode === 'default' ? [...table.loadBalancerDiscovery] : [];
  // Who has a virtual server in the end, by its name.
  const owners = new Map<string, LoadBalancer>();
  const addressed = new Map<LoadBalancer, readonly string[]>();
  for (const name of [table.local, ...others]) {
    const from = name === table.local ? local : cluster(name);
    if (!from) continue;
    for (const loadBalancer of loadBalancersIn(context, from, name)) {
      const names = renderLoadBalancer(context, loadBalancer);
      if (!names) continue;
      addressed.set(loadBalancer, names);
      for (const virtual of names) owners.set(virtual, loadBalancer);
    }
  }
  const seen = new Set<string>();
  for (const [loadBalancer, names] of addressed) {
    const { kind, namespace, name } = loadBalancer.service;
    const key = objectKey(loadBalancer.service);
    if (seen.has(key)) continue;
    seen.add(key);
    // A Service that another cluster's replaces keeps no address in its status.
    const accepted = names.every(virtual => owners.get(virtual) === loadBalancer);
    context.statuses.push({ kind, namespace, name, accepted, reason: '', message: '' });
  }
}

/** Services that say something of a virtual server and get none: an address or a type that is misspelt takes nothing away. */
function noteUnaddressed({ inventory: { local, controller }, rejectedTenants }: ResourceContext): void {
  for (const { loadBalancer, annotations } of annotatedServices(local)) {
    if (loadBalancer || !Object.keys(annotations).some(key => key.startsWith(serviceAnnotationPrefix))) continue;
    rejectedTenants.add(annotations[`${serviceAnnotationPrefix}partition`] || controller.partition);
  }
}

function loadBalancersIn({ inventory }: ResourceContext, from: Cluster, cluster: string): LoadBalancer[] {
  return annotatedServices(from)
    .sort((a, b) => byBytes(a.namespace, b.namespace) || byBytes(a.name, b.name))
    .flatMap(service => {
      const { loadBalancer: spec, namespace } = service;
      if (!spec || !inventory.watches(namespace) || !isOfLoadBalancerClass(inventory.controller, service)) return [];
      // One that says which clusters serve it does so for its own cluster alone.
      if (from !== inventory.local && spec.multiClusterServices) return [];
      return [{ service, spec, from, cluster }];
    });
}

/** Renders one Service. Returns the names of its virtual servers, rendered or not, or undefined where it gets no address. */
function renderLoadBalancer(context: ResourceContext, loadBalancer: LoadBalancer): readonly string[] | undefined {
  const { service, spec } = loadBalancer;
  const { controller } = context.inventory;
  const given = { address: spec.ip, ipamLabel: spec.ipamLabel, routeDomain: 0, assigned: '' };
  const asking = { ...service, partition: spec.partition };
  const problem = commonPartitionProblem(asking) ?? addressProblem(controller, service, given);
  if (problem) {
    reject(context, asking, { ...problem, path: annotation(spec.partition === 'Common' ? 'partition' : 'ipamLabel') });
    return undefined;
  }
  const address = resolveAddress(context, asking, given, `${objectKey(service)}_svc`, annotation('ipamLabel'));
  if (address === undefined) return undefined;
  reportAnnotations(context, service, spec);
  const names: string[] = [];
  for (const port of service.ports) {
    names.push(loadBalancerVirtualName(service.namespace, service.name, address, port.port));
    try {
      const virtual = loadBalancerVirtual(context, loadBalancer, port, address);
      putVirtual(context, virtual, loadBalancer.from === context.inventory.local ? undefined : loadBalancer.from.name);
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      noteUnrendered(context, asking);
      reportUnrendered(context, service, error.rejection);
    }
  }
  return names;
}

function reportAnnotations({ findings }: ResourceContext, service: Service, { health }: LoadBalancerSpec): void {
  const place = { at: placeIn(service, annotation('health')), resource: refOf(service) };
  const key = `${serviceAnnotationPrefix}health`;
  reportUnreadKeys(health, { owner: `Service ${objectKey(service)}`, annotation: key, ...place }, findings);
  if (!health || 'monitors' in health) return;
  const values = { name: objectKey(service), key, problem: health.problem };
  findings.add('service-annotation-json', values, { ...place, at: { ...place.at, inner: jsonPlace(health) } });
}

/** The controller gives the Service its address all the same, so that is no rejection. */
function reportUnrendered({ findings }: ResourceContext, service: Service, { problem, path }: Rejection): void {
  findings.add('load-balancer-unrendered', { name: objectKey(service), problem }, whereOf(service, path));
}

function loadBalancerVirtual(
  context: ResourceContext,
  { service, spec, from, cluster }: LoadBalancer,
  port: ServicePort,
  address: string,
): Virtual {
  const { inventory } = context;
  const { table } = inventory;
  const { namespace, name } = service;
  const tenant = tenantOf(inventory.controller, spec);
  const policy = policyOf(context, service, { name: spec.policyName, path: annotation('policyName'), cluster: from });
  const entries = entriesOf(context, { service, spec, from, cluster }, port);
  const backends: PoolBackend[] = entries.map(({ clusterName, weight }) => ({
    service: name,
    namespace,
    cluster: clusterName,
    port: port.port,
    weight: weight ?? defaultWeight,
    staticMembers: [],
  }));
  const names = backends.map(backend =>
    poolName({
      service: name,
      port: targetPort(service, port.port) ?? port.port,
      namespace,
      ...clusterInNames(table, backend.cluster),
    }),
  );
  const protocol = port.protocol.toLowerCase();
  const health = spec.health && 'monitors' in spec.health ? spec.health.monitors : [];
  const { monitors, references } = specMonitors(
    health.map(monitor => ({ ...monitor, type: monitor.type || protocol, send: '', recv: '', sslProfile: '' })),
    tenant,
    ({ name: own, reference, type, targetPort: target }) =>
      reference === 'bigip'
        ? undefined
        : own || monitorName({ namespace, address, type, port: target || port.targetPort }),
    { by: service, path: annotation('health') },
  );
  const pools = backendPools(
    inventory,
    backends,
    names,
    { nodeMemberLabel: '', routeDomain: 0, entries, shared: false },
    {
      monitors: references,
      ...noPoolSettings,
      origin: service,
      originPath: ['spec', 'ports'],
    },
  );
  const profiles = transportProfiles(policy);
  return transportVirtual({
    origin: service,
    name: loadBalancerVirtualName(namespace, name, address, port.port),
    tenant,
    hosts: spec.host === '' ? [] : [spec.host],
    address,
    port: port.port,
    protocol,
    performance: false,
    profiles: { ...profiles, l4: profiles.l4 || 'basic' },
    policy,
    iRules: [],
    pools,
    monitors,
    // Also where the annotation says nothing, without a mode, it makes the choice one of an iRule (01 §4.7).
    split: table.several && spec.multiClusterServices && backends.length > 0 ? { backends, names } : undefined,
  });
}

/** Clusters that serve it: in mode default those of its annotation, of which only cluster and weight count; else its own. */
function entriesOf(
  { inventory: { table } }: ResourceContext,
  { service, spec, cluster }: LoadBalancer,
  port: ServicePort,
): readonly MultiClusterService[] {
  const own = { service: service.name, namespace: service.namespace, servicePort: port.port };
  const listed = table.mode === 'default' ? spec.multiClusterServices : undefined;
  if (!listed) return table.restricted(cluster) ? [] : [{ ...own, clusterName: cluster, index: 0 }];
  if ('problem' in listed) {
    const message = `unable to parse annotation ${serviceAnnotationPrefix}multiClusterServices`;
    const path = annotation('multiClusterServices');
    throw new ResourceFailure(service, {
      message,
      problem: `multiClusterServices does not parse: ${listed.problem}`,
      path,
    });
  }
  return listed.entries
    .filter(({ clusterName }) => table.knows(clusterName) && !table.restricted(clusterName))
    .map(entry => ({ ...entry, ...own }));
}
