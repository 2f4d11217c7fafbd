import { isObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';

/** A word of a template that nobody has filled in: `<your-data-cidr-here>`. */
export interface Placeholder {
  readonly text: string;
  /** Of the value that holds it, in the object. */
  readonly path: Path;
  /** Where it begins in that value. */
  readonly offset: number;
}

/** Letters, digits, blanks, `-`, `_` and `.` between angle brackets. */
const form = /<[A-Za-z][\w .-]*>/;

/** The placeholders in the values of a mapping or a list, one for each value. */
export function placeholdersIn(value: unknown, path: Path): Placeholder[] {
  if (typeof value === 'string') {
    const found = form.exec(value);
    return found ? [{ text: found[0], path, offset: found.index }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => placeholdersIn(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, held]) => placeholdersIn(held, [...path, key]));
}
