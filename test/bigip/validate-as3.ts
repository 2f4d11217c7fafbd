import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { loadReference, withoutReference } from '../schemas/as3-reference.ts';
import type { Json } from './as3-state.ts';

const emitted = new Ajv({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/as3-emitted.schema.json', import.meta.url), 'utf8')) as object,
);

/** What AS3 would say is wrong with a declaration: by its own schema where AS3_SCHEMA names it, else by ours. */
export function validateAs3(declaration: Json): readonly string[] {
  if (withoutReference === undefined) {
    takes ??= loadReference();
    return takes(declaration) ? [] : ['/: should match the schema of AS3'];
  }
  if (emitted(declaration)) return [];
  return (emitted.errors ?? []).map(wordsOf);
}

let takes: ((declaration: unknown) => boolean) | undefined;

function wordsOf({ instancePath, message }: ErrorObject): string {
  return `${instancePath}: ${message?.replace('must', 'should')}`;
}
