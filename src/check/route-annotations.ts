import type { Findings } from '../finding.ts';
import { suggestionBehind } from '../load/suggestion.ts';
import { reportUnreadKeys } from '../model/json-annotation.ts';
import { annotationPrefix, type Route } from '../model/route.ts';
import { refOf } from '../model/where.ts';
import { annotationPlace, jsonProblemPlace } from '../translate/routes/admission.ts';
import type { Check } from './index.ts';

/** What the controller reads on a Route (specification 01 §5.14). */
const known: readonly string[] = [
  'balance',
  'health',
  'rewrite-target-url',
  'rewrite-app-root',
  'clientssl',
  'serverssl',
  'waf',
  'allow-source-range',
  'multiClusterServices',
  'pod-concurrent-connections',
];

/** Annotations with the controller's prefix that it does not read. */
export const checkRouteAnnotations: Check = ({ inventory, groups, findings }) => {
  for (const { route } of groups.flatMap(({ routes }) => [...routes.values()])) {
    for (const key of Object.keys(route.annotations)) {
      if (known.includes(key)) continue;
      const meant = suggestionBehind(annotationPrefix, key, known);
      const values = { name: route.name, key: annotationPrefix + key, ...meant };
      findings.add('route-annotation-unknown', values, {
        at: { ...annotationPlace(route, key), part: 'key' },
        resource: refOf(route),
      });
    }
    checkHealth(route, findings);
    for (const name of ['health', 'multiClusterServices'] as const) {
      if (name === 'multiClusterServices' && !inventory?.table.several) continue;
      const where = { at: annotationPlace(route, name), resource: refOf(route) };
      const owner = { owner: `Route ${route.name}`, annotation: annotationPrefix + name, ...where };
      reportUnreadKeys(route[name], owner, findings);
    }
    if (route.annotations.multiClusterServices !== undefined && !inventory?.table.several) {
      const at = { ...annotationPlace(route, 'multiClusterServices'), part: 'key' as const };
      findings.add('multi-cluster-services-ignored', { owner: `Route ${route.name}` }, { at, resource: refOf(route) });
    }
  }
};

function checkHealth(route: Route, findings: Findings): void {
  const { health, name } = route;
  if (health === undefined) return;
  const resource = refOf(route);
  if ('problem' in health) {
    const values = { name, key: `${annotationPrefix}health`, problem: health.problem };
    findings.add('route-health-json', values, { at: jsonProblemPlace(route, 'health', health), resource });
  } else if (health.monitors.length > 1) {
    const at = annotationPlace(route, 'health');
    findings.add('route-health-several', { name, count: health.monitors.length }, { at, resource });
  }
}
