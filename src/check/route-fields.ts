import type { Policy } from '../model/policy.ts';
import { annotationPrefix, type Route } from '../model/route.ts';
import { refOf, whereOf } from '../model/where.ts';
import { annotationPlace } from '../translate/routes/admission.ts';
import { connectionLimit } from '../translate/routes/pools.ts';
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
      const told = new Set<string>();
      /** What comes first is told: one reason is enough. */
      const annotation = (key: string, reason: string): void => {
        if (told.has(key)) return;
        told.add(key);
        findings.add(
          'route-field-ignored',
          { name, field: annotationPrefix + key, reason },
          { at: annotationPlace(route, key), resource },
        );
      };

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
      const ranges = tls?.termination === 'passthrough' ? undefined : annotations['allow-source-range'];
      const odd = ranges?.split(',').find(range => !cidr.test(range.trim()));
      if (odd !== undefined) annotation('allow-source-range', `"${odd.trim()}" is no CIDR; it is used all the same`);
      const limit = annotations['pod-concurrent-connections'];
      if (limit !== undefined && !/^[-+]?0+$/.test(limit) && connectionLimit(route) === 0) {
        annotation('pod-concurrent-connections', `"${limit}" is no whole number of 32 bits, so there is no limit`);
      }
      for (const [path, reason] of fieldsWithoutEffect(route)) field(path, reason);
      const split = route.alternateBackends.length > 0 || table?.mode === 'ratio';
      for (const [key, reason] of annotationsWithoutEffect(route, split)) annotation(key, reason);
      if (policy && !group.spec.allowOverride) {
        for (const [key, what] of hidden(route, policy))
          annotation(key, `Policy ${policy.namespace}/${policy.name} sets ${what}, which wins`);
      }
    }
  }
};

const noSlash = (text: string): string => `"${text}" does not begin with "/", so it is taken for the end of the host`;

/** Fields that passthrough has no use for, and a path that is none (01 §5.3, §5.6). */
function fieldsWithoutEffect({ path, tls }: Route): Array<readonly [path: readonly string[], reason: string]> {
  if (tls?.termination !== 'passthrough')
    return path === '' || path.startsWith('/') ? [] : [[['spec', 'path'], noSlash(path)]];
  const insecure = ['spec', 'tls', 'insecureEdgeTerminationPolicy'];
  return [
    ...(path === '' || path === '/' ? [] : [[['spec', 'path'], 'with passthrough the host alone decides'] as const]),
    ...(tls.insecurePolicy === 'Allow' ? [[insecure, 'port 80 has no rule for passthrough'] as const] : []),
  ];
}

const rewrites = ['rewrite-app-root', 'rewrite-target-url'];
const profiles = ['clientssl', 'serverssl'];

/** Annotations that do nothing for a Route of its kind (01 §5.6, §5.10). */
function annotationsWithoutEffect(
  { annotations, tls }: Route,
  split: boolean,
): Array<readonly [key: string, reason: string]> {
  const given = (keys: readonly string[], reason: string) =>
    keys.filter(key => annotations[key] !== undefined).map(key => [key, reason] as const);
  if (tls?.termination === 'passthrough')
    return given(['waf', 'allow-source-range', ...rewrites, ...profiles], 'passthrough hands TLS on as it is');
  const { 'rewrite-app-root': appRoot } = annotations;
  return [
    ...(split ? given(rewrites, 'nothing is rewritten where traffic is split') : []),
    ...(!split && appRoot && !appRoot.startsWith('/') ? [['rewrite-app-root', noSlash(appRoot)] as const] : []),
    ...(tls ? [] : given(profiles, 'the Route has no TLS')),
    ...(tls && tls.termination !== 'reencrypt' ? given(['serverssl'], 'only reencrypt has TLS to the servers') : []),
  ];
}

/** Annotations that a Policy of the group keeps from counting. */
function hidden({ annotations }: Route, { l7, l3 }: Policy): Array<readonly [key: string, what: string]> {
  return [
    ...(annotations.waf !== undefined && l7.waf !== '' ? [['waf', 'l7Policies.waf'] as const] : []),
    ...(annotations['allow-source-range'] !== undefined && l3.allowSourceRange
      ? [['allow-source-range', 'l3Policies.allowSourceRange'] as const]
      : []),
  ];
}
