import validate, { type ValidationError } from '../generated/as3-emitted.mjs';
import { as3Decimal, type View } from '../translate/index.ts';
import type { As3Object } from './as3.ts';
import { declarationText, emitDeclaration } from './declaration.ts';
import { emitTenant } from './tenant.ts';

/** A declaration with one tenant, as a file holds it. */
export interface EmittedTenant {
  readonly tenant: string;
  readonly declaration: As3Object;
  /** Why it is not valid AS3; such a declaration is never written. */
  readonly problem?: Problem;
}

/** A value that AS3 would refuse: where in the declaration, and why. */
export interface Problem {
  /** Object of the tenant's `Shared` application, or empty. */
  readonly object: string;
  /** JSON pointer within the declaration. */
  readonly pointer: string;
  readonly reason: string;
}

/** AS3 of a view, one tenant at a time: only one of them is held while it is used. */
export function* emitView(view: View, as3Version: string): Generator<EmittedTenant> {
  const { controller } = view;
  if (!controller || view.outcome !== 'posts') return;
  const settings = {
    label: controller.partition,
    defaultRouteDomain: controller.defaultRouteDomain,
    useCommonRouteDomainTenant: controller.sharedDefaultRouteDomain,
    as3Version: as3Decimal(as3Version),
  };
  for (const tenant of view.tenants) {
    const declaration = emitDeclaration({ [tenant.name]: emitTenant(tenant, settings) }, as3Version);
    const problem = problemOf(declaration);
    yield { tenant: tenant.name, declaration, ...(problem && { problem }) };
  }
}

/** One declaration with all tenants of a view, or undefined where the controller would post nothing. */
export function emitWhole(view: View, as3Version: string): As3Object | undefined {
  const tenants = [...emitView(view, as3Version)].map(({ tenant, declaration }) => [tenant, declaration[tenant]]);
  return tenants.length === 0 ? undefined : emitDeclaration(Object.fromEntries(tenants), as3Version);
}

function problemOf(declaration: As3Object): Problem | undefined {
  if (validate(declaration)) return undefined;
  const [error] = validate.errors ?? [];
  if (!error) return undefined;
  const parts = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return {
    object: parts[1] === 'Shared' ? (parts[2] ?? '') : '',
    pointer: error.instancePath || '/',
    reason: reasonOf(error),
  };
}

function reasonOf({ message, propertyName, params }: ValidationError): string {
  if (propertyName !== undefined) return `"${propertyName}" is no name that AS3 takes`;
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
  return `${message ?? 'is not valid'}${allowed}`;
}

export { declarationText };
