import type { Resource } from '../model/metadata.ts';
import type { MonitorReference, Virtual } from '../translate/adc.ts';
import type { GslbDomain, GslbTenant } from '../translate/gslb.ts';
import { as3Decimal, type View } from '../translate/index.ts';
import { partitionPath } from '../translate/partitions.ts';
import type { As3Object } from './as3.ts';
import { checkOf, checkTenant, type Problem } from './check-tenant.ts';
import { declarationText, emitEnvelope, withObjects } from './declaration.ts';
import { emitGslbTenant } from './gslb.ts';
import { takesAllKept } from './kept-objects.ts';
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

/** One declaration with all tenants of a view, or undefined where the controller would post nothing. */
export function emitWhole(view: View, options: EmitOptions): As3Object | undefined {
  const tenants = [...lazyTenants(view, options)].map(([name, tenant]) => {
    const objects = Object.fromEntries([...(tenant.objects ?? [])].map(([key, make]) => [key, make()]));
    return [name, withObjects(tenant, objects)] as const;
  });
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

/** Reports what AS3 would refuse, at the resource that it comes from: that of a pool, or the route group. */
export function reportAs3Problem(view: View, tenant: string, problem: Problem): void {
  const virtuals = view.tenants.find(({ name }) => name === tenant)?.virtuals ?? [];
  const { object } = problem;
  const group = view.groups.find(admitted => admitted.group.tenant === tenant);
  const ofGslb = view.gslb?.name === tenant ? dnsOf(view.gslb, object) : undefined;
  // What is wrong of the tenant as such is its name, or what its first virtual server gives to it.
  const first = object === '' && !group ? virtuals[0]?.origin : undefined;
  const origin = ofGslb ?? originOf(virtuals, object) ?? first;
  const at = origin
    ? { source: origin.source, ...(origin === first && { path: partitionPath(origin) }) }
    : group?.group.spec.place;
  const resource = origin && { kind: origin.kind, namespace: origin.namespace, name: origin.name };
  view.findings.add('as3-invalid', { tenant, ...problem }, { ...(at && { at }), ...(resource && { resource }) });
}

/** The ExternalDNS that an object of the GSLB tenant comes from. */
function dnsOf({ domains }: GslbTenant, object: string): Resource | undefined {
  const made = ({ name, pools }: GslbDomain): boolean =>
    name === object ||
    pools.some(pool => pool.name === object || pool.monitors.some(monitor => monitor.name === object));
  return domains.findLast(made)?.spec;
}

/** The resource that an object of a tenant comes from: that of its pool, monitor or virtual server. */
function originOf(virtuals: readonly Virtual[], object: string): Resource | undefined {
  for (const { pools, origin, monitors } of virtuals) {
    const pool = pools.find(({ name, monitors: references }) => {
      const monitor = (reference: MonitorReference): boolean =>
        'use' in reference && reference.use.endsWith(`/${object}`);
      return name === object || references.some(monitor);
    });
    if (pool) return pool.origin;
    if (monitors.some(({ name }) => name === object)) return origin;
  }
  const named = virtuals.filter(({ name }) => object.includes(name));
  const [longest] = named.sort((a, b) => b.name.length - a.name.length);
  return longest?.origin.kind === 'ConfigMap' ? undefined : longest?.origin;
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
