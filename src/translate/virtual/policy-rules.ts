import type { Condition, Rule } from '../adc.ts';

/** Above this size Go's sort is no insertion sort any more; ours stays one (specification 01 §5.7). */
const insertionSortLimit = 12;

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

/**
 * Rules with one number of conditions, of which at least one has a whole-path condition, under repeated insertion sorts. More
 * conditions always come first, so each number of conditions is sorted for itself.
 *
 * In Go's insertion sort an element moves left while it comes before its left neighbour. Here a rule with a path passes
 * everything and lands in front; a rule without one passes those with one, and what it comes before. So the rules without a
 * path end in order, and each one with a path ends in front of the least of those that were there when it was inserted, the
 * later in front of the earlier; or behind all, when there was none. That is one walk instead of a walk for every element.
 */
class TiedRules {
  #order: Ranked[] = [];

  get order(): readonly Ranked[] {
    return this.#order;
  }

  append(rule: Ranked): void {
    this.#order.push(rule);
  }

  /** One insertion sort of the rules as they stand. */
  sort(): void {
    const plain: Ranked[] = [];
    const inFrontOf = new Map<Ranked | undefined, Ranked[]>();
    let least: Ranked | undefined;
    for (const rule of this.#order) {
      if (rule.hasPath) {
        const group = inFrontOf.get(least);
        if (group) group.push(rule);
        else inFrontOf.set(least, [rule]);
        continue;
      }
      insert(plain, rule);
      if (!least || comesBefore(rule, least)) least = rule;
    }
    const reversed = (group: readonly Ranked[] | undefined): readonly Ranked[] => (group ? [...group].reverse() : []);
    this.#order = [];
    for (const rule of plain) this.#order.push(...reversed(inFrontOf.get(rule)), rule);
    this.#order.push(...reversed(inFrontOf.get(undefined)));
  }
}

/** Puts a rule behind the last one that it does not come before. */
function insert(sorted: Ranked[], rule: Ranked): void {
  let low = 0;
  let high = sorted.length;
  if (high > 0 && !comesBefore(rule, sorted[high - 1]!)) low = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesBefore(rule, sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  sorted.splice(low, 0, rule);
}

/** The rules of a virtual server's one LTM policy, collected Route by Route, or VirtualServer by VirtualServer (specification 01 §5.7, 02 §5.5). */
export class PolicyRules {
  readonly #batches: Rule[][] = [];
  readonly #byName = new Map<string, Rule>();
  #hasPath = false;

  /**
   * Adds the rules of one resource. A rule whose name exists already lives on only as a host of that rule; within a batch names
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
    const tied = new Map<number, TiedRules>();
    const withPath = new Set<TiedRules>();
    for (const batch of all) {
      for (const rule of batch) {
        const rules = tied.get(rule.conditions) ?? new TiedRules();
        tied.set(rule.conditions, rules);
        rules.append(rule);
        if (rule.hasPath) withPath.add(rules);
      }
      // Without a path the order is total, and the last sort makes it.
      for (const rules of withPath) rules.sort();
    }
    for (const rules of tied.values()) if (!withPath.has(rules)) rules.sort();
    const descending = [...tied].sort(([a], [b]) => b - a);
    return descending.flatMap(([, rules]) => rules.order.map(({ rule }) => rule));
  }
}

/** With WAFs by rule, the others switch it off, and what matches no rule is dropped (01 §5.9, 02 §5.6). */
export function withoutWaf(rules: readonly Rule[], dropRule: string): Rule[] {
  const off = rules.map(rule =>
    rule.actions.some(({ kind }) => kind === 'waf')
      ? rule
      : { ...rule, actions: [...rule.actions, { kind: 'waf' as const }] },
  );
  return [...off, { name: dropRule, conditions: [], actions: [{ kind: 'drop' }, { kind: 'waf' }] }];
}
