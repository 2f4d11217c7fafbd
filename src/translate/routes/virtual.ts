import type { Findings } from '../../finding.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import type { BaseRouteSpec } from '../../model/extended-spec.ts';
import type { Policy } from '../../model/policy.ts';
import { annotationPrefix, type Route, type RouteTls } from '../../model/route.ts';
import { refOf, whereOf } from '../../model/where.ts';
import type { Monitor, Pool, Virtual, VirtualPool } from '../adc.ts';
import { clusterInNames } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { ControllerCrash, GroupFailure } from '../failures.ts';
import { poolName, portName, routePolicyName, routeVirtualName, sanitise } from '../names.ts';
import { addShares } from '../virtual/ab-records.ts';
import { DataGroups } from '../virtual/data-groups.ts';
import { defaultPool } from '../virtual/default-pool.ts';
import { IRuleList } from '../virtual/irule-list.ts';
import { OwnedRules } from '../virtual/merged-rules.ts';
import { policyIRules, policyPersistence, policyProfiles, withSettings } from '../virtual/policy-profiles.ts';
import { withoutWaf } from '../virtual/policy-rules.ts';
import { noPoolSettings } from '../virtual/pool-settings.ts';
import { addRedirect } from '../virtual/redirect.ts';
import { addTlsLimits } from '../virtual/server-names.ts';
import { TlsProfiles } from '../virtual/tls-profiles.ts';
import { type AdmittedRoute, annotationPlace } from './admission.ts';
import { type RouteBackend, routeBackends } from './backends.ts';
import type { RouteGroup } from './groups.ts';
import { annotationMonitors, autoMonitor } from './monitors.ts';
import type { RouteMembers } from './pools.ts';
import { routeRules } from './rules.ts';
import { addRouteTls } from './tls.ts';

/** Port of the virtual server for TLS. */
export const httpsPort = 443;
/** Port of the virtual server for plain HTTP. */
export const httpPort = 80;

/** A Route on its way through both virtual servers of its group. */
export interface GroupRoute extends AdmittedRoute {
  readonly members: RouteMembers;
}

export interface RouteVirtualInput {
  readonly inventory: Inventory;
  readonly group: RouteGroup;
  /** In the controller's order: namespaces ascending, Routes as compared within each. */
  readonly routes: readonly GroupRoute[];
  readonly port: typeof httpPort | typeof httpsPort;
  /** Policy of this virtual server. */
  readonly policy: Policy | undefined;
  /** Policy of the group: its TLS profiles and default pool serve both virtual servers. */
  readonly groupPolicy: Policy | undefined;
  readonly base: BaseRouteSpec;
  /** The global extended ConfigMap. */
  readonly configMap: ConfigMap;
  /** Major and minor of AS3 as one decimal number: 3.52, and 3.9 above it. */
  readonly as3Version: number;
  readonly findings: Findings;
}

/** Builds the virtual server of a route group on a port (specification 01 §5.3 step 6 and 7). Throws `GroupFailure`. */
export function routeVirtual(input: RouteVirtualInput): Virtual {
  const builder = new RouteVirtualBuilder(input);
  for (const route of input.routes) builder.add(route);
  return builder.finish();
}

/** Which parts of a Route a virtual server takes (specification 01 §5.3, table of step 6). */
function partsOn(
  port: number,
  { tls }: Route,
): { readonly pools: boolean; readonly rules: boolean; readonly redirects: boolean } {
  if (!tls) return { pools: true, rules: true, redirects: false };
  const passthrough = tls.termination === 'passthrough';
  if (port === httpsPort) return { pools: true, rules: !passthrough, redirects: false };
  const redirects = tls.insecurePolicy === 'Redirect';
  const plain = redirects || tls.insecurePolicy === 'Allow';
  return { pools: plain || passthrough, rules: plain && !passthrough, redirects };
}

class RouteVirtualBuilder {
  readonly #in: RouteVirtualInput;
  readonly #name: string;
  readonly #secure: boolean;
  readonly #waf: string;
  /** Source ranges of the Policy; undefined lets the annotations decide. */
  readonly #sourceRange: readonly string[] | undefined;
  /** In build order; `settings` tells those that the Policy's pool settings reach. */
  readonly #pools: Array<{ readonly pool: Pool; readonly settings: boolean }> = [];
  readonly #monitors: Monitor[] = [];
  readonly #hosts = new Set<string>();
  readonly #poolByService = new Map<string, string>();
  readonly #rules = new OwnedRules();
  readonly #dataGroups = new DataGroups();
  readonly #tls: TlsProfiles;
  readonly #iRules: IRuleList;
  #policyName: string | undefined;
  #defaultPool: VirtualPool | undefined;
  #defaultPoolValue = '';

  constructor(input: RouteVirtualInput) {
    this.#in = input;
    const { group, port, policy, routes, inventory } = input;
    this.#name = routeVirtualName(group.spec, port);
    this.#secure = port === httpsPort;
    this.#tls = new TlsProfiles(this.#name, inventory.controller.partition);
    this.#iRules = new IRuleList({ tenant: group.tenant, virtual: this.#name });
    const overrides = (key: string): boolean =>
      group.spec.allowOverride && routes.some(({ route }) => route.annotations[key] !== undefined);
    this.#waf = overrides('waf') ? '' : (policy?.l7.waf ?? '');
    this.#sourceRange = overrides('allow-source-range') ? undefined : policy?.l3.allowSourceRange;
    for (const rule of policyIRules(policy, this.#secure)) this.#iRules.attach(rule);
  }

  add(admitted: GroupRoute): void {
    const { route } = admitted;
    const { inventory, findings } = this.#in;
    const { table } = inventory;
    const parts = partsOn(this.#in.port, route);
    const split = route.alternateBackends.length > 0 || table.mode === 'ratio';
    if (parts.pools) this.#hosts.add(route.host);
    const backends = parts.pools ? routeBackends(table, route, admitted.entries) : [];
    for (const backend of backends) this.#addPool(admitted, backend);
    if (parts.rules) this.#addRules(admitted, split);
    this.#addDefaultPool(route);
    if (route.tls && this.#secure) this.#addTls(admitted, route.tls);
    if (parts.redirects) this.#addRedirect(route);
    const splitHere = split && parts.pools && (route.tls === undefined || this.#secure);
    if (splitHere) this.#addShares(admitted, backends);
    if (route.tls && this.#secure) this.#iRules.attachTls(route.host !== '');
    if (split && !splitHere && parts.rules && route.tls?.insecurePolicy === 'Allow') {
      const where = whereOf(route, ['spec', 'tls', 'insecureEdgeTerminationPolicy']);
      findings.add('route-allow-without-split', { name: route.name }, where);
    }
  }

  #addPool(admitted: GroupRoute, backend: RouteBackend): void {
    const { route, port, members } = admitted;
    const { inventory, base } = this.#in;
    const { service, namespace, cluster } = backend;
    const name = inventory.intern(poolName({ service, port, namespace, ...clusterInNames(inventory.table, cluster) }));
    const written = annotationMonitors(route, name);
    const monitors = written ?? this.#autoMonitors(admitted, backend, name, base);
    const tenant = this.#in.group.tenant;
    const pool: Pool = {
      name,
      ...members.of(backend),
      monitors: monitors.map(monitor => ({ use: inventory.intern(`/${tenant}/Shared/${monitor.name}`) })),
      ...noPoolSettings,
      loadBalancingMode: route.annotations.balance ?? '',
      origin: route,
      originPath: ['spec', 'to', 'name'],
      service,
      namespace,
      cluster,
    };
    this.#pools.push({ pool, settings: true });
    this.#monitors.push(...monitors);
    this.#poolByService.set(sanitise(`${service}_${portName(port)}_${namespace}`), name);
  }

  #autoMonitors({ route, port }: AdmittedRoute, backend: RouteBackend, pool: string, base: BaseRouteSpec): Monitor[] {
    const kind = base.autoMonitor;
    if (kind !== 'readiness-probe' && kind !== 'service-endpoint') return [];
    const { inventory, findings } = this.#in;
    const { table } = inventory;
    // It looks in the Route's namespace, wherever the backend is (01 §5.5).
    if (backend.cluster !== table.local && inventory.service(backend.cluster, route.namespace, backend.service)) {
      const values = { kind, service: `${route.namespace}/${backend.service}`, cluster: backend.cluster };
      findings.add('auto-monitor-crash', values, whereOf(route, ['spec', 'to', 'name']));
      throw new ControllerCrash();
    }
    return autoMonitor({
      inventory,
      kind,
      timeout: base.autoMonitorTimeout,
      cluster: backend.cluster,
      namespace: route.namespace,
      service: backend.service,
      port,
      pool,
    });
  }

  #addRules({ route, port }: AdmittedRoute, split: boolean): void {
    const { inventory, findings } = this.#in;
    const cluster = clusterInNames(inventory.table, inventory.table.local);
    const own = { service: route.to.name, port, namespace: route.namespace, ...cluster };
    const pool = inventory.intern(poolName(own));
    const waf = this.#waf === '' ? route.annotations.waf : undefined;
    const sources = this.#sourceRange ?? sourceRanges(route);
    const rules = routeRules({ route, pool, split, ...(waf !== undefined && { waf }), sources });
    if (typeof rules === 'string') this.#failOnRules(route, rules);
    if (rules.length === 0) return;
    this.#policyName ??= routePolicyName(this.#name, route.namespace);
    this.#rules.addOf(findings, route, rules, ['spec', 'host']);
  }

  #failOnRules(route: Route, problem: 'uri' | 'empty-rewrite'): never {
    const { findings, group } = this.#in;
    const resource = refOf(route);
    if (problem === 'uri') {
      const values = { name: route.name, uri: `${route.host}${route.path}`, group: group.id };
      const path = route.path === '' ? ['spec', 'host'] : ['spec', 'path'];
      findings.add('route-uri-fails-group', values, whereOf(route, path));
    } else {
      const values = { name: route.name, key: `${annotationPrefix}rewrite-target-url`, group: group.id };
      findings.add('route-rewrite-fails-group', values, { at: annotationPlace(route, 'rewrite-target-url'), resource });
    }
    throw new GroupFailure();
  }

  /** The Policy's default pool is looked at for every Route; the last one decides (01 §5.13). */
  #addDefaultPool(route: Route): void {
    const policy = this.#in.groupPolicy;
    const spec = policy?.defaultPool;
    const { tls } = route;
    if (
      !policy ||
      !spec ||
      (!this.#secure && tls && (tls.insecurePolicy === 'Redirect' || tls.insecurePolicy === 'None'))
    )
      return;
    const { inventory, group } = this.#in;
    const made = defaultPool({
      inventory,
      spec,
      namespace: route.namespace,
      tenant: group.tenant,
      address: group.spec.vserverAddr,
      origin: policy,
    });
    if (!made) return;
    this.#defaultPool = made.reference;
    this.#defaultPoolValue = made.value;
    if (made.pool) this.#pools.push({ pool: made.pool, settings: false });
    this.#monitors.push(...made.monitors);
  }

  #addTls(admitted: GroupRoute, tls: RouteTls): void {
    const limits = { sources: this.#sourceRange ?? [], defaultPool: this.#defaultPoolValue };
    addTlsLimits(this.#dataGroups, admitted.route.namespace, limits);
    const { inventory, group, findings } = this.#in;
    addRouteTls({
      admitted,
      tls,
      pool: this.#routePool(admitted),
      virtual: this.#name,
      group: group.id,
      inventory,
      findings,
      profiles: this.#tls,
      parameters: { cipher: this.#in.base },
      dataGroups: this.#dataGroups,
    });
  }

  /** Pool that the server-name data groups name: the last one built for the Route's own service and port (01 §5.11). */
  #routePool({ route, port }: AdmittedRoute): string | undefined {
    return this.#poolByService.get(sanitise(`${route.to.name}_${portName(port)}_${route.namespace}`));
  }

  #addShares({ route, port }: AdmittedRoute, backends: readonly RouteBackend[]): void {
    const { inventory, findings } = this.#in;
    const { tls, path, host, namespace } = route;
    const weighted = addShares(this.#dataGroups, this.#iRules, {
      namespace,
      hosts: [host],
      path,
      shares: backends.map(({ service, namespace: where, cluster, weight }) => ({
        pool: poolName({ service, port, namespace: where, ...clusterInNames(inventory.table, cluster) }),
        weight,
      })),
      termination: tls?.termination,
      secure: this.#secure,
      plainToo: tls?.insecurePolicy === 'Allow',
      attached: true,
    });
    if (!weighted) findings.add('route-no-weight', { name: route.name }, whereOf(route, ['spec', 'to', 'weight']));
  }

  #addRedirect({ host, path, namespace }: Route): void {
    const { port } = this.#in;
    const hostless = host === '';
    addRedirect(this.#dataGroups, this.#iRules, { namespace, hosts: [host], paths: [path], port, httpsPort, hostless });
  }

  finish(): Virtual {
    const { group, port, policy, routes, inventory, findings } = this.#in;
    const rules = this.#rules.sorted();
    if (this.#rules.orderIsUncertain) {
      findings.add('app-root-order', { virtual: this.#name, rules: rules.length }, { at: group.spec.place });
    }
    const wafs = this.#waf === '' && routes.some(({ route }) => route.annotations.waf !== undefined);
    const allTls = routes.filter(({ route }) => route.tls);
    const settings = policy?.poolSettings;
    const pools = this.#pools.map(({ pool, settings: takes }) =>
      takes && settings ? withSettings(pool, settings) : pool,
    );
    const dataGroups = this.#dataGroups.finished();
    const persistence = policyPersistence(policy, inventory.controller);
    const { references, texts } = this.#iRules.finished({
      dataGroups,
      passthroughOnly:
        this.#in.as3Version >= 3.52 && allTls.every(({ route }) => route.tls?.termination === 'passthrough'),
      ...(persistence && { persistence }),
    });
    return {
      name: this.#name,
      tenant: group.tenant,
      service: { kind: 'http' },
      origin: this.#in.configMap,
      address: group.spec.vserverAddr,
      additionalAddresses: [],
      hosts: [...this.#hosts],
      port,
      profiles: { ...policyProfiles(policy, this.#secure), waf: this.#waf },
      ...(this.#policyName !== undefined && {
        policy: { name: this.#policyName, rules: wafs ? withoutWaf(rules, 'openshift_route_waf_disable') : rules },
      }),
      pools,
      monitors: this.#monitors,
      ...(this.#defaultPool && { defaultPool: this.#defaultPool }),
      tls: this.#tls.finished(),
      iRules: references,
      iRuleTexts: texts,
      dataGroups,
    };
  }
}

/** Ranges of the `allow-source-range` annotation: a comma list, trimmed; a single value is used as it is (01 §5.14). */
function sourceRanges({ annotations }: Route): readonly string[] {
  const text = annotations['allow-source-range'];
  if (text === undefined) return [];
  return text.includes(',') ? text.split(',').map(item => item.trim()) : [text];
}
