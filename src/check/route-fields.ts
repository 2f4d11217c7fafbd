import type { Policy } from '../model/policy.ts';
import { annotationPrefix, type Route } from '../model/route.ts';
import { refOf, whereOf } from '../model/where.ts';
import { annotationPlace } from '../translate/routes/admission.ts';
import type { Check } from './index.ts';

const terminations = ['edge', 'passthrough', 'reencrypt'];
const insecurePolicies = ['', 'None', 'Allow', 'Redirect'];
const cidr = /^[0-9A-Fa-f.:]+\/\d{1,3}$/;

/** Fields and annotations of Routes that the controller takes in another way than they read (01 §5.3, §5.9, §5.13, §5.14). */
export const checkRouteFields: Check = ({ groups, table, findings }) => {
  for (const { routes, policy, group } of groups) {
    for (const { route } of routes.values()) {
      const { name, tls, annotations } = route;
      if (route.host === '') findings.add('route-without-host', { name }, whereOf(route, ['spec']));
      const resource = refOf(route);
      if (table?.several && table.mode !== 'ratio' && route.alternateBackends.length > 0) {
        const mode = table.mode === 'none' ? 'standalone' : table.mode;
        findings.add('route-backends-mixed', { name, mode }, whereOf(route, ['spec', 'alternateBackends'], 'key'));
      }
      const field = (path: readonly string[], reason: string): void =>
        findings.add('route-field-ignored', { name, field: path.join('.'), reason }, whereOf(route, path));
      const annotation = (key: string, reason: string): void =>
        findings.add(
          'route-field-ignored',
          { name, field: annotationPrefix + key, reason },
          { at: annotationPlace(route, key), resource },
        );

      [route.to, ...route.alternateBackends].forEach(({ weight }, index) => {
        if (weight >= 0 && weight <= 256) return;
        const path = index === 0 ? ['spec', 'to', 'weight'] : ['spec', 'alternateBackends', index - 1, 'weight'];
        findings.add('route-weight-range', { name, weight }, whereOf(route, path));
      });
      if (tls && !terminations.includes(tls.termination)) {
        field(['spec', 'tls', 'termination'], `"${tls.termination}" is not one of ${terminations.join(', ')}`);
      }
      if (tls && !insecurePolicies.includes(tls.insecurePolicy)) {
        const reason = `"${tls.insecurePolicy}" is none of None, Allow, Redirect in exactly this spelling, and counts as None`;
        field(['spec', 'tls', 'insecureEdgeTerminationPolicy'], reason);
      }
      const ranges = annotations['allow-source-range'];
      const odd = ranges?.split(',').find(range => !cidr.test(range.trim()));
      if (odd !== undefined) annotation('allow-source-range', `"${odd.trim()}" is no CIDR; it is used all the same`);
      const limit = annotations['pod-concurrent-connections'];
      if (limit !== undefined && !/^\d{1,9}$/.test(limit)) {
        annotation('pod-concurrent-connections', `"${limit}" is no whole number, so there is no limit`);
      }
      if (policy && !group.spec.allowOverride) {
        for (const [key, what] of hidden(route, policy))
          annotation(key, `Policy ${policy.namespace}/${policy.name} sets ${what}, which wins`);
      }
    }
  }
};

/** Annotations that a Policy of the group keeps from counting. */
function hidden({ annotations }: Route, { l7, l3 }: Policy): Array<readonly [key: string, what: string]> {
  return [
    ...(annotations.waf !== undefined && l7.waf !== '' ? [['waf', 'l7Policies.waf'] as const] : []),
    ...(annotations['allow-source-range'] !== undefined && l3.allowSourceRange
      ? [['allow-source-range', 'l3Policies.allowSourceRange'] as const]
      : []),
  ];
}
