import type { ResourceRef } from '../finding.ts';
import type { Place } from '../place.ts';
import { as3Decimal, type View } from '../translate/index.ts';
import { partitionPath } from '../translate/partitions.ts';
import type { As3Object } from './as3.ts';
import { checkOf, checkTenant, type Problem } from './check-tenant.ts';
import { declarationText, emitEnvelope, withObjects } from './declaration.ts';
import { emitGslbTenant } from './gslb.ts';
import { takesAllKept } from './kept-objects.ts';
import { dnsOf, originsOf } from './origin.ts';
import { emitTenant, type LazyTenant, type TenantSettings } from './tenant.ts';

export type { Problem } from './check-tenant.ts';

/** A declaration with one tenant, as a file holds it. */
export interface EmittedTenant {
  readonly tenant: string;
  /** Its text in pieces. Every object is checked on its way; what AS3 would refuse is handed to `refuse`. */
  readonly text: (refuse: (problem: Problem) => void) => Generator<string>;
}

export interface EmitOptions {
  /** AS3 release on the BIG-IP. */
  readonly as3Version: string;
  /** Cluster whose members are left out; everything else stays as it is. */
  readonly leftOut?: string;
}

/** AS3 of a view, a file for each tenant. */
export function* emitView(view: View, options: EmitOptions): Generator<EmittedTenant> {
  const { as3Version } = options;
  for (const [name, tenant] of lazyTenants(view, options)) {
    yield {
      tenant: name,
      *text(refuse) {
        // A view with members left out holds nothing that the whole one does not.
        const check = options.leftOut === undefined ? checkOf(as3Version, name, tenant, refuse) : undefined;
        check?.({});
        yield* declarationText(as3Version, name, tenant, (key, object) => check?.({ [key]: object }));
      },
    };
  }
}

/** Tenants of a view by name, each made when it is asked for: what stands under its name in a declaration. */
export function emitTenants(view: View, options: EmitOptions): ReadonlyMap<string, () => As3Object> {
  return new Map(
    [...lazyTenants(view, options)].map(([name, tenant]) => [
      name,
      () => withObjects(tenant, Object.fromEntries([...(tenant.objects ?? [])].map(([key, make]) => [key, make()]))),
    ]),
  );
}

/** One declaration with all tenants of a view, or undefined where the controller would post nothing. */
export function emitWhole(view: View, options: EmitOptions): As3Object | undefined {
  const tenants = [...emitTenants(view, options)].map(([name, make]) => [name, make()] as const);
  // A tenant cannot have the name of a key of the declaration itself; that it does is reported as invalid AS3.
  const envelope = emitEnvelope(options.as3Version);
  return tenants.length === 0 ? undefined : { ...envelope, ...Object.fromEntries(tenants), ...envelope };
}

/** Reports everything of a view that AS3 would refuse. */
export function reportAs3Problems(view: View, options: EmitOptions): void {
  const settings = settingsOf(view, options);
  if (settings && takesAllKept(view, settings, options.as3Version)) return;
  for (const [name, tenant] of lazyTenants(view, options)) {
    checkTenant(options.as3Version, name, tenant, problem => reportAs3Problem(view, name, problem));
  }
}

/** Reports what AS3 would refuse, at the resource that it comes from. */
export function reportAs3Problem(view: View, tenant: string, problem: Problem): void {
  view.findings.add('as3-invalid', { tenant, ...problem }, whereFrom(view, tenant, problem.object));
}

/** Where an object of a tenant comes from: the resource of its pool, monitor or virtual server, or the route group. */
export function whereFrom(
  view: View,
  tenant: string,
  object: string,
): { readonly at?: Place; readonly resource?: ResourceRef } {
  const virtuals = view.tenants.find(({ name }) => name === tenant)?.virtuals ?? [];
  const group = view.groups.find(admitted => admitted.group.tenant === tenant);
  const ofGslb = view.gslb?.name === tenant ? dnsOf(view.gslb, object) : undefined;
  // What is wrong of the tenant as such is its name, or what its first virtual server gives to it.
  const first = object === '' && !group ? virtuals[0]?.origin : undefined;
  const origin = ofGslb ?? originsOf(virtuals)(object) ?? first;
  const at = origin
    ? { source: origin.source, ...(origin === first && { path: partitionPath(origin) }) }
    : group?.group.spec.place;
  return {
    ...(at && { at }),
    ...(origin && { resource: { kind: origin.kind, namespace: origin.namespace, name: origin.name } }),
  };
}

/** What every tenant of a view carries; undefined where it posts nothing. */
function settingsOf({ controller, outcome }: View, { as3Version, leftOut }: EmitOptions): TenantSettings | undefined {
  if (!controller || outcome !== 'posts') return undefined;
  return {
    label: controller.partition,
    defaultRouteDomain: controller.defaultRouteDomain,
    useCommonRouteDomainTenant: controller.sharedDefaultRouteDomain,
    as3Version: as3Decimal(as3Version),
    ...(leftOut !== undefined && { leftOut }),
  };
}

function* lazyTenants(view: View, options: EmitOptions): Generator<readonly [string, LazyTenant]> {
  const settings = settingsOf(view, options);
  if (!settings) return;
  for (const tenant of view.tenants) yield [tenant.name, emitTenant(tenant, settings)];
  if (view.gslb) yield [view.gslb.name, emitGslbTenant(view.gslb)];
}
