import type { Findings } from '../../finding.ts';
import { suggestion } from '../../load/suggestion.ts';
import type { BaseRouteSpec } from '../../model/extended-spec.ts';
import { type JsonProblem, jsonPlace } from '../../model/json-annotation.ts';
import type { MultiClusterService } from '../../model/multi-cluster-services.ts';
import type { Policy } from '../../model/policy.ts';
import { annotationPrefix, type Route } from '../../model/route.ts';
import { placeIn, refOf, whereOf } from '../../model/where.ts';
import { byBytes } from '../../order.ts';
import type { Path, Place } from '../../place.ts';
import { isUsableEntry } from '../clusters/cluster-table.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { routeServicePort } from './port.ts';
import { type TlsOption, tlsOption } from './tls-option.ts';

/** A Route that the controller accepts, with what was found out on the way. */
export interface AdmittedRoute {
  readonly route: Route;
  readonly tlsOption: TlsOption;
  /** Usable entries of `multiClusterServices`. */
  readonly entries: readonly MultiClusterService[];
  /** Service port of all its backends; 0 = unknown. */
  readonly port: number;
}

export interface RouteRejection {
  /** The controller's own reason and message, as it writes them to the Route's status. */
  readonly reason: 'HostAlreadyClaimed' | 'ExtendedValidationFailed' | 'InvalidAnnotation' | 'ServiceNotFound';
  readonly message: string;
}

/** Place of an annotation of a Route. */
export function annotationPlace(route: Route, key: string): Place {
  return { source: route.source, path: ['metadata', 'annotations', annotationPrefix + key] };
}

/** Place of what is wrong in the JSON of an annotation. */
export function jsonProblemPlace(route: Route, key: string, problem: JsonProblem): Place {
  return { ...annotationPlace(route, key), inner: jsonPlace(problem) };
}

/** Order in which the controller looks at the Routes of a namespace (specification 01 §5.1). Ties by name. */
export function compareRoutes(a: Route, b: Route): number {
  const path = (route: Route): string => (route.path === '/' ? '' : route.path);
  return (
    byBytes(a.host, b.host) ||
    byBytes(path(a), path(b)) ||
    a.created - b.created ||
    byBytes(a.name, b.name) ||
    byBytes(a.namespace, b.namespace)
  );
}

/**
 * Who may serve a host and path (specification 01 §5.1). The older Route wins; Routes of the same second are let in together; and
 * a claim is dropped when another Route of the same second is accepted, since the controller takes it for an older version
 * of that Route. So a second holds one claim at most.
 */
export class RouteClaims {
  readonly #byKey = new Map<string, { readonly created: number; readonly route: Route }>();
  readonly #keyBySecond = new Map<number, string>();

  /** The Route that keeps this one out, if any. */
  claimant({ host, path, created }: Route): Route | undefined {
    const claim = this.#byKey.get(claimKey(host, path));
    return claim && claim.created < created ? claim.route : undefined;
  }

  /** Notes an accepted Route. Returns a younger one that it puts out, for groups that were looked at in another order. */
  accept(route: Route): Route | undefined {
    const key = claimKey(route.host, route.path);
    const before = this.#byKey.get(key);
    const former = this.#keyBySecond.get(route.created);
    if (former !== undefined && former !== key) this.#byKey.delete(former);
    if (before) this.#keyBySecond.delete(before.created);
    this.#byKey.set(key, { created: route.created, route });
    this.#keyBySecond.set(route.created, key);
    return before && before.created > route.created ? before.route : undefined;
  }
}

/** `""` and `/` are one path. */
export function claimKey(host: string, path: string): string {
  return host + (path === '' ? '/' : path);
}

/** Rejects a Route whose host and path belong to an older one. */
export function rejectClaimed(findings: Findings, route: Route, claimant: Route): RouteRejection {
  const { name, host, path } = route;
  const values = { name, uri: claimKey(host, path), by: `${claimant.namespace}/${claimant.name}` };
  const other = placeIn(claimant, ['spec', 'host']);
  findings.add('route-host-claimed', values, { ...whereOf(route, ['spec', 'host']), other });
  const message = `Discarding route ${name} as other route already exposes URI ${host}${path} and is older `;
  return { reason: 'HostAlreadyClaimed', message };
}

export interface Admission {
  readonly inventory: Inventory;
  readonly base: BaseRouteSpec;
  readonly claims: RouteClaims;
  readonly findings: Findings;
}

/** Accepts or rejects a Route, in the controller's order of checks (specification 01 §5.2). */
export function admitRoute(
  admission: Admission,
  route: Route,
  policy: Policy | undefined,
): AdmittedRoute | RouteRejection {
  const { inventory, base, claims, findings } = admission;
  const { name, namespace, annotations } = route;
  const resource = refOf(route);
  const at = (path: Path) => whereOf(route, path);
  const annotation = (key: string) => ({ at: annotationPlace(route, key), resource });

  const claimant = claims.claimant(route);
  if (claimant) return rejectClaimed(findings, route, claimant);
  const option = tlsOption(route, base, policy);
  if (option.kind === 'rejected') {
    findings.add('route-tls-rejected', { name, problem: option.problem }, at(option.path));
    return { reason: 'ExtendedValidationFailed', message: option.message };
  }
  const invalid = (message: string): RouteRejection => ({ reason: 'InvalidAnnotation', message });
  const empty = (key: string): RouteRejection => {
    findings.add('route-annotation-empty', { name, key: annotationPrefix + key }, annotation(key));
    return invalid(`Discarding route ${name} as annotation ${annotationPrefix}${key} is empty`);
  };
  if (annotations['rewrite-app-root'] === '') return empty('rewrite-app-root');
  if (annotations['rewrite-app-root'] !== undefined && route.path !== '' && route.path !== '/') {
    findings.add('route-app-root-with-path', { name, path: route.path }, annotation('rewrite-app-root'));
    return invalid(
      `Discarding route ${name} as annotation ${annotationPrefix}rewrite-app-root is not allowed with path ${route.path}`,
    );
  }
  if (annotations.waf === '') return empty('waf');
  if (annotations['allow-source-range'] === '') return empty('allow-source-range');

  const listed = route.multiClusterServices;
  let entries: readonly MultiClusterService[] = [];
  if (listed !== undefined && inventory.table.several) {
    if ('problem' in listed) {
      const values = { name, key: `${annotationPrefix}multiClusterServices`, problem: listed.problem };
      const at = jsonProblemPlace(route, 'multiClusterServices', listed);
      findings.add('route-annotation-json', values, { at, resource });
      return invalid(
        `unable to parse annotation ${annotationPrefix}multiClusterServices for route ${name}/${namespace}`,
      );
    }
    entries = listed.entries.filter(entry => isUsableEntry(inventory.table, entry));
  }
  const port = routeServicePort(inventory, route);
  if (port === 0 && !inventory.table.several) {
    const services = (inventory.local.servicesByNamespace.get(namespace) ?? []).map(service => service.name);
    const near = services.includes(route.to.name) ? {} : suggestion(route.to.name, services);
    findings.add(
      'route-service-missing',
      { name, service: `${namespace}/${route.to.name}`, ...near },
      at(['spec', 'to', 'name']),
    );
    return {
      reason: 'ServiceNotFound',
      message: `Discarding route ${name} as service associated with it doesn't exist`,
    };
  }
  if (port === 0) {
    const values = { name, service: `${namespace}/${route.to.name}` };
    findings.add('route-port-unknown', values, at(['spec', 'to', 'name']));
  }
  return { route, tlsOption: option, entries, port };
}
