import type { JsonObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';

/**
 * The fields of one mapping within an object, with their types. Absent texts are empty, absent numbers 0 and absent lists
 * empty; the other readers say which of these a field is not.
 */
export class Fields {
  readonly path: Path;
  readonly #value: JsonObject | undefined;
  readonly #reader: FieldReader;

  constructor(reader: FieldReader, value: JsonObject | undefined, path: Path) {
    this.#reader = reader;
    this.#value = value;
    this.path = path;
  }

  /** True where the mapping is written, be it empty. */
  get written(): boolean {
    return this.#value !== undefined;
  }

  /** True where the mapping has a key with a value other than null. */
  has(key: string): boolean {
    return this.#value?.[key] !== undefined && this.#value[key] !== null;
  }

  text(key: string): string {
    return this.optionalText(key) ?? '';
  }

  optionalText(key: string): string | undefined {
    return this.#reader.string(this.#value, key, this.path);
  }

  texts(key: string): readonly string[] {
    return this.#reader.strings(this.#value, key, this.path);
  }

  number(key: string): number {
    return this.optionalNumber(key) ?? 0;
  }

  optionalNumber(key: string): number | undefined {
    return this.#reader.integer(this.#value, key, this.path);
  }

  optionalBoolean(key: string): boolean | undefined {
    return this.#reader.boolean(this.#value, key, this.path);
  }

  /** A number, or the name of a port; 0 where it is absent. */
  port(key: string): IntOrString {
    return this.#reader.intOrString(this.#value, key, this.path) ?? 0;
  }

  /** A map of texts, such as `matchLabels`. */
  map(key: string): Record<string, string> {
    return this.#reader.stringMap(this.#value, key, this.path);
  }

  /** The mapping under a key, absent or not. */
  within(key: string): Fields {
    return new Fields(this.#reader, this.#reader.object(this.#value, key, this.path), [...this.path, key]);
  }

  /** The mappings of a list. */
  each<T>(key: string, read: (item: Fields, index: number) => T): T[] {
    return this.#reader
      .objects(this.#value, key, this.path)
      .map((item, index) => read(new Fields(this.#reader, item, [...this.path, key, index]), index));
  }
}

/** `spec` of an object. */
export function specOf(object: { readonly value: JsonObject }, reader: FieldReader): Fields {
  return new Fields(reader, reader.object(object.value, 'spec', []), ['spec']);
}

/** `status` of an object, as a cluster had it. */
export function statusOf(object: { readonly value: JsonObject }, reader: FieldReader): Fields {
  return new Fields(reader, reader.object(object.value, 'status', []), ['status']);
}
