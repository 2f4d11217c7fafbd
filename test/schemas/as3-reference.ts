import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

/** AS3's own schema is not part of the repository: the comparison with it runs where AS3_SCHEMA names a copy. */
const path = process.env.AS3_SCHEMA ?? '';

export const withoutReference = existsSync(path) ? undefined : 'AS3_SCHEMA names no file';

/** Whether AS3 would take a declaration. Leaves it as it is, though the schema fills in defaults. */
export function loadReference(): (declaration: unknown) => boolean {
  const validate = compile();
  return declaration => validate(structuredClone(declaration));
}

let compiled: ReturnType<typeof compile> | undefined;

/** A declaration that AS3 takes, with what it fills in. */
export function fillDefaults<T>(declaration: T): T {
  compiled ??= compile();
  const copy = structuredClone(declaration);
  if (!compiled(copy)) throw new Error(JSON.stringify(compiled.errors));
  return copy;
}

function compile() {
  const ajv = new Ajv({ strict: false, useDefaults: true, logger: false, validateFormats: false });
  ajv.addKeyword({ keyword: 'f5PostProcess' });
  ajv.addSchema(JSON.parse(readFileSync(path, 'utf8')) as object, 'as3');
  return ajv.compile({ $ref: 'as3#/definitions/ADC' });
}
