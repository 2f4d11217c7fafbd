import type { Action, Condition } from '../adc.ts';
import type { RuleUri } from './rule-uri.ts';

/** `*.wild.com` matches by its end, `.wild.com`. No host, no condition (specification 01 §5.6, 02 §5.4). */
export function hostConditions({ host }: RuleUri): Condition[] {
  if (host === '') return [];
  if (host.startsWith('*.')) return [{ kind: 'host', operand: 'ends-with', hosts: [host.slice(1)] }];
  return [{ kind: 'host', operand: 'equals', hosts: [host] }];
}

export function segmentConditions({ segments }: RuleUri): Condition[] {
  return segments.map((value, index) => ({ kind: 'path-segment', index: index + 1, value }));
}

/** Replaces the path that a rule matches by another: by a TCL expression, or by the text itself for rules without a path. */
export function rewriteUri(path: string, target: string): Action {
  const value =
    path === ''
      ? target
      : target === '/'
        ? `tcl:[ expr {[string match [HTTP::uri] ${path} ] ? [regsub ${path} [HTTP::uri] / ] : [regsub ${path} [HTTP::uri] "" ] }]`
        : `tcl:[regsub ${path} [HTTP::uri] ${target} ]`;
  return { kind: 'rewrite-uri', value };
}
