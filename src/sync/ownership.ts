import { isDeepStrictEqual } from 'node:util';
import type { As3Object } from '../emit/as3.ts';

/** Label of every declaration that is rendered. */
export const ownLabel = 'cis-render';

/** What is declared on a BIG-IP. */
export interface Live {
  /** Label of the last declaration that was posted there, whatever its tenants. */
  readonly label?: string;
  readonly tenants: ReadonlyMap<string, As3Object>;
  /** What was declared before, the youngest first, as far as AS3 keeps it; asked for only where the label is another's. */
  readonly history: readonly Live[];
}

/** A declaration as AS3 answers with it. */
export function liveOf(declaration: As3Object | undefined, history: readonly Live[] = []): Live {
  const tenants = Object.entries(declaration ?? {}).flatMap(([name, value]) =>
    isTenant(value) ? [[name, value] as const] : [],
  );
  const { label } = declaration ?? {};
  return { ...(typeof label === 'string' && { label }), tenants: new Map(tenants), history };
}

function isTenant(value: unknown): value is As3Object {
  return typeof value === 'object' && value !== null && (value as As3Object).class === 'Tenant';
}

export type Owned = { readonly own: true } | { readonly own: false; readonly reason: string };

/**
 * Whether a tenant is this workspace's; one that is not on the BIG-IP is nobody else's. Two labels say it: that of the tenant, which is the
 * controller's default partition and AS3 keeps for each tenant; and that of the declaration, which says that it was rendered here. AS3 keeps
 * only the last declaration's, so where somebody else has posted since, its history tells: the tenant is as a rendered declaration left it.
 */
export function isOwn({ label, tenants, history }: Live, tenant: string, labels: ReadonlySet<string>): Owned {
  if (tenant === 'Common') return { own: false, reason: 'Common belongs to the BIG-IP' };
  const there = tenants.get(tenant);
  if (!there) return { own: true };
  const given = there.label;
  if (typeof given !== 'string' || !labels.has(given)) {
    const whose = typeof given === 'string' ? `label ${JSON.stringify(given)}` : 'no label';
    return { own: false, reason: `on the BIG-IP it has ${whose}, not that of this workspace` };
  }
  if (label === ownLabel) return { own: true };
  const rendered = history.find(declared => declared.label === ownLabel && declared.tenants.has(tenant));
  if (rendered && isDeepStrictEqual(rendered.tenants.get(tenant), there)) return { own: true };
  const last = label === undefined ? 'no label' : `label ${JSON.stringify(label)}`;
  return { own: false, reason: `the last declaration on the BIG-IP has ${last}, not "${ownLabel}"` };
}
