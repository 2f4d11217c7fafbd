import validate, { type ValidationError } from '../generated/as3-emitted.mjs';
import type { As3Object } from './as3.ts';
import { emitEnvelope, withObjects } from './declaration.ts';
import type { LazyTenant } from './tenant.ts';

/** A value that AS3 would refuse: where in the declaration, and why. */
export interface Problem {
  /** Object of the tenant's `Shared` application, or empty. */
  readonly object: string;
  /** JSON pointer within the declaration. */
  readonly pointer: string;
  readonly reason: string;
}

/**
 * Checks a tenant with some of its objects. Object by object is enough, so that no more than one is held: none of AS3's rules that
 * we check spans two.
 */
export function checkOf(
  as3Version: string,
  name: string,
  tenant: LazyTenant,
  refuse: (problem: Problem) => void,
): (objects: Readonly<Record<string, As3Object>>) => void {
  const envelope = emitEnvelope(as3Version);
  return objects => {
    const problem = problemOf({ ...envelope, [name]: withObjects(tenant, objects) });
    if (problem) refuse(problem);
  };
}

/** How many objects are checked at once: few are held, and what they stand in is not checked again for each. */
const atOnce = 64;

/** Checks all of a tenant. */
export function checkTenant(
  as3Version: string,
  name: string,
  tenant: LazyTenant,
  refuse: (problem: Problem) => void,
): void {
  const check = checkOf(as3Version, name, tenant, refuse);
  let taken = true;
  const checkSeveral = checkOf(as3Version, name, tenant, () => {
    taken = false;
  });
  check({});
  const objects = [...(tenant.objects ?? [])];
  for (let from = 0; from < objects.length; from += atOnce) {
    const some = objects.slice(from, from + atOnce).map(([key, make]) => [key, make()] as const);
    taken = true;
    checkSeveral(Object.fromEntries(some));
    // Of several only the first problem is told.
    if (!taken) for (const [key, object] of some) check({ [key]: object });
  }
}

function problemOf(declaration: As3Object): Problem | undefined {
  if (validate(declaration)) return undefined;
  const [error] = validate.errors ?? [];
  if (!error) return undefined;
  const parts = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const object = parts[1] === 'Shared' ? (parts[2] ?? error.propertyName ?? '') : '';
  return { object, pointer: error.instancePath || '/', reason: reasonOf(error) };
}

function reasonOf({ message, propertyName, params }: ValidationError): string {
  if (propertyName !== undefined) return `"${propertyName}" is no name that AS3 takes`;
  if (typeof params.additionalProperty === 'string') return `must not have ${params.additionalProperty}`;
  if ('allowedValue' in params) return `must be ${JSON.stringify(params.allowedValue)}`;
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
  return `${message ?? 'is not valid'}${allowed}`;
}
