import type { As3Object } from '../emit/as3.ts';
import { isObject } from './values.ts';

/** An object in an application of a tenant. */
export interface TenantObject {
  readonly application: string;
  readonly name: string;
  readonly object: As3Object;
}

/** True for a tenant that AS3 deletes: one without any application (specification 02 §11.2). */
export function isEmptied(tenant: As3Object): boolean {
  return applicationsOf(tenant).size === 0;
}

/** Objects of all applications of a tenant, as they are written. */
export function tenantObjects(tenant: As3Object | undefined): readonly TenantObject[] {
  return [...applicationsOf(tenant ?? {})].flatMap(([application, held]) =>
    [...objectsOf(held)].map(([name, object]) => ({ application, name, object })),
  );
}

export function applicationsOf(tenant: As3Object): ReadonlyMap<string, As3Object> {
  return heldBy(tenant, ({ class: name }) => name === 'Application');
}

const words = new Set(['Controls', 'Constants']);

export function objectsOf(application: As3Object | undefined): ReadonlyMap<string, As3Object> {
  return heldBy(application ?? {}, ({ class: name }) => typeof name === 'string' && !words.has(name));
}

/** True for what listens: a virtual server of any kind, but not the address that several share. */
export function isVirtualServer({ class: name }: As3Object): boolean {
  return String(name).startsWith('Service_') && name !== 'Service_Address';
}

function heldBy(object: As3Object, holds: (held: As3Object) => boolean): ReadonlyMap<string, As3Object> {
  const held = Object.entries(object).filter(
    (entry): entry is [string, As3Object] => isObject(entry[1]) && holds(entry[1]),
  );
  return new Map(held);
}
