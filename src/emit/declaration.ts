import type { As3Object } from './as3.ts';

/** Ours, and the same for every input: a new release must not rewrite every file (design). */
const envelope = {
  id: 'urn:uuid:3c1d9a52-6f0b-4a37-9e0e-5d1b7c6c4c51',
  label: 'cis-render',
  remark: 'Rendered from Git: change the manifests, not this',
  userAgent: 'cis-render',
} as const;

/** AS3 `ADC` with some tenants. */
export function emitDeclaration(tenants: Readonly<Record<string, As3Object>>, schemaVersion: string): As3Object {
  const { id, label, remark, userAgent } = envelope;
  return {
    class: 'ADC',
    schemaVersion,
    id,
    label,
    remark,
    controls: { class: 'Controls', userAgent },
    ...tenants,
  };
}

/** Text of a declaration as it stands in a file: two blanks of indentation, LF, a newline at the end. */
export function* declarationText(declaration: As3Object): Generator<string> {
  yield* indented(declaration, '', 3);
  yield '\n';
}

/**
 * JSON text in pieces, so that a declaration of 50 MB is never one string. `depth` is how far down objects are taken apart:
 * declaration, tenant, application.
 */
function* indented(value: As3Object, indent: string, depth: number): Generator<string> {
  const inner = `${indent}  `;
  yield '{\n';
  let first = true;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    yield `${first ? '' : ',\n'}${inner}${JSON.stringify(key)}: `;
    first = false;
    const takeApart = depth > 1 && typeof item === 'object' && !Array.isArray(item);
    if (takeApart) yield* indented(item as As3Object, inner, depth - 1);
    else yield JSON.stringify(item, undefined, 2).replaceAll('\n', `\n${inner}`);
  }
  yield `\n${indent}}`;
}
