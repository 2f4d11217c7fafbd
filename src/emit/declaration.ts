import type { As3Object } from './as3.ts';
import { openObject } from './json-text.ts';
import type { LazyTenant } from './tenant.ts';

/** Ours, and the same for every input: a new release must not rewrite every file (design). */
const envelope = {
  id: 'urn:uuid:3c1d9a52-6f0b-4a37-9e0e-5d1b7c6c4c51',
  label: 'cis-render',
  remark: 'Rendered from Git: change the manifests, not this',
  userAgent: 'cis-render',
} as const;

/** The one application of a tenant, without its objects. */
const sharedApplication = { class: 'Application', template: 'shared' } as const;

/** AS3 `ADC` without tenants. */
export function emitEnvelope(schemaVersion: string): As3Object {
  const { id, label, remark, userAgent } = envelope;
  return { class: 'ADC', schemaVersion, id, label, remark, controls: { class: 'Controls', userAgent } };
}

/** A tenant with the objects that are given. */
export function withObjects(tenant: LazyTenant, objects: As3Object): As3Object {
  return tenant.objects ? { ...tenant.envelope, Shared: { ...sharedApplication, ...objects } } : tenant.envelope;
}

/**
 * Text of a declaration with one tenant as it stands in a file: LF, a newline at the end. It comes in pieces, since a
 * declaration can have 50 MB; `see` meets every object on its way.
 */
export function* declarationText(
  schemaVersion: string,
  name: string,
  tenant: LazyTenant,
  see: (name: string, object: As3Object) => void,
): Generator<string> {
  yield `${openObject(emitEnvelope(schemaVersion), '')},\n  ${JSON.stringify(name)}: `;
  yield openObject(tenant.envelope, '  ');
  if (!tenant.objects) {
    yield '\n  }\n}\n';
    return;
  }
  yield `,\n    "Shared": ${openObject(sharedApplication, '    ')}`;
  for (const [key, make] of tenant.objects) {
    const object = make();
    see(key, object);
    yield `,\n      ${JSON.stringify(key)}: ${openObject(object, '      ')}\n      }`;
  }
  yield '\n    }\n  }\n}\n';
}
