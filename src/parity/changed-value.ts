import { embeddedText, embeddedValue } from '../load/embedded-value.ts';
import { isObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { FieldDifference } from './field-differences.ts';

/** The secondary's value with what the primary has in place of what differs. */
export function withPrimary(value: unknown, differences: readonly FieldDifference[]): unknown {
  // From the last to the first, so that items which come or go move nothing that is still to be changed.
  return differences.reduceRight<unknown>((changed, { at, inner, primary, secondary }) => {
    const put = (into: unknown, path: Path): unknown =>
      replaced(into, path, { change: () => primary, added: secondary === undefined });
    if (!inner) return put(changed, at.secondary);
    const change = (text: unknown): unknown => {
      const held = typeof text === 'string' ? embeddedValue(text, inner.syntax) : undefined;
      return embeddedText(put(held, inner.secondary), inner.syntax);
    };
    return replaced(changed, at.secondary, { change, added: false });
  }, value);
}

interface Change {
  readonly change: (before: unknown) => unknown;
  /** True for what was not there: in a list it moves the others on. */
  readonly added: boolean;
}

/** A copy in which the value at a path is another; undefined takes it away. */
function replaced(value: unknown, [step, ...rest]: Path, how: Change): unknown {
  if (step === undefined) return how.change(value);
  if (Array.isArray(value)) {
    const index = Number(step);
    const comes = how.added && rest.length === 0;
    const after = replaced(comes ? undefined : value[index], rest, how);
    return value.toSpliced(index, comes ? 0 : 1, ...(after === undefined ? [] : [after]));
  }
  const map = value ?? {};
  if (!isObject(map)) return value;
  const { [step]: before, ...others } = map;
  const after = replaced(before, rest, how);
  return after === undefined ? others : { ...map, [step]: after };
}
