import type { Findings } from '../finding.ts';
import { isPlainAt } from '../load/locate.ts';
import { isObject, type JsonObject, type ManifestObject } from '../load/manifest-object.ts';
import { detached } from '../load/text.ts';
import { plainBoolean } from '../load/yaml-schema.ts';
import type { Path } from '../place.ts';
import { whereOf } from './where.ts';

/** A port as Kubernetes writes it: a number, or the name of a port. */
export type IntOrString = number | string;

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'list' : isObject(value) ? 'mapping' : typeof value === 'number' ? 'number' : typeof value;

/** One object for all that have no labels, annotations or the like. */
const noEntries: Record<string, string> = Object.freeze({});

/**
 * Reads fields of an object with the types that the API server insists on. The first wrong type is reported and makes the
 * object unusable: a cluster would have refused it. Null counts as absent, as in the API.
 */
export class FieldReader {
  usable = true;
  readonly #object: ManifestObject;
  readonly #findings: Findings;

  constructor(object: ManifestObject, findings: Findings) {
    this.#object = object;
    this.#findings = findings;
  }

  #wrong(expected: string, value: unknown, parent: Path, key: string | number): undefined {
    if (this.usable) {
      const { kind, name } = this.#object;
      const path = [...parent, key];
      const values = { kind, name, field: path.join('.'), expected, actual: kindOf(value) };
      this.#findings.add('object-wrong-type', values, whereOf(this.#object, path));
    }
    this.usable = false;
    return undefined;
  }

  /** Text that may be a word such as `yes`, which kubectl reads as a boolean unless it is in quotes. */
  #text(value: string, parent: Path, key: string | number): string {
    // Plain `true` and `false` are booleans already: as text they were in quotes, and the file need not be looked at.
    if (!/^(?:true|false)$/i.test(value) && plainBoolean(value) !== undefined) {
      const { kind, name } = this.#object;
      const path = [...parent, key];
      const where = whereOf(this.#object, path);
      if (isPlainAt(where.at)) {
        const values = { kind, name, field: path.join('.'), word: value };
        this.#findings.add('object-boolean-word', values, where);
      }
    }
    return detached(value);
  }

  string(from: JsonObject | undefined, key: string, parent: Path): string | undefined {
    const value = from?.[key];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? this.#text(value, parent, key) : this.#wrong('string', value, parent, key);
  }

  integer(from: JsonObject | undefined, key: string, parent: Path): number | undefined {
    const value = from?.[key];
    if (value === undefined || value === null || (typeof value === 'number' && Number.isInteger(value)))
      return value ?? undefined;
    return this.#wrong('integer', value, parent, key);
  }

  boolean(from: JsonObject | undefined, key: string, parent: Path): boolean | undefined {
    const value = from?.[key];
    if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined;
    const word = typeof value === 'string' ? plainBoolean(value) : undefined;
    if (word !== undefined && isPlainAt({ source: this.#object.source, path: [...parent, key] })) return word;
    return this.#wrong('boolean', value, parent, key);
  }

  intOrString(from: JsonObject | undefined, key: string, parent: Path): IntOrString | undefined {
    const value = from?.[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return detached(value);
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    return this.#wrong('integer or string', value, parent, key);
  }

  object(from: JsonObject | undefined, key: string, parent: Path): JsonObject | undefined {
    const value = from?.[key];
    if (value === undefined || value === null) return undefined;
    return isObject(value) ? value : this.#wrong('mapping', value, parent, key);
  }

  list(from: JsonObject | undefined, key: string, parent: Path): readonly unknown[] {
    const value = from?.[key];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.#wrong('list', value, parent, key);
    return [];
  }

  objects(from: JsonObject | undefined, key: string, parent: Path): readonly JsonObject[] {
    const items = this.list(from, key, parent);
    items.forEach((item, index) => {
      if (!isObject(item)) this.#wrong('mapping', item, [...parent, key], index);
    });
    return this.usable ? (items as readonly JsonObject[]) : [];
  }

  strings(from: JsonObject | undefined, key: string, parent: Path): readonly string[] {
    const items = this.list(from, key, parent);
    items.forEach((item, index) => {
      if (typeof item !== 'string') this.#wrong('string', item, [...parent, key], index);
    });
    return this.usable ? (items as readonly string[]).map(detached) : [];
  }

  /** A map of strings such as `metadata.labels`; `keep` chooses the keys that are worth keeping. */
  stringMap(
    from: JsonObject | undefined,
    key: string,
    parent: Path,
    keep?: (key: string) => boolean,
  ): Record<string, string> {
    const map = this.object(from, key, parent);
    if (!map) return noEntries;
    const result: Record<string, string> = {};
    for (const [name, value] of Object.entries(map)) {
      if (value !== null && typeof value !== 'string') this.#wrong('string', value, [...parent, key], name);
      else if (!keep || keep(name)) result[name] = value === null ? '' : this.#text(value, [...parent, key], name);
    }
    return result;
  }
}
