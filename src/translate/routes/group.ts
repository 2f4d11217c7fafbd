import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import { type BaseRouteSpec, groupWhere } from '../../model/extended-spec.ts';
import type { Policy } from '../../model/policy.ts';
import type { Route } from '../../model/route.ts';
import { placeIn, whereOf } from '../../model/where.ts';
import type { Virtual } from '../adc.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { ControllerCrash, GroupFailure } from '../failures.ts';
import {
  type AdmittedRoute,
  admitRoute,
  claimKey,
  compareRoutes,
  type RouteClaims,
  type RouteRejection,
  rejectClaimed,
} from './admission.ts';
import { groupPolicy, type RouteGroup } from './groups.ts';
import { RouteMembers } from './pools.ts';
import { httpPort, httpsPort, routeVirtual } from './virtual.ts';

/** Routes of a group after validation (specification 01 §5.3 step 2), by `namespace/name`, in the controller's order. */
export interface AdmittedGroup {
  readonly group: RouteGroup;
  readonly routes: Map<string, AdmittedRoute>;
  readonly rejections: Map<string, RouteRejection & { readonly route: Route }>;
  readonly policy: Policy | undefined;
  /** The Policy is named and cannot be had: the group fails when it has Routes. */
  readonly policyProblem?: string;
}

export interface GroupInput {
  readonly inventory: Inventory;
  readonly base: BaseRouteSpec;
  /** The global extended ConfigMap. */
  readonly configMap: ConfigMap;
  readonly as3Version: number;
  readonly claims: RouteClaims;
  readonly findings: Findings;
}

/**
 * Validates the Routes of a group. Of two that claim one host and path the older wins, whichever was looked at first: a
 * younger one in this group or in one of the `earlier` groups loses its place (specification 01 §5.1).
 */
export function admitGroup(input: GroupInput, group: RouteGroup, earlier: readonly AdmittedGroup[]): AdmittedGroup {
  const { inventory, claims } = input;
  const { policyCR } = group.spec;
  const found = policyCR === '' ? undefined : groupPolicy(inventory, policyCR);
  const policy = typeof found === 'string' ? undefined : found;
  const routes = new Map<string, AdmittedRoute>();
  const rejections: AdmittedGroup['rejections'] = new Map();
  const admitted = { group, routes, rejections, policy, ...(typeof found === 'string' && { policyProblem: found }) };
  for (const ofNamespace of groupRoutes(inventory, group)) {
    for (const route of ofNamespace.sort(compareRoutes)) {
      const verdict = admitRoute(input, route, policy);
      if ('reason' in verdict) {
        rejections.set(objectKey(route), { ...verdict, route });
        continue;
      }
      routes.set(objectKey(route), verdict);
      const younger = claims.accept(route);
      const loser = younger && [...earlier, admitted].find(({ routes: own }) => own.has(objectKey(younger)));
      if (!younger || !loser) continue;
      loser.routes.delete(objectKey(younger));
      loser.rejections.set(objectKey(younger), { ...rejectClaimed(input.findings, younger, route), route: younger });
    }
  }
  return admitted;
}

/** Routes that `--route-label` selects, of each namespace of a group, or of all of them for the empty name. */
export function groupRoutes({ local, controller }: Inventory, { namespaces }: RouteGroup): Route[][] {
  return namespaces.map(namespace => {
    const routes = namespace === '' ? [...local.routes.values()] : (local.routesByNamespace.get(namespace) ?? []);
    return routes.filter(({ labels }) => controller.selectsRoute(labels));
  });
}

/** The virtual servers of a group (specification 01 §5.3): none without Routes; `failed` where one thing blanks it all. */
export function groupVirtuals(input: GroupInput, admitted: AdmittedGroup): Virtual[] | 'failed' {
  const { inventory, findings, as3Version, base, configMap } = input;
  const { group, policy, policyProblem } = admitted;
  const routes = [...admitted.routes.values()].map(route => ({
    ...route,
    members: new RouteMembers(inventory, route.route, route.port, route.entries),
  }));
  if (routes.length === 0) return [];
  if (policyProblem !== undefined) return failOnPolicy(findings, group, 'policyCR', policyProblem);

  const plain = routes.some(
    ({ route: { tls } }) => !tls || tls.insecurePolicy === 'Allow' || tls.insecurePolicy === 'Redirect',
  );
  const secure = routes.some(({ route }) => route.tls);
  const common = { inventory, group, routes, groupPolicy: policy, base, configMap, as3Version, findings };
  try {
    const virtuals: Virtual[] = [];
    if (plain) {
      const name = group.spec.httpServerPolicyCR;
      const httpPolicy = name === '' ? policy : groupPolicy(inventory, name);
      if (typeof httpPolicy === 'string') return failOnPolicy(findings, group, 'httpServerPolicyCR', httpPolicy);
      if (name !== '' && !policy) {
        findings.add('http-policy-alone', { group: group.id }, groupWhere(group.spec, 'httpServerPolicyCR'));
        throw new ControllerCrash();
      }
      virtuals.push(routeVirtual({ ...common, port: httpPort, policy: httpPolicy }));
    }
    if (secure) virtuals.push(routeVirtual({ ...common, port: httpsPort, policy }));
    return virtuals;
  } catch (error) {
    if (error instanceof GroupFailure) return 'failed';
    throw error;
  }
}

function failOnPolicy(findings: Findings, group: RouteGroup, key: string, problem: string): 'failed' {
  findings.add('route-group-policy', { group: group.id, problem }, groupWhere(group.spec, key));
  return 'failed';
}

/** Reports Routes of one second that claim the same host and path: the controller lets all of them in (01 §5.1). */
export function reportEqualClaims(groups: readonly AdmittedGroup[], findings: Findings): void {
  const seen = new Map<string, Route>();
  for (const { route } of groups.flatMap(({ routes }) => [...routes.values()])) {
    const claim = claimKey(route.host, route.path);
    const before = seen.get(claim);
    if (before && before.created === route.created) {
      const values = { name: route.name, uri: claim, other: objectKey(before) };
      const other = placeIn(before, ['spec', 'host']);
      findings.add('route-host-twice', values, { ...whereOf(route, ['spec', 'host']), other });
    }
    if (!before) seen.set(claim, route);
  }
}
