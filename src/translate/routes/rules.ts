import type { Route } from '../../model/route.ts';
import type { Action, Condition, Rule } from '../adc.ts';
import { appRootRuleName, routeRuleName } from '../names.ts';
import { hostConditions, rewriteUri, segmentConditions } from '../virtual/rule-parts.ts';
import { parseRuleUri } from '../virtual/rule-uri.ts';

export interface RouteRuleInput {
  readonly route: Route;
  /** Pool of `to` in the local cluster: part of the rule's name, and where it forwards to. */
  readonly pool: string;
  /** A/B or ratio: the iRule chooses the pool, the rule only logs. */
  readonly split: boolean;
  /** WAF of the Route; absent where the virtual server has one of its own. */
  readonly waf?: string;
  /** Source ranges; empty = no condition. */
  readonly sources: readonly string[];
}

/** Why a Route's rules cannot be made, which takes its whole group along. */
export type RuleProblem = 'uri' | 'empty-rewrite';

/** The rules of a Route (specification 01 §5.6), or what is wrong with it. */
export function routeRules(input: RouteRuleInput): Rule[] | RuleProblem {
  const { route, pool, split, waf, sources } = input;
  const appRoot = split ? undefined : route.annotations['rewrite-app-root'];
  const target = split ? undefined : route.annotations['rewrite-target-url'];
  if (target === '') return 'empty-rewrite';

  const path = appRoot ?? route.path;
  const uri = parseRuleUri(route.host + path);
  if (!uri) return 'uri';
  const actions: Action[] = [];
  if (!split) actions.push({ kind: 'forward', pool });
  else if (waf === undefined) actions.push({ kind: 'log-ab' });
  if (waf !== undefined) actions.push({ kind: 'waf', policy: waf });
  if (target !== undefined) actions.push(rewriteUri(path, target));

  const source: Condition[] = sources.length > 0 ? [{ kind: 'source', addresses: sources }] : [];
  const conditions = [...hostConditions(uri), ...segmentConditions(uri), ...source];
  const rule: Rule = { name: routeRuleName(route.namespace, path, pool), conditions, actions };
  if (appRoot === undefined) return [rule];

  const root = parseRuleUri(route.host + route.path);
  if (!root) return 'uri';
  return [
    {
      name: appRootRuleName(route.host, appRoot),
      conditions: [...hostConditions(root), { kind: 'path', value: '/' }, ...source],
      actions: [{ kind: 'redirect', location: appRoot }],
    },
    rule,
    // The same condition object as in the rule before: a host merged into one of them shows in both.
    { name: routeRuleName(route.namespace, '', pool), conditions: conditions.slice(0, 1), actions },
  ];
}
