import type { As3Object } from '../emit/as3.ts';
import type { Condition, Rule } from '../translate/adc.ts';
import { conditionPaths } from '../translate/traffic.ts';
import { isList, isObject } from './values.ts';

/** A rule of an `Endpoint_Policy` as far as requests go by it. */
export interface ForwardingRule {
  readonly paths: readonly string[];
  readonly pool?: string;
}

/** Rules of a policy by their names, in order. */
export function rulesOf({ rules }: As3Object): ReadonlyMap<string, As3Object> {
  const found = new Map<string, As3Object>();
  for (const rule of isList(rules) ? rules : []) {
    if (!isObject(rule)) continue;
    const name = String(rule.name ?? '');
    let key = name;
    for (let number = 2; found.has(key); number++) key = `${name} (${number})`;
    found.set(key, rule);
  }
  return found;
}

/** What a rule is for. Conditions that no controller posts say nothing. */
export function forwardingOf(rule: As3Object): ForwardingRule {
  const pool = poolOf(rule);
  return { paths: [...new Set(conditionPaths(conditionsOf(rule)))], ...(pool !== undefined && { pool }) };
}

/** A rule as far as requests go by it, as it was before AS3's words were put to it. */
export function forwardingRule(rule: As3Object): Pick<Rule, 'conditions' | 'actions'> {
  const pool = poolOf(rule);
  return { conditions: conditionsOf(rule), actions: pool === undefined ? [] : [{ kind: 'forward', pool }] };
}

function poolOf({ actions }: As3Object): string | undefined {
  for (const action of isList(actions) ? actions : []) {
    const pool =
      isObject(action) && action.type === 'forward' && isObject(action.select) ? action.select.pool : undefined;
    const name = isObject(pool) ? (pool.use ?? pool.bigip) : pool;
    if (typeof name === 'string') return name.slice(name.lastIndexOf('/') + 1);
  }
  return undefined;
}

/** Conditions as they were before AS3's words were put to them. */
function conditionsOf({ conditions }: As3Object): Condition[] {
  return (isList(conditions) ? conditions : []).filter(isObject).flatMap((condition): Condition[] => {
    const { type, name, all, pathSegment, path, index, address } = condition;
    if (type === 'httpHeader' && String(name).toLowerCase() === 'host' && isObject(all)) {
      const operand = all.operand === 'ends-with' ? 'ends-with' : 'equals';
      // Hosts are there with and without their port.
      const hosts = new Set(textsOf(all).map(host => host.replace(/:\d+$/, '')));
      return [{ kind: 'host', operand, hosts: [...hosts] }];
    }
    if (type === 'httpUri' && isObject(pathSegment))
      return textsOf(pathSegment).map(value => ({ kind: 'path-segment', index: Number(index), value }));
    if (type === 'httpUri' && isObject(path)) return textsOf(path).map(value => ({ kind: 'path', value }));
    return type === 'tcp' && isObject(address) ? [{ kind: 'source', addresses: textsOf(address) }] : [];
  });
}

function textsOf({ values }: As3Object): string[] {
  return (isList(values) ? values : []).map(String);
}
