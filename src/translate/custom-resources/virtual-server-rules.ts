import type { VirtualServer } from '../../model/virtual-server.ts';
import type { Action, Condition, Rule } from '../adc.ts';
import { ControllerCrash } from '../failures.ts';
import { appRootRuleName, hostRuleName } from '../names.ts';
import { hostConditions, rewriteUri, segmentConditions } from '../virtual/rule-parts.ts';
import { parseRuleUri } from '../virtual/rule-uri.ts';
import { persistAction } from './host-persistence.ts';

/** A pool of a VirtualServer as its rules see it. */
export interface RulePool {
  /** Place in `spec.pools`. */
  readonly index: number;
  readonly path: string;
  readonly rewrite: string;
  readonly hostRewrite: string;
  readonly waf: string;
  /** An iRule chooses between the backends: the rule only logs. */
  readonly split: boolean;
  /** Names of the pools of its backends, in order. */
  readonly backends: readonly string[];
}

export interface VirtualServerRulesInput {
  readonly vs: VirtualServer;
  /** The host, then its aliases. */
  readonly hosts: readonly string[];
  readonly pools: readonly RulePool[];
  /** The virtual server has a WAF, so that those of the pools do not count. */
  readonly hasWaf: boolean;
  /** Source ranges; empty = no condition. */
  readonly sources: readonly string[];
}

/** Why no rules can be made, which fails the whole group. */
export interface RulesProblem {
  readonly problem: string;
  readonly path: ReadonlyArray<string | number>;
}

/** Host and aliases without repetitions. */
export function hostsOf({ host, hostAliases }: VirtualServer): readonly string[] {
  return [...new Set([host, ...hostAliases])];
}

/**
 * The rules of one VirtualServer (specification 02 §5.4, §5.5). Those of the path `/` and of the application's root come in front;
 * of the others the last one of a host and path remains. Throws `ControllerCrash`.
 */
export function virtualServerRules(input: VirtualServerRulesInput): readonly Rule[] | RulesProblem {
  const { vs, hosts, pools, sources } = input;
  const source: Condition[] = sources.length > 0 ? [{ kind: 'source', addresses: sources }] : [];
  const persist = persistence(vs);
  if (persist && 'problem' in persist) return { problem: persist.problem, path: ['spec', 'hostPersistence'] };
  const front: Rule[] = [];
  const plain = new Map<string, Rule>();
  const wildcard = new Map<string, Rule>();

  const root = vs.rewriteAppRoot;
  for (const host of root === '' ? [] : hosts) {
    const uri = parseRuleUri(host);
    if (!uri) return { problem: `"${host}" is not a host`, path: ['spec', 'host'] };
    front.push({
      name: appRootRuleName(nameHost(vs, host), root),
      conditions: [...hostConditions(uri), { kind: 'path', value: '/' }, ...source],
      actions: [{ kind: 'redirect', location: root }],
    });
  }
  for (const pool of pools) {
    const path = pool.path === '/' ? root : pool.path;
    const actions = actionsOf(input, pool, path);
    for (const host of hosts) {
      const uri = parseRuleUri(host + path);
      if (!uri) return { problem: `"${host}${path}" is not a URI`, path: ['spec', 'pools', pool.index, 'path'] };
      for (const backend of pool.backends) {
        const forward: Action[] = pool.split ? [] : [{ kind: 'forward', pool: backend }];
        const rule: Rule = {
          name: hostRuleName(nameHost(vs, host), path, backend),
          conditions: [...hostConditions(uri), ...segmentConditions(uri), ...source],
          actions: [...forward, ...actions, ...(persist ? [persist] : [])],
        };
        if (pool.path === '/') front.push(rule);
        else if (host.startsWith('*.')) wildcard.set(host + path, rule);
        else plain.set(host + path, rule);
      }
    }
  }
  const complete = front.length === 2 * hosts.length;
  if (root !== '' && !complete) {
    const problem = 'rewriteAppRoot needs exactly one pool with path / and without alternate backends';
    return { problem, path: ['spec', 'rewriteAppRoot'] };
  }
  const [, second] = front;
  if (complete && second && !plain.has(vs.host)) {
    const [condition] = second.conditions;
    // A defect that takes the controller down: A/B with two backends on / and no host (02 §15.4).
    if (!condition) throw new ControllerCrash();
    const [first] = second.actions;
    const name = hostRuleName(nameHost(vs, vs.host), '', first?.kind === 'forward' ? first.pool : '');
    front.push({ name, conditions: [condition], actions: second.actions });
  }
  return [...front, ...plain.values(), ...wildcard.values()];
}

/** The part of a rule's name that stands for the host (02 §3.5). */
function nameHost({ hostGroup, hostAliases }: VirtualServer, host: string): string {
  if (hostGroup === '') return host;
  return hostAliases.length === 0 ? hostGroup : `${hostGroup}_${host}`;
}

/** Everything that a rule does but to forward: that names the pool of one backend. */
function actionsOf({ hasWaf }: VirtualServerRulesInput, pool: RulePool, path: string): Action[] {
  const { split, waf, rewrite, hostRewrite } = pool;
  return [
    ...(split && waf === '' ? [{ kind: 'log-ab' } as const] : []),
    ...(waf !== '' && !hasWaf ? [{ kind: 'waf', policy: waf } as const] : []),
    ...(!split && hostRewrite !== '' ? [{ kind: 'rewrite-host', value: hostRewrite } as const] : []),
    ...(!split && rewrite !== '' ? [rewriteUri(path, rewrite)] : []),
  ];
}

/** Without a host it is left out. */
function persistence({ host, hostPersistence }: VirtualServer): ReturnType<typeof persistAction> | undefined {
  return host === '' || !hostPersistence ? undefined : persistAction(hostPersistence);
}
