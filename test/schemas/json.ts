import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

export function readJson(path: string): JsonObject {
  return JSON.parse(readFileSync(`${root}${path}`, 'utf8')) as JsonObject;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface Golden {
  /** `<scenario>/<cluster>` */
  readonly name: string;
  readonly outcome: string;
  /** What the controller posted, with the envelope that goldens leave out. */
  readonly declaration: JsonObject | undefined;
}

export function readGoldens(): Golden[] {
  const folder = 'fixtures/conformance/goldens';
  return readdirSync(`${root}${folder}`).flatMap(scenario =>
    readdirSync(`${root}${folder}/${scenario}`).map(file => {
      const golden = readJson(`${folder}/${scenario}/${file}`);
      return {
        name: `${scenario}/${file.replace(/\.json$/, '')}`,
        outcome: String(golden.outcome),
        declaration: isObject(golden.declaration) ? { schemaVersion: '3.56.0', ...golden.declaration } : undefined,
      };
    }),
  );
}
