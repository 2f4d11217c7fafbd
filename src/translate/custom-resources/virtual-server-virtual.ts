import type { Policy } from '../../model/policy.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Monitor, Pool, Virtual, VirtualPool, VirtualProfiles } from '../adc.ts';
import { hostPolicyName } from '../names.ts';
import { DataGroups } from '../virtual/data-groups.ts';
import { defaultPool } from '../virtual/default-pool.ts';
import { IRuleList } from '../virtual/irule-list.ts';
import { OwnedRules } from '../virtual/merged-rules.ts';
import { policyIRules, policyPersistence, policyProfiles, withSettings } from '../virtual/policy-profiles.ts';
import { withoutWaf } from '../virtual/policy-rules.ts';
import { addRedirect } from '../virtual/redirect.ts';
import { addTlsLimits } from '../virtual/server-names.ts';
import { TlsProfiles } from '../virtual/tls-profiles.ts';
import { routeDomainOf, withRouteDomain } from './address.ts';
import { type ResourceContext, ResourceFailure } from './context.ts';
import { reportTakenPool } from './taken-pool.ts';
import type { UsableTls } from './tls-profile.ts';
import {
  reportAppRoot,
  reportDefaultPool,
  reportingCrash,
  reportPoolWafs,
  reportSplits,
} from './virtual-server-findings.ts';
import type { VirtualServerGroup } from './virtual-server-group.ts';
import { type BuiltPool, virtualServerPools } from './virtual-server-pools.ts';
import { withMember } from './virtual-server-profiles.ts';
import { hostsOf, virtualServerRules } from './virtual-server-rules.ts';
import { addSplit } from './virtual-server-split.ts';
import { addVirtualServerTls, recordHosts } from './virtual-server-tls.ts';

export interface VirtualServerVirtualInput {
  readonly context: ResourceContext;
  readonly group: VirtualServerGroup;
  readonly leader: VirtualServer;
  /** Of each member with TLS. */
  readonly tls: ReadonlyMap<VirtualServer, UsableTls>;
  readonly policy: Policy | undefined;
  readonly name: string;
  readonly tenant: string;
  /** Without route domain. */
  readonly address: string;
  readonly port: number;
  /** The virtual server for HTTPS. */
  readonly secure: boolean;
}

export interface BuiltVirtual {
  readonly virtual: Virtual;
  /** How many rules there are, where their order depends on how the controller sorts. */
  readonly uncertainRules: number | undefined;
}

/** Builds one virtual server of a group of VirtualServers (specification 02 §5). Throws `ResourceFailure`. */
export function virtualServerVirtual(input: VirtualServerVirtualInput): BuiltVirtual {
  const builder = new VirtualServerBuilder(input);
  for (const member of input.group.members) builder.add(member);
  return builder.finish();
}

class VirtualServerBuilder {
  readonly #in: VirtualServerVirtualInput;
  readonly #dataGroups = new DataGroups();
  readonly #rules = new OwnedRules();
  readonly #iRules: IRuleList;
  readonly #tls: TlsProfiles;
  readonly #monitors: Monitor[] = [];
  readonly #hosts = new Set<string>();
  readonly #defaultPools = new Set<string>();
  readonly #pools: Pool[] = [];
  /** Where the pools begin that came after the last member's settings: a Policy's default pool does (02 §2.7). */
  #unsettled = 0;
  #profiles: VirtualProfiles;
  #sources: readonly string[];
  #policyName: string | undefined;
  #defaultPool: VirtualPool | undefined;
  #defaultPoolValue = '';

  constructor(input: VirtualServerVirtualInput) {
    this.#in = input;
    const { context, name, tenant, policy, secure, leader } = input;
    this.#iRules = new IRuleList({ tenant, virtual: name });
    this.#tls = new TlsProfiles(name, context.inventory.controller.partition);
    const profiles = policyProfiles(policy, secure);
    const { httpMrfRouting: own } = leader;
    this.#profiles = { ...profiles, httpMrfRouting: own ?? policy?.profiles.httpMrfRouting === true };
    this.#sources = policy?.l3.allowSourceRange ?? [];
    for (const rule of policyIRules(policy, secure)) this.#iRules.attach(rule);
  }

  add(vs: VirtualServer): void {
    const { context, tenant, address, secure, policy, leader } = this.#in;
    const tls = this.#in.tls.get(vs);
    const termination = tls?.profile.termination;
    const routeDomain = routeDomainOf(context.inventory.controller, vs.address.routeDomain);
    this.#profiles = withMember(this.#profiles, vs, secure);
    if (vs.allowSourceRange.length > 0) this.#sources = vs.allowSourceRange;

    const pools = virtualServerPools({ inventory: context.inventory, vs, tenant, address, routeDomain });
    const seen = new Map<string, Pool>();
    for (const pool of pools) {
      this.#monitors.push(...pool.monitors);
      for (const made of pool.pools) {
        const before = seen.get(made.name);
        if (before) reportTakenPool(context, made, before);
        else this.#pools.push(made);
        seen.set(made.name, before ?? made);
      }
      if (pool.split) {
        const { inventory, findings } = context;
        const parts = {
          vs,
          secure,
          findings,
          virtual: this.#in.name,
          dataGroups: this.#dataGroups,
          iRules: this.#iRules,
        };
        addSplit({ inventory, ...parts, ...(termination !== undefined && { termination }) }, pool);
      }
    }
    // On the virtual server for HTTP a member with TLS may only lend its pools.
    const silent = tls !== undefined && !secure && (vs.httpTraffic === 'none' || vs.httpTraffic === 'redirect');
    const own = leader.defaultPool;
    if (own && !silent) this.#addDefaultPool(vs, vs, own);
    if (!silent && termination !== 'passthrough') this.#addRules(vs, pools);
    if (!silent) {
      for (const rule of vs.iRules) this.#iRules.attach(rule);
      for (const host of hostsOf(vs)) this.#hosts.add(host);
    }
    this.#unsettled = this.#pools.length;
    if (policy?.defaultPool && !own && !silent) this.#addDefaultPool(leader, policy, policy.defaultPool);
    if (tls) this.#addTls(vs, tls, pools);
  }

  #addRules(vs: VirtualServer, pools: readonly BuiltPool[]): void {
    const { findings } = this.#in.context;
    const hasWaf = this.#profiles.waf !== '';
    const input = { vs, hosts: hostsOf(vs), pools, hasWaf, sources: this.#sources };
    reportPoolWafs(findings, input);
    const rules = reportingCrash(findings, input, () => virtualServerRules(input));
    reportSplits(findings, vs, pools);
    if ('problem' in rules) throw new ResourceFailure(vs, { message: 'failed to create LTM Rules', ...rules });
    if (rules.length === 0) return;
    reportAppRoot(findings, vs, rules);
    this.#policyName ??= hostPolicyName(this.#in.name, vs.hostGroup || vs.host);
    const path = ['spec', vs.hostGroup !== '' && vs.host === '' ? 'hostGroup' : 'host'];
    this.#rules.addOf(findings, vs, rules, path);
  }

  /** `origin` is where the default pool stands, a Policy or a VirtualServer; `vs` gives its namespace and host. */
  #addDefaultPool(vs: VirtualServer, origin: VirtualServer | Policy, spec: NonNullable<Policy['defaultPool']>): void {
    const { context, tenant, address } = this.#in;
    const { namespace, host } = vs;
    const routeDomain = routeDomainOf(context.inventory.controller, vs.address.routeDomain);
    const { inventory } = context;
    const made = defaultPool({ inventory, origin, spec, namespace, host, tenant, address, routeDomain });
    if (!made) return;
    this.#defaultPool = made.reference;
    this.#defaultPoolValue = made.value;
    const { pool } = made;
    if (!pool || this.#defaultPools.has(pool.name)) return;
    this.#defaultPools.add(pool.name);
    this.#pools.push(pool);
    this.#monitors.push(...made.monitors);
  }

  #addTls(vs: VirtualServer, tls: UsableTls, pools: readonly BuiltPool[]): void {
    const { context, name, secure, port } = this.#in;
    const { namespace } = vs;
    const { inventory, findings } = context;
    if (secure) {
      const parts = { virtual: name, findings, profiles: this.#tls, dataGroups: this.#dataGroups };
      addVirtualServerTls({ inventory, vs, tls, pools, ...parts });
      addTlsLimits(this.#dataGroups, namespace, { sources: this.#sources, defaultPool: this.#defaultPoolValue });
      if (this.#defaultPool) reportDefaultPool(findings, vs, tls, name, this.#defaultPoolValue);
      this.#iRules.attachTls(vs.host !== '');
    } else if (vs.httpTraffic === 'redirect') {
      const { httpsPort } = vs;
      const paths = pools.map(({ path }) => path);
      const hosts = recordHosts(vs, tls);
      const hostless = vs.host === '';
      addRedirect(this.#dataGroups, this.#iRules, { namespace, hosts, paths, port, httpsPort, hostless });
    }
  }

  finish(): BuiltVirtual {
    const { context, group, leader, name, tenant, address, port, policy, tls } = this.#in;
    const { controller } = context.inventory;
    const { members, pathClashes, hasPoolWaf } = group;
    const rules = this.#rules.sorted();
    const dataGroups = this.#dataGroups.finished();
    const persistence = policyPersistence(policy, controller);
    const terminations = [...tls.values()].map(({ profile }) => profile.termination);
    const { references, texts } = this.#iRules.finished({
      dataGroups,
      passthroughOnly: context.as3Version >= 3.52 && terminations.every(kind => kind === 'passthrough'),
      ...(persistence && { persistence }),
    });
    const routeDomain = routeDomainOf(controller, leader.address.routeDomain);
    const serviceAddress = members.find(member => member.serviceAddress)?.serviceAddress;
    const byPool = hasPoolWaf && this.#profiles.waf === '';
    const shared = leader.httpTraffic === 'allow' || leader.httpTraffic === 'redirect';
    const virtual: Virtual = {
      name,
      tenant,
      service: { kind: 'http' },
      // The leader itself may be left out of its group.
      origin: pathClashes.has(leader) ? (members[0] ?? leader) : leader,
      // On the virtual server for HTTP that only leads to the other one, nobody is sent (02 §11.12).
      hosts: shared && !this.#in.secure ? [] : [...this.#hosts],
      poolOwner: shared ? name.slice(0, name.lastIndexOf('_')) : name,
      address: withRouteDomain(address, routeDomain),
      additionalAddresses: leader.additionalAddresses.map(more => withRouteDomain(more, routeDomain)),
      ...(serviceAddress && { serviceAddress }),
      port,
      profiles: this.#profiles,
      ...(this.#policyName !== undefined && {
        policy: { name: this.#policyName, rules: byPool ? withoutWaf(rules, 'vs_waf_disable') : rules },
      }),
      pools: this.#pools.map((pool, index) =>
        policy && index < this.#unsettled ? withSettings(pool, policy.poolSettings) : pool,
      ),
      monitors: this.#monitors,
      ...(this.#defaultPool && { defaultPool: this.#defaultPool }),
      tls: this.#tls.finished(),
      iRules: references,
      iRuleTexts: texts,
      dataGroups,
    };
    return { virtual, uncertainRules: this.#rules.orderIsUncertain ? rules.length : undefined };
  }
}
