import type { Condition, Rule } from './adc.ts';

/** Above this size Go's sort is no insertion sort any more; ours stays one (specification 01 §5.7). */
export const insertionSortLimit = 12;

type HostCondition = Extract<Condition, { readonly kind: 'host' }>;

const isHost = (condition: Condition): condition is HostCondition => condition.kind === 'host';

/** What the order of rules looks at, counted once a rule. */
interface Ranked {
  readonly rule: Rule;
  readonly conditions: number;
  readonly hasPath: boolean;
  readonly equals: number;
  readonly endsWith: number;
}

function ranked(rule: Rule): Ranked {
  const { conditions } = rule;
  const endsWith = conditions.filter(
    condition => condition.kind === 'host' && condition.operand === 'ends-with',
  ).length;
  const source = conditions.filter(condition => condition.kind === 'source').length;
  return {
    rule,
    conditions: conditions.length,
    hasPath: conditions.some(condition => condition.kind === 'path'),
    equals: conditions.length - endsWith - source,
    endsWith,
  };
}

/** The controller's comparison. With a whole-path condition it says yes in both directions, so the algorithm matters. */
function comesBefore(a: Ranked, b: Ranked): boolean {
  if (a.conditions !== b.conditions) return a.conditions > b.conditions;
  if (a.hasPath || b.hasPath) return true;
  if (a.equals !== b.equals) return a.equals > b.equals;
  if (a.endsWith !== b.endsWith) return a.endsWith > b.endsWith;
  return a.rule.name < b.rule.name;
}

/** Go's insertion sort: each element moves left while it comes before its left neighbour. */
function insertionSort(rules: Ranked[]): void {
  for (let i = 1; i < rules.length; i++) {
    const moving = rules[i]!;
    let at = i;
    while (at > 0 && comesBefore(moving, rules[at - 1]!)) {
      rules[at] = rules[at - 1]!;
      at--;
    }
    rules[at] = moving;
  }
}

/** The rules of a virtual server's one LTM policy, collected Route by Route (specification 01 §5.7). */
export class PolicyRules {
  readonly #batches: Rule[][] = [];
  readonly #byName = new Map<string, Rule>();
  #hasPath = false;

  /**
   * Adds the rules of one Route. A rule whose name exists already lives on only as a host of that rule; within a batch names
   * may repeat. Returns the rules that were merged away, each with the one that took its host.
   */
  add(rules: readonly Rule[]): Array<{ readonly lost: Rule; readonly into: Rule }> {
    const merged: Array<{ lost: Rule; into: Rule }> = [];
    const batch: Rule[] = [];
    for (const rule of rules) {
      const into = this.#byName.get(rule.name);
      if (into) {
        into.conditions.find(isHost)?.hosts.push(...(rule.conditions.find(isHost)?.hosts ?? []));
        merged.push({ lost: rule, into });
      } else batch.push(rule);
    }
    for (const rule of batch) {
      if (!this.#byName.has(rule.name)) this.#byName.set(rule.name, rule);
      this.#hasPath ||= rule.conditions.some(({ kind }) => kind === 'path');
    }
    this.#batches.push(batch);
    return merged;
  }

  get empty(): boolean {
    return this.#byName.size === 0;
  }

  /** True where the order of rules depends on how the controller sorts, and it would sort another way than we do. */
  get orderIsUncertain(): boolean {
    return this.#hasPath && this.#batches.reduce((sum, batch) => sum + batch.length, 0) > insertionSortLimit;
  }

  /**
   * All rules in the controller's order. It sorts whenever rules are added. Without a whole-path condition the order is total
   * and one sort at the end gives the same; with one, every sort is repeated.
   */
  sorted(): Rule[] {
    const all = this.#batches.map(batch => batch.map(ranked));
    if (!this.#hasPath) {
      const rules = all.flat();
      return rules.sort((a, b) => (comesBefore(a, b) ? -1 : comesBefore(b, a) ? 1 : 0)).map(({ rule }) => rule);
    }
    const rules: Ranked[] = [];
    for (const batch of all) {
      rules.push(...batch);
      insertionSort(rules);
    }
    return rules.map(({ rule }) => rule);
  }
}

/** With WAFs by Route, the others switch it off, and what matches no rule is dropped (01 §5.9). */
export function withoutWaf(rules: readonly Rule[]): Rule[] {
  const off = rules.map(rule =>
    rule.actions.some(({ kind }) => kind === 'waf')
      ? rule
      : { ...rule, actions: [...rule.actions, { kind: 'waf' as const }] },
  );
  return [
    ...off,
    { name: 'openshift_route_waf_disable', conditions: [], actions: [{ kind: 'drop' }, { kind: 'waf' }] },
  ];
}
