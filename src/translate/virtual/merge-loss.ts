import type { Action, Condition, Rule } from '../adc.ts';

const actionWords: Readonly<Record<Action['kind'], string>> = {
  forward: 'pool',
  'log-ab': 'A/B',
  waf: 'WAF',
  drop: 'WAF',
  redirect: 'redirect',
  'rewrite-uri': 'rewrite',
  'rewrite-host': 'host rewrite',
  persist: 'persistence',
};

/** What a resource loses when its rule is merged into another one of its name (01 §5.7, 02 §5.5); undefined where nothing but the host differs. */
export function mergeLoss(lost: Rule, into: Rule): string | undefined {
  const losses: string[] = [];
  const operand = (rule: Rule): string | undefined =>
    rule.conditions.flatMap(c => (c.kind === 'host' ? [c.operand] : []))[0];
  if (operand(lost) === undefined || operand(into) === undefined) {
    if (operand(lost) !== operand(into)) losses.push('its rule as a whole, for lack of a host');
  } else if (operand(lost) !== operand(into))
    losses.push(`how its host is matched (${operand(into)} instead of ${operand(lost)})`);
  const actions = [...new Set(differingActions(lost, into).map(({ kind }) => actionWords[kind]))];
  if (actions.length > 0) losses.push(`its actions (${actions.join(', ')})`);
  if (differ(lost, into, 'source')) losses.push('its source range');
  if (differ(lost, into, 'path-segment', 'path')) losses.push('its path');
  return losses.length === 0 ? undefined : losses.join(', ');
}

/** Actions that only one of two rules has. */
function differingActions(a: Rule, b: Rule): Action[] {
  const only = (one: Rule, other: Rule): Action[] => {
    const texts = new Set(other.actions.map(action => JSON.stringify(action)));
    return one.actions.filter(action => !texts.has(JSON.stringify(action)));
  };
  return [...only(a, b), ...only(b, a)];
}

function differ(a: Rule, b: Rule, ...kinds: ReadonlyArray<Condition['kind']>): boolean {
  const text = ({ conditions }: Rule): string => JSON.stringify(conditions.filter(({ kind }) => kinds.includes(kind)));
  return text(a) !== text(b);
}
