import type { Route } from '../../model/route.ts';
import type { Rule } from '../adc.ts';

/** What a Route loses when its rule is merged into another Route's (01 §9.1); undefined where nothing but the host differs. */
export function mergeLoss(route: Route, owner: Route | undefined, lost: Rule, into: Rule): string | undefined {
  const losses: string[] = [];
  const operand = (rule: Rule): string | undefined =>
    rule.conditions.flatMap(c => (c.kind === 'host' ? [c.operand] : []))[0];
  if (operand(lost) === undefined || operand(into) === undefined)
    losses.push('its rule as a whole, for lack of a host');
  else if (operand(lost) !== operand(into))
    losses.push(`how its host is matched (${operand(into)} instead of ${operand(lost)})`);
  if (JSON.stringify(lost.actions) !== JSON.stringify(into.actions)) losses.push('its actions (WAF, rewrite or A/B)');
  const sources = (rule: Rule): string => JSON.stringify(rule.conditions.filter(({ kind }) => kind === 'source'));
  if (sources(lost) !== sources(into)) losses.push('its source range');
  if (owner && route.path !== owner.path && route.path + owner.path !== '/') losses.push('its path');
  return losses.length === 0 ? undefined : losses.join(', ');
}
